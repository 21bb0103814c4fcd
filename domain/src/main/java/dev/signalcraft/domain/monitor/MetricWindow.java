// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.monitor;

import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What one pane of a series measured, as it stood at a close. Late samples make a higher revision.
 *
 * @param series the id of the series
 * @param metric empty where the series has several
 * @param labels the tags that the series is grouped by
 * @param windowStart the pane is {@code [windowStart, windowStart + windowMillis)} of occurredAt
 * @param closedAt log time: exactly the samples that had arrived by then are in it
 * @param p50 the median, within 1 %
 * @param sketch the bytes of a {@link Sketch}
 */
public record MetricWindow(
    String workspace,
    String monitor,
    String series,
    String metric,
    String project,
    String environment,
    @Nullable String unit,
    Map<String, String> labels,
    Instant windowStart,
    long windowMillis,
    int revision,
    Instant closedAt,
    long count,
    long errors,
    double min,
    double max,
    double sum,
    double p50,
    double p95,
    double p99,
    byte[] sketch) {
  public MetricWindow {
    Objects.requireNonNull(workspace, "workspace");
    Objects.requireNonNull(monitor, "monitor");
    Objects.requireNonNull(series, "series");
    Objects.requireNonNull(windowStart, "windowStart");
    Objects.requireNonNull(closedAt, "closedAt");
    metric = metric == null ? "" : metric;
    project = project == null ? "" : project;
    environment = environment == null ? "" : environment;
    labels = labels == null ? Map.of() : labels;
    sketch = sketch == null ? new byte[0] : sketch;
  }

  static MetricWindow of(Series series, long start, int revision, long close, Pane pane) {
    Sketch sketch = Objects.requireNonNull(pane.sketch(), "a pane with samples has a sketch");
    return new MetricWindow(
        series.workspace(),
        series.monitor(),
        series.id(),
        series.metric(),
        series.project(),
        series.environment(),
        series.unit(),
        series.labels(),
        Instant.ofEpochMilli(start),
        series.shape().stepMillis(),
        revision,
        Instant.ofEpochMilli(close),
        pane.count(),
        pane.errors(),
        pane.min(),
        pane.max(),
        pane.sum(),
        pane.quantile(0.5),
        pane.quantile(0.95),
        pane.quantile(0.99),
        sketch.bytes());
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof MetricWindow that
        && series.equals(that.series)
        && workspace.equals(that.workspace)
        && windowStart.equals(that.windowStart)
        && windowMillis == that.windowMillis
        && revision == that.revision
        && closedAt.equals(that.closedAt)
        && count == that.count
        && errors == that.errors
        && Double.compare(min, that.min) == 0
        && Double.compare(max, that.max) == 0
        && Double.compare(sum, that.sum) == 0
        && Arrays.equals(sketch, that.sketch);
  }

  @Override
  public int hashCode() {
    return Objects.hash(series, windowStart, revision);
  }
}
