// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.gateway.ingest;

import dev.signalcraft.domain.config.Integration;
import dev.signalcraft.domain.ingest.Sources;
import dev.signalcraft.gateway.config.Sender;
import dev.signalcraft.gateway.http.Answers;
import dev.signalcraft.gateway.http.Problem;
import dev.signalcraft.gateway.http.Refusal;
import dev.signalcraft.gateway.http.RequestMetrics;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.eclipse.jetty.http.HttpStatus;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code POST /webhooks/{source}/{integration}}: verifies a body by its bytes as they came and
 * answers 202 when it lies in the log. What the body says is for others to read.
 */
public final class WebhookEndpoint implements Handler {
  private static final Logger LOG = LoggerFactory.getLogger(WebhookEndpoint.class);

  /**
   * How much may be held and for how long.
   *
   * @param bodyBytes the largest body
   * @param bufferedBytes all bodies together
   * @param readTimeout for a body to arrive
   */
  public record Limits(int bodyBytes, int bufferedBytes, Duration readTimeout) {}

  private final Limits limits;
  private final ByteBudget budget;
  private final Supplier<@Nullable String> obstacle;
  private final BiFunction<String, String, @Nullable Sender> senders;
  private final WebhookLog log;
  private final Executor executor;

  /**
   * An endpoint.
   *
   * @param obstacle why nothing can be taken now; null where it can
   * @param senders finds a sender by workspace and name
   * @param executor runs what follows when the log has answered
   */
  public WebhookEndpoint(
      Limits limits,
      Supplier<@Nullable String> obstacle,
      BiFunction<String, String, @Nullable Sender> senders,
      WebhookLog log,
      Executor executor) {
    this.limits = limits;
    this.budget = new ByteBudget(limits.bufferedBytes());
    this.obstacle = obstacle;
    this.senders = senders;
    this.log = log;
    this.executor = executor;
  }

  @Override
  public void handle(Context request) {
    if (!Sources.KNOWN.contains(request.pathParam("source"))) {
      throw new Refusal(HttpStatus.NOT_FOUND_404, "No such source of webhooks.");
    }
    request.attribute(RequestMetrics.SOURCE_ATTRIBUTE, request.pathParam("source"));
    MediaType.requireJson(request.header("Content-Type"));
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
    request.future(() -> receive(request, coding));
  }

  private CompletableFuture<?> receive(Context request, ContentCoding coding) {
    List<Integer> held = new ArrayList<>(1);
    return BodyReader.read(request.req(), limits.bodyBytes(), budget, limits.readTimeout())
        .thenCompose(wire -> append(request, coding, wire, held))
        .handleAsync(
            (done, failure) -> {
              held.forEach(budget::giveBack);
              answer(request, failure);
              return null;
            },
            executor);
  }

  private CompletableFuture<Void> append(
      Context request, ContentCoding coding, byte[] wire, List<Integer> held) {
    byte[] body = coding.decode(wire, limits.bodyBytes());
    String[] names = request.pathParam("integration").split("\\.", -1);
    String source = request.pathParam("source");
    if (!Verifier.accepts(find(source, names), Credentials.of(request), wire, body)) {
      throw new Refusal(
          HttpStatus.UNAUTHORIZED_401,
          "No integration of this source and name has this signature or key.");
    }
    if (!budget.take(body.length)) {
      throw new Refusal(Problem.unavailable("Too many bodies are under way; try again."));
    }
    held.add(body.length);
    return log.append(
        body, WebhookHeaders.of(request, names[0], source, names[1], Answers.requestId(request)));
  }

  private @Nullable Sender find(String source, String[] names) {
    if (names.length != 2 || !Integration.isName(names[0]) || !Integration.isName(names[1])) {
      return null;
    }
    Sender sender = senders.apply(names[0], names[1]);
    return sender == null || !sender.source().equals(source) ? null : sender;
  }

  private static void answer(Context request, @Nullable Throwable failure) {
    if (failure == null) {
      request.status(HttpStatus.ACCEPTED_202);
      request.contentType("application/json");
      request.result("{\"requestId\":\"" + Answers.requestId(request) + "\"}");
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
      return Problem.unavailable("Kafka did not take the webhook; send it again.");
    }
    LOG.error("Request {} failed", Answers.requestId(request), failure);
    return Problem.of(HttpStatus.INTERNAL_SERVER_ERROR_500);
  }
}
