// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.slo;

import dev.signalcraft.domain.config.SpecReader;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.Period;
import java.time.ZoneId;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the time window of an SLO. */
final class TimeWindows {
  private static final Pattern PERIOD = Pattern.compile("(\\d{1,3})([dwMQY])");
  private static final String PLACE = "spec.timeWindow[0]";
  private static final long LONGEST_DAYS = 366;

  private TimeWindows() {}

  static TimeWindow read(@Nullable List<SloSpec.@Nullable Window> given) {
    List<SloSpec.Window> windows = SpecReader.list(given, "spec.timeWindow", 1);
    if (windows.isEmpty()) {
      throw new IllegalArgumentException(
          "spec.timeWindow: give one, such as {duration: 30d, isRolling: true}");
    }
    SloSpec.Window window = windows.get(0);
    SloSpec.CalendarSpec calendar = window.calendar();
    boolean rolling =
        window.isRolling() == null ? calendar == null : Boolean.TRUE.equals(window.isRolling());
    if (rolling == (calendar != null)) {
      throw new IllegalArgumentException(
          PLACE + ": either isRolling: true, or isRolling: false and calendar");
    }
    if (calendar == null) {
      return new TimeWindow(
          Spans.millis(
              window.duration(), PLACE + ".duration", Spans.HOUR, LONGEST_DAYS * Spans.DAY),
          null);
    }
    ZoneId zone = SpecReader.zone(calendar.timeZone(), PLACE + ".calendar.timeZone");
    if (zone == null) {
      throw new IllegalArgumentException(
          PLACE + ".calendar.timeZone: give one such as Europe/Berlin or UTC");
    }
    return new TimeWindow(
        0, new TimeWindow.Calendar(start(calendar.startTime()), zone, period(window.duration())));
  }

  private static LocalDateTime start(@Nullable String text) {
    try {
      LocalDateTime start = LocalDateTime.parse(text == null ? "" : text.strip().replace(' ', 'T'));
      if (start.getSecond() == 0
          && start.getNano() == 0
          && start.getYear() >= 1970
          && start.getYear() < 10_000) {
        return start;
      }
    } catch (DateTimeException e) {
      // As any other.
    }
    throw new IllegalArgumentException(
        PLACE + ".calendar.startTime: a whole minute, such as 2026-01-01 00:00:00");
  }

  private static Period period(@Nullable String text) {
    Matcher matcher = PERIOD.matcher(text == null ? "" : text.strip());
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          PLACE
              + ".duration: days, weeks, months, quarters or years, such as 1d, 1w, 1M, 1Q or 1Y");
    }
    int amount = Integer.parseInt(matcher.group(1));
    Period period =
        switch (matcher.group(2)) {
          case "d" -> Period.ofDays(amount);
          case "w" -> Period.ofDays(7 * amount);
          case "M" -> Period.ofMonths(amount);
          case "Q" -> Period.ofMonths(3 * amount);
          default -> Period.ofMonths(12 * amount);
        };
    if (amount == 0 || period.getMonths() > 12 || period.getDays() > LONGEST_DAYS) {
      throw new IllegalArgumentException(PLACE + ".duration: from a day to a year");
    }
    return period;
  }
}
