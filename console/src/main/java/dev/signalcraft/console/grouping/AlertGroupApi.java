// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.console.grouping;

import dev.signalcraft.console.access.Gate;
import dev.signalcraft.console.database.Database;
import dev.signalcraft.console.http.Answers;
import dev.signalcraft.console.http.HttpServer.Route;
import dev.signalcraft.console.http.Parameters;
import dev.signalcraft.console.http.Refusal;
import dev.signalcraft.domain.grouping.AlertGroup;
import dev.signalcraft.sql.grouping.AlertGroupQueries;
import io.javalin.http.Context;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpStatus;
import org.jspecify.annotations.Nullable;

/** The alert groups of a token's workspace. */
public final class AlertGroupApi {
  private static final Pattern GROUP_ID = Pattern.compile("[0-9a-f]{32}-\\d{1,19}");
  private static final int MAX_CHANGES = 1_000;
  private static final int MAX_EVENTS = 100;

  private final Database database;

  /** Answers from a database. */
  public AlertGroupApi(Database database) {
    this.database = database;
  }

  /** What is served. */
  public List<Route> routes() {
    return List.of(
        Route.get("/api/v1/alert-groups", this::list),
        Route.get("/api/v1/alert-groups/{groupId}", this::find));
  }

  private void list(Context request) throws SQLException {
    AlertGroupParameters wanted = AlertGroupParameters.read(request, Gate.workspace(request));
    int limit = wanted.limit();
    // One more than wanted tells whether there is a next page.
    List<AlertGroup> found =
        database.ask(
            connection ->
                AlertGroupQueries.list(
                    connection, wanted.filter(), wanted.sort(), wanted.after(), limit + 1));
    if (found.size() <= limit) {
      Answers.json(request, new AlertGroupPage(found, null));
      return;
    }
    List<AlertGroup> page = found.subList(0, limit);
    var last = wanted.sort().position(page.get(limit - 1));
    Answers.json(request, new AlertGroupPage(page, Cursor.format(wanted.sort(), last)));
  }

  private void find(Context request) throws SQLException {
    new Parameters(request, Set.of()).check();
    String groupId = request.pathParam("groupId");
    String workspace = Gate.workspace(request);
    AlertGroupDetail detail = GROUP_ID.matcher(groupId).matches() ? read(workspace, groupId) : null;
    if (detail == null) {
      throw unknownGroup();
    }
    Answers.json(request, detail);
  }

  static Refusal unknownGroup() {
    return new Refusal(HttpStatus.NOT_FOUND_404, "This workspace has no alert group of this id.");
  }

  private @Nullable AlertGroupDetail read(String workspace, String groupId) throws SQLException {
    return database.<@Nullable AlertGroupDetail>ask(
        connection -> {
          AlertGroup group = AlertGroupQueries.find(connection, workspace, groupId);
          if (group == null) {
            return null;
          }
          return new AlertGroupDetail(
              group,
              AlertGroupQueries.timeline(connection, group, MAX_CHANGES).stream()
                  .map(entry -> new AlertGroupDetail.Entry(entry.at(), entry.change()))
                  .toList(),
              AlertGroupQueries.events(connection, group, MAX_EVENTS));
        });
  }
}
