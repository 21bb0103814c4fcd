// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.console.monitor;

import dev.signalcraft.console.access.Gate;
import dev.signalcraft.console.database.Database;
import dev.signalcraft.console.http.Answers;
import dev.signalcraft.console.http.HttpServer.Route;
import dev.signalcraft.console.http.Parameters;
import dev.signalcraft.domain.monitor.MetricRanges;
import dev.signalcraft.sql.monitor.MetricWindowQueries;
import io.javalin.http.Context;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What the series of a monitor measured over a range, merged from their panes. */
public final class MetricRangeApi {
  /** The most panes that one answer is made of: a day of 34 series, a month of one. */
  static final int MAX_PANES = 50_000;

  private static final int MAX_QUANTILES = 10;
  private static final List<String> USUAL = List.of("0.5", "0.95", "0.99");
  private static final Set<String> NAMES = new TreeSet<>(Set.of("since", "until", "q", "series"));

  private final Database database;

  /** Answers from a database. */
  public MetricRangeApi(Database database) {
    this.database = database;
  }

  /** What is served. */
  public List<Route> routes() {
    return List.of(Route.get("/api/v1/monitors/{monitor}/range", this::merge));
  }

  private void merge(Context request) throws SQLException {
    Parameters given = new Parameters(request, NAMES);
    Instant since = given.time("since");
    if (since == null) {
      given.fault("since", "say from when, such as 2026-03-01T12:00:00Z");
    }
    Instant until = given.time("until");
    if (since != null && until != null && !since.isBefore(until)) {
      given.fault("until", "write a time after since");
    }
    List<String> asked = given.list("q");
    if (asked.size() > MAX_QUANTILES || !asked.stream().allMatch(MetricRangeApi::isQuantile)) {
      given.fault("q", "write at most " + MAX_QUANTILES + " numbers from 0 to 1, such as 0.75");
    }
    List<String> series = given.list("series");
    given.check();
    MetricRanges ranges = new MetricRanges(asked.isEmpty() ? USUAL : asked);
    Instant from = since == null ? Instant.EPOCH : since;
    int found =
        database.ask(
            connection ->
                MetricWindowQueries.panes(
                    connection,
                    Gate.workspace(request),
                    request.pathParam("monitor"),
                    series,
                    from,
                    until,
                    MAX_PANES,
                    ranges::add));
    if (found > MAX_PANES) {
      given.fault(
          "since", "the range has more than " + MAX_PANES + " panes; narrow it, or name series");
      given.check();
    }
    Answers.json(request, new MetricRangePage(ranges.merged()));
  }

  private static boolean isQuantile(String text) {
    return text.matches("0(\\.\\d{1,9})?|1(\\.0{1,9})?");
  }
}
