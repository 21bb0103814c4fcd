// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.sql.monitor;

import dev.signalcraft.domain.monitor.MetricWindow;
import dev.signalcraft.sql.Conditions;
import dev.signalcraft.sql.Row;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What is asked about the panes of series. Every question is bound to a workspace. */
public final class MetricWindowQueries {
  private MetricWindowQueries() {}

  /**
   * Hands on the panes of a monitor that begin in a range, in the order of series and time.
   *
   * @param series the ids of those that are meant; empty for all
   * @param until not included; null for no end
   * @return how many there were; one more than {@code limit} where there are more, of which the
   *     last was not handed on
   */
  public static int panes(
      Connection connection,
      String workspace,
      String monitor,
      List<String> series,
      Instant since,
      @Nullable Instant until,
      int limit,
      Consumer<MetricWindow> to)
      throws SQLException {
    Conditions conditions =
        new Conditions()
            .and("workspace = ?", workspace)
            .and("monitor = ?", monitor)
            .in("series", series)
            .time("window_start >= ?", since)
            .time("window_start < ?", until);
    String rest = "order by metric, project, environment, series, window_start limit ";
    try (PreparedStatement statement =
            conditions.prepare(connection, "select * from metric_windows", rest + (limit + 1));
        ResultSet rows = statement.executeQuery()) {
      Row row = new Row(rows);
      int found = 0;
      while (rows.next()) {
        found++;
        if (found <= limit) {
          to.accept(MetricWindowRows.read(row));
        }
      }
      return found;
    }
  }
}
