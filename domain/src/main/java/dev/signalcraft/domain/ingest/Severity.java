// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.ingest;

import org.jspecify.annotations.Nullable;

/** How bad it is; the order is from least to worst. */
public enum Severity {
  LOW,
  MEDIUM,
  HIGH,
  CRITICAL;

  /** Whether this one is worse than the other. */
  public boolean worseThan(Severity other) {
    return compareTo(other) > 0;
  }

  /**
   * The severity that a sender's word in lower case means: our own names and the usual levels of
   * logs. Null for a word that is none.
   */
  public static @Nullable Severity parse(String word) {
    return switch (word) {
      case "critical", "fatal" -> CRITICAL;
      case "high", "error" -> HIGH;
      case "medium", "warning" -> MEDIUM;
      case "low", "info", "debug", "sample" -> LOW;
      default -> null;
    };
  }
}
