// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.slo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalcraft.domain.ingest.AlertEvent;
import dev.signalcraft.domain.ingest.EventStatus;
import dev.signalcraft.domain.ingest.Lifecycle;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What burns when, and what ends it. */
class BurningTest {
  private static final String SPEC =
      """
      service: shop
      indicator:
        spec:
          ratioMetric:
            bad: {metricSource: {spec: {name: request, when: 'outcome == "error"'}}}
            total: {metricSource: {spec: {name: request}}}
      timeWindow: [{duration: %s, isRolling: true}]
      budgetingMethod: Occurrences
      objectives: [{target: %s}]
      alertPolicies: [%s]
      """;

  private static String rate(String severity, String burn) {
    return "{spec: {conditions: [{spec: {severity: %s, condition: {%s}}}]}}"
        .formatted(severity, burn);
  }

  private static String spec(String... rates) {
    return SPEC.formatted("30d", "0.9", String.join(", ", rates));
  }

  private static final String TWO =
      rate("page", "threshold: 2, lookbackWindow: 4m, shortWindow: 2m");
  private static final String LEVELS =
      rate("page", "threshold: 5, lookbackWindow: 2m, shortWindow: 1m")
          + ", "
          + rate("ticket", "threshold: 2, lookbackWindow: 4m, shortWindow: 2m");
  private static final String AFTER =
      rate("page", "threshold: 2, lookbackWindow: 1m, alertAfter: 3m");

  /**
   * Each letter a minute: g ten good, b ten bad, h two of ten bad, f one bad, k one good, -
   * nothing. The target allows a tenth.
   */
  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        // Both windows must burn; the short one ends it.
        "two    | ggggb    | 5 critical",
        "two    | ggggbgg  | 5 critical, 7 resolved",
        "two    | gggggggg |",
        // At the limit itself it does not.
        "two    | hhhhhh   |",
        // One error of one request is no outage.
        "two    | f        |",
        "two    | ffff     |",
        // No data is not good: what fires goes on, until something shows that it is over.
        "two    | b---     | 1 critical",
        "two    | b-----   | 1 critical",
        "two    | b-----f  | 1 critical",
        "two    | b-----k  | 1 critical, 7 resolved",
        // One window, so many evaluations in a row.
        "after  | bb       |",
        "after  | bbgbb    |",
        "after  | bbgbbb   | 6 critical",
        "after  | bbb      | 3 critical",
        "after  | bbbg     | 3 critical, 4 resolved",
        "after  | bb-b     | 4 critical",
        "after  | bbfb     | 4 critical",
        // Another level is a change.
        "levels | gggb     | 4 medium",
        "levels | gggbb    | 4 medium, 5 critical",
        "levels | gggbbg   | 4 medium, 5 critical, 6 medium",
        "levels | gggbbgg  | 4 medium, 5 critical, 6 medium, 7 resolved",
      })
  void whatFiresWhen(String rates, String minutes, String told) {
    SloRun run =
        new SloRun(
            spec(
                switch (rates) {
                  case "two" -> TWO;
                  case "after" -> AFTER;
                  default -> LEVELS;
                }));
    play(run, minutes);

    List<String> expected = told == null ? List.of() : List.of(told.split(", "));
    assertThat(run.told()).containsExactlyElementsOf(expected);
  }

  private static void play(SloRun run, String minutes) {
    for (int m = 0; m < minutes.length(); m++) {
      switch (minutes.charAt(m)) {
        case 'g' -> run.minute(m, 10, 0);
        case 'b' -> run.minute(m, 0, 10);
        case 'h' -> run.minute(m, 8, 2);
        case 'f' -> run.minute(m, 0, 1);
        case 'k' -> run.minute(m, 1, 0);
        default -> {}
      }
      run.through(m);
      run.restore();
    }
  }

  @Test
  void anAlertIsAStatefulEventThatSaysHowFastTheBudgetBurns() {
    SloRun run = new SloRun(spec(TWO) + "signalcraft: {runbook: 'https://runbooks.example/a'}");
    play(run, "ggggbgg");

    AlertEvent fires = run.alerts.get(0);
    assertThat(fires.title()).isEqualTo("checkout, 90%: the error budget burns 2.5 times too fast");
    assertThat(fires.message())
        .isEqualTo(
            """
            4m: 10 of 40 events were bad, 2.5 times what the target allows (limit 2).
            2m: 10 of 20 events were bad, 5 times what the target allows (limit 2).
            Left of the error budget: -100 %.""");
    assertThat(fires.source()).isEqualTo("signalcraft");
    assertThat(fires.lifecycle()).isEqualTo(Lifecycle.STATEFUL);
    assertThat(fires.project()).isEqualTo("shop");
    assertThat(fires.link()).isEqualTo("https://runbooks.example/a");
    assertThat(fires.tags())
        .containsEntry("slo", "checkout")
        .containsEntry("objective", "90%")
        .containsEntry("service", "shop");
    AlertEvent ends = run.alerts.get(1);
    assertThat(ends.status()).isEqualTo(EventStatus.RESOLVED);
    assertThat(ends.fingerprint()).isEqualTo(fires.fingerprint());
    assertThat(ends.eventId()).isNotEqualTo(fires.eventId());
  }

  @Test
  void theSameLogMakesTheSameIds() {
    SloRun one = new SloRun(spec(TWO));
    SloRun other = new SloRun(spec(TWO));
    play(one, "ggggbgg");
    play(other, "ggggbgg");

    assertThat(one.alerts).isEqualTo(other.alerts).hasSize(2);
    assertThat(one.rows).isEqualTo(other.rows);
  }

  @Test
  void aDayWithoutEventsEndsWhatFiresAndTheWindowEndsTheSeries() {
    SloRun run = new SloRun(SPEC.formatted("2d", "0.9", TWO));
    play(run, "b");
    run.through(1_439);
    assertThat(run.told()).containsExactly("1 critical");
    run.through(1_440);
    assertThat(run.told()).containsExactly("1 critical", "1441 resolved");
    assertThat(run.alerts.get(1).title()).isEqualTo("checkout, 90%: no events for 24h");

    run.through(2_879);
    assertThat(run.series()).isEqualTo(1);
    run.through(2_880);
    assertThat(run.series()).isZero();
  }

  @Test
  void whatFiresEndsWithItsDocumentOrItsObjective() {
    SloRun run = new SloRun(spec(TWO));
    play(run, "b");
    run.edit(null, SloRun.T0 + SloRun.MINUTE);
    run.through(1);
    assertThat(run.told()).containsExactly("1 critical", "2 resolved");
    assertThat(run.alerts.get(1).title()).isEqualTo("checkout, 90%: no longer watched");
    assertThat(run.series()).isZero();

    SloRun renamed = new SloRun(spec(TWO));
    play(renamed, "b");
    renamed.edit(spec(TWO).replace("target: 0.9", "target: 0.8"), SloRun.T0 + SloRun.MINUTE);
    renamed.through(1);
    assertThat(renamed.told()).containsExactly("1 critical", "2 resolved", "2 critical");
    assertThat(renamed.alerts.get(1).title()).isEqualTo("checkout, 90%: no longer an objective");
  }

  @Test
  void anEditOfTheRatesLooksBackOnWhatWasCounted() {
    SloRun run = new SloRun(spec(rate("ticket", "threshold: 9, lookbackWindow: 1h")));
    play(run, "ggbbgg");
    assertThat(run.told()).isEmpty();
    run.edit(spec(rate("ticket", "threshold: 3, lookbackWindow: 10m")), SloRun.T0 + 300_000);
    run.through(6);
    assertThat(run.told()).containsExactly("7 medium");
  }
}
