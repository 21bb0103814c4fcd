// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.slo;

import dev.signalcraft.domain.config.ConfigHistory;
import dev.signalcraft.domain.config.ConfigRecord;
import dev.signalcraft.domain.config.Workspace;
import dev.signalcraft.domain.ingest.AlertEvent;
import dev.signalcraft.domain.ingest.EventStatus;
import dev.signalcraft.domain.ingest.MetricSample;
import dev.signalcraft.domain.json.WireName;
import dev.signalcraft.domain.monitor.Series;
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

/** Objectives at work without Flink: samples arrive, a watermark passes, closes fall due. */
public final class SloRun {
  /** A whole hour, far behind every version's log time. */
  public static final long T0 = Instant.parse("2026-03-02T10:00:00Z").toEpochMilli();

  public static final long MINUTE = 60_000;

  public final List<SloWindow> rows = new ArrayList<>();
  public final List<AlertEvent> alerts = new ArrayList<>();
  public final List<MetricSample> tooLate = new ArrayList<>();

  private final ConfigHistory<Slo> slos = new ConfigHistory<>(Slo.KIND, Slo::read);
  private final ConfigHistory<Workspace> workspaces =
      new ConfigHistory<>(Workspace.KIND, Workspace::read);
  private final SloSelection selection = new SloSelection(slos, workspaces);
  private final Map<String, SloState> states = new HashMap<>();
  private final TreeMap<Long, TreeSet<String>> timers = new TreeMap<>();
  private long version;

  /** With an SLO of this spec, called {@code checkout}. */
  public SloRun(String spec) {
    edit(spec, T0 - 3_600_000);
  }

  /** Edits the SLO; a null spec deletes it. */
  public SloRun edit(String spec, long logTime) {
    ConfigRecord first = Documents.document(Slo.KIND, "checkout", spec == null ? "{}" : spec);
    ConfigHistory.Outcome outcome =
        slos.accept(
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

  /** Good and bad requests in the middle of minute m, that arrive a second later. */
  public SloRun minute(int m, int good, int bad) {
    long at = T0 + m * MINUTE + 30_000;
    for (int i = 0; i < good + bad; i++) {
      arrive(request(i >= good, 1, at), at + 1_000);
    }
    return this;
  }

  public static MetricSample request(boolean error, double value, long occurredAt) {
    return new MetricSample(
        "default",
        "shop",
        "production",
        "request",
        value,
        "ms",
        error ? MetricSample.Outcome.ERROR : MetricSample.Outcome.OK,
        Instant.ofEpochMilli(occurredAt),
        Map.of());
  }

  public void arrive(MetricSample sample, long logTime) {
    selection.select(
        sample,
        logTime,
        new SloSelection.Taker() {
          @Override
          public void count(Series series, long close, long minute, long bad, long total) {
            SloPartial partial = through(new SloPartial(series, close, minute, bad, total));
            SloState state = states.computeIfAbsent(series.key(), none -> new SloState(series));
            timer(state.add(partial), series.key());
          }

          @Override
          public void tooLate(Series series, long closedAt, MetricSample one) {
            tooLate.add(one);
          }
        });
  }

  private void timer(long at, String key) {
    timers.computeIfAbsent(at, none -> new TreeSet<>()).add(key);
  }

  /** Lets everything fall due that is due at or before a watermark. */
  public SloRun advanceTo(long watermark) {
    while (!timers.isEmpty() && timers.firstKey() <= watermark) {
      Map.Entry<Long, TreeSet<String>> due = timers.pollFirstEntry();
      for (String key : due.getValue()) {
        close(key, due.getKey());
      }
    }
    return this;
  }

  /** Lets everything fall due up to the close of minute m. */
  public SloRun through(int m) {
    return advanceTo(T0 + m * MINUTE + MINUTE + 10_000);
  }

  private void close(String key, long at) {
    SloState state = states.get(key);
    if (state == null) {
      return;
    }
    Series series = state.series();
    long next =
        SloEvaluation.close(
            state,
            slos.at(series.workspace(), series.monitor(), at),
            Workspace.DEFAULT,
            at,
            new SloEvaluation.Outputs() {
              @Override
              public void window(SloWindow row) {
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

  private static SloPartial through(SloPartial partial) {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      partial.write(new DataOutputStream(bytes));
      return SloPartial.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Lets all state go through bytes. */
  public void restore() {
    for (Map.Entry<String, SloState> state : states.entrySet()) {
      state.setValue(SloRun.restored(state.getValue()));
    }
  }

  private static SloState restored(SloState state) {
    try {
      return SloState.read(new DataInputStream(new ByteArrayInputStream(bytes(state.copy()))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] bytes(SloState state) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    state.write(new DataOutputStream(bytes));
    return bytes.toByteArray();
  }

  /** How large the state of all series is. */
  public int stateBytes() {
    int size = 0;
    for (SloState state : states.values()) {
      try {
        size += bytes(state).length;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return size;
  }

  /** What was told, each as {@code 5 medium}: after so many minutes from the start. */
  public List<String> told() {
    List<String> told = new ArrayList<>();
    for (AlertEvent event : alerts) {
      long minutes = (event.occurredAt().toEpochMilli() - T0) / MINUTE;
      boolean over = event.status() == EventStatus.RESOLVED;
      told.add(minutes + " " + (over ? "resolved" : WireName.of(event.severity())));
    }
    return told;
  }

  /** The newest row of the only objective. */
  public SloWindow last() {
    return rows.get(rows.size() - 1);
  }

  public int series() {
    return states.size();
  }
}
