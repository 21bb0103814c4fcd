// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.sql.monitor;

import dev.signalcraft.domain.monitor.MetricWindow;
import dev.signalcraft.sql.Row;
import dev.signalcraft.sql.Upsert;
import java.sql.SQLException;
import java.util.List;

/** Rows of {@code metric_windows}. */
public final class MetricWindowRows {
  /** The highest revision holds, of equal ones that with more samples. */
  public static final Upsert<MetricWindow> UPSERT =
      Upsert.<MetricWindow>into("metric_windows")
          .text("workspace", MetricWindow::workspace)
          .text("monitor", MetricWindow::monitor)
          .text("series", MetricWindow::series)
          .text("metric", MetricWindow::metric)
          .text("project", MetricWindow::project)
          .text("environment", MetricWindow::environment)
          .text("unit", MetricWindow::unit)
          .json("labels", MetricWindow::labels)
          .time("window_start", MetricWindow::windowStart)
          .number("window_millis", MetricWindow::windowMillis)
          .number("revision", MetricWindow::revision)
          .time("closed_at", MetricWindow::closedAt)
          .number("count", MetricWindow::count)
          .number("errors", MetricWindow::errors)
          .real("min", MetricWindow::min)
          .real("max", MetricWindow::max)
          .real("sum", MetricWindow::sum)
          .real("p50", MetricWindow::p50)
          .real("p95", MetricWindow::p95)
          .real("p99", MetricWindow::p99)
          .bytes("sketch", MetricWindow::sketch)
          .newestHolds(
              List.of("series", "window_millis", "window_start"),
              row -> List.of(row.series(), row.windowMillis(), row.windowStart()),
              "(%1$s.revision, %1$s.count)",
              MetricWindowRows::isNewer);

  private MetricWindowRows() {}

  static MetricWindow read(Row row) throws SQLException {
    return new MetricWindow(
        row.text("workspace"),
        row.text("monitor"),
        row.text("series"),
        row.text("metric"),
        row.text("project"),
        row.text("environment"),
        row.textOrNull("unit"),
        row.tags("labels"),
        row.time("window_start"),
        row.number("window_millis"),
        (int) row.number("revision"),
        row.time("closed_at"),
        row.number("count"),
        row.number("errors"),
        row.real("min"),
        row.real("max"),
        row.real("sum"),
        row.real("p50"),
        row.real("p95"),
        row.real("p99"),
        row.bytes("sketch"));
  }

  private static boolean isNewer(MetricWindow candidate, MetricWindow present) {
    return candidate.revision() == present.revision()
        ? candidate.count() > present.count()
        : candidate.revision() > present.revision();
  }
}
