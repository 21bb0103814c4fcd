// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.functions.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalcraft.domain.config.ConfigLog;
import dev.signalcraft.domain.grouping.GroupKey;
import dev.signalcraft.domain.ingest.AlertEvent;
import dev.signalcraft.domain.ingest.Events;
import dev.signalcraft.domain.ingest.Input;
import dev.signalcraft.domain.ingest.RawRecord;
import dev.signalcraft.domain.json.Json;
import dev.signalcraft.domain.monitor.Monitor;
import dev.signalcraft.domain.monitor.Partial;
import dev.signalcraft.functions.config.ConfigReader;
import dev.signalcraft.functions.ingest.KeyedRecord;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Events on their way to their series. */
class SelectEventsTest {
  private static final long T0 = Events.T0.toEpochMilli();
  private static final ConfigReader CONFIG =
      () ->
          new ConfigLog()
              .at(
                  Events.T0.minusSeconds(60),
                  Monitor.KIND,
                  "errors",
                  "{select: {stream: events, when: 'type == \"error\"'}, measure: count,"
                      + " conditions: [{severity: high, op: '>', threshold: 5}]}")
              .records();

  private KeyedTwoInputStreamOperatorTestHarness<String, KeyedRecord, RawRecord, Partial> select;

  @BeforeEach
  void open() throws Exception {
    select = select(null);
  }

  private static KeyedTwoInputStreamOperatorTestHarness<String, KeyedRecord, RawRecord, Partial>
      select(OperatorSubtaskState state) throws Exception {
    KeyedTwoInputStreamOperatorTestHarness<String, KeyedRecord, RawRecord, Partial> harness =
        new KeyedTwoInputStreamOperatorTestHarness<>(
            new SelectEvents(CONFIG), KeyedRecord::key, null, Types.STRING);
    harness.setup(PartialSerializer.INSTANCE);
    if (state != null) {
      harness.initializeState(state);
    }
    harness.open();
    return harness;
  }

  @AfterEach
  void close() throws Exception {
    select.close();
  }

  private void send(long logTime, String key, byte[] value) throws Exception {
    select.processElement1(new KeyedRecord(key, 0, logTime, value), logTime);
  }

  private void event(String id, long logTime) throws Exception {
    AlertEvent event = Events.event("checkout", id, Instant.ofEpochMilli(logTime));
    Input input = Input.of(GroupKey.of(event), event);
    send(logTime, input.groupKey(), Json.mapper().writeValueAsBytes(input));
  }

  private List<Long> counted() {
    List<Long> counts =
        select.extractOutputValues().stream().map(partial -> partial.samples().count()).toList();
    select.getOutput().clear();
    return counts;
  }

  private void time(long watermark) throws Exception {
    select.processWatermark1(new Watermark(watermark));
    select.processWatermark2(Watermark.MAX_WATERMARK);
  }

  @Test
  void anEventThatComesAgainCountsOnceAlsoAfterARestore() throws Exception {
    event("1", T0);
    event("2", T0 + 1);
    event("1", T0 + 2);
    time(T0 + 69_999);
    assertThat(counted()).isEmpty();
    time(T0 + 70_000);
    assertThat(counted()).containsExactly(2L);

    event("3", T0 + 70_011);
    select.prepareSnapshotPreBarrier(1);
    assertThat(counted()).containsExactly(1L);
    OperatorSubtaskState state = select.snapshot(1, 1);
    select.close();
    select = select(state);
    event("3", T0 + 70_012);
    event("4", T0 + 70_013);
    time(T0 + 130_000);
    assertThat(counted()).containsExactly(1L);
  }

  @Test
  void idsAreForgottenADayAfterTheLastOne() throws Exception {
    event("1", T0);
    event("2", T0 + 1_000);
    time(T0 + 86_400_000);
    assertThat(select.numKeyedStateEntries()).isPositive();
    assertThat(select.numEventTimeTimers()).isOne();

    time(T0 + 86_401_000);
    assertThat(select.numKeyedStateEntries()).isZero();
    assertThat(select.numEventTimeTimers()).isZero();
  }

  @Test
  void commandsAndWhatCannotBeReadLeaveNothing() throws Exception {
    send(T0, "0".repeat(32), "not json".getBytes(StandardCharsets.UTF_8));
    AlertEvent event = Events.event("checkout", "1", Events.T0);
    byte[] input = Json.mapper().writeValueAsBytes(Input.of(GroupKey.of(event), event));
    send(T0, "0".repeat(32), input);
    send(T0, "", Json.mapper().writeValueAsBytes(Input.tick()));
    time(T0 + 10);

    assertThat(counted()).isEmpty();
    assertThat(select.numKeyedStateEntries()).isZero();
  }
}
