// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.monitor;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What of a window is compared.
 *
 * @param kind what it is
 * @param quantile from 0 to 1, of {@link Kind#QUANTILE}
 */
public record Measure(Kind kind, double quantile) {
  private static final Pattern QUANTILE = Pattern.compile("quantile\\((0?\\.\\d{1,6}|0|1)\\)");
  private static final Pattern PERCENTILE = Pattern.compile("p(\\d{1,2})");

  /** What a measure is. */
  public enum Kind {
    /** Samples. */
    COUNT,
    /** Samples a second. */
    RATE,
    /** The part of the samples that are errors, from 0 to 1. */
    RATIO,
    AVG,
    MIN,
    MAX,
    /** The newest value. */
    LAST,
    SUM,
    QUANTILE
  }

  /**
   * Reads {@code count}, {@code quantile(0.95)}, {@code p95} and so on.
   *
   * @throws IllegalArgumentException where it is none
   */
  static Measure parse(String text) {
    Matcher quantile = QUANTILE.matcher(text);
    if (quantile.matches()) {
      return new Measure(Kind.QUANTILE, Double.parseDouble(quantile.group(1)));
    }
    Matcher percentile = PERCENTILE.matcher(text);
    if (percentile.matches()) {
      return new Measure(Kind.QUANTILE, Integer.parseInt(percentile.group(1)) / 100.0);
    }
    for (Kind kind : Kind.values()) {
      if (kind != Kind.QUANTILE && kind.name().toLowerCase(Locale.ROOT).equals(text)) {
        return new Measure(kind, 0);
      }
    }
    throw new IllegalArgumentException(
        "write count, rate, ratio, avg, min, max, last, sum or a quantile such as p95 or"
            + " quantile(0.95)");
  }

  /** Whether it reads values, which must then be of one unit. */
  boolean readsValues() {
    return kind != Kind.COUNT && kind != Kind.RATE && kind != Kind.RATIO;
  }

  /** Whether it only asks how many there are. */
  boolean counts() {
    return kind == Kind.COUNT || kind == Kind.RATE;
  }

  /** Whether a window without samples has a value: 0. */
  boolean isZeroWithoutSamples() {
    return kind == Kind.COUNT || kind == Kind.RATE || kind == Kind.SUM;
  }

  /** The value of a window of so many milliseconds; NaN where it has none. */
  double of(Pane window, long millis) {
    long count = window.count();
    if (count == 0) {
      return isZeroWithoutSamples() ? 0 : Double.NaN;
    }
    return switch (kind) {
      case COUNT -> count;
      case RATE -> count * 1_000.0 / millis;
      case RATIO -> (double) window.errors() / count;
      case AVG -> window.sum() / count;
      case MIN -> window.min();
      case MAX -> window.max();
      case LAST -> window.last();
      case SUM -> window.sum();
      case QUANTILE -> window.quantile(quantile);
    };
  }

  /** As a person writes it. */
  @Override
  public String toString() {
    if (kind != Kind.QUANTILE) {
      return kind.name().toLowerCase(Locale.ROOT);
    }
    double percent = quantile * 100;
    return Math.rint(percent) == percent && percent < 100
        ? "p" + (long) percent
        : "quantile(" + quantile + ")";
  }
}
