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
class ParseJsonTest {
  private static RawRecord input(byte[] value) {
    return new RawRecord(Topic.INPUTS.topicName(), 0, 1, 0, Map.of(), null, value);
  }

  @Test
  void oneRecordAfterAnotherIsReadOrParked() throws Exception {
    AlertEvent event = Events.event("f", "1", Events.T0);
    Input good = Input.of(GroupKey.of(event), event);
    byte[][] bad = {
      null,
      "null".getBytes(UTF_8),
      "{\"kind\":\"pigeon\",\"password\":\"hunter2\"}".getBytes(UTF_8),
      {0, 0, 0, '{', (byte) 0x7f, 0, 0, 1},
      "\0é".repeat(DeadLetter.MAX_TEXT_BYTES).getBytes(UTF_8)
    };
    try (var harness =
        new OneInputStreamOperatorTestHarness<>(
            new ProcessOperator<>(new ParseJson<>(Input.class)))) {
      harness.open();
      for (byte[] value : bad) {
        harness.processElement(input(value), 0);
      }
      harness.processElement(input(Json.mapper().writeValueAsBytes(good)), 0);

      assertThat(harness.extractOutputValues()).containsExactly(good);
      assertThat(harness.getSideOutput(ParseJson.DEAD_LETTERS))
          .hasSize(bad.length)
          .allSatisfy(
              record -> {
                DeadLetter dead = record.getValue();
                assertThat(dead.reason()).isEqualTo(DeadLetter.Reason.BAD_ENVELOPE);
                assertThat(dead.text()).doesNotContain("hunter2").doesNotContain("\0");
                assertThat(dead.text().getBytes(UTF_8).length)
                    .isLessThanOrEqualTo(DeadLetter.MAX_TEXT_BYTES);
              });
    }
  }
}
