// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.functions.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalcraft.domain.Topic;
import dev.signalcraft.domain.grouping.GroupKey;
import dev.signalcraft.domain.ingest.AlertEvent;
import dev.signalcraft.domain.ingest.DeadLetter;
import dev.signalcraft.domain.ingest.Events;
import dev.signalcraft.domain.ingest.Input;
import dev.signalcraft.domain.ingest.RawRecord;
import dev.signalcraft.domain.json.Json;
import java.util.Map;
import org.apache.flink.streaming.api.operators.ProcessOperator;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

@SuppressWarnings("try") // The harness may be interrupted while it closes.
class DropTicksTest {
  private static final AlertEvent EVENT = Events.event("f", "1", Events.T0);
  private static final Input INPUT = Input.of(GroupKey.of(EVENT), EVENT);

  @Test
  void whatHasAKeyGoesOnUnreadTicksGoAndTheRestIsParked() throws Exception {
    byte[] event = Json.mapper().writeValueAsBytes(INPUT);
    byte[] unreadable = "{\"password\":\"hunter2\"".getBytes(UTF_8);
    try (var harness =
        new OneInputStreamOperatorTestHarness<>(new ProcessOperator<>(new DropTicks()))) {
      harness.open();
      harness.processElement(record(0, INPUT.groupKey(), event), 7);
      harness.processElement(record(1, "k", unreadable), 7);
      harness.processElement(record(2, null, Json.mapper().writeValueAsBytes(Input.tick())), 7);
      harness.processElement(record(3, "", " { \"kind\" : \"tick\" } ".getBytes(UTF_8)), 7);
      harness.processElement(record(4, null, event), 7);
      harness.processElement(record(5, "", event), 7);
      harness.processElement(record(6, null, unreadable), 7);
      harness.processElement(record(7, null, null), 7);
      harness.processElement(record(8, "k", null), 7);

      assertThat(harness.extractOutputValues())
          .containsExactly(
              new KeyedRecord(INPUT.groupKey(), 3, 0, event),
              new KeyedRecord("k", 3, 1, unreadable));
      assertThat(harness.getSideOutput(ParseJson.DEAD_LETTERS))
          .extracting(letter -> letter.getValue().offset())
          .containsExactly(4L, 5L, 6L, 7L, 8L);
      assertThat(harness.getSideOutput(ParseJson.DEAD_LETTERS))
          .extracting(letter -> letter.getValue().reason())
          .containsOnly(DeadLetter.Reason.BAD_ENVELOPE);
      assertThat(harness.getSideOutput(ParseJson.DEAD_LETTERS))
          .extracting(letter -> letter.getValue().detail())
          .first()
          .isEqualTo("an input without the key of its group as the record's key");
      assertThat(harness.getSideOutput(ParseJson.DEAD_LETTERS))
          .allSatisfy(letter -> assertThat(letter.getValue().text()).doesNotContain("hunter2"));
    }
  }

  private static RawRecord record(long offset, String key, byte[] value) {
    return new RawRecord(Topic.INPUTS.topicName(), 3, offset, 7, Map.of(), key, value);
  }
}
