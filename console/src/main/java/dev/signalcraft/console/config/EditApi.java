// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.console.config;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalcraft.console.access.Gate;
import dev.signalcraft.console.config.ConfigDocuments.Current;
import dev.signalcraft.console.config.ConfigDocuments.Outcome;
import dev.signalcraft.console.http.Answers;
import dev.signalcraft.console.http.Body;
import dev.signalcraft.console.http.HttpServer.Route;
import dev.signalcraft.console.http.Parameters;
import dev.signalcraft.console.http.Problem;
import dev.signalcraft.console.http.Refusal;
import dev.signalcraft.console.kafka.TopicWriter;
import dev.signalcraft.domain.Kind;
import dev.signalcraft.domain.Topic;
import dev.signalcraft.domain.config.ConfigHistory.Document;
import dev.signalcraft.domain.config.ConfigRecord;
import dev.signalcraft.domain.json.Json;
import dev.signalcraft.domain.silence.InhibitRule;
import dev.signalcraft.domain.silence.InhibitRules;
import io.javalin.http.Context;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.KafkaException;
import org.eclipse.jetty.http.HttpStatus;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes edits of documents: checked, written, and answered when the log has said which of several
 * edits of one version is the next version.
 */
public final class EditApi {
  /** The most documents of a workspace. */
  static final int MAX_DOCUMENTS = 5_000;

  private static final Logger LOG = LoggerFactory.getLogger(EditApi.class);
  private static final int READ_BACK_SECONDS = 5;

  /** Few of the server's threads: while Kafka is away each may hold one. */
  private static final int MAX_SENDING = 4;

  private final ConfigDocuments documents;
  private final TopicWriter topics;
  private final MeterRegistry metrics;
  private final Executor executor;
  private final Semaphore sending = new Semaphore(MAX_SENDING);

  /** What an edit led to; unchanged where it was so already. */
  private record Edited(Current current, boolean changed, boolean created) {}

  /**
   * Edits by way of a topic.
   *
   * @param executor runs what follows when body or Kafka have come
   */
  public EditApi(
      ConfigDocuments documents, TopicWriter topics, MeterRegistry metrics, Executor executor) {
    this.documents = documents;
    this.topics = topics;
    this.metrics = metrics;
    this.executor = executor;
  }

  /** What is served. */
  public List<Route> routes() {
    return List.of(
        Route.put(ConfigApi.DOCUMENT, request -> edit(request, false)),
        Route.delete(ConfigApi.DOCUMENT, request -> edit(request, true)));
  }

  private void edit(Context request, boolean delete) {
    Kind kind = ConfigApi.kind(request);
    request.future(
        () ->
            Body.read(request)
                .thenComposeAsync(body -> accept(request, kind, delete, body), executor)
                .handleAsync(
                    (edited, failure) -> {
                      answer(request, kind, edited, failure);
                      return null;
                    },
                    executor));
  }

  private CompletableFuture<Edited> accept(
      Context request, Kind kind, boolean delete, byte[] body) {
    new Parameters(request, Set.of()).check();
    if (!delete) {
      Body.requireJson(request, body);
    }
    Precondition seen = Precondition.of(request);
    JsonNode spec = delete ? null : spec(body);
    ConfigApi.requireComplete(documents);
    String workspace = Gate.workspace(request);
    String name = request.pathParam("name");
    Current current = documents.find(workspace, kind, name);
    long base = documents.version(workspace, kind, name);
    ConfigRecord record =
        new ConfigRecord(
            kind.wireName(),
            new ConfigRecord.Metadata(workspace, name),
            base + 1,
            base,
            delete,
            spec,
            Gate.actor(request));
    check(record);
    seen.check(current);
    if (kind == Kind.INHIBIT_RULE && !delete) {
      refuseCircle(record);
    }
    if (delete && current == null) {
      throw new Refusal(HttpStatus.NOT_FOUND_404, "This workspace has no such document.");
    }
    if (current != null
        && current.record().spec() != null
        && current.record().spec().equals(spec)) {
      return CompletableFuture.completedFuture(new Edited(current, false, false));
    }
    if (current == null && documents.list(workspace, null).size() >= MAX_DOCUMENTS) {
      throw new Refusal(
          HttpStatus.CONFLICT_409,
          "A workspace has at most " + MAX_DOCUMENTS + " documents; delete some first.");
    }
    return write(record, current == null);
  }

  private static void check(ConfigRecord record) {
    try {
      Kind.check(record);
    } catch (IllegalArgumentException e) {
      String[] fault = String.valueOf(e.getMessage()).split(": ", 2);
      throw new Refusal(Problem.of(List.of(new Problem.Fault(fault[0], fault[fault.length - 1]))));
    }
  }

  /** Groups that hold each other would all be silent. */
  private void refuseCircle(ConfigRecord record) {
    List<Document<InhibitRule>> rules = new ArrayList<>();
    rules.add(new Document<>(record.metadata().name(), 0, InhibitRule.read(record)));
    for (Current other : documents.list(record.metadata().workspace(), Kind.INHIBIT_RULE)) {
      if (!other.record().metadata().name().equals(record.metadata().name())) {
        try {
          InhibitRule rule = InhibitRule.read(other.record());
          rules.add(new Document<>(other.record().metadata().name(), 0, rule));
        } catch (IllegalArgumentException e) {
          LOG.debug("{} cannot be used and acts on nobody", other.record().key());
        }
      }
    }
    List<String> circle = InhibitRules.cycle(rules);
    if (circle.contains(record.metadata().name())) {
      String what =
          "the rules %s would hold each other in a circle".formatted(String.join(", ", circle));
      throw new Refusal(Problem.of(List.of(new Problem.Fault("spec.target", what))));
    }
  }

  private static JsonNode spec(byte[] body) {
    try {
      JsonNode given = Json.mapper().readTree(body);
      if (given != null && given.isObject() && given.has("spec") && given.size() == 1) {
        return given.get("spec");
      }
    } catch (IOException e) {
      // Told below.
    }
    throw new Refusal(
        HttpStatus.BAD_REQUEST_400,
        "The body is a JSON object with spec and nothing else, and names no field twice.");
  }

  private CompletableFuture<Edited> write(ConfigRecord record, boolean created) {
    if (!sending.tryAcquire()) {
      throw new Refusal(
          HttpStatus.SERVICE_UNAVAILABLE_503,
          "Too many edits are under way; this one is not sent. Try again soon.");
    }
    return topics
        .append(Topic.CONFIG, record.key(), record)
        .whenComplete((offset, failure) -> sending.release())
        .thenCompose(
            offset ->
                documents
                    .outcome(offset)
                    .copy()
                    .orTimeout(READ_BACK_SECONDS, TimeUnit.SECONDS)
                    .whenComplete((outcome, failure) -> documents.forget(offset))
                    .thenApply(outcome -> judged(record, created, outcome)));
  }

  private Edited judged(ConfigRecord record, boolean created, Outcome outcome) {
    if (!outcome.won()) {
      Kind kind = Kind.check(record);
      String workspace = record.metadata().workspace();
      Current current = documents.find(workspace, kind, record.metadata().name());
      long present = current == null ? 0 : current.record().version();
      throw Precondition.stale(present, record.baseVersion());
    }
    return new Edited(Current.checked(record, outcome.logTime()), true, created);
  }

  private void answer(
      Context request, Kind kind, @Nullable Edited edited, @Nullable Throwable failure) {
    if (edited != null) {
      count(kind, edited.changed() ? "applied" : "unchanged");
      request.status(edited.created() ? HttpStatus.CREATED_201 : HttpStatus.OK_200);
      ConfigApi.show(request, edited.current());
      return;
    }
    Problem problem = problem(failure);
    count(
        kind,
        switch (problem.status()) {
          case HttpStatus.PRECONDITION_FAILED_412 -> "stale";
          case HttpStatus.SERVICE_UNAVAILABLE_503 -> "unavailable";
          default -> problem.status() < 500 ? "refused" : "failed";
        });
    Answers.problem(request, problem);
  }

  private static Problem problem(@Nullable Throwable failure) {
    Throwable cause = failure;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    if (cause instanceof Refusal refusal) {
      return refusal.problem();
    }
    if (cause instanceof KafkaException || cause instanceof TimeoutException) {
      LOG.warn("Kafka does not confirm an edit: {}", cause.toString());
      return Problem.of(
          HttpStatus.SERVICE_UNAVAILABLE_503,
          "Kafka did not confirm the edit in time; it may still be made. Read the document again.");
    }
    LOG.error("An edit failed", cause);
    return Problem.of(HttpStatus.INTERNAL_SERVER_ERROR_500);
  }

  private void count(Kind kind, String outcome) {
    Counter.builder("signalcraft.console.edits")
        .description("Edits of documents that were answered")
        .tag("kind", kind.wireName())
        .tag("outcome", outcome)
        .register(metrics)
        .increment();
  }
}
