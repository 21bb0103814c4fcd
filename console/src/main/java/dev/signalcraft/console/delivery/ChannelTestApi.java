// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.console.delivery;

import dev.signalcraft.console.access.Gate;
import dev.signalcraft.console.config.ConfigApi;
import dev.signalcraft.console.config.ConfigDocuments;
import dev.signalcraft.console.database.Awaited;
import dev.signalcraft.console.database.Database;
import dev.signalcraft.console.http.Answers;
import dev.signalcraft.console.http.Body;
import dev.signalcraft.console.http.HttpServer.Route;
import dev.signalcraft.console.http.IdempotencyKey;
import dev.signalcraft.console.http.Parameters;
import dev.signalcraft.console.http.Problem;
import dev.signalcraft.console.http.Refusal;
import dev.signalcraft.console.kafka.TopicWriter;
import dev.signalcraft.domain.Kind;
import dev.signalcraft.domain.Topic;
import dev.signalcraft.domain.delivery.ChannelTrial;
import dev.signalcraft.domain.grouping.GroupKey;
import dev.signalcraft.domain.routing.Notification;
import dev.signalcraft.sql.delivery.Attempt;
import dev.signalcraft.sql.delivery.NotificationLogQueries;
import io.javalin.http.Context;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import org.apache.kafka.common.KafkaException;
import org.eclipse.jetty.http.HttpStatus;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tests channels: a notification goes the way of all others, through the job that knows the
 * channel's secrets, and the tables tell what came of it.
 */
public final class ChannelTestApi {
  private static final Logger LOG = LoggerFactory.getLogger(ChannelTestApi.class);

  /** Few of the server's threads: while Kafka is away each may hold one. */
  private static final int MAX_SENDING = 4;

  private final ConfigDocuments documents;
  private final TopicWriter topics;
  private final Database database;
  private final Awaited awaited;
  private final Executor executor;
  private final Clock clock;
  private final Semaphore sending = new Semaphore(MAX_SENDING);

  /**
   * Tests by way of a topic.
   *
   * @param executor runs what follows when body, Kafka or rows have come
   */
  public ChannelTestApi(
      ConfigDocuments documents,
      TopicWriter topics,
      Database database,
      Awaited awaited,
      Executor executor,
      Clock clock) {
    this.documents = documents;
    this.topics = topics;
    this.database = database;
    this.awaited = awaited;
    this.executor = executor;
    this.clock = clock;
  }

  /** What is served. */
  public List<Route> routes() {
    return List.of(
        Route.post(path("{name}"), this::test),
        Route.get(path("{name}") + "/{notificationId}", this::result));
  }

  static String path(String channel) {
    return "/api/v1/channels/" + channel + "/test";
  }

  private void test(Context request) {
    Duration wait = patience(request);
    request.future(
        () ->
            Body.read(request)
                .thenComposeAsync(body -> send(request, body), executor)
                .thenComposeAsync(told -> look(told, wait), executor)
                .handleAsync(
                    (test, failure) -> {
                      answer(request, test, failure);
                      return null;
                    },
                    executor));
  }

  private static Duration patience(Context request) {
    Parameters given = new Parameters(request, Set.of("wait"));
    Duration wait = given.readWait();
    given.check();
    return wait == null ? Duration.ZERO : wait;
  }

  private CompletableFuture<Notification> send(Context request, byte[] body) {
    Body.requireJson(request, body);
    ConfigApi.requireComplete(documents);
    String workspace = Gate.workspace(request);
    String channel = request.pathParam("name");
    if (!documents.has(workspace, Kind.CHANNEL, channel)) {
      throw new Refusal(HttpStatus.NOT_FOUND_404, "This workspace has no such channel.");
    }
    Notification told =
        ChannelTrial.of(
            workspace, channel, IdempotencyKey.of(request), Gate.actor(request), clock.instant());
    if (!sending.tryAcquire()) {
      throw new Refusal(
          HttpStatus.SERVICE_UNAVAILABLE_503,
          "Too many tests are under way; this one is not sent. Try again soon.");
    }
    return topics
        .append(Topic.NOTIFICATIONS, told.groupKey(), told)
        .whenComplete((done, failure) -> sending.release())
        .thenApply(done -> told);
  }

  /** Who does not wait is not kept from his answer by a database that is away. */
  private CompletableFuture<ChannelTest> look(Notification told, Duration wait) {
    String workspace = told.workspace();
    String channel = told.channel();
    String id = told.notificationId();
    return wait.isZero()
        ? CompletableFuture.completedFuture(ChannelTest.of(channel, id, null))
        : await(workspace, channel, id, wait);
  }

  private CompletableFuture<ChannelTest> await(
      String workspace, String channel, String id, Duration wait) {
    return awaited
        .await(() -> find(workspace, channel, id), last -> last.status().isFinal(), wait)
        .thenApply(last -> ChannelTest.of(channel, id, last));
  }

  private @Nullable Attempt find(String workspace, String channel, String id) throws SQLException {
    return database.<@Nullable Attempt>ask(
        connection -> NotificationLogQueries.last(connection, workspace, channel, id));
  }

  private void result(Context request) throws SQLException {
    Duration wait = patience(request);
    String workspace = Gate.workspace(request);
    String channel = request.pathParam("name");
    String id = request.pathParam("notificationId");
    if (!GroupKey.isValid(id)) {
      throw new Refusal(
          HttpStatus.NOT_FOUND_404, "A notification's id has 32 hex digits in lower case.");
    }
    ChannelTest known = ChannelTest.of(channel, id, find(workspace, channel, id));
    if (known.isFinal() || wait.isZero()) {
      Answers.json(request, known);
      return;
    }
    request.future(
        () ->
            await(workspace, channel, id, wait)
                .thenAcceptAsync(late -> Answers.json(request, late), executor));
  }

  private static void answer(
      Context request, @Nullable ChannelTest test, @Nullable Throwable failure) {
    if (test == null) {
      Answers.problem(request, problem(failure));
      return;
    }
    if (!test.isFinal()) {
      request.status(HttpStatus.ACCEPTED_202).header("Location", test.result());
    }
    Answers.json(request, test);
  }

  private static Problem problem(@Nullable Throwable failure) {
    Throwable cause = failure;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    if (cause instanceof Refusal refusal) {
      return refusal.problem();
    }
    if (cause instanceof KafkaException) {
      LOG.warn("Kafka does not confirm the test of a channel: {}", cause.toString());
      return Problem.of(
          HttpStatus.SERVICE_UNAVAILABLE_503,
          "Kafka did not confirm the test in time; it may still be sent. Ask again with the same"
              + " Idempotency-Key: then it is sent once.");
    }
    LOG.error("The test of a channel failed", cause);
    return Problem.of(HttpStatus.INTERNAL_SERVER_ERROR_500);
  }
}
