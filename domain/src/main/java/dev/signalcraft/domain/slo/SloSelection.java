// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.slo;

import dev.signalcraft.domain.config.ConfigHistory;
import dev.signalcraft.domain.config.ConfigHistory.Document;
import dev.signalcraft.domain.config.Workspace;
import dev.signalcraft.domain.ingest.MetricSample;
import dev.signalcraft.domain.ingest.Scrubbing;
import dev.signalcraft.domain.monitor.Series;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which objectives count a sample, and as part of which series, minute and close. One thread uses
 * it.
 */
public final class SloSelection {
  private final ConfigHistory<Slo> slos;
  private final ConfigHistory<Workspace> workspaces;
  private final Map<String, SloCounters> indexes = new HashMap<>();

  /** Takes what is counted. */
  public interface Taker {
    /**
     * An event of a series.
     *
     * @param close at which it is read
     * @param minute of its time, by its begin
     * @param bad 1, or 0, or -1 where it is good but is not in the total
     * @param total 1, or 0
     */
    void count(Series series, long close, long minute, long bad, long total);

    /** An event of a minute that takes none any more. */
    void tooLate(Series series, long closedAt, MetricSample sample);
  }

  /** Of these documents. */
  public SloSelection(ConfigHistory<Slo> slos, ConfigHistory<Workspace> workspaces) {
    this.slos = slos;
    this.workspaces = workspaces;
  }

  /** Hands on a sample to each SLO in force at its log time that counts it. */
  public void select(MetricSample sample, long logTime, Taker taker) {
    List<Document<Slo>> inForce = slos.inForce(sample.workspace(), logTime);
    if (inForce.isEmpty()) {
      return;
    }
    Scrubbing scrubbing = Workspace.at(workspaces, sample.workspace(), logTime).scrubbing();
    SloCounters counters = indexes.get(sample.workspace());
    if (counters == null || !counters.isOf(inForce, scrubbing)) {
      counters = new SloCounters(inForce, scrubbing);
      indexes.put(sample.workspace(), counters);
    }
    List<SloCounters.Counter> found = counters.of(sample);
    for (int i = 0; i < found.size(); i++) {
      hand(found.get(i), sample, logTime, taker);
    }
  }

  private static void hand(
      SloCounters.Counter counter, MetricSample sample, long logTime, Taker taker) {
    Indicator indicator = counter.slo().indicator();
    long total = counter.total().takes(sample) ? 1 : 0;
    boolean part = counter.part() != null && counter.part().takes(sample);
    long bad;
    if (counter.part() == null) {
      bad = total == 1 && indicator.isBad(sample) ? 1 : 0;
    } else if (indicator.partIsBad()) {
      bad = part ? 1 : 0;
    } else {
      bad = total - (part ? 1 : 0);
    }
    if (total == 0 && bad == 0) {
      return;
    }
    Series.Shape shape = counter.series().shape();
    long minute = shape.paneOf(sample.occurredAt().toEpochMilli());
    long closesAt = shape.closeOf(minute);
    if (logTime > closesAt + counter.slo().correctMillis()) {
      taker.tooLate(counter.series(), closesAt, sample);
    } else {
      long close = Math.max(closesAt, shape.closeAt(logTime));
      taker.count(counter.series(), close, minute, bad, total);
    }
  }
}
