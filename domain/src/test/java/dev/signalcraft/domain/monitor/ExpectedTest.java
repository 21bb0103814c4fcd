// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.monitor;

import static dev.signalcraft.domain.monitor.MonitorRun.T0;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalcraft.domain.ingest.AlertEvent;
import dev.signalcraft.domain.ingest.MetricSample;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Series that are watched before their first sample. */
class ExpectedTest {
  private static final String HEARTBEAT =
      """
      select: {name: backup.finished}
      groupBy: [project, tags.host]
      measure: count
      noData: alert(3)
      expect: [{project: shop, tags.host: a}, {project: shop, tags.host: b}]
      """;

  private static MetricSample backup(String host, long at) {
    return new MetricSample(
        "default",
        "shop",
        "production",
        "backup.finished",
        1,
        null,
        MetricSample.Outcome.OK,
        Instant.ofEpochMilli(at),
        Map.of("host", host));
  }

  @Test
  void aSeriesThatNeverCameIsMissedAndIsOverWhenItComes() {
    MonitorRun run = new MonitorRun(HEARTBEAT);
    run.ticks(0, 2).arrive(backup("a", T0 + 130_000), T0 + 130_001);
    run.ticks(2, 4);
    assertThat(run.told()).containsExactly("3 high");
    AlertEvent missed = run.alerts.get(0);
    assertThat(missed.title()).isEqualTo("slow: no data");
    assertThat(missed.tags()).containsEntry("host", "b").containsEntry("metric", "backup.finished");
    assertThat(missed.project()).isEqualTo("shop");

    run.arrive(backup("b", T0 + 250_000), T0 + 250_001);
    run.ticks(5, 6);
    assertThat(run.told()).containsExactly("3 high", "5 resolved");
    assertThat(run.series()).isEqualTo(2);
  }

  @Test
  void aSeriesWithoutSamplesHasNoRows() {
    MonitorRun run = new MonitorRun(HEARTBEAT).ticks(0, 10);

    assertThat(run.rows).isEmpty();
    assertThat(run.told()).containsExactly("3 high", "3 high");
  }

  @Test
  void whatIsExpectedDoesNotEndWithItsSamplesAndAGapInTheLogEndsNothing() {
    MonitorRun run = new MonitorRun(HEARTBEAT);
    run.ticks(0, 1).arrive(backup("a", T0 + 1), T0 + 1);
    run.ticks(1, 10).advanceTo(T0 + 3 * 86_400_000L);

    assertThat(run.series()).isEqualTo(2);
    assertThat(run.told()).containsExactly("3 high", "4 high");
  }

  @Test
  void whatIsNoLongerExpectedIsOverAtItsNextClose() {
    MonitorRun run = new MonitorRun(HEARTBEAT).ticks(0, 10);
    run.edit(HEARTBEAT.replace(", {project: shop, tags.host: b}", ""), T0 + 600_000).ticks(10, 12);

    assertThat(run.series()).isOne();
    assertThat(run.told()).containsExactly("3 high", "3 high", "10 resolved");
    assertThat(run.alerts.get(2).title()).isEqualTo("slow: no longer expected");
    assertThat(run.alerts.get(2).tags()).containsEntry("host", "b");
  }

  @Test
  void anEmptyEntryExpectsTheOneSeriesOfAMonitorThatGroupsByNothing() {
    MonitorRun run =
        new MonitorRun(
                """
                select: {stream: events, when: 'title == "backup finished"'}
                groupBy: []
                measure: count
                conditions: [{severity: critical, op: "<", threshold: 1, for: 2}]
                expect: [{}]
                """)
            .ticks(0, 5);

    assertThat(run.told()).containsExactly("2 critical");
  }
}
