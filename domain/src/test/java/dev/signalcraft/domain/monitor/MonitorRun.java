// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.monitor;

import dev.signalcraft.domain.config.ConfigHistory;
import dev.signalcraft.domain.config.ConfigRecord;
import dev.signalcraft.domain.config.Workspace;
import dev.signalcraft.domain.ingest.AlertEvent;
import dev.signalcraft.domain.ingest.EventStatus;
import dev.signalcraft.domain.ingest.MetricSample;
import dev.signalcraft.domain.json.WireName;
import dev.signalcraft.domain.routing.Documents;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Monitors at work without Flink: samples arrive, a watermark passes, closes fall due. */
public final class MonitorRun {
  /** A whole minute, far behind every version's log time. */
  public static final long T0 = Instant.parse("2026-03-02T10:00:00Z").toEpochMilli();

  public final List<MetricWindow> rows = new ArrayList<>();
  public final List<AlertEvent> alerts = new ArrayList<>();
  public final List<MetricSample> tooLate = new ArrayList<>();

  private final ConfigHistory<Monitor> monitors = new ConfigHistory<>(Monitor.KIND, Monitor::read);
  private final ConfigHistory<Workspace> workspaces =
      new ConfigHistory<>(Workspace.KIND, Workspace::read);
  private final Selection selection = new Selection(monitors, workspaces);
  private final Map<String, SeriesState> states = new HashMap<>();
  private final TreeMap<Long, TreeSet<String>> timers = new TreeMap<>();
  private long version;

  /** With a monitor of this spec, called {@code slow}. */
  public MonitorRun(String spec) {
    edit(spec, T0 - 3_600_000);
  }

  /** Edits the monitor; a null spec deletes it. */
  public MonitorRun edit(String spec, long logTime) {
    ConfigRecord first = Documents.document(Monitor.KIND, "slow", spec == null ? "{}" : spec);
    ConfigHistory.Outcome outcome =
        monitors.accept(
            new ConfigRecord(
                first.kind(),
                first.metadata(),
                version + 1,
                version,
                spec == null,
                spec == null ? null : first.spec()),
            logTime);
    if (outcome != ConfigHistory.Outcome.APPLIED) {
      throw new AssertionError(outcome);
    }
    version++;
    return this;
  }

  /** A sample of {@code x} in the middle of minute m, that arrives a second later. */
  public MonitorRun minute(int m, double... values) {
    for (double value : values) {
      long at = T0 + m * 60_000L + 30_000;
      arrive(sample(value, at), at + 1_000);
    }
    return this;
  }

  public static MetricSample sample(double value, long occurredAt) {
    return new MetricSample(
        "default",
        "shop",
        "production",
        "x",
        value,
        "ms",
        MetricSample.Outcome.OK,
        Instant.ofEpochMilli(occurredAt),
        Map.of());
  }

  public void arrive(MetricSample sample, long logTime) {
    selection.select(sample, logTime, new Arrival());
  }

  public void arrive(AlertEvent event) {
    selection.select(event, event.receivedAt().toEpochMilli(), new Arrival());
  }

  /** A tick in the middle of each of these minutes. */
  public MonitorRun ticks(int from, int to) {
    for (int m = from; m < to; m++) {
      long at = T0 + m * 60_000L + 30_000;
      advanceTo(at - 1);
      selection.expected(at, new Arrival());
    }
    return this;
  }

  private final class Arrival implements Selection.Taker {
    @Override
    public void take(Series series, long close, long pane, double badness, MetricSample one) {
      Pane samples = new Pane();
      samples.add(
          one.value(),
          one.outcome() == MetricSample.Outcome.ERROR,
          one.occurredAt().toEpochMilli(),
          badness,
          one.tags());
      SeriesState state = states.computeIfAbsent(series.key(), none -> new SeriesState(series));
      timer(state.add(close, pane, samples), series.key());
    }

    @Override
    public void expect(Series series, long close) {
      states.computeIfAbsent(series.key(), none -> new SeriesState(series));
      timer(close, series.key());
    }

    @Override
    public void tooLate(Series series, long closedAt, MetricSample one) {
      tooLate.add(one);
    }
  }

  private void timer(long at, String key) {
    timers.computeIfAbsent(at, none -> new TreeSet<>()).add(key);
  }

  /** Lets everything fall due that is due at or before a watermark. */
  public MonitorRun advanceTo(long watermark) {
    while (!timers.isEmpty() && timers.firstKey() <= watermark) {
      Map.Entry<Long, TreeSet<String>> due = timers.pollFirstEntry();
      for (String key : due.getValue()) {
        close(key, due.getKey());
      }
    }
    return this;
  }

  private void close(String key, long at) {
    SeriesState state = states.get(key);
    if (state == null) {
      return;
    }
    Series series = state.series();
    Monitor monitor = monitors.at(series.workspace(), series.monitor(), at);
    long next =
        Evaluation.close(
            state,
            monitor,
            Workspace.DEFAULT,
            at,
            new Evaluation.Outputs() {
              @Override
              public void window(MetricWindow row) {
                rows.add(row);
              }

              @Override
              public void alert(AlertEvent event) {
                alerts.add(event);
              }
            });
    if (next == Long.MAX_VALUE) {
      states.remove(key);
    } else {
      timer(next, key);
    }
  }

  /** Lets all state go through bytes. */
  public void restore() {
    for (Map.Entry<String, SeriesState> state : states.entrySet()) {
      try {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        state.getValue().copy().write(new DataOutputStream(bytes));
        state.setValue(
            SeriesState.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()))));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** What was told, each as {@code 5 medium}: after so many minutes from the start. */
  public List<String> told() {
    List<String> told = new ArrayList<>();
    for (AlertEvent event : alerts) {
      long minutes = (event.occurredAt().toEpochMilli() - T0) / 60_000;
      boolean over = event.status() == EventStatus.RESOLVED;
      told.add(minutes + " " + (over ? "resolved" : WireName.of(event.severity())));
    }
    return told;
  }

  public int series() {
    return states.size();
  }
}
