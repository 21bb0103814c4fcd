// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.slo;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Lengths of time as OpenSLO writes them: {@code 5m}, {@code 6h}, {@code 30d}, {@code 4w}. */
final class Spans {
  static final long MINUTE = 60_000;
  static final long HOUR = 60 * MINUTE;
  static final long DAY = 24 * HOUR;

  private static final Pattern SPAN = Pattern.compile("(\\d{1,6})([mhdw])");

  private Spans() {}

  /**
   * Its milliseconds.
   *
   * @throws IllegalArgumentException where it is missing, none, or out of these bounds
   */
  static long millis(@Nullable String text, String place, long least, long most) {
    Matcher matcher = SPAN.matcher(text == null ? "" : text.strip());
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          place + ": write minutes, hours, days or weeks, such as 5m, 6h, 30d or 4w");
    }
    long amount = Long.parseLong(matcher.group(1));
    long millis =
        switch (matcher.group(2)) {
          case "m" -> amount * MINUTE;
          case "h" -> amount * HOUR;
          case "d" -> amount * DAY;
          default -> 7 * amount * DAY;
        };
    if (millis < least || millis > most) {
      throw new IllegalArgumentException(
          "%s: from %s to %s".formatted(place, text(least), text(most)));
    }
    return millis;
  }

  /** As a person writes it. */
  static String text(long millis) {
    Duration span = Duration.ofMillis(millis);
    if (millis > DAY && millis % DAY == 0) {
      return span.toDays() + "d";
    }
    return millis % HOUR == 0 && millis > 0 ? span.toHours() + "h" : span.toMinutes() + "m";
  }
}
