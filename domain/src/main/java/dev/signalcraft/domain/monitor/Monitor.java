// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.monitor;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.signalcraft.domain.config.ConfigRecord;
import dev.signalcraft.domain.config.SpecReader;
import dev.signalcraft.domain.ingest.EventType;
import dev.signalcraft.domain.ingest.Severity;
import dev.signalcraft.domain.json.WireName;
import dev.signalcraft.domain.routing.Expression;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Watches measurements or events: of which, cut into which series, what of them in which window,
 * and what of that is an alert.
 *
 * @param groupBy what makes a series: {@code project}, {@code environment}, {@code name}, tags
 * @param windowMillis what an evaluation looks back on
 * @param minSamples a window with fewer says nothing
 * @param levels from the worst severity to the mildest, all in one direction
 * @param resolveAfter so many good windows in a row end what fires
 * @param correctMillis how long after its close a pane takes late samples
 * @param maxSeries no more are watched
 * @param expected series that are watched before their first sample
 */
public record Monitor(
    boolean enabled,
    Select select,
    List<String> groupBy,
    Measure measure,
    long windowMillis,
    long delayMillis,
    long minSamples,
    List<Level> levels,
    int resolveAfter,
    NoData noData,
    long correctMillis,
    EventType type,
    Annotations annotations,
    int maxSeries,
    Expected expected) {
  /** The kind of its documents. */
  public static final String KIND = "Monitor";

  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration DAY = Duration.ofDays(1);
  private static final int USUAL_SERIES = 10_000;
  private static final int MOST_SERIES = 100_000;
  private static final long MAX_SAMPLES = 1_000_000_000;
  private static final SpecReader<Spec> READER = new SpecReader<>(Spec.class);

  /**
   * What fires.
   *
   * @param windows so many in a row
   */
  public record Level(Severity severity, Comparison op, double threshold, int windows) {
    boolean holds(double value) {
      return op.holds(value, threshold);
    }
  }

  private record Spec(
      @Nullable Boolean enabled,
      Select.@Nullable Spec select,
      @Nullable List<@Nullable String> groupBy,
      @Nullable String measure,
      @Nullable String window,
      @Nullable String delay,
      @Nullable Long minSamples,
      @Nullable List<Levels.@Nullable Spec> conditions,
      @Nullable Integer resolveAfter,
      @Nullable String noData,
      @Nullable Severity noDataSeverity,
      @Nullable String correctFor,
      @Nullable EventType type,
      @Nullable Integer maxSeries,
      @Nullable List<@Nullable Map<String, @Nullable String>> expect,
      @JsonProperty("annotations") Annotations.@Nullable Spec annotations) {}

  public Monitor {
    groupBy = List.copyOf(groupBy);
    levels = List.copyOf(levels);
  }

  /** How its windows are cut. */
  Series.Shape shape() {
    return new Series.Shape(String.join(",", groupBy), stepMillis(windowMillis), delayMillis);
  }

  private static long stepMillis(long windowMillis) {
    if (windowMillis <= HOUR.toMillis()) {
      return MINUTE.toMillis();
    }
    return windowMillis <= DAY.toMillis() ? 5 * MINUTE.toMillis() : HOUR.toMillis();
  }

  /**
   * Reads the content of a document.
   *
   * @throws IllegalArgumentException what is wrong with it, and where
   */
  public static Monitor read(ConfigRecord document) {
    Spec spec = READER.read(document);
    Select select = Select.read(spec.select());
    boolean events = select.stream() == Select.Stream.EVENTS;
    Measure measure = measure(spec.measure());
    if (events && !measure.counts()) {
      throw new IllegalArgumentException("spec.measure: of events write count or rate");
    }
    long window =
        SpecReader.millis(
            spec.window(), "spec.window", MINUTE.toMillis(), MINUTE, Duration.ofDays(30));
    if (window % stepMillis(window) != 0) {
      throw new IllegalArgumentException(
          "spec.window: up to 1h whole minutes, up to 1d whole 5 minutes, beyond whole hours");
    }
    List<String> groupBy = Select.groupBy(spec.groupBy(), select.stream());
    int maxSeries = maxSeries(spec.maxSeries());
    Expected expected = Expected.read(spec.expect(), groupBy);
    if (!expected.isEmpty() && measure.readsValues()) {
      throw new IllegalArgumentException(
          "spec.expect: write the measure count, rate or ratio; of values nobody knows the unit"
              + " before the first");
    }
    List<Level> levels = Levels.read(spec.conditions());
    NoData noData = Levels.noData(spec.noData(), spec.noDataSeverity(), levels);
    if (levels.isEmpty() && noData.windows() == 0) {
      throw new IllegalArgumentException(
          "spec.conditions: give at least one, or say noData: alert(N) to watch for absence");
    }
    return new Monitor(
        !Boolean.FALSE.equals(spec.enabled()),
        select,
        groupBy,
        measure,
        window,
        SpecReader.millis(spec.delay(), "spec.delay", 10_000, Duration.ZERO, HOUR),
        number(spec.minSamples(), "spec.minSamples", 1, MAX_SAMPLES),
        levels,
        (int) number(number(spec.resolveAfter()), "spec.resolveAfter", 1, Levels.MAX_WINDOWS),
        noData,
        SpecReader.millis(
            spec.correctFor(), "spec.correctFor", HOUR.toMillis(), Duration.ZERO, DAY),
        type(spec.type(), events),
        Annotations.read(spec.annotations()),
        maxSeries,
        expected);
  }

  private static int maxSeries(@Nullable Integer given) {
    return given == null
        ? USUAL_SERIES
        : (int) number(number(given), "spec.maxSeries", 1, MOST_SERIES);
  }

  private static EventType type(@Nullable EventType given, boolean events) {
    if (given != null) {
      return given;
    }
    return events ? EventType.ERROR : EventType.PERFORMANCE;
  }

  private static Measure measure(@Nullable String text) {
    try {
      return Measure.parse(text == null ? "" : text.strip());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("spec.measure: " + e.getMessage(), e);
    }
  }

  private static @Nullable Long number(@Nullable Integer number) {
    return number == null ? null : Long.valueOf(number);
  }

  private static long number(@Nullable Long number, String place, long least, long most) {
    if (number == null) {
      return least;
    }
    if (number < least || number > most) {
      throw new IllegalArgumentException(place + ": from " + least + " to " + most);
    }
    return number;
  }

  /** The tags by which it tells samples apart; null where it may ask for any. */
  @Nullable Set<String> tags() {
    Set<String> tags = new HashSet<>();
    Expression when = select.when();
    if (when != null) {
      Set<String> asked = when.tags();
      if (asked == null) {
        return null;
      }
      tags.addAll(asked);
    }
    for (String name : groupBy) {
      String tag = Select.tag(name);
      if (tag != null) {
        tags.add(tag);
      }
    }
    return tags;
  }

  /** Whether a series is watched though it may have no samples. */
  boolean expects(Series series) {
    return !expected.isEmpty() && expected.has(series, groupBy);
  }

  /** What of it an edit must not change while windows are being counted. */
  int conditionsStamp() {
    StringBuilder stamp = new StringBuilder().append(measure).append(windowMillis);
    for (Level level : levels) {
      stamp.append(WireName.of(level.severity())).append(level.op().sign());
      stamp.append(level.threshold()).append(';').append(level.windows());
    }
    return stamp.append(noData.windows()).toString().hashCode();
  }
}
