// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.monitor;

import dev.signalcraft.domain.config.SpecReader;
import dev.signalcraft.domain.ingest.AlertEvent;
import dev.signalcraft.domain.ingest.Scrubbing;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The series that a monitor waits for.
 *
 * @param series of each the values of what the monitor groups by, in that order
 */
public record Expected(Set<List<String>> series) {
  private static final int MOST = 1_000;

  /** Reads the values of each series by their names. */
  static Expected read(
      @Nullable List<@Nullable Map<String, @Nullable String>> given, List<String> groupBy) {
    Set<List<String>> series = new LinkedHashSet<>();
    for (Map<String, @Nullable String> one : SpecReader.list(given, "spec.expect", MOST)) {
      if (!one.keySet().equals(Set.copyOf(groupBy))) {
        throw new IllegalArgumentException(
            "spec.expect: give each the names of groupBy: " + String.join(", ", groupBy));
      }
      List<String> values = new ArrayList<>();
      for (String name : groupBy) {
        values.add(value(one.get(name)));
      }
      series.add(List.copyOf(values));
    }
    return new Expected(series);
  }

  private static String value(@Nullable String value) {
    if (value == null || value.length() > AlertEvent.MAX_NAME) {
      throw new IllegalArgumentException(
          "spec.expect: values have at most " + AlertEvent.MAX_NAME + " characters");
    }
    if (!Scrubbing.COMMON.scrub(value).equals(value)) {
      throw new IllegalArgumentException("spec.expect: a value looks like a secret");
    }
    return value;
  }

  boolean isEmpty() {
    return series.isEmpty();
  }

  boolean has(Series one, List<String> groupBy) {
    List<String> values = new ArrayList<>(groupBy.size());
    for (String name : groupBy) {
      values.add(
          switch (name) {
            case "project" -> one.project();
            case "environment" -> one.environment();
            case "name" -> one.metric();
            default -> one.labels().getOrDefault(Select.label(name), "");
          });
    }
    return series.contains(values);
  }
}
