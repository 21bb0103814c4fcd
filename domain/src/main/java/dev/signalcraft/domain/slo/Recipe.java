// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.slo;

import dev.signalcraft.domain.ingest.Severity;
import dev.signalcraft.domain.monitor.Comparison;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/**
 * Burn rates that others have found good, by the names that an {@code alertPolicyRef} gives.
 *
 * @param periodMillis the time window that its windows are for, and scale with; 0 where they stand
 *     as they are
 */
record Recipe(long periodMillis, List<Rate> rates) {
  static final String USUAL = "sre-workbook";

  private static final Severity PAGE = Severity.CRITICAL;
  private static final Severity TICKET = Severity.MEDIUM;
  private static final long M = Spans.MINUTE;
  private static final long H = Spans.HOUR;
  private static final long D = Spans.DAY;

  /** Each with its windows, its factor, and for how long it must hold. */
  static final Map<String, Recipe> ALL =
      Map.of(
          // Google's Site Reliability Workbook, chapter 5, table 5-8.
          USUAL,
          new Recipe(
              0,
              List.of(
                  new Rate(PAGE, H, 5 * M, "14.4", 0),
                  new Rate(PAGE, 6 * H, 30 * M, "6", 0),
                  new Rate(TICKET, 3 * D, 6 * H, "1", 0))),
          // Sloth's windows for 30 days.
          "sloth",
          new Recipe(
              0,
              List.of(
                  new Rate(PAGE, H, 5 * M, "14.4", 0),
                  new Rate(PAGE, 6 * H, 30 * M, "6", 0),
                  new Rate(TICKET, D, 2 * H, "3", 0),
                  new Rate(TICKET, 3 * D, 6 * H, "1", 0))),
          // Pyrra's, which are for 28 days and become longer and shorter with the time window.
          "pyrra",
          new Recipe(
              28 * D,
              List.of(
                  new Rate(PAGE, H, 5 * M, "14", 2 * M),
                  new Rate(PAGE, 6 * H, 30 * M, "7", 15 * M),
                  new Rate(TICKET, D, 2 * H, "2", H),
                  new Rate(TICKET, 4 * D, 6 * H, "1", 3 * H))));

  /** One of its burn rates. */
  record Rate(
      Severity severity, long longMillis, long shortMillis, String factor, long afterMillis) {}

  /**
   * Its burn rates for a time window.
   *
   * @throws IllegalArgumentException where the window is too short for it
   */
  List<BurnRate> rates(long windowMillis, String place) {
    return rates.stream().map(rate -> rate(rate, windowMillis, place)).toList();
  }

  private BurnRate rate(Rate rate, long windowMillis, String place) {
    long shorter = scaled(rate.shortMillis(), windowMillis);
    long longer = scaled(rate.longMillis(), windowMillis);
    if (shorter < M || shorter >= longer) {
      throw new IllegalArgumentException(
          place + ": the time window is too short for it; write conditions");
    }
    long after = scaled(rate.afterMillis(), windowMillis);
    return new BurnRate(
        rate.severity(),
        longer,
        shorter,
        new BigDecimal(rate.factor()),
        Comparison.ABOVE,
        (int) Math.max(1, after / M));
  }

  private long scaled(long millis, long windowMillis) {
    return periodMillis == 0
        ? millis
        : Math.round((double) millis * windowMillis / periodMillis / M) * M;
  }
}
