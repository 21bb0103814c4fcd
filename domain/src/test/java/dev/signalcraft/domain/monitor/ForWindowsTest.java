// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalcraft.domain.ingest.AlertEvent;
import dev.signalcraft.domain.ingest.EventStatus;
import dev.signalcraft.domain.ingest.Lifecycle;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Windows in a row: what fires when, and what ends it. */
class ForWindowsTest {
  private static final String LEVELS =
      "conditions: [{severity: medium, op: '>', threshold: 500, for: 5},"
          + " {severity: critical, op: '>', threshold: 1000, for: 2}]";

  /** Each letter a minute: g good, m above medium, c above critical, - no sample, f too few. */
  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        // Exactly N fires once, at the close of the Nth; Prometheus' for: 5m would need a sixth.
        "mmmm      |                     |",
        "mmmmm     |                     | 5 medium",
        "mmmmmmmmm |                     | 5 medium",
        "mmmmgmmmm |                     |",
        "mmmmgmmmmm|                     | 10 medium",
        // Critical counts as medium too, and a change of level is a change.
        "cg        |                     |",
        "cc        |                     | 2 critical",
        "mmmcm     |                     | 5 medium",
        "mmmmmcc   |                     | 5 medium, 7 critical",
        "ccmm      |                     | 2 critical, 3 medium",
        "ccmg      |                     | 2 critical, 3 medium, 4 resolved",
        "ccg       |                     | 2 critical, 3 resolved",
        "mcmcmc    |                     | 5 medium",
        // The end needs K good windows in a row; until then the level stands.
        "mmmmmgmgg |resolveAfter: 2      | 5 medium, 9 resolved",
        "ccmgmmg   |resolveAfter: 2      | 2 critical, 4 medium",
        "ccgg      |resolveAfter: 2      | 2 critical, 4 resolved",
        // What no data mean.
        "mmm--mm   |                     | 7 medium",
        "mmm--mm   |noData: hold         | 7 medium",
        "mmm--mm   |noData: break        |",
        "mmm--mmm  |noData: ok           |",
        "mmmmm--g  |noData: hold         | 5 medium, 8 resolved",
        "mmmmm-    |noData: ok           | 5 medium, 6 resolved",
        "mmmmm--   |noData: break        | 5 medium",
        "g--       |noData: alert(3)     |",
        "g---g     |noData: alert(3)     | 4 medium, 5 resolved",
        "g---m     |'noData: alert(3), noDataSeverity: critical' | 4 critical, 5 resolved",
        "cc---c    |noData: alert(3)     | 2 critical",
        "cc---gg   |noData: alert(3)     | 2 critical, 6 resolved",
        // Windows with too few samples are no data, but nothing is absent.
        "mmmffmm   |minSamples: 2        | 7 medium",
        "mmmfmm    |'minSamples: 2, noData: break' |",
        "gfff      |'minSamples: 2, noData: alert(2)' |",
      })
  void whatFiresWhen(String minutes, String more, String told) {
    String spec =
        "{select: {name: x}, measure: max, %s%s}"
            .formatted(LEVELS, more == null ? "" : ", " + more.replace("'", ""));
    MonitorRun run = new MonitorRun(spec);
    run(run, minutes);

    List<String> expected = told == null ? List.of() : List.of(told.split(", "));
    assertThat(run.told()).containsExactlyElementsOf(expected);
  }

  private static void run(MonitorRun run, String minutes) {
    for (int m = 0; m < minutes.length(); m++) {
      switch (minutes.charAt(m)) {
        case 'g' -> run.minute(m, 100, 500);
        case 'm' -> run.minute(m, 501, 1);
        case 'c' -> run.minute(m, 1, 1001);
        case 'f' -> run.minute(m, 5_000);
        default -> {}
      }
      run.advanceTo(MonitorRun.T0 + m * 60_000L + 70_000);
    }
  }

  @Test
  void anAlertSaysWhatAPersonMustKnow() {
    MonitorRun run =
        new MonitorRun(
            """
            select: {name: x}
            measure: p95
            conditions: [{severity: high, op: ">", threshold: 200, for: 1}]
            annotations:
              title: "{{metric}} {{measure}} {{value}}{{unit}} {{op}} {{threshold}} in {{project}}"
              message: "{{count}} samples in {{window}}."
              runbook: https://runbooks.example/slow
            """);
    run.minute(0, 300, 100, 700, 400, 600, 500, 200).advanceTo(MonitorRun.T0 + 70_000);

    AlertEvent event = run.alerts.get(0);
    assertThat(event.title()).matches("x p95 (59|60)\\d(\\.\\d+)?ms > 200 in shop");
    assertThat(event.message())
        .startsWith(
            "7 samples in 1m.\n\nWorst samples:\n700 ms at 2026-03-02T10:00:30.000Z\n600 ms")
        .endsWith("300 ms at 2026-03-02T10:00:30.000Z")
        .hasLineCount(8);
    assertThat(event.link()).isEqualTo("https://runbooks.example/slow");
    assertThat(event.source()).isEqualTo("signalcraft");
    assertThat(event.lifecycle()).isEqualTo(Lifecycle.STATEFUL);
    assertThat(event.project()).isEqualTo("shop");
    assertThat(event.environment()).isEqualTo("production");
    assertThat(event.receivedAt().toEpochMilli()).isEqualTo(MonitorRun.T0 + 70_000);
    assertThat(event.tags())
        .containsEntry("monitor", "slow")
        .containsEntry("metric", "x")
        .containsEntry("unit", "ms")
        .containsEntry("runbook", "https://runbooks.example/slow");
  }

  @Test
  void firingAndItsEndAreOneProblemWithIdsOfTheirOwn() {
    MonitorRun run =
        new MonitorRun(
            "{select: {name: x}, measure: max,"
                + " conditions: [{severity: high, op: '>=', threshold: 501}]}");
    run(run, "mgmg");

    assertThat(run.told()).containsExactly("1 high", "2 resolved", "3 high", "4 resolved");
    assertThat(run.alerts).extracting(AlertEvent::fingerprint).containsOnly(id(run));
    assertThat(run.alerts).extracting(AlertEvent::eventId).doesNotHaveDuplicates();
    assertThat(run.alerts.get(1).status()).isEqualTo(EventStatus.RESOLVED);
  }

  private static String id(MonitorRun run) {
    return run.rows.get(0).series();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "count|>=|3|1,1,1|1,1",
        "sum|>|10|6,6|6,4",
        "avg|<|5|4,5|4,6",
        "min|<=|1|1,9|2,2",
        "last|>|5|1,6|6,5",
        "rate|>=|0.05|1,1,1|1,1",
      })
  void everyMeasureComparesItsWindow(
      String measure, String op, double threshold, String bad, String good) {
    for (String values : List.of(bad, good)) {
      MonitorRun run =
          new MonitorRun(
              "{select: {name: x}, measure: %s, conditions: [{severity: low, op: '%s', threshold: %s}]}"
                  .formatted(measure, op, threshold));
      List<Double> all = new ArrayList<>();
      for (String value : values.split(",", -1)) {
        all.add(Double.parseDouble(value));
      }
      for (int i = 0; i < all.size(); i++) {
        long at = MonitorRun.T0 + 1_000L * i;
        run.arrive(MonitorRun.sample(all.get(i), at), at);
      }
      run.advanceTo(MonitorRun.T0 + 70_000);
      assertThat(run.told()).as(values).hasSize(values.equals(bad) ? 1 : 0);
    }
  }

  @Test
  void aCountOfNothingIsZeroAndEndsWhatManyBegan() {
    MonitorRun run =
        new MonitorRun(
            "{select: {name: x}, measure: count,"
                + " conditions: [{severity: high, op: '>', threshold: 1}]}");
    run.minute(0, 1, 1);
    run.advanceTo(MonitorRun.T0 + 190_000);

    assertThat(run.told()).containsExactly("1 high", "2 resolved");
  }

  @Test
  void aRaisedNLeavesWhatFiresAndCountsAnewWhatDoesNot() {
    String spec =
        "{select: {name: x}, measure: max, conditions: [{severity: high, op: '>', threshold: 500,"
            + " for: %d}]}";
    MonitorRun firing = new MonitorRun(spec.formatted(2));
    run(firing, "mm");
    firing.edit(spec.formatted(9), MonitorRun.T0 + 100_000);
    firing.minute(2, 501).advanceTo(MonitorRun.T0 + 190_000);
    assertThat(firing.told()).containsExactly("2 high");
    firing.minute(3, 1).advanceTo(MonitorRun.T0 + 250_000);
    assertThat(firing.told()).containsExactly("2 high", "4 resolved");

    MonitorRun pending = new MonitorRun(spec.formatted(4));
    run(pending, "mmm");
    pending.edit(spec.formatted(2), MonitorRun.T0 + 170_000);
    pending.minute(3, 501).minute(4, 501).advanceTo(MonitorRun.T0 + 310_000);
    assertThat(pending.told()).containsExactly("5 high");
  }

  @Test
  void aMonitorThatIsDeletedOrCutOtherwiseEndsWhatItTold() {
    for (String edit :
        new String[] {
          null,
          "{enabled: false, select: {name: x}, measure: max, conditions: [{severity: high, op: '>',"
              + " threshold: 500}]}",
          "{delay: 30s, select: {name: x}, measure: max, conditions: [{severity: high, op: '>',"
              + " threshold: 500}]}"
        }) {
      MonitorRun run =
          new MonitorRun(
              "{select: {name: x}, measure: max, conditions: [{severity: high, op: '>',"
                  + " threshold: 500}]}");
      run(run, "m");
      run.edit(edit, MonitorRun.T0 + 100_000);
      run.advanceTo(MonitorRun.T0 + 130_000);

      assertThat(run.told()).containsExactly("1 high", "2 resolved");
      assertThat(run.series()).isZero();
    }
  }

  @Test
  void aSeriesThatIsQuietForADayEndsAndLeavesNothing() {
    MonitorRun run =
        new MonitorRun(
            "{select: {name: x}, measure: max, conditions: [{severity: high, op: '>',"
                + " threshold: 500}]}");
    run(run, "m");
    run.advanceTo(MonitorRun.T0 + 86_400_000 + 69_999);
    assertThat(run.told()).containsExactly("1 high");
    assertThat(run.series()).isOne();
    run.advanceTo(MonitorRun.T0 + 86_400_000 + 70_000);

    assertThat(run.told()).containsExactly("1 high", "1441 resolved");
    assertThat(run.series()).isZero();
  }
}
