// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.sql.slo;

import dev.signalcraft.domain.json.WireName;
import dev.signalcraft.domain.slo.SloWindow;
import dev.signalcraft.sql.Upsert;
import java.util.List;

/** Rows of {@code slo_windows}. */
public final class SloWindowRows {
  /** Of one hour the newest holds. */
  public static final Upsert<SloWindow> UPSERT =
      Upsert.<SloWindow>into("slo_windows")
          .text("workspace", SloWindow::workspace)
          .text("slo", SloWindow::slo)
          .text("service", SloWindow::service)
          .text("objective", SloWindow::objective)
          .text("series", SloWindow::series)
          .text("project", SloWindow::project)
          .text("environment", SloWindow::environment)
          .json("labels", SloWindow::labels)
          .time("hour", SloWindow::hour)
          .time("window_start", SloWindow::windowStart)
          .time("window_end", SloWindow::windowEnd)
          .time("closed_at", SloWindow::closedAt)
          .number("bad", SloWindow::bad)
          .number("total", SloWindow::total)
          .real("target", SloWindow::target)
          .real("budget_left", SloWindow::budgetLeft)
          .json("burn_rates", SloWindow::burnRates)
          .text("severity", row -> row.severity() == null ? null : WireName.of(row.severity()))
          .newestHolds(
              List.of("series", "objective", "hour"),
              row -> List.of(row.series(), row.objective(), row.hour()),
              "%1$s.closed_at",
              (candidate, present) -> candidate.closedAt().isAfter(present.closedAt()));

  private SloWindowRows() {}
}
