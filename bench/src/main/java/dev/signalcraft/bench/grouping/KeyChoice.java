// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.bench.grouping;

import java.util.Arrays;

/** How events fall on groups. */
@FunctionalInterface
interface KeyChoice {
  /** The group, from 0, for a random number from 0 (inclusive) to 1. */
  int groupOf(double random);

  /** All groups alike. */
  static KeyChoice uniform(int groups) {
    return random -> (int) (random * groups);
  }

  /** The group of rank r has a share in proportion to {@code r^-exponent}. */
  static KeyChoice zipf(int groups, double exponent) {
    double[] upTo = new double[groups];
    double sum = 0;
    for (int i = 0; i < groups; i++) {
      sum += Math.pow(i + 1, -exponent);
      upTo[i] = sum;
    }
    double total = sum;
    return random -> {
      int found = Arrays.binarySearch(upTo, random * total);
      return Math.min(groups - 1, found < 0 ? -found - 1 : found + 1);
    };
  }

  /** One group has this share, the others the rest alike. */
  static KeyChoice hot(int groups, double share) {
    return random ->
        random < share || groups == 1
            ? 0
            : 1 + (int) ((random - share) / (1 - share) * (groups - 1));
  }
}
