// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.monitor;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Merges the panes of series, in whatever order they come; each pane comes once. */
public final class MetricRanges {
  private final List<String> quantiles;
  private final Map<Key, Merged> bySeries = new LinkedHashMap<>();

  private record Key(String series, long windowMillis) {}

  private static final class Merged {
    private final MetricWindow any;
    private final Sketch sketch = new Sketch();
    private final ExactSum sum = new ExactSum();
    private Instant from;
    private Instant last;
    private long windows;
    private long count;
    private long errors;
    private double min = Double.POSITIVE_INFINITY;
    private double max = Double.NEGATIVE_INFINITY;

    Merged(MetricWindow any) {
      this.any = any;
      from = any.windowStart();
      last = any.windowStart();
    }
  }

  /**
   * For these quantiles.
   *
   * @param quantiles numbers from 0 to 1, as they are written
   */
  public MetricRanges(List<String> quantiles) {
    this.quantiles = List.copyOf(quantiles);
  }

  /** Adds a pane. */
  public void add(MetricWindow pane) {
    Merged merged =
        bySeries.computeIfAbsent(
            new Key(pane.series(), pane.windowMillis()), none -> new Merged(pane));
    merged.windows++;
    merged.count += pane.count();
    merged.errors += pane.errors();
    merged.sum.add(pane.sum());
    merged.min = Math.min(merged.min, pane.min());
    merged.max = Math.max(merged.max, pane.max());
    merged.from = merged.from.isAfter(pane.windowStart()) ? pane.windowStart() : merged.from;
    merged.last = merged.last.isBefore(pane.windowStart()) ? pane.windowStart() : merged.last;
    merged.sketch.merge(Sketch.of(pane.sketch()));
  }

  /** Every series, in the order of their first panes. */
  public List<MetricRange> merged() {
    List<MetricRange> ranges = new ArrayList<>();
    for (Merged merged : bySeries.values()) {
      MetricWindow any = merged.any;
      ranges.add(
          new MetricRange(
              any.series(),
              any.monitor(),
              any.metric(),
              any.project(),
              any.environment(),
              any.unit(),
              any.labels(),
              any.windowMillis(),
              merged.from,
              merged.last.plusMillis(any.windowMillis()),
              merged.windows,
              merged.count,
              merged.errors,
              merged.min,
              merged.max,
              merged.sum.value(),
              values(merged)));
    }
    return ranges;
  }

  private Map<String, Double> values(Merged merged) {
    Map<String, Double> values = new LinkedHashMap<>();
    for (String q : quantiles) {
      double value = merged.sketch.quantile(Double.parseDouble(q));
      values.put(q, Math.max(merged.min, Math.min(merged.max, value)));
    }
    return values;
  }
}
