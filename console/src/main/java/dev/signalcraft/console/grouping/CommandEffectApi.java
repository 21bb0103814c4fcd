// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.console.grouping;

import dev.signalcraft.console.access.Gate;
import dev.signalcraft.console.http.Answers;
import dev.signalcraft.console.http.HttpServer.Route;
import dev.signalcraft.console.http.Parameters;
import dev.signalcraft.console.http.Refusal;
import dev.signalcraft.domain.grouping.GroupKey;
import dev.signalcraft.sql.grouping.TimelineEntry;
import io.javalin.http.Context;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import org.eclipse.jetty.http.HttpStatus;

/** Says what became of commands. */
public final class CommandEffectApi {
  static final String PATH = "/api/v1/commands/";

  private final Effects effects;
  private final Executor executor;

  /**
   * Answers from effects.
   *
   * @param executor answers those who have waited
   */
  public CommandEffectApi(Effects effects, Executor executor) {
    this.effects = effects;
    this.executor = executor;
  }

  /** What is served. */
  public List<Route> routes() {
    return List.of(Route.get(PATH + "{commandId}", this::effect));
  }

  private void effect(Context request) throws SQLException {
    Parameters given = new Parameters(request, Set.of("wait"));
    Duration wait = given.readWait();
    given.check();
    String commandId = request.pathParam("commandId");
    if (!GroupKey.isValid(commandId)) {
      throw new Refusal(
          HttpStatus.NOT_FOUND_404, "A command's id has 32 hex digits in lower case.");
    }
    String workspace = Gate.workspace(request);
    TimelineEntry found = effects.find(workspace, commandId);
    if (found != null || wait == null || wait.isZero()) {
      Answers.json(request, CommandEffect.of(commandId, found));
      return;
    }
    request.future(
        () ->
            effects
                .await(workspace, commandId, wait)
                .thenAcceptAsync(
                    late -> Answers.json(request, CommandEffect.of(commandId, late)), executor));
  }
}
