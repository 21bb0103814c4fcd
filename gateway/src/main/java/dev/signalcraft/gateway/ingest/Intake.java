// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.gateway.ingest;

import dev.signalcraft.gateway.http.Answers;
import dev.signalcraft.gateway.http.Problem;
import dev.signalcraft.gateway.http.Refusal;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.eclipse.jetty.http.HttpStatus;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way of every body into the gateway: what can be JSON, or is a form, is read within its
 * bounds, unpacked, handed to its route, and answered when the route is done. All routes share the
 * memory for bodies.
 */
public final class Intake {
  private static final Logger LOG = LoggerFactory.getLogger(Intake.class);

  /**
   * How much may be held and for how long.
   *
   * @param bodyBytes the largest body
   * @param bufferedBytes all bodies together
   * @param readTimeout for a body to arrive
   */
  public record Limits(int bodyBytes, int bufferedBytes, Duration readTimeout) {}

  /** What a route makes of a body. */
  @FunctionalInterface
  public interface Route {
    /**
     * Keeps what the body says.
     *
     * @param wire as it came
     * @param body as unpacked
     * @param hold takes so many bytes of the memory for bodies until the answer, or refuses
     * @return the JSON of the answer, or nothing, when nothing can be lost any more
     */
    CompletableFuture<String> keep(byte[] wire, byte[] body, IntConsumer hold);
  }

  private final Limits limits;
  private final ByteBudget budget;
  private final Supplier<@Nullable String> obstacle;
  private final Executor executor;

  /**
   * A way in.
   *
   * @param obstacle why nothing can be taken now; null where it can
   * @param executor runs what follows when the log has answered
   */
  public Intake(Limits limits, Supplier<@Nullable String> obstacle, Executor executor) {
    this.limits = limits;
    this.budget = new ByteBudget(limits.bufferedBytes());
    this.obstacle = obstacle;
    this.executor = executor;
  }

  /** Takes the JSON of a request, which is answered later with 202. */
  void take(Context request, Route route) {
    MediaType.requireJson(request.header("Content-Type"));
    take(request, HttpStatus.ACCEPTED_202, route);
  }

  /** Takes the form of a request, which is answered later with 200. */
  public void takeForm(Context request, Route route) {
    MediaType.requireForm(request.header("Content-Type"));
    take(request, HttpStatus.OK_200, route);
  }

  private void take(Context request, int success, Route route) {
    ContentCoding coding =
        ContentCoding.of(Collections.list(request.req().getHeaders("Content-Encoding")));
    if (request.req().getContentLengthLong() > limits.bodyBytes()
        && request.header("Expect") != null) {
      // The sender waits for leave to send, so nothing has to be read away.
      throw BodyReader.tooLarge(limits.bodyBytes());
    }
    String reason = obstacle.get();
    if (reason != null) {
      throw new Refusal(Problem.unavailable(reason));
    }
    request.future(() -> receive(request, coding, success, route));
  }

  private CompletableFuture<?> receive(
      Context request, ContentCoding coding, int success, Route route) {
    List<Integer> held = new ArrayList<>(1);
    return BodyReader.read(request.req(), limits.bodyBytes(), budget, limits.readTimeout())
        .thenCompose(
            wire ->
                route.keep(
                    wire, coding.decode(wire, limits.bodyBytes()), bytes -> hold(held, bytes)))
        .handleAsync(
            (kept, failure) -> {
              held.forEach(budget::giveBack);
              answer(request, success, kept, failure);
              return null;
            },
            executor);
  }

  private void hold(List<Integer> held, int bytes) {
    if (!budget.take(bytes)) {
      throw new Refusal(Problem.unavailable("Too many bodies are under way; try again."));
    }
    held.add(bytes);
  }

  private static void answer(
      Context request, int success, String kept, @Nullable Throwable failure) {
    if (failure == null) {
      request.status(success);
      if (!kept.isEmpty()) {
        request.contentType("application/json");
      }
      request.result(kept);
      return;
    }
    Throwable cause =
        failure instanceof CompletionException wrapped && wrapped.getCause() != null
            ? wrapped.getCause()
            : failure;
    Answers.problem(request, problem(request, cause));
  }

  private static Problem problem(Context request, Throwable failure) {
    if (failure instanceof Refusal refusal) {
      return refusal.problem();
    }
    if (failure instanceof TimeoutException) {
      return Problem.of(HttpStatus.REQUEST_TIMEOUT_408, "The body did not arrive in time.");
    }
    if (failure instanceof IOException) {
      return Problem.of(HttpStatus.BAD_REQUEST_400, "The body ended before it was whole.");
    }
    if (failure instanceof KafkaException) {
      // The follower of the config log says once that Kafka is away; metrics count these.
      LOG.debug("Request {} is not kept", Answers.requestId(request), failure);
      return Problem.unavailable("Kafka did not take the body; send it again.");
    }
    LOG.error("Request {} failed", Answers.requestId(request), failure);
    return Problem.of(HttpStatus.INTERNAL_SERVER_ERROR_500);
  }
}
