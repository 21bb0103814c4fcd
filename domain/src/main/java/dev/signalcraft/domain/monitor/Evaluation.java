// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.monitor;

import dev.signalcraft.domain.config.Workspace;
import dev.signalcraft.domain.ingest.AlertEvent;
import dev.signalcraft.domain.ingest.Severity;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Closes panes and judges windows. At a close it reads exactly the samples whose log time is at or
 * before it, so the same log gives the same rows and alerts, whatever came when to whom.
 */
public final class Evaluation {
  /** A series without samples for this long, or for its window, is over. */
  static final long QUIET_MILLIS = 86_400_000;

  /** Takes what an evaluation says. */
  public interface Outputs {
    /** A pane that closed, or changed after its close. */
    void window(MetricWindow row);

    /** What fires, and what is over. */
    void alert(AlertEvent event);
  }

  private Evaluation() {}

  /**
   * Closes what closes at a log time.
   *
   * @param monitor in force at that time; null for none
   * @return when the next close is; {@link Long#MAX_VALUE} when the series is over and its state
   *     can go
   */
  public static long close(
      SeriesState state, @Nullable Monitor monitor, Workspace workspace, long close, Outputs out) {
    if (state.takeRefusal(close) && state.evaluatedAt == SeriesState.NEVER) {
      return state.nextClose();
    }
    takeSamples(state, close, out);
    Series series = state.series();
    Alerts alerts = new Alerts(series, workspace, close);
    state.evaluatedAt = close;
    if (monitor == null || !monitor.enabled() || !monitor.shape().equals(series.shape())) {
      end(state, alerts, "no longer watched", out);
      return state.waiting.isEmpty() ? Long.MAX_VALUE : close + series.shape().stepMillis();
    }
    long end = close - series.shape().delayMillis();
    Pane window = window(state, end - monitor.windowMillis(), end);
    Severity severity = state.runs.next(monitor, window);
    if (severity != state.told) {
      out.alert(alerts.event(monitor, window, severity, state.runs.absent()));
      state.told = severity;
    }
    if (state.waiting.isEmpty() && !monitor.expects(series)) {
      long quiet = quietMillis(monitor);
      if (state.lastFilled == SeriesState.NEVER) {
        end(state, alerts, "no longer expected", out);
        return Long.MAX_VALUE;
      }
      if (close - state.lastFilled >= quiet) {
        end(state, alerts, "no samples for " + quiet / 3_600_000 + " h", out);
        return Long.MAX_VALUE;
      }
    }
    forget(state, monitor, close);
    return close + series.shape().stepMillis();
  }

  /** After so long without samples a series is over. */
  static long quietMillis(Monitor monitor) {
    return Math.max(QUIET_MILLIS, monitor.windowMillis());
  }

  private static void end(SeriesState state, Alerts alerts, String why, Outputs out) {
    if (state.told != null) {
      out.alert(alerts.ended(why));
      state.told = null;
    }
  }

  private static void takeSamples(SeriesState state, long close, Outputs out) {
    while (!state.waiting.isEmpty() && state.waiting.firstKey() <= close) {
      TreeMap<Long, Pane> panes = state.waiting.pollFirstEntry().getValue();
      state.lastFilled = close;
      for (Map.Entry<Long, Pane> samples : panes.entrySet()) {
        SeriesState.Closed there = state.closed.get(samples.getKey());
        if (there == null) {
          there = new SeriesState.Closed(samples.getValue(), 0);
          state.closed.put(samples.getKey(), there);
        } else {
          there.pane.merge(samples.getValue());
          there.revision++;
        }
        there.pane.pack();
        out.window(
            MetricWindow.of(state.series(), samples.getKey(), there.revision, close, there.pane));
      }
    }
  }

  private static Pane window(SeriesState state, long from, long to) {
    Pane window = new Pane();
    for (SeriesState.Closed closed : state.closed.subMap(from, to).values()) {
      window.merge(closed.pane);
    }
    return window;
  }

  /** Panes that no evaluation reads and no sample corrects any more. */
  private static void forget(SeriesState state, Monitor monitor, long close) {
    Series.Shape shape = state.series().shape();
    long read = close - shape.delayMillis() + shape.stepMillis() - monitor.windowMillis();
    while (!state.closed.isEmpty()) {
      long pane = state.closed.firstKey();
      if (pane >= read || shape.closeOf(pane) + monitor.correctMillis() >= close) {
        return;
      }
      state.closed.pollFirstEntry();
    }
  }
}
