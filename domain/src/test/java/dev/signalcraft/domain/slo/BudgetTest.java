// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.slo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What is left of a budget, by events and by slices, in rolling windows and a calendar's. */
class BudgetTest {
  private static final String ROLLING = "{duration: 30d, isRolling: true}";
  private static final String DAYS =
      "{duration: 1d, isRolling: false, calendar: {startTime: '2026-01-01 00:00:00',"
          + " timeZone: Europe/Berlin}}";

  private static String spec(String window, String more) {
    return """
        service: shop
        indicator:
          spec:
            ratioMetric:
              good: {metricSource: {spec: {name: request, when: 'outcome == "ok"'}}}
              total: {metricSource: {spec: {name: request}}}
        timeWindow: [%s]
        alertPolicies: []
        %s
        """
        .formatted(window, more);
  }

  private static final String EVENTS =
      """
      budgetingMethod: Occurrences
      objectives: [{target: 0.9}]
      """;
  private static final String SLICES =
      """
      budgetingMethod: Timeslices
      objectives: [{target: 0.99, timeSliceTarget: 0.75, timeSliceWindow: 5m}]
      """;

  @Test
  void aBudgetOfEventsIsThePartOfThemThatMayBeBad() {
    SloRun run = new SloRun(spec(ROLLING, EVENTS));
    run.minute(0, 95, 5).through(0);

    assertThat(run.last().bad()).isEqualTo(5);
    assertThat(run.last().total()).isEqualTo(100);
    assertThat(run.last().budgetLeft()).isCloseTo(0.5, within(1e-12));
    run.minute(1, 5, 95).through(1);
    assertThat(run.last().budgetLeft()).isCloseTo(-4, within(1e-12));
  }

  @Test
  void whatFallsOutOfTheWindowComesBack() {
    SloRun run = new SloRun(spec("{duration: 2h, isRolling: true}", EVENTS));
    run.minute(0, 0, 10).minute(7, 90, 0);
    run.through(119);
    assertThat(run.last().bad()).isEqualTo(10);
    run.minute(124, 1, 0).through(124);
    assertThat(run.last().bad()).as("a window of 2 h is cut at 5 minutes").isZero();
    assertThat(run.last().total()).isEqualTo(91);
    assertThat(run.last().windowStart()).isEqualTo(Instant.parse("2026-03-02T10:05:00Z"));
    assertThat(run.last().budgetLeft()).isEqualTo(1);
  }

  @Test
  void aSliceIsGoodOrBadAndOneWithoutEventsIsNeither() {
    SloRun run = new SloRun(spec(ROLLING, SLICES));
    // Good by three of four; bad by less; nothing; good.
    run.minute(0, 3, 1).minute(6, 2, 1).minute(15, 1, 0);
    run.through(19);

    assertThat(run.last().total()).isEqualTo(2);
    run.through(59);
    assertThat(run.last().total()).isEqualTo(3);
    assertThat(run.last().bad()).isEqualTo(1);
    // 30 days have 8,640 slices, of which 86.4 may be bad.
    assertThat(run.last().budgetLeft()).isCloseTo(1 - 1 / 86.4, within(1e-12));
  }

  @Test
  void lateSamplesTurnASlice() {
    SloRun run = new SloRun(spec(ROLLING, SLICES));
    run.minute(0, 3, 1).through(9);
    long late = SloRun.T0 + 20 * SloRun.MINUTE;
    run.arrive(SloRun.request(true, 1, SloRun.T0), late);
    run.restore();
    run.through(20);
    assertThat(run.last().bad()).isEqualTo(1);
    assertThat(run.last().total()).isEqualTo(1);
    for (int i = 0; i < 4; i++) {
      run.arrive(SloRun.request(false, 1, SloRun.T0 + 60_000), late + 120_000);
    }
    run.through(23);
    assertThat(run.last().bad()).isZero();
    assertThat(run.last().total()).isEqualTo(1);
  }

  @Test
  void aLateSampleCountsInItsMinuteAndOneTooLateNowhere() {
    SloRun run = new SloRun(spec(ROLLING, EVENTS));
    run.minute(0, 9, 0).through(40);
    long closed = SloRun.T0 + 70_000;
    run.arrive(SloRun.request(true, 1, SloRun.T0), closed + 3_600_000);
    run.arrive(SloRun.request(true, 1, SloRun.T0), closed + 3_600_001);
    run.through(70);

    assertThat(run.tooLate).hasSize(1);
    assertThat(run.last().bad()).isEqualTo(1);
    assertThat(run.last().total()).isEqualTo(10);
  }

  @Test
  void aCalendarsDayBeginsAnewByTheClockOnTheWall() {
    SloRun run = new SloRun(spec(DAYS, EVENTS));
    // 23:00 UTC is midnight in Berlin: 780 minutes after the start.
    run.minute(0, 8, 2).minute(779, 10, 0).minute(780, 9, 1);
    run.through(779);
    assertThat(run.last().total()).isEqualTo(20);
    assertThat(run.last().windowStart()).isEqualTo(Instant.parse("2026-03-01T23:00:00Z"));
    run.restore();
    run.through(780);
    assertThat(run.last().total()).isEqualTo(10);
    assertThat(run.last().bad()).isEqualTo(1);
    assertThat(run.last().windowStart()).isEqualTo(Instant.parse("2026-03-02T23:00:00Z"));
    assertThat(run.last().budgetLeft()).isCloseTo(0, within(1e-12));
  }

  @Test
  void moreGoodThanThereWasIsNoCredit() {
    String uneven =
        spec(ROLLING, EVENTS)
            .replace(
                "total: {metricSource: {spec: {name: request",
                "total: {metricSource: {spec: {name: request, when: value > 1.0");
    SloRun run = new SloRun(uneven);
    long at = SloRun.T0;
    run.arrive(SloRun.request(false, 1, at), at);
    run.arrive(SloRun.request(false, 1, at), at);
    run.arrive(SloRun.request(true, 2, at), at);
    run.through(0);

    assertThat(run.last().bad()).isZero();
    assertThat(run.last().total()).isEqualTo(1);
    assertThat(run.last().budgetLeft()).isEqualTo(1);
  }

  @Test
  void theStateIsBoundedHoweverLongAndMuchIsCounted() {
    SloRun run =
        new SloRun(spec(ROLLING, EVENTS).replace("alertPolicies: []", "").replace("0.9", "0.99"));
    int day = 1_440;
    int before = 0;
    for (int m = 0; m < 33 * day; m += 3) {
      before = m == 32 * day ? run.stateBytes() : before;
      run.minute(m, 1, 0).through(m);
    }
    run.through(33 * day);

    assertThat(run.stateBytes()).isBetween(before - 100, before + 100).isLessThan(40_000);
    assertThat(run.last().total()).as("a sample each 3 minutes, cut at the hour").isEqualTo(14_400);
  }
}
