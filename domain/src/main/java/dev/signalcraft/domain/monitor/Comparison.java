// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.monitor;

import org.jspecify.annotations.Nullable;

/** How a value is compared with a threshold. */
public enum Comparison {
  ABOVE(">"),
  AT_LEAST(">="),
  BELOW("<"),
  AT_MOST("<=");

  private final String sign;

  Comparison(String sign) {
    this.sign = sign;
  }

  /** As it is written. */
  public String sign() {
    return sign;
  }

  static @Nullable Comparison of(@Nullable String sign) {
    for (Comparison comparison : values()) {
      if (comparison.sign.equals(sign)) {
        return comparison;
      }
    }
    return null;
  }

  /** Whether greater values are worse. */
  boolean upwards() {
    return this == ABOVE || this == AT_LEAST;
  }

  /** Whether a value stands so to a threshold. */
  public boolean holds(double value, double threshold) {
    return switch (this) {
      case ABOVE -> value > threshold;
      case AT_LEAST -> value >= threshold;
      case BELOW -> value < threshold;
      case AT_MOST -> value <= threshold;
    };
  }
}
