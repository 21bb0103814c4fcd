// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.functions.slo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalcraft.domain.config.ConfigLog;
import dev.signalcraft.domain.ingest.DeadLetter;
import dev.signalcraft.domain.ingest.EventStatus;
import dev.signalcraft.domain.ingest.Input;
import dev.signalcraft.domain.ingest.RawRecord;
import dev.signalcraft.domain.monitor.Partial;
import dev.signalcraft.domain.slo.Slo;
import dev.signalcraft.domain.slo.SloPartial;
import dev.signalcraft.domain.slo.SloRun;
import dev.signalcraft.domain.slo.SloWindow;
import dev.signalcraft.functions.config.ConfigReader;
import dev.signalcraft.functions.monitor.SelectSamples;
import dev.signalcraft.functions.monitor.WrittenType;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.co.CoBroadcastWithKeyedOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.TwoInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Events on their way to their objectives, and the objectives. */
class WatchObjectivesTest {
  private static final long T0 = SloRun.T0;
  private static final ConfigReader CONFIG =
      () ->
          new ConfigLog()
              .at(
                  Instant.ofEpochMilli(T0 - 60_000),
                  Slo.KIND,
                  "checkout",
                  """
                  service: shop
                  indicator: {spec: {thresholdMetric: {metricSource: {spec: {name: x}}}}}
                  timeWindow: [{duration: 1d, isRolling: true}]
                  budgetingMethod: Occurrences
                  objectives: [{op: lt, value: 5, target: 0.9}]
                  alertPolicies: [{spec: {conditions: [{spec: {severity: page,
                    condition: {threshold: 2, lookbackWindow: 5m, alertAfter: 2m}}}]}}]
                  signalcraft: {minEvents: 2, correctFor: 1m}
                  """)
              .records();

  private TwoInputStreamOperatorTestHarness<RawRecord, RawRecord, Partial> select;
  private KeyedTwoInputStreamOperatorTestHarness<String, SloPartial, RawRecord, SloWindow> watch;

  @BeforeEach
  void open() throws Exception {
    select = new TwoInputStreamOperatorTestHarness<>(new SelectSamples(CONFIG));
    select.setup(WrittenType.PARTIAL.createSerializer(new SerializerConfigImpl()));
    select.open();
    watch = watch(null);
  }

  private static KeyedTwoInputStreamOperatorTestHarness<String, SloPartial, RawRecord, SloWindow>
      watch(OperatorSubtaskState state) throws Exception {
    KeyedTwoInputStreamOperatorTestHarness<String, SloPartial, RawRecord, SloWindow> harness =
        new KeyedTwoInputStreamOperatorTestHarness<>(
            new CoBroadcastWithKeyedOperator<>(new WatchObjectives(CONFIG), List.of()),
            SloPartial::key,
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

  private void sample(long logTime, double value) throws Exception {
    send(logTime, "{\"name\":\"x\",\"value\":" + value + "}");
  }

  private void send(long logTime, String json) throws Exception {
    byte[] value = json.getBytes(StandardCharsets.UTF_8);
    select.processElement1(
        new RawRecord("metrics", 0, logTime, logTime, Map.of(), null, value), logTime);
  }

  private static <T> List<T> values(Queue<StreamRecord<T>> records) {
    return records == null ? List.of() : records.stream().map(StreamRecord::getValue).toList();
  }

  private List<SloPartial> events() {
    Queue<StreamRecord<SloPartial>> side = select.getSideOutput(WatchObjectives.EVENTS);
    List<SloPartial> events = new ArrayList<>(values(side));
    if (side != null) {
      side.clear();
    }
    return events;
  }

  /** Time passes: what is added together goes on first. */
  private void time(long watermark) throws Exception {
    select.processWatermark1(new Watermark(watermark));
    select.processWatermark2(Watermark.MAX_WATERMARK);
    for (SloPartial events : events()) {
      watch.processElement1(events, 0);
    }
    watch.processWatermark1(new Watermark(watermark));
    watch.processWatermark2(Watermark.MAX_WATERMARK);
  }

  @Test
  void eventsOfASeriesAndMinuteGoOnTogetherBeforeAWatermarkAndABarrier() throws Exception {
    sample(T0, 1);
    sample(T0 + 1, 9);
    sample(T0 + 60_000, 3);
    assertThat(events()).isEmpty();

    select.prepareSnapshotPreBarrier(1);
    assertThat(events())
        .extracting(one -> one.minute() - T0 + ": " + one.bad() + " of " + one.total())
        .containsExactlyInAnyOrder("0: 1 of 2", "60000: 0 of 1");
  }

  @Test
  void anEventThatComesTooLateIsParkedWithItsReason() throws Exception {
    send(T0 + 200_000, "{\"name\":\"x\",\"value\":1,\"timestamp\":" + T0 + "}");

    assertThat(values(select.getSideOutput(SelectSamples.DEAD_LETTERS)))
        .extracting(DeadLetter::detail)
        .containsExactly(
            "too late for the SLO checkout: its minute closed at 2026-03-02T10:01:10.000Z");
  }

  private String watchedKey() {
    return watch.getSideOutput(WatchObjectives.ALERTS).element().getValue().groupKey();
  }

  @Test
  void anObjectiveGoesOnAfterARestoreAndLeavesNothingInTheEnd() throws Exception {
    sample(T0 + 1, 9);
    sample(T0 + 2, 9);
    time(T0 + 70_000);
    assertThat(watch.extractOutputValues()).extracting(SloWindow::bad).containsExactly(2L);

    OperatorSubtaskState state = watch.snapshot(1, 1);
    watch.close();
    watch = watch(state);
    time(T0 + 130_000);
    assertThat(values(watch.getSideOutput(WatchObjectives.ALERTS)))
        .singleElement()
        .extracting(input -> input.event().title())
        .isEqualTo("checkout, 90%: the error budget burns 10 times too fast");
    assertThat(watch.numKeyedStateEntries()).isOne();
    assertThat(watch.numEventTimeTimers()).isOne();

    time(T0 + 70_000 + 86_400_000);
    assertThat(values(watch.getSideOutput(WatchObjectives.ALERTS)))
        .extracting(input -> input.event().status())
        .containsExactly(EventStatus.FIRING, EventStatus.RESOLVED);
    assertThat(values(watch.getSideOutput(WatchObjectives.ALERTS)))
        .extracting(Input::groupKey)
        .hasSize(2)
        .containsOnly(watchedKey());
    assertThat(watch.numKeyedStateEntries()).isZero();
    assertThat(watch.numEventTimeTimers()).isZero();
  }
}
