// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.functions.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalcraft.domain.config.ConfigLog;
import dev.signalcraft.domain.ingest.DeadLetter;
import dev.signalcraft.domain.ingest.Input;
import dev.signalcraft.domain.ingest.RawRecord;
import dev.signalcraft.domain.monitor.MetricWindow;
import dev.signalcraft.domain.monitor.Monitor;
import dev.signalcraft.domain.monitor.MonitorRun;
import dev.signalcraft.domain.monitor.Partial;
import dev.signalcraft.functions.config.ConfigReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.co.CoBroadcastWithKeyedOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.TwoInputStreamOperatorTestHarness;
import org.apache.flink.util.OutputTag;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Samples on their way to their series, and the series. */
class WatchSeriesTest {
  private static final long T0 = MonitorRun.T0;
  private static final ConfigReader CONFIG =
      () ->
          new ConfigLog()
              .at(
                  Instant.ofEpochMilli(T0 - 60_000),
                  Monitor.KIND,
                  "slow",
                  "{select: {name: x}, measure: max, correctFor: 1m,"
                      + " conditions: [{severity: high, op: '>', threshold: 5, for: 2}]}")
              .at(
                  Instant.ofEpochMilli(T0 - 60_000),
                  Monitor.KIND,
                  "users",
                  "{select: {name: y}, groupBy: [tags.user], measure: count,"
                      + " conditions: [{severity: high, op: '>', threshold: 5}]}")
              .records();

  private TwoInputStreamOperatorTestHarness<RawRecord, RawRecord, Partial> select;
  private KeyedTwoInputStreamOperatorTestHarness<String, Partial, RawRecord, MetricWindow> watch;

  @BeforeEach
  void open() throws Exception {
    select = new TwoInputStreamOperatorTestHarness<>(new SelectSamples(CONFIG));
    select.setup(PartialSerializer.INSTANCE);
    select.open();
    watch = watch(null);
  }

  private static KeyedTwoInputStreamOperatorTestHarness<String, Partial, RawRecord, MetricWindow>
      watch(OperatorSubtaskState state) throws Exception {
    KeyedTwoInputStreamOperatorTestHarness<String, Partial, RawRecord, MetricWindow> harness =
        new KeyedTwoInputStreamOperatorTestHarness<>(
            new CoBroadcastWithKeyedOperator<>(new WatchSeries(CONFIG), List.of()),
            Partial::key,
            record -> "",
            Types.STRING);
    harness.setup();
    if (state != null) {
      harness.initializeState(state);
    }
    harness.open();
    return harness;
  }

  @AfterEach
  void close() throws Exception {
    select.close();
    watch.close();
  }

  private void send(long logTime, String json) throws Exception {
    byte[] value = json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    select.processElement1(
        new RawRecord("metrics", 0, logTime, logTime, Map.of(), null, value), logTime);
  }

  private void sample(long at, double value) throws Exception {
    send(at, "{'name':'x','value':" + value + "}");
  }

  private List<Partial> partials() {
    List<Partial> partials = new ArrayList<>(select.extractOutputValues());
    select.getOutput().clear();
    return partials;
  }

  /** Time passes: what is added together goes on first. */
  private void time(long watermark) throws Exception {
    select.processWatermark1(new Watermark(watermark));
    select.processWatermark2(Watermark.MAX_WATERMARK);
    for (Partial partial : partials()) {
      watch.processElement1(partial, 0);
    }
    watch.processWatermark1(new Watermark(watermark));
    watch.processWatermark2(Watermark.MAX_WATERMARK);
  }

  private static <T> List<T> side(Queue<StreamRecord<T>> records) {
    return records == null ? List.of() : records.stream().map(StreamRecord::getValue).toList();
  }

  private static <T> List<T> side(
      KeyedTwoInputStreamOperatorTestHarness<?, ?, ?, ?> harness, OutputTag<T> tag) {
    return side(harness.getSideOutput(tag));
  }

  @Test
  void samplesOfASeriesAndMinuteGoOnTogetherBeforeTheirCloseABarrierAndTheEnd() throws Exception {
    sample(T0, 1);
    sample(T0 + 1, 2);
    sample(T0 + 60_000, 3);
    assertThat(partials()).isEmpty();

    select.processWatermark1(new Watermark(T0 + 69_999));
    select.processWatermark2(Watermark.MAX_WATERMARK);
    assertThat(partials()).isEmpty();
    select.processWatermark1(new Watermark(T0 + 70_000));
    assertThat(partials())
        .extracting(partial -> partial.pane() - T0 + ":" + partial.samples().count())
        .containsExactly("0:2");

    sample(T0 + 60_001, 4);
    select.prepareSnapshotPreBarrier(1);
    assertThat(partials())
        .extracting(partial -> partial.pane() - T0 + ":" + partial.samples().count())
        .containsExactly("60000:2");

    sample(T0 + 60_002, 5);
    select.endInput1();
    select.endInput2();
    select.getOperator().finish();
    assertThat(partials()).hasSize(1);
  }

  @Test
  void manySeriesOfAMinuteGoOnBeforeItClosesAndNoneIsLost() throws Exception {
    int most = 0;
    List<Partial> all = new ArrayList<>();
    for (int i = 0; i < 100_000; i++) {
      send(T0 + i / 10, "{'name':'y','value':1,'tags':{'user':'" + i + "'}}");
      List<Partial> partials = partials();
      most = Math.max(most, partials.size());
      all.addAll(partials);
    }
    select.prepareSnapshotPreBarrier(1);
    all.addAll(partials());

    assertThat(most).isEqualTo(20_000);
    assertThat(all).hasSize(100_000);
    assertThat(all).extracting(Partial::key).doesNotHaveDuplicates();
  }

  @Test
  void whatCannotBeCountedIsParkedOnceWithItsReason() throws Exception {
    send(T0, "{'name':'x'}");
    send(T0, "{'kind':'tick','groupKey':''}");
    send(T0 + 200_000, "{'name':'x','value':1,'timestamp':" + T0 + "}");
    send(T0, "{'name':'unwatched','value':1}");

    assertThat(side(select.getSideOutput(SelectSamples.DEAD_LETTERS)))
        .extracting(DeadLetter::reason, DeadLetter::detail)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                DeadLetter.Reason.UNEXPECTED_SHAPE, "value: missing; give a number"),
            org.assertj.core.groups.Tuple.tuple(
                DeadLetter.Reason.WRONG_TIME,
                "too late for the monitor slow: its minute closed at 2026-03-02T10:01:10.000Z"));
    time(T0 + 10_000);
    assertThat(watch.numKeyedStateEntries()).isZero();
  }

  @Test
  void aSeriesAsksOnceForEachCloseToBeWatched() throws Exception {
    sample(T0, 1);
    sample(T0 + 1, 2);
    select.prepareSnapshotPreBarrier(1);
    sample(T0 + 11, 3);
    sample(T0 + 60_000, 3);
    time(T0 + 130_000);

    assertThat(side(select.getSideOutput(SelectSamples.CANDIDATES)))
        .extracting(candidate -> candidate.close() - T0 + ":" + candidate.samples().count())
        .containsExactlyInAnyOrder("70000:0", "130000:0");
  }

  @Test
  void aRefusedSeriesLeavesNothingWhicheverComesFirst() throws Exception {
    sample(T0, 9);
    select.prepareSnapshotPreBarrier(1);
    Partial partial = partials().get(0);
    watch.processElement1(partial.as(Partial.Kind.REFUSED), 0);
    watch.processElement1(partial, 0);
    OperatorSubtaskState state = watch.snapshot(1, 1);
    watch.close();
    watch = watch(state);
    time(T0 + 70_000);

    assertThat(watch.extractOutputValues()).isEmpty();
    assertThat(watch.numKeyedStateEntries()).isZero();
    assertThat(watch.numEventTimeTimers()).isZero();
  }

  @Test
  void aSeriesGoesOnAfterARestoreAndLeavesNothingInTheEnd() throws Exception {
    sample(T0 + 1, 9);
    time(T0 + 70_000);
    assertThat(watch.extractOutputValues()).hasSize(1);
    sample(T0 + 70_001, 9);
    select.prepareSnapshotPreBarrier(1);
    for (Partial partial : partials()) {
      watch.processElement1(partial, 0);
    }

    OperatorSubtaskState state = watch.snapshot(1, 1);
    watch.close();
    watch = watch(state);
    time(T0 + 130_000);
    assertThat(side(watch, WatchSeries.ALERTS))
        .singleElement()
        .extracting(input -> input.event().severity().name())
        .isEqualTo("HIGH");
    assertThat(watch.numKeyedStateEntries()).isOne();
    assertThat(watch.numEventTimeTimers()).isOne();

    time(T0 + 130_000 + 86_400_000);
    assertThat(side(watch, WatchSeries.ALERTS)).extracting(Input::kind).hasSize(2);
    assertThat(watch.numKeyedStateEntries()).isZero();
    assertThat(watch.numEventTimeTimers()).isZero();
  }
}
