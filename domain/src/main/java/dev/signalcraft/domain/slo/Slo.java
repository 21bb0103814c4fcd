// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.slo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalcraft.domain.config.ConfigRecord;
import dev.signalcraft.domain.config.SpecReader;
import dev.signalcraft.domain.ingest.AlertEvent;
import dev.signalcraft.domain.monitor.Select;
import dev.signalcraft.domain.monitor.Series;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A service level objective: what of a service's events may be bad, and when so much of it is bad
 * that somebody must know. Written as OpenSLO v1 does, as far as that is supported.
 *
 * @param counting what an edit must leave as it is for the counts to go on
 * @param groupBy what makes a series of its own: {@code project}, {@code environment}, tags
 * @param objectives of which each has its budget and its alert
 * @param minEvents a long window with fewer fires nothing
 * @param correctMillis how long after its close a minute takes late samples
 * @param runbook a link; null for none
 */
public record Slo(
    boolean enabled,
    String service,
    Indicator indicator,
    String counting,
    List<String> groupBy,
    TimeWindow window,
    boolean timeslices,
    List<Objective> objectives,
    long minEvents,
    long delayMillis,
    long correctMillis,
    @Nullable String runbook) {
  /** The kind of its documents. */
  public static final String KIND = "SLO";

  /** What a document of OpenSLO may say of its form. */
  public static final String API_VERSION = "openslo/v1";

  private static final long USUAL_MIN_EVENTS = 10;
  private static final long MAX_EVENTS = 1_000_000_000;
  private static final long DELAY = 10_000;
  private static final SpecReader<SloSpec> READER = new SpecReader<>(SloSpec.class);

  public Slo {
    groupBy = List.copyOf(groupBy);
    objectives = List.copyOf(objectives);
  }

  /**
   * Reads the content of a document.
   *
   * @throws IllegalArgumentException what is wrong with it, and where
   */
  public static Slo read(ConfigRecord document) {
    SloSpec spec = READER.read(document);
    refuse(spec.indicatorRef(), "spec.indicatorRef", "write the indicator here");
    if (spec.service() == null || spec.service().isBlank()) {
      throw new IllegalArgumentException("spec.service: give its name");
    }
    if (spec.service().length() > AlertEvent.MAX_NAME) {
      throw new IllegalArgumentException(
          "spec.service: at most " + AlertEvent.MAX_NAME + " characters");
    }
    SloSpec.Own own = spec.signalcraft() == null ? SloSpec.Own.NONE : spec.signalcraft();
    TimeWindow window = TimeWindows.read(spec.timeWindow());
    long minEvents = minEvents(own.minEvents());
    Objectives objectives = new Objectives(spec, window, minEvents);
    return new Slo(
        !Boolean.FALSE.equals(own.enabled()),
        spec.service().strip(),
        objectives.indicator(),
        objectives.counting(document.spec()),
        groupBy(own.groupBy()),
        window,
        objectives.timeslices(),
        objectives.read(),
        minEvents,
        SpecReader.millis(
            own.delay(), "spec.signalcraft.delay", DELAY, Duration.ZERO, Duration.ofHours(1)),
        SpecReader.millis(
            own.correctFor(),
            "spec.signalcraft.correctFor",
            Spans.HOUR,
            Duration.ZERO,
            Duration.ofDays(1)),
        runbook(own.runbook()));
  }

  private static long minEvents(@Nullable Long given) {
    if (given != null && (given < 1 || given > MAX_EVENTS)) {
      throw new IllegalArgumentException("spec.signalcraft.minEvents: from 1 to " + MAX_EVENTS);
    }
    return given == null ? USUAL_MIN_EVENTS : given;
  }

  private static List<String> groupBy(@Nullable List<@Nullable String> given) {
    try {
      List<String> names = Select.groupBy(given, Select.Stream.METRICS);
      if (names.contains("name")) {
        throw new IllegalArgumentException("spec.groupBy: name makes no budget of its own");
      }
      return names;
    } catch (IllegalArgumentException e) {
      String what = String.valueOf(e.getMessage());
      throw new IllegalArgumentException(what.replace("spec.", "spec.signalcraft."), e);
    }
  }

  private static @Nullable String runbook(@Nullable String link) {
    if (link != null && (link.length() > AlertEvent.MAX_NAME || !link.matches("https?://\\S+"))) {
      throw new IllegalArgumentException(
          "spec.signalcraft.runbook: a link of at most %d characters, such as https://…"
              .formatted(AlertEvent.MAX_NAME));
    }
    return link;
  }

  /**
   * Refuses a part of OpenSLO that is there.
   *
   * @throws IllegalArgumentException naming it, with what to do instead
   */
  static void refuse(@Nullable JsonNode part, String place, String instead) {
    if (part != null && !part.isNull()) {
      throw new IllegalArgumentException(place + ": not supported; " + instead);
    }
  }

  /** Refuses a document within the document that says it is something else. */
  static void requireForm(
      @Nullable String apiVersion, @Nullable String kind, String wanted, String place) {
    if (apiVersion != null && !apiVersion.equals(API_VERSION)) {
      throw new IllegalArgumentException(place + ".apiVersion: write " + API_VERSION);
    }
    if (kind != null && !kind.equals(wanted)) {
      throw new IllegalArgumentException(place + ".kind: write " + wanted);
    }
  }

  /** How its minutes are cut; what is counted otherwise is another series. */
  Series.Shape shape() {
    return new Series.Shape(String.join(",", groupBy) + ";" + counting, Spans.MINUTE, delayMillis);
  }
}
