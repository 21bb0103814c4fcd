// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.bench;

import java.util.Arrays;

/**
 * A series of at least one measurement.
 *
 * @param median of an even number the mean of the two in the middle
 */
public record Spread(double min, double median, double max) {
  /** Of these values. */
  public static Spread of(double... values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int n = sorted.length;
    return new Spread(sorted[0], (sorted[(n - 1) / 2] + sorted[n / 2]) / 2, sorted[n - 1]);
  }
}
