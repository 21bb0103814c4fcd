// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.monitor;

import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import dev.signalcraft.domain.config.SpecReader;
import dev.signalcraft.domain.ingest.AlertEvent;
import dev.signalcraft.domain.ingest.MetricSample;
import dev.signalcraft.domain.json.WireName;
import dev.signalcraft.domain.routing.Expression;
import dev.signalcraft.domain.routing.Terms;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Which samples or events a monitor watches.
 *
 * @param names of the metrics; empty for any, and for events
 * @param when null for all of them
 */
public record Select(Stream stream, List<String> names, @Nullable Expression when) {
  private static final int MAX_NAMES = 16;
  private static final int MAX_GROUP_BY = 8;
  private static final String SOURCE = "source";
  private static final List<String> OF_METRICS = List.of("project", "environment", "name");
  private static final List<String> OF_EVENTS =
      List.of("project", "environment", SOURCE, "fingerprint", "type", "severity");
  private static final String TAG = "tags.";
  private static final Map<String, CelType> VARIABLES =
      Map.of(
          "name", SimpleType.STRING,
          "unit", SimpleType.STRING,
          "project", SimpleType.STRING,
          "environment", SimpleType.STRING,
          "outcome", SimpleType.STRING,
          "value", SimpleType.DOUBLE);
  private static final Expression.Asker ASKER = new Expression.Asker(VARIABLES);

  /** Where what is watched comes from. */
  public enum Stream {
    METRICS,
    EVENTS
  }

  /** As it is written. */
  record Spec(
      @Nullable String stream,
      @Nullable String name,
      @Nullable List<@Nullable String> names,
      @Nullable String when) {}

  static Select read(@Nullable Spec spec) {
    if (spec == null) {
      throw new IllegalArgumentException("spec.select: say what is watched, such as {name: …}");
    }
    Stream stream =
        spec.stream() == null ? Stream.METRICS : WireName.parse(Stream.class, spec.stream());
    if (stream == null) {
      throw new IllegalArgumentException("spec.select.stream: write metrics or events");
    }
    return stream == Stream.METRICS ? ofMetrics(spec) : ofEvents(spec);
  }

  private static Select ofEvents(Spec spec) {
    if (spec.name() != null || spec.names() != null) {
      throw new IllegalArgumentException(
          "spec.select.name: events have no name; write when: type == \"error\"");
    }
    Expression when = when(spec.when(), "spec.select", WatchedEvents::ask);
    if (when == null) {
      throw new IllegalArgumentException(
          "spec.select.when: say which events, such as type == \"error\"");
    }
    return new Select(Stream.EVENTS, List.of(), when);
  }

  private static Select ofMetrics(Spec spec) {
    return ofMetrics(spec.name(), spec.names(), spec.when(), "spec.select");
  }

  /**
   * Which samples, of what is written at a place of a document; one of the three must be given.
   *
   * @throws IllegalArgumentException what is wrong, and where
   */
  public static Select ofMetrics(
      @Nullable String name,
      @Nullable List<@Nullable String> more,
      @Nullable String text,
      String place) {
    Expression when = when(text, place, ASKER::ask);
    TreeSet<String> names = new TreeSet<>(SpecReader.list(more, place + ".names", MAX_NAMES));
    if (name != null) {
      names.add(name);
    }
    if (names.isEmpty() && when != null) {
      for (Terms.Term term : when.terms()) {
        if (term.field().equals("name") && names.isEmpty()) {
          names.add(term.text());
        }
      }
    }
    for (String one : names) {
      if (one.isBlank() || one.length() > AlertEvent.MAX_NAME) {
        throw new IllegalArgumentException(
            place + ".name: 1 to " + AlertEvent.MAX_NAME + " characters");
      }
    }
    if (names.isEmpty() && when == null) {
      throw new IllegalArgumentException(place + ": give a name, names or when");
    }
    return new Select(Stream.METRICS, List.copyOf(names), when);
  }

  private static @Nullable Expression when(
      @Nullable String text, String place, Function<String, Expression> asker) {
    try {
      return text == null || text.isBlank() ? null : asker.apply(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(place + ".when: " + e.getMessage(), e);
    }
  }

  /** The names that make a series; project and environment where none are given. */
  public static List<String> groupBy(@Nullable List<@Nullable String> given, Stream stream) {
    if (given == null) {
      return List.of("project", "environment");
    }
    List<String> fields = stream == Stream.METRICS ? OF_METRICS : OF_EVENTS;
    List<String> names = SpecReader.list(given, "spec.groupBy", MAX_GROUP_BY);
    for (String name : names) {
      boolean tag =
          name.startsWith(TAG)
              && name.length() > TAG.length()
              && name.length() <= TAG.length() + AlertEvent.MAX_TAG_NAME;
      if ((!tag && !fields.contains(name)) || name.contains(",")) {
        throw new IllegalArgumentException(
            "spec.groupBy: write %s or tags.NAME".formatted(String.join(", ", fields)));
      }
      if (tag && stream == Stream.EVENTS && names.contains(tag(name))) {
        throw new IllegalArgumentException(
            "spec.groupBy: write one of %s and %s".formatted(tag(name), name));
      }
    }
    return names.stream().distinct().sorted().toList();
  }

  /** The tag that a name of groupBy is; null where it is none. */
  public static @Nullable String tag(String groupBy) {
    return groupBy.startsWith(TAG) ? groupBy.substring(TAG.length()) : null;
  }

  /** The label that a name of groupBy makes; null for project, environment and name. */
  static @Nullable String label(String groupBy) {
    return switch (groupBy) {
      case "project", "environment", "name" -> null;
      default -> groupBy.startsWith(TAG) ? groupBy.substring(TAG.length()) : groupBy;
    };
  }

  /** Whether samples that differ in value or outcome alone may differ in being watched. */
  boolean asksEachSample() {
    return when != null && (when.names("value") || when.names("outcome"));
  }

  /** Whether it watches an event; what we made ourselves only where the source is asked for. */
  boolean takes(AlertEvent event) {
    return when != null
        && (!event.source().equals(Alerts.SOURCE) || asksForOurs())
        && WatchedEvents.holds(when, event);
  }

  private boolean asksForOurs() {
    return when != null && when.terms().contains(new Terms.Term(SOURCE, Alerts.SOURCE));
  }

  /** Whether it is about a sample of one of its names. */
  public boolean takes(MetricSample sample) {
    return when == null || when.holds(name -> fact(sample, name));
  }

  private static Object fact(MetricSample sample, String name) {
    return switch (name) {
      case "name" -> sample.name();
      case "unit" -> {
        String unit = sample.unit();
        yield unit == null ? "" : unit;
      }
      case "project" -> sample.project();
      case "environment" -> sample.environment();
      case "outcome" -> WireName.of(sample.outcome());
      case "value" -> sample.value();
      default -> Expression.total(sample.tags());
    };
  }
}
