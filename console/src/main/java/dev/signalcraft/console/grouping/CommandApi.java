// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.console.grouping;

import dev.signalcraft.console.access.Gate;
import dev.signalcraft.console.database.Database;
import dev.signalcraft.console.http.Answers;
import dev.signalcraft.console.http.Body;
import dev.signalcraft.console.http.HttpServer.Route;
import dev.signalcraft.console.http.IdempotencyKey;
import dev.signalcraft.console.http.Parameters;
import dev.signalcraft.console.http.Problem;
import dev.signalcraft.console.http.Refusal;
import dev.signalcraft.console.kafka.TopicWriter;
import dev.signalcraft.domain.Topic;
import dev.signalcraft.domain.grouping.Action;
import dev.signalcraft.domain.grouping.AlertGroup;
import dev.signalcraft.domain.grouping.Command;
import dev.signalcraft.domain.grouping.GroupKey;
import dev.signalcraft.domain.ingest.Input;
import dev.signalcraft.domain.json.WireName;
import dev.signalcraft.sql.grouping.AlertGroupQueries;
import io.javalin.http.Context;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import org.apache.kafka.common.KafkaException;
import org.eclipse.jetty.http.HttpStatus;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes commands on groups. */
public final class CommandApi {
  private static final Logger LOG = LoggerFactory.getLogger(CommandApi.class);

  /** Fewer than the server has threads: while Kafka is away each may hold one. */
  private static final int MAX_SENDING = 8;

  private final Database database;
  private final TopicWriter topics;
  private final Effects effects;
  private final MeterRegistry metrics;
  private final Executor executor;
  private final Clock clock;
  private final Semaphore sending = new Semaphore(MAX_SENDING);

  /**
   * Commands by way of a topic.
   *
   * @param executor runs what follows when body or Kafka have come
   */
  public CommandApi(
      Database database,
      TopicWriter topics,
      Effects effects,
      MeterRegistry metrics,
      Executor executor,
      Clock clock) {
    this.database = database;
    this.topics = topics;
    this.effects = effects;
    this.metrics = metrics;
    this.executor = executor;
    this.clock = clock;
  }

  /** What is served. */
  public List<Route> routes() {
    return List.of(Route.post("/api/v1/alert-groups/{groupId}/{action}", this::command));
  }

  /** The last part of the path of an action. */
  static String path(Action action) {
    return action == Action.NOTE ? "notes" : WireName.of(action);
  }

  private void command(Context request) {
    Action action = action(request.pathParam("action"));
    request.future(
        () ->
            Body.read(request)
                .thenComposeAsync(body -> accept(request, action, body), executor)
                .handleAsync(
                    (commandId, failure) -> {
                      answer(request, action, commandId, failure);
                      return null;
                    },
                    executor));
  }

  private CompletableFuture<String> accept(Context request, Action action, byte[] body) {
    new Parameters(request, Set.of()).check();
    Body.requireJson(request, body);
    String workspace = Gate.workspace(request);
    String groupId = request.pathParam("groupId");
    String commandId =
        GroupKey.hash(workspace, groupId, WireName.of(action), IdempotencyKey.of(request));
    try {
      AlertGroup group = group(workspace, groupId);
      if (IdempotencyKey.isGiven(request) && effects.find(workspace, commandId) != null) {
        // Sent before and judged: what has changed since is no reason to say no.
        return CompletableFuture.completedFuture(commandId);
      }
      Command command =
          CommandRequest.read(
              body, commandId, workspace, groupId, action, Gate.actor(request), clock.instant());
      requireCurrent(group, command.expectedVersion());
      return send(command).thenApply(done -> commandId);
    } catch (SQLException e) {
      throw new CompletionException(e);
    }
  }

  private CompletableFuture<Long> send(Command command) {
    if (!sending.tryAcquire()) {
      throw new Refusal(
          HttpStatus.SERVICE_UNAVAILABLE_503,
          "Too many commands are under way; this one is not sent. Try again soon.");
    }
    Input input = Input.of(command);
    return topics
        .append(Topic.INPUTS, input.groupKey(), input)
        .whenComplete((done, failure) -> sending.release());
  }

  private static Action action(String path) {
    for (Action action : Action.values()) {
      if (path(action).equals(path)) {
        return action;
      }
    }
    throw new Refusal(
        HttpStatus.NOT_FOUND_404,
        Arrays.stream(Action.values())
            .map(CommandApi::path)
            .collect(Collectors.joining(", ", "There is no such action; write one of ", ".")));
  }

  private AlertGroup group(String workspace, String groupId) throws SQLException {
    AlertGroup group =
        GroupKey.isGroupId(groupId)
            ? database.<@Nullable AlertGroup>ask(
                connection -> AlertGroupQueries.find(connection, workspace, groupId))
            : null;
    if (group == null) {
      throw AlertGroupApi.unknownGroup();
    }
    return group;
  }

  /** What the tables show may be old; a version that they have passed is old for certain. */
  private static void requireCurrent(AlertGroup group, @Nullable Integer expectedVersion) {
    if (expectedVersion != null && expectedVersion < group.version()) {
      throw new Refusal(
          HttpStatus.CONFLICT_409,
          "The group has version %d by now, not %d; read it again."
              .formatted(group.version(), expectedVersion));
    }
  }

  private void answer(
      Context request, Action action, @Nullable String commandId, @Nullable Throwable failure) {
    if (commandId != null) {
      String effect = CommandEffectApi.PATH + commandId;
      request.status(HttpStatus.ACCEPTED_202).header("Location", effect);
      Answers.json(request, new CommandAccepted(commandId, request.pathParam("groupId"), effect));
      count(action, "accepted");
      return;
    }
    Problem problem = problem(failure);
    count(
        action,
        problem.status() < 500
            ? "refused"
            : problem.status() == HttpStatus.SERVICE_UNAVAILABLE_503 ? "unavailable" : "failed");
    Answers.problem(request, problem);
  }

  private static Problem problem(@Nullable Throwable failure) {
    Throwable cause = failure instanceof CompletionException wrapped ? wrapped.getCause() : failure;
    if (cause instanceof Refusal refusal) {
      return refusal.problem();
    }
    if (cause instanceof KafkaException) {
      LOG.warn("Kafka does not confirm a command: {}", cause.toString());
      return Problem.of(
          HttpStatus.SERVICE_UNAVAILABLE_503,
          "Kafka did not confirm the command in time; it may still be applied. Send it again with"
              + " the same Idempotency-Key: then it acts once.");
    }
    LOG.error("A command failed", cause);
    return Problem.of(HttpStatus.INTERNAL_SERVER_ERROR_500);
  }

  private void count(Action action, String outcome) {
    Counter.builder("signalcraft.console.commands")
        .description("Commands that were answered")
        .tag("action", WireName.of(action))
        .tag("outcome", outcome)
        .register(metrics)
        .increment();
  }
}
