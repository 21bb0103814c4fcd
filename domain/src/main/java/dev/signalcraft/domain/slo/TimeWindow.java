// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.slo;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.Period;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * The time that an error budget is for.
 *
 * @param rollingMillis its length where it ends with the minute that closes; 0 for a calendar's
 * @param calendar null for a rolling one
 */
public record TimeWindow(long rollingMillis, @Nullable Calendar calendar) {
  private static final long DAY = 86_400_000;

  /**
   * Periods of equal length by the clock on the wall, before and after one of them.
   *
   * @param start a begin of one
   * @param length in days or in months
   */
  public record Calendar(LocalDateTime start, ZoneId zone, Period length) {
    /** The begin of the nth period from the start. */
    private long begin(long n) {
      LocalDateTime begin = start.plusMonths(n * length.getMonths()).plusDays(n * length.getDays());
      return begin.atZone(zone).toInstant().toEpochMilli();
    }

    /** The number of the period that holds a time. */
    private long number(long time) {
      LocalDateTime local = LocalDateTime.ofInstant(Instant.ofEpochMilli(time), zone);
      long n =
          length.getMonths() > 0
              ? Math.floorDiv(ChronoUnit.MONTHS.between(start, local), length.getMonths())
              : Math.floorDiv(ChronoUnit.DAYS.between(start, local), length.getDays());
      while (begin(n) > time) {
        n--;
      }
      while (begin(n + 1) <= time) {
        n++;
      }
      return n;
    }
  }

  /** The begin of the window in which a minute lies that ends at this time. */
  long begin(long end) {
    if (calendar == null) {
      return end - rollingMillis;
    }
    return calendar.begin(calendar.number(end - 1));
  }

  /** The length of the window in which a minute lies that ends at this time. */
  long millis(long end) {
    if (calendar == null) {
      return rollingMillis;
    }
    long n = calendar.number(end - 1);
    return calendar.begin(n + 1) - calendar.begin(n);
  }

  /** At least the length of the longest. */
  long longestMillis() {
    if (calendar == null) {
      return rollingMillis;
    }
    Period length = calendar.length();
    return (31L * length.getMonths() + length.getDays() + 1) * DAY;
  }

  /** Its length as people speak of it: a month has 30 days, a quarter 90, a year 365. */
  long nominalMillis() {
    if (calendar == null) {
      return rollingMillis;
    }
    Period length = calendar.length();
    int years = length.getMonths() / 12;
    return (365L * years + 30L * (length.getMonths() - 12 * years) + length.getDays()) * DAY;
  }
}
