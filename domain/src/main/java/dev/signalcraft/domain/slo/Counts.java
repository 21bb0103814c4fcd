// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.slo;

/**
 * What was counted.
 *
 * @param bad below 0 where more was called good than there was
 */
record Counts(long bad, long total) {
  static final Counts NONE = new Counts(0, 0);

  Counts plus(long moreBad, long more) {
    return new Counts(bad + moreBad, total + more);
  }

  /** The part that was bad; NaN of nothing. */
  double ratio() {
    return total <= 0 ? Double.NaN : (double) Math.max(0, bad) / total;
  }
}
