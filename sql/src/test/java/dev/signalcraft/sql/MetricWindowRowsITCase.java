// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalcraft.domain.monitor.MetricWindow;
import dev.signalcraft.domain.monitor.MonitorRun;
import dev.signalcraft.domain.monitor.Sketch;
import dev.signalcraft.sql.monitor.MetricWindowRows;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MetricWindowRowsITCase {
  private static final long T0 = MonitorRun.T0;

  private static List<MetricWindow> rows() {
    MonitorRun run =
        new MonitorRun(
            "{select: {name: x}, groupBy: [project, environment, tags.route], measure: p95,"
                + " conditions: [{severity: high, op: '>', threshold: 500}]}");
    run.minute(0, 100, 200, 300).advanceTo(T0 + 70_000);
    run.arrive(MonitorRun.sample(900, T0 + 1), T0 + 75_000);
    run.minute(1, 400).advanceTo(T0 + 130_000);
    return run.rows;
  }

  private static TestDatabase written(List<MetricWindow> rows) throws SQLException {
    TestDatabase database = TestDatabase.migrated();
    for (MetricWindow row : rows) {
      database.write(MetricWindowRows.UPSERT, row);
    }
    return database;
  }

  @Test
  void theHighestRevisionHoldsInWhateverOrderRowsCome() throws SQLException {
    List<MetricWindow> rows = rows();
    assertThat(rows).extracting(MetricWindow::revision).containsExactly(0, 1, 0);
    TestDatabase database = written(rows);
    Collections.reverse(rows);
    for (MetricWindow row : rows) {
      database.write(MetricWindowRows.UPSERT, row);
    }

    assertThat(
            database.rows(
                """
                select workspace, monitor, metric, project, environment, unit, labels,
                  extract(epoch from window_start)::bigint - %1$d, window_millis, revision,
                  extract(epoch from closed_at)::bigint - %1$d, count, errors, min, max, sum
                from metric_windows order by window_start"""
                    .formatted(T0 / 1_000)))
        .containsExactly(
            "default|slow|x|shop|production|ms|{\"route\": \"\"}|0|60000|1|130|4|0|100|900|1500",
            "default|slow|x|shop|production|ms|{\"route\": \"\"}|60|60000|0|130|1|0|400|400|400");
  }

  @Test
  void sketchesFromTheTableMergeToTheQuantileOfAllSamples() throws SQLException {
    TestDatabase database = written(rows());

    Sketch all = new Sketch();
    for (String hex : database.rows("select encode(sketch, 'hex') from metric_windows")) {
      all.merge(Sketch.of(HexFormat.of().parseHex(hex)));
    }
    assertThat(all.quantile(0.5)).isBetween(297.0, 303.0);
    assertThat(all.quantile(1)).isBetween(891.0, 909.0);
  }

  @Test
  void theSlowestSeriesAreFound() throws SQLException, IOException {
    TestDatabase database = written(rows());

    List<String> found =
        QueryFile.of("slowest-series")
            .run(
                database,
                Map.of(
                    "workspace", "default",
                    "monitor", "slow",
                    "since", "2026-03-02T10:00:00Z",
                    "until", "2026-03-02T10:02:00Z"));
    assertThat(found).hasSize(1);
    assertThat(found.get(0)).startsWith("x|shop|production|{\"route\": \"\"}|ms|5|0.0000|380.000|");
  }
}
