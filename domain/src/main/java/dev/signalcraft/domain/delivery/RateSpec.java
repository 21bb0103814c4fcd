// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.delivery;

import dev.signalcraft.domain.config.SpecReader;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How much a channel is told, as it is written. */
record RateSpec(@Nullable Integer perMinute, @Nullable Integer burst) {
  private static final int MOST_PER_MINUTE = 600_000;
  private static final int MOST_BURST = 100_000;

  /**
   * The shaping that a document says.
   *
   * @throws IllegalArgumentException what is out of its bounds
   */
  static Shaping shaping(@Nullable RateSpec rate, @Nullable String maxAge) {
    Shaping usual = Shaping.USUAL;
    return new Shaping(
        number(
            rate == null ? null : rate.perMinute(),
            "perMinute",
            usual.perMinute(),
            MOST_PER_MINUTE),
        number(rate == null ? null : rate.burst(), "burst", usual.burst(), MOST_BURST),
        SpecReader.millis(
            maxAge,
            "spec.maxAge",
            usual.maxAgeMillis(),
            Duration.ofMinutes(1),
            Duration.ofHours(24)));
  }

  private static int number(@Nullable Integer given, String field, int usual, int most) {
    if (given == null) {
      return usual;
    }
    if (given < 1 || given > most) {
      throw new IllegalArgumentException("spec.rate." + field + ": from 1 to " + most);
    }
    return given;
  }
}
