// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.console.replay;

import dev.signalcraft.console.access.Gate;
import dev.signalcraft.console.database.Database;
import dev.signalcraft.console.http.Answers;
import dev.signalcraft.console.http.HttpServer.Route;
import dev.signalcraft.console.http.Parameters;
import dev.signalcraft.console.http.Refusal;
import dev.signalcraft.domain.grouping.GroupKey;
import dev.signalcraft.domain.replay.Difference;
import dev.signalcraft.sql.replay.ReplayQueries;
import dev.signalcraft.sql.replay.ReplayQueries.Position;
import io.javalin.http.Context;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.jetty.http.HttpStatus;
import org.jspecify.annotations.Nullable;

/** Shows the replays of a token's workspace and what they found. */
final class ReplayApi {
  static final String ALL = "/api/v1/replays";
  static final int MAX_LIMIT = 200;
  static final int DEFAULT_LIMIT = 50;

  /** Every parameter of a list of decisions. */
  static final Set<String> DECISION_PARAMETERS =
      new TreeSet<>(Set.of("kind", "rule", "channel", "limit", "cursor"));

  private final Replays replays;
  private final Database database;

  ReplayApi(Replays replays, Database database) {
    this.replays = replays;
    this.database = database;
  }

  List<Route> routes() {
    return List.of(
        Route.get(ALL, this::list),
        Route.get(ALL + "/{replayId}", this::find),
        Route.get(ALL + "/{replayId}/decisions", this::decisions));
  }

  private void list(Context request) throws SQLException, InterruptedException {
    Parameters given = new Parameters(request, Set.of("limit"));
    int limit = given.limit("limit", DEFAULT_LIMIT, MAX_LIMIT);
    given.check();
    Answers.json(request, new ReplayPage(replays.newest(Gate.workspace(request), limit)));
  }

  private void find(Context request) throws SQLException, InterruptedException {
    new Parameters(request, Set.of()).check();
    Answers.json(request, status(request));
  }

  private ReplayStatus status(Context request) throws SQLException, InterruptedException {
    String id = request.pathParam("replayId");
    ReplayStatus found = GroupKey.isValid(id) ? replays.find(Gate.workspace(request), id) : null;
    if (found == null) {
      throw new Refusal(HttpStatus.NOT_FOUND_404, "This workspace has no such replay.");
    }
    return found;
  }

  private void decisions(Context request) throws SQLException, InterruptedException {
    Parameters given = new Parameters(request, DECISION_PARAMETERS);
    List<Difference.Kind> kinds = given.words("kind", Difference.Kind.class);
    List<String> rules = given.list("rule");
    List<String> channels = given.list("channel");
    int limit = given.limit("limit", DEFAULT_LIMIT, MAX_LIMIT);
    Position after =
        given.read("cursor", ReplayApi::position, "the nextCursor of a page, unchanged");
    given.check();
    String workspace = Gate.workspace(request);
    String id = status(request).replayId();
    ReplayQueries.Wanted wanted =
        new ReplayQueries.Wanted(workspace, id, kinds, rules, channels, after);
    // One more than wanted tells whether there is a next page.
    List<Difference> found =
        database.ask(connection -> ReplayQueries.decisions(connection, wanted, limit + 1));
    boolean more = found.size() > limit;
    List<Difference> page = more ? found.subList(0, limit) : found;
    String cursor = more ? cursor(Position.of(page.get(limit - 1))) : null;
    Answers.json(request, new ReplayDecisionPage(page, cursor));
  }

  private static String cursor(Position position) {
    return position.at().toEpochMilli() + "-" + position.notificationId();
  }

  private static @Nullable Position position(String cursor) {
    if (!cursor.matches("\\d{1,15}-[0-9a-f]{32}")) {
      return null;
    }
    int dash = cursor.indexOf('-');
    return new Position(
        Instant.ofEpochMilli(Long.parseLong(cursor.substring(0, dash))),
        cursor.substring(dash + 1));
  }
}
