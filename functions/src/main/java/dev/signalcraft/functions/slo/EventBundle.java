// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.functions.slo;

import dev.signalcraft.domain.ingest.MetricSample;
import dev.signalcraft.domain.monitor.Series;
import dev.signalcraft.domain.slo.SloPartial;
import dev.signalcraft.domain.slo.SloSelection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** Events of objectives added together by series, close and minute until they go on. */
public final class EventBundle implements SloSelection.Taker {
  private static final int MOST = 20_000;

  private final SloSelection selection;
  private final TooLate tooLate;
  private final Map<Place, SloPartial> partials = new HashMap<>();

  private record Place(String key, long close, long minute) {}

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
    return partials.size() >= MOST;
  }

  @Override
  public void count(Series series, long close, long minute, long bad, long total) {
    partials.merge(
        new Place(series.key(), close, minute),
        new SloPartial(series, close, minute, bad, total),
        SloPartial::plus);
  }

  @Override
  public void tooLate(Series series, long closedAt, MetricSample sample) {
    tooLate.park(series, closedAt, sample);
  }

  /** Hands on all that there is. */
  public void drain(Consumer<SloPartial> to) {
    partials.values().forEach(to);
    partials.clear();
  }
}
