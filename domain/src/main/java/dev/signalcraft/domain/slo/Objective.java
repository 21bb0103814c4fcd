// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.slo;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How much of what is counted must be good.
 *
 * @param name its own, or the target in percent
 * @param target above 0 and below 1
 * @param slices null where events are counted
 * @param burnRates what an alert is made of
 */
public record Objective(
    String name, BigDecimal target, @Nullable Slices slices, List<BurnRate> burnRates) {

  /**
   * Slices of time are counted, each good or bad.
   *
   * @param millis the length of one; they begin with the hour, by UTC
   * @param target the part of good events from which on a slice is good
   */
  public record Slices(long millis, double target) {
    boolean isBad(long bad, long total) {
      return (double) (total - Math.max(0, bad)) / total < target;
    }
  }

  public Objective {
    burnRates = List.copyOf(burnRates);
  }

  /** The part that may be bad, rounded once. */
  double allowed() {
    return BigDecimal.ONE.subtract(target).doubleValue();
  }
}
