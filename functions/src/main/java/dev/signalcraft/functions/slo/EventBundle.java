// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.functions.slo;

import dev.signalcraft.domain.ingest.MetricSample;
import dev.signalcraft.domain.monitor.Series;
import dev.signalcraft.domain.slo.SloPartial;
import dev.signalcraft.domain.slo.SloSelection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Events of objectives added together by series, close and minute until they go on. */
public final class EventBundle implements SloSelection.Taker {
  private static final int MOST = 20_000;

  private final SloSelection selection;
  private final TooLate tooLate;
  private final TreeMap<Long, Map<Place, SloPartial>> byClose = new TreeMap<>();
  private int size;

  private record Place(String key, long minute) {}

  /** Takes a sample of a minute that takes none any more. */
  @FunctionalInterface
  public interface TooLate {
    /** It would have been of this series, whose minute closed at that log time. */
    void park(Series series, long closedAt, MetricSample sample);
  }

  /** Of what this selects. */
  public EventBundle(SloSelection selection, TooLate tooLate) {
    this.selection = selection;
    this.tooLate = tooLate;
  }

  /** Adds a sample; whether there are so many places that all should go on. */
  public boolean add(MetricSample sample, long logTime) {
    selection.select(sample, logTime, this);
    return size >= MOST;
  }

  @Override
  public void count(Series series, long close, long minute, long bad, long total) {
    Map<Place, SloPartial> partials = byClose.computeIfAbsent(close, none -> new HashMap<>());
    int before = partials.size();
    partials.merge(
        new Place(series.key(), minute),
        new SloPartial(series, close, minute, bad, total),
        SloPartial::plus);
    size += partials.size() - before;
  }

  @Override
  public void tooLate(Series series, long closedAt, MetricSample sample) {
    tooLate.park(series, closedAt, sample);
  }

  /** Hands on what closes at a watermark or before it. */
  public void drain(long watermark, Consumer<SloPartial> to) {
    while (!byClose.isEmpty() && byClose.firstKey() <= watermark) {
      Map<Place, SloPartial> partials = byClose.pollFirstEntry().getValue();
      size -= partials.size();
      partials.values().forEach(to);
    }
  }
}
