// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.functions.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalcraft.domain.config.ConfigLog;
import dev.signalcraft.domain.ingest.Input;
import dev.signalcraft.domain.ingest.RawRecord;
import dev.signalcraft.domain.json.Json;
import dev.signalcraft.domain.monitor.MetricWindow;
import dev.signalcraft.domain.monitor.Monitor;
import dev.signalcraft.domain.monitor.MonitorRun;
import dev.signalcraft.domain.monitor.Pane;
import dev.signalcraft.domain.monitor.Partial;
import dev.signalcraft.domain.monitor.Series;
import dev.signalcraft.functions.config.ConfigReader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.streaming.api.operators.co.CoBroadcastWithKeyedOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

/** Series that go from one number of subtasks to others. */
class WatchSeriesRescaleTest {
  private static final long T0 = MonitorRun.T0;
  private static final int MINUTES = 12;
  private static final int SERIES = 60;
  private static final int MAX_PARALLELISM = 128;
  private static final ConfigReader CONFIG =
      () ->
          new ConfigLog()
              .at(
                  Instant.ofEpochMilli(T0 - 60_000),
                  Monitor.KIND,
                  "slow",
                  "{select: {name: x}, groupBy: [tags.k], measure: p95, window: 3m, correctFor: 5m,"
                      + " conditions: [{severity: high, op: '>', threshold: 100, for: 2}]}")
              .records();

  /** What arrives between a close and the next: of this minute, and late ones of others. */
  private static List<Partial> arriving(int minute) {
    List<Partial> partials = new ArrayList<>();
    for (int s = 0; s < SERIES; s++) {
      Random random = new Random(minute * 1_000L + s);
      Series series = series(s);
      for (int part = random.nextInt(3); part > 0; part--) {
        long pane = T0 + 60_000L * Math.max(0, minute - random.nextInt(3));
        Pane samples = new Pane();
        for (int i = random.nextInt(20); i >= 0; i--) {
          double value = 80 * Math.exp(random.nextGaussian() / 3);
          samples.add(value, false, pane + i, value, Map.of("user", "u" + i));
        }
        long close = T0 + 60_000L * minute + 70_000;
        partials.add(new Partial(Partial.Kind.SAMPLES, series, close, pane, samples));
      }
    }
    return partials;
  }

  private static Series series(int s) {
    return Series.of(
        "default",
        "slow",
        "x",
        Series.ALL,
        Series.ALL,
        null,
        Map.of("k", "k" + s),
        new Series.Shape("tags.k", 60_000, 10_000));
  }

  /** Runs minutes with so many subtasks; the last ones run out all clocks. */
  private static OperatorSubtaskState run(
      int from, int to, OperatorSubtaskState state, int before, int subtasks, List<String> seen)
      throws Exception {
    OperatorSubtaskState[] states = new OperatorSubtaskState[subtasks];
    for (int subtask = 0; subtask < subtasks; subtask++) {
      try (var watch = open(state, before, subtasks, subtask)) {
        for (int minute = from; minute < to; minute++) {
          for (Partial partial : arriving(minute)) {
            if (KeyGroupRangeAssignment.assignKeyToParallelOperator(
                    partial.key(), MAX_PARALLELISM, subtasks)
                == subtask) {
              watch.processElement1(partial, 0);
            }
          }
          // What has just come still waits for its close when the snapshot is taken.
          watch.processWatermark1(new Watermark(T0 + 60_000L * minute + 69_999));
          watch.processWatermark2(Watermark.MAX_WATERMARK);
        }
        if (to == MINUTES) {
          watch.processWatermark1(new Watermark(T0 + 3 * 86_400_000L));
          assertThat(watch.numKeyedStateEntries()).isZero();
        }
        seen(watch, seen);
        states[subtask] = watch.snapshot(1, 1);
      }
    }
    return AbstractStreamOperatorTestHarness.repackageState(states);
  }

  private static KeyedTwoInputStreamOperatorTestHarness<String, Partial, RawRecord, MetricWindow>
      open(OperatorSubtaskState state, int before, int subtasks, int subtask) throws Exception {
    var watch =
        new KeyedTwoInputStreamOperatorTestHarness<String, Partial, RawRecord, MetricWindow>(
            new CoBroadcastWithKeyedOperator<>(new WatchSeries(CONFIG), List.of()),
            Partial::key,
            record -> "",
            Types.STRING,
            MAX_PARALLELISM,
            subtasks,
            subtask);
    watch.setup();
    if (state != null) {
      watch.initializeState(
          AbstractStreamOperatorTestHarness.repartitionOperatorState(
              state, MAX_PARALLELISM, before, subtasks, subtask));
    }
    watch.open();
    return watch;
  }

  private static void seen(
      KeyedTwoInputStreamOperatorTestHarness<String, Partial, RawRecord, MetricWindow> watch,
      List<String> seen)
      throws Exception {
    for (MetricWindow row : watch.extractOutputValues()) {
      seen.add(Json.mapper().writeValueAsString(row));
    }
    var alerts = watch.getSideOutput(WatchSeries.ALERTS);
    if (alerts != null) {
      for (StreamRecord<Input> alert : alerts) {
        seen.add(Json.mapper().writeValueAsString(alert.getValue()));
      }
    }
  }

  @Test
  void oneSubtaskThenFourThenTwoWriteTheSameAsOne() throws Exception {
    List<String> expected = new ArrayList<>();
    run(0, MINUTES, null, 1, 1, expected);
    Map<Boolean, Long> kinds = new HashMap<>();
    expected.forEach(line -> kinds.merge(line.contains("\"sketch\""), 1L, Long::sum));
    assertThat(kinds.get(true)).isGreaterThan(500);
    assertThat(kinds.get(false)).isGreaterThan(30);

    List<String> seen = new ArrayList<>();
    OperatorSubtaskState one = run(0, 4, null, 1, 1, seen);
    OperatorSubtaskState four = run(4, 8, one, 1, 4, seen);
    run(8, MINUTES, four, 4, 2, seen);
    assertThat(seen).containsExactlyInAnyOrderElementsOf(expected);
  }
}
