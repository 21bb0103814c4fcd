// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.functions.monitor;

import dev.signalcraft.domain.ingest.MetricSample;
import dev.signalcraft.domain.monitor.Pane;
import dev.signalcraft.domain.monitor.Partial;
import dev.signalcraft.domain.monitor.Series;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** Samples added together by series, close and pane until they go on. */
final class Bundle {
  private static final int MOST = 20_000;

  private final Map<Place, Partial> partials = new HashMap<>();

  private record Place(String key, long close, long pane) {}

  /** Adds a sample; whether there are so many places that all should go on. */
  boolean add(Series series, long close, long pane, double badness, MetricSample sample) {
    Place place = new Place(series.key(), close, pane);
    Partial partial = partials.get(place);
    if (partial == null) {
      partial = new Partial(series, close, pane, new Pane());
      partials.put(place, partial);
    }
    partial
        .samples()
        .add(
            sample.value(),
            sample.outcome() == MetricSample.Outcome.ERROR,
            sample.occurredAt().toEpochMilli(),
            badness,
            sample.tags());
    return partials.size() >= MOST;
  }

  void drain(Consumer<Partial> to) {
    partials.values().forEach(to);
    partials.clear();
  }
}
