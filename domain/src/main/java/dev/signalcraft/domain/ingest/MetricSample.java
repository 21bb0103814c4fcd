// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.ingest;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One measurement of one thing, as {@link MetricSamples} reads it. It has no id: a sample that is
 * sent twice counts twice.
 *
 * @param workspace the tenant
 * @param name what was measured, such as {@code http.request.duration}
 * @param value finite, from -{@link #MAX_VALUE} to {@link #MAX_VALUE}
 * @param unit such as {@code ms}; null where the sender names none
 * @param outcome whether what was measured went well
 * @param occurredAt the sender's time; never more than a minute after log time
 * @param tags at most 32
 */
public record MetricSample(
    String workspace,
    String project,
    String environment,
    String name,
    double value,
    @Nullable String unit,
    Outcome outcome,
    Instant occurredAt,
    Map<String, String> tags) {
  /** The greatest magnitude of a value: sums of it stay exact, sketches of it stay small. */
  public static final double MAX_VALUE = 1e15;

  /** The longest unit. */
  public static final int MAX_UNIT = 32;

  /** How what was measured ended. */
  public enum Outcome {
    OK,
    ERROR,
    /** The sender does not say. */
    NONE
  }

  public MetricSample {
    Objects.requireNonNull(workspace, "workspace");
    Objects.requireNonNull(project, "project");
    Objects.requireNonNull(environment, "environment");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(occurredAt, "occurredAt");
    outcome = outcome == null ? Outcome.NONE : outcome;
    tags = tags == null ? Map.of() : tags;
    if (!(Math.abs(value) <= MAX_VALUE)) {
      throw new IllegalArgumentException("value: a number from -1e15 to 1e15");
    }
  }
}
