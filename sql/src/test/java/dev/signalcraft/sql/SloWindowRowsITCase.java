// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalcraft.domain.slo.SloRun;
import dev.signalcraft.domain.slo.SloWindow;
import dev.signalcraft.sql.slo.SloWindowRows;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SloWindowRowsITCase {
  private static final String SPEC =
      """
      service: shop
      indicator:
        spec:
          ratioMetric:
            bad: {metricSource: {spec: {name: request, when: 'outcome == "error"'}}}
            total: {metricSource: {spec: {name: request}}}
      timeWindow: [{duration: 30d, isRolling: true}]
      budgetingMethod: Occurrences
      objectives: [{displayName: most, target: 0.5}, {displayName: nearly all, target: 0.95}]
      alertPolicies:
        - spec: {conditions: [{spec: {severity: page, condition:
            {threshold: 1.5, lookbackWindow: 1h, shortWindow: 5m}}}]}
      """;

  private static List<SloWindow> rows() {
    SloRun run = new SloRun(SPEC);
    run.minute(0, 20, 0).through(0).minute(1, 10, 10).through(1).minute(61, 10, 0).through(61);
    return new ArrayList<>(run.rows);
  }

  @Test
  void ofAnHourTheNewestHoldsInWhateverOrderRowsCome() throws SQLException {
    List<SloWindow> rows = rows();
    TestDatabase database = TestDatabase.migrated();
    Collections.reverse(rows);
    for (SloWindow row : rows) {
      database.write(SloWindowRows.UPSERT, row);
    }
    Collections.reverse(rows);
    for (SloWindow row : rows) {
      database.write(SloWindowRows.UPSERT, row);
    }

    assertThat(
            database.rows(
                """
                select workspace, slo, service, objective, project, environment, labels,
                  extract(epoch from hour)::bigint - %1$d,
                  extract(epoch from window_end)::bigint - %1$d,
                  extract(epoch from window_end - window_start)::bigint,
                  extract(epoch from closed_at)::bigint - %1$d,
                  bad, total, target, round(budget_left::numeric, 6), burn_rates, severity
                from slo_windows order by hour, objective"""
                    .formatted(SloRun.T0 / 1_000)))
        .containsExactly(
            "default|checkout|shop|most|shop|production|{}|0|3600|2592000|3610|10|40|0.5|0.500000|{\"1h\": 0.5}|null",
            "default|checkout|shop|nearly all|shop|production|{}|0|3600|2592000|3610|10|40|0.95|-4.000000|{\"1h\": 5.0}|critical",
            "default|checkout|shop|most|shop|production|{}|3600|3720|2592120|3730|10|50|0.5|0.600000|{\"1h\": 0.0, \"5m\": 0.0}|null",
            "default|checkout|shop|nearly all|shop|production|{}|3600|3720|2592120|3730|10|50|0.95|-3.000000|{\"1h\": 0.0, \"5m\": 0.0}|null");
  }

  @Test
  void whatIsLeftOfEachBudgetIsShownTheLeastFirst() throws SQLException, IOException {
    TestDatabase database = TestDatabase.migrated();
    for (SloWindow row : rows()) {
      database.write(SloWindowRows.UPSERT, row);
    }

    List<String> found =
        QueryFile.of("error-budgets").run(database, Map.of("workspace", "default"));
    assertThat(found).hasSize(2);
    assertThat(found.get(0))
        .startsWith("checkout|nearly all|shop|shop|production|{}|-3.0000|10|50|");
    assertThat(found.get(1)).startsWith("checkout|most|shop|shop|production|{}|0.6000|10|50|");
  }
}
