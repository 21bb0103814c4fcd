// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.console.routing;

import dev.signalcraft.console.access.Gate;
import dev.signalcraft.console.config.ConfigApi;
import dev.signalcraft.console.config.ConfigDocuments;
import dev.signalcraft.console.http.Answers;
import dev.signalcraft.console.http.Body;
import dev.signalcraft.console.http.HttpServer.Route;
import dev.signalcraft.console.http.Parameters;
import dev.signalcraft.console.http.Problem;
import dev.signalcraft.console.http.Refusal;
import dev.signalcraft.domain.routing.Explanation;
import dev.signalcraft.domain.routing.RoutingRule;
import dev.signalcraft.domain.routing.Rulebook;
import io.javalin.http.Context;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import org.eclipse.jetty.http.HttpStatus;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says what the rules of a workspace, or others, would do with an event. Nothing is changed. */
public final class RuleTestApi {
  private static final Logger LOG = LoggerFactory.getLogger(RuleTestApi.class);

  /** Few of the server's threads: a thousand rules take a second to be read. */
  private static final int MAX_TESTING = 4;

  private final ConfigDocuments documents;
  private final Executor executor;
  private final Clock clock;
  private final Semaphore testing = new Semaphore(MAX_TESTING);

  /**
   * Asks the documents.
   *
   * @param executor runs what follows when the body has come
   */
  public RuleTestApi(ConfigDocuments documents, Executor executor, Clock clock) {
    this.documents = documents;
    this.executor = executor;
    this.clock = clock;
  }

  /** What is served. */
  public List<Route> routes() {
    return List.of(Route.post("/api/v1/routing-rules/test", this::test));
  }

  private void test(Context request) {
    request.future(
        () ->
            Body.read(request)
                .thenApplyAsync(body -> explain(request, body), executor)
                .handle(
                    (explanation, failure) -> {
                      answer(request, explanation, failure);
                      return null;
                    }));
  }

  private Explanation explain(Context request, byte[] body) {
    new Parameters(request, Set.of()).check();
    Body.requireJson(request, body);
    ConfigApi.requireComplete(documents);
    if (!testing.tryAcquire()) {
      throw new Refusal(
          HttpStatus.SERVICE_UNAVAILABLE_503, "Too many tests are under way. Try again soon.");
    }
    try {
      String workspace = Gate.workspace(request);
      Rulebook all = documents.rulebook(workspace, true);
      RuleTestRequest asked =
          RuleTestRequest.read(body, workspace, all.settings(workspace), clock.instant());
      Map<String, RoutingRule> given = asked.rules();
      if (given == null) {
        return all.explain(asked.event(), asked.at().toEpochMilli());
      }
      Rulebook rules = documents.rulebook(workspace, false);
      given.forEach((name, rule) -> rules.add(name, 0, rule));
      return rules.explain(asked.event(), asked.at().toEpochMilli());
    } finally {
      testing.release();
    }
  }

  private static void answer(
      Context request, @Nullable Explanation explanation, @Nullable Throwable failure) {
    if (explanation != null) {
      Answers.json(request, explanation);
      return;
    }
    Throwable cause = failure instanceof CompletionException wrapped ? wrapped.getCause() : failure;
    if (cause instanceof Refusal refusal) {
      Answers.problem(request, refusal.problem());
      return;
    }
    LOG.error("A test of rules failed", cause);
    Answers.problem(request, Problem.of(HttpStatus.INTERNAL_SERVER_ERROR_500));
  }
}
