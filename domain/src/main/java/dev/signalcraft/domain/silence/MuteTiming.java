// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.silence;

import dev.signalcraft.domain.config.ConfigRecord;
import dev.signalcraft.domain.config.Integration;
import dev.signalcraft.domain.config.SpecReader;
import dev.signalcraft.domain.routing.Facts;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Holds, at times that recur by the clock on the wall of a zone, what would be told about the
 * groups that match.
 *
 * @param zone null for that of the workspace
 * @param matchers empty for every group
 * @param channels empty for every channel
 */
public record MuteTiming(
    @Nullable ZoneId zone, List<Matcher> matchers, List<String> channels, List<Interval> times) {
  /** The kind of its documents. */
  public static final String KIND = "MuteTiming";

  private static final int MAX = 64;
  private static final SpecReader<Spec> READER = new SpecReader<>(Spec.class);

  /**
   * A time of day on some days: {@code [from, to)}; where {@code to} is not after {@code from} it
   * ends the day after, and the day is that of its begin.
   */
  public record Interval(Set<DayOfWeek> weekdays, LocalTime from, LocalTime to) {
    boolean contains(ZonedDateTime now) {
      LocalTime time = now.toLocalTime();
      if (from.isBefore(to)) {
        return weekdays.contains(now.getDayOfWeek()) && !time.isBefore(from) && time.isBefore(to);
      }
      return (weekdays.contains(now.getDayOfWeek()) && !time.isBefore(from))
          || (weekdays.contains(now.getDayOfWeek().minus(1)) && time.isBefore(to));
    }
  }

  private record IntervalSpec(
      @Nullable List<@Nullable String> weekdays, @Nullable String from, @Nullable String to) {}

  private record Spec(
      @Nullable String zone,
      @Nullable List<@Nullable String> matchers,
      @Nullable List<@Nullable String> channels,
      @Nullable List<@Nullable IntervalSpec> times) {}

  /**
   * Whether it holds what a channel would be told about a group at a log time.
   *
   * @param workspace the zone of the workspace
   */
  boolean holds(Facts facts, String channel, long t, ZoneId workspace) {
    if ((!channels.isEmpty() && !channels.contains(channel)) || !Matcher.all(matchers, facts)) {
      return false;
    }
    ZonedDateTime now = Instant.ofEpochMilli(t).atZone(zone == null ? workspace : zone);
    for (int i = 0; i < times.size(); i++) {
      if (times.get(i).contains(now)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Reads the content of a document.
   *
   * @throws IllegalArgumentException what is wrong with it, and where
   */
  public static MuteTiming read(ConfigRecord document) {
    Spec spec = READER.read(document);
    ZoneId zone = SpecReader.zone(spec.zone(), "spec.zone");
    List<String> channels = SpecReader.list(spec.channels(), "spec.channels", MAX);
    if (!channels.stream().allMatch(Integration::isName)) {
      throw new IllegalArgumentException("spec.channels: names of channels are wanted");
    }
    List<Interval> times = new ArrayList<>();
    for (IntervalSpec given : SpecReader.list(spec.times(), "spec.times", MAX)) {
      String place = "spec.times[" + times.size() + "]";
      times.add(
          new Interval(
              weekdays(given.weekdays(), place + ".weekdays"),
              time(given.from(), place + ".from", LocalTime.MIDNIGHT),
              time(given.to(), place + ".to", LocalTime.MIDNIGHT)));
    }
    if (times.isEmpty()) {
      throw new IllegalArgumentException("spec.times: give at least one");
    }
    return new MuteTiming(zone, Matcher.list(spec.matchers(), "spec.matchers"), channels, times);
  }

  private static Set<DayOfWeek> weekdays(@Nullable List<@Nullable String> names, String place) {
    List<String> given = SpecReader.list(names, place, 7);
    Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
    for (String name : given) {
      String[] ends = name.split("-", 2);
      DayOfWeek from = day(ends[0], place);
      DayOfWeek to = ends.length == 1 ? from : day(ends[1], place);
      for (DayOfWeek day = from; ; day = day.plus(1)) {
        days.add(day);
        if (day == to) {
          break;
        }
      }
    }
    return given.isEmpty() ? EnumSet.allOf(DayOfWeek.class) : days;
  }

  private static DayOfWeek day(String name, String place) {
    for (DayOfWeek day : DayOfWeek.values()) {
      if (day.name().substring(0, 3).equalsIgnoreCase(name.strip())
          || day.name().equals(name.strip().toUpperCase(Locale.ROOT))) {
        return day;
      }
    }
    throw new IllegalArgumentException(place + ": write days such as mon, sat-sun or friday");
  }

  private static LocalTime time(@Nullable String text, String place, LocalTime fallback) {
    if (text == null || text.equals("24:00")) {
      return fallback;
    }
    try {
      return LocalTime.parse(text);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(place + ": write a time such as 09:30", e);
    }
  }
}
