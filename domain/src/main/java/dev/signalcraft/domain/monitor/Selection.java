// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.monitor;

import dev.signalcraft.domain.config.ConfigHistory;
import dev.signalcraft.domain.config.ConfigHistory.Document;
import dev.signalcraft.domain.config.Workspace;
import dev.signalcraft.domain.ingest.AlertEvent;
import dev.signalcraft.domain.ingest.MetricSample;
import dev.signalcraft.domain.ingest.Scrubbing;
import dev.signalcraft.domain.ingest.Severity;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which monitors watch a sample or an event, and as part of which series, pane and close. Monitors
 * are found by the name of the metric; what was found for a name with its tags is remembered. One
 * thread uses it.
 */
public final class Selection {
  private final ConfigHistory<Monitor> monitors;
  private final ConfigHistory<Workspace> workspaces;
  private final Map<String, Watchers> indexes = new HashMap<>();

  /** Takes what is watched. */
  public interface Taker {
    /**
     * A sample of a series.
     *
     * @param close at which it is read
     * @param pane of its time, by its begin
     * @param badness by what it is worse than others; NaN for one that is not bad
     */
    void take(Series series, long close, long pane, double badness, MetricSample sample);

    /** A series that is expected to have samples by a close. */
    void expect(Series series, long close);

    /** A sample of a pane that takes none any more. */
    void tooLate(Series series, long closedAt, MetricSample sample);
  }

  /** Of these documents. */
  public Selection(ConfigHistory<Monitor> monitors, ConfigHistory<Workspace> workspaces) {
    this.monitors = monitors;
    this.workspaces = workspaces;
  }

  /** Hands on a sample to each monitor in force at its log time that watches it. */
  public void select(MetricSample sample, long logTime, Taker taker) {
    Watchers watchers = watchers(sample.workspace(), logTime);
    if (watchers == null) {
      return;
    }
    long occurredAt = sample.occurredAt().toEpochMilli();
    for (Watchers.Watcher watcher : watchers.of(sample)) {
      Monitor monitor = watcher.monitor();
      if (watcher.asksEach() && !monitor.select().takes(sample)) {
        continue;
      }
      Series.Shape shape = watcher.series().shape();
      long pane = shape.paneOf(occurredAt);
      long closesAt = shape.closeOf(pane);
      if (logTime > closesAt + monitor.correctMillis()) {
        taker.tooLate(watcher.series(), closesAt, sample);
      } else {
        long close = Math.max(closesAt, shape.closeAt(logTime));
        taker.take(watcher.series(), close, pane, badness(monitor, sample), sample);
      }
    }
  }

  /** Hands on an event, as a sample of its log time, to each monitor that watches it. */
  public void select(AlertEvent event, long logTime, Taker taker) {
    Watchers watchers = watchers(event.workspace(), logTime);
    if (watchers == null || !WatchedEvents.counts(event, logTime)) {
      return;
    }
    for (Watchers.Watcher watcher : watchers.of(event)) {
      Series.Shape shape = watcher.series().shape();
      long pane = shape.paneOf(logTime);
      double badness = event.severity().compareTo(Severity.LOW);
      MetricSample sample = WatchedEvents.sample(event, logTime);
      taker.take(watcher.series(), shape.closeOf(pane), pane, badness, sample);
    }
  }

  /** Names all series that are expected at a log time: to be asked at least once a minute. */
  public void expected(long logTime, Taker taker) {
    for (String workspace : monitors.workspaces()) {
      Watchers watchers = watchers(workspace, logTime);
      if (watchers != null) {
        for (Watchers.Watcher watcher : watchers.expected(workspace)) {
          taker.expect(watcher.series(), watcher.series().shape().closeAt(logTime));
        }
      }
    }
  }

  private @Nullable Watchers watchers(String workspace, long logTime) {
    List<Document<Monitor>> inForce = monitors.inForce(workspace, logTime);
    if (inForce.isEmpty()) {
      return null;
    }
    Watchers watchers = indexes.get(workspace);
    Scrubbing scrubbing = Workspace.at(workspaces, workspace, logTime).scrubbing();
    if (watchers == null || !watchers.isOf(inForce, scrubbing)) {
      watchers = new Watchers(inForce, scrubbing);
      indexes.put(workspace, watchers);
    }
    return watchers;
  }

  private static double badness(Monitor monitor, MetricSample sample) {
    if (monitor.measure().kind() == Measure.Kind.RATIO) {
      return sample.outcome() == MetricSample.Outcome.ERROR ? sample.value() : Double.NaN;
    }
    boolean upwards = monitor.levels().isEmpty() || monitor.levels().get(0).op().upwards();
    return upwards || !monitor.measure().readsValues() ? sample.value() : -sample.value();
  }
}
