// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.functions.monitor;

import dev.signalcraft.domain.ingest.MetricSample;
import dev.signalcraft.domain.monitor.Pane;
import dev.signalcraft.domain.monitor.Partial;
import dev.signalcraft.domain.monitor.Series;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.flink.streaming.api.operators.Output;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.OutputTag;

/**
 * Samples added together by series, close and pane until they go on. The first of a series and
 * close goes to {@link #CANDIDATES} too, without its samples.
 */
final class Bundle {
  /** Series that ask to be watched at a close; some ask more than once. */
  static final OutputTag<Partial> CANDIDATES = new OutputTag<>("candidates", WrittenType.PARTIAL);

  private static final int MOST = 20_000;
  private static final int MOST_ASKED = 200_000;
  private static final long FORGET_EVERY_MILLIS = 10_000;

  private final TreeMap<Long, Map<Place, Partial>> byClose = new TreeMap<>();
  private final Set<Asked> asked = new HashSet<>();
  private int size;
  private long forgetAt = Long.MIN_VALUE;

  private record Place(String key, long pane) {}

  private record Asked(Partial.Kind kind, String key, long close) {}

  /** Adds a sample; whether there are so many places that all should go on. */
  boolean add(Series series, long close, long pane, double badness, MetricSample sample) {
    Map<Place, Partial> partials = byClose.get(close);
    if (partials == null) {
      partials = new HashMap<>();
      byClose.put(close, partials);
    }
    Place place = new Place(series.key(), pane);
    Partial partial = partials.get(place);
    if (partial == null) {
      partial = new Partial(Partial.Kind.SAMPLES, series, close, pane, new Pane());
      partials.put(place, partial);
      size++;
    }
    partial
        .samples()
        .add(
            sample.value(),
            sample.outcome() == MetricSample.Outcome.ERROR,
            sample.occurredAt().toEpochMilli(),
            badness,
            sample.tags());
    return size >= MOST;
  }

  /** Says once that samples of a series are expected by a close. */
  void expect(Series series, long close, Output<StreamRecord<Partial>> output) {
    if (isNew(Partial.Kind.EXPECTED, series, close)) {
      Partial expected = new Partial(Partial.Kind.EXPECTED, series, close, close, new Pane());
      output.collect(new StreamRecord<>(expected));
      output.collect(CANDIDATES, new StreamRecord<>(expected));
    }
  }

  /** Sends on what closes at a watermark or before it; nobody asks for the rest sooner. */
  void drain(long watermark, Output<StreamRecord<Partial>> output) {
    while (!byClose.isEmpty() && byClose.firstKey() <= watermark) {
      Map<Place, Partial> partials = byClose.pollFirstEntry().getValue();
      size -= partials.size();
      for (Partial partial : partials.values()) {
        if (isNew(Partial.Kind.SAMPLES, partial.series(), partial.close())) {
          output.collect(CANDIDATES, new StreamRecord<>(partial.as(Partial.Kind.SAMPLES)));
        }
        output.collect(new StreamRecord<>(partial));
      }
    }
  }

  private boolean isNew(Partial.Kind kind, Series series, long close) {
    if (asked.size() >= MOST_ASKED) {
      asked.clear();
    }
    return asked.add(new Asked(kind, series.key(), close));
  }

  /** Time has passed: nothing comes for earlier closes. */
  void forgetBefore(long watermark) {
    if (watermark >= forgetAt) {
      asked.removeIf(one -> one.close() < watermark);
      forgetAt = watermark + FORGET_EVERY_MILLIS;
    }
  }
}
