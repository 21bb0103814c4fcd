// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.functions.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalcraft.domain.Topic;
import dev.signalcraft.domain.grouping.GroupKey;
import dev.signalcraft.domain.ingest.DeadLetter;
import dev.signalcraft.domain.ingest.Events;
import dev.signalcraft.domain.ingest.Input;
import dev.signalcraft.domain.ingest.RawRecord;
import dev.signalcraft.domain.ingest.Sentry;
import dev.signalcraft.functions.config.ConfigReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.BroadcastOperatorTestHarness;
import org.apache.flink.streaming.util.ProcessFunctionTestHarnesses;
import org.junit.jupiter.api.Test;

@SuppressWarnings("try") // The harness may be interrupted while it closes.
class IngestFunctionTest {
  private static final long T0 = Events.T0.toEpochMilli();
  private static final Map<String, String> ROUTE =
      Map.of(
          "workspace", "default",
          "source", "sentry",
          "integration", "web",
          "sentry-hook-resource", "issue");

  private static RawRecord resolved(long logTime) {
    return new RawRecord(
        Topic.WEBHOOKS.topicName(),
        0,
        logTime,
        logTime,
        ROUTE,
        null,
        Sentry.issue("resolved").toString().getBytes(UTF_8));
  }

  private static RawRecord config(long offset, long version, String environments, long logTime) {
    String json =
        """
        {"kind":"Integration","metadata":{"workspace":"default","name":"web"},"version":%d,
         "baseVersion":%d,"deleted":false,
         "spec":{"source":"sentry","secrets":["env:X"],"environments":%s}}"""
            .formatted(version, version - 1, environments);
    return new RawRecord(
        Topic.CONFIG.topicName(), 0, offset, logTime, Map.of(), null, json.getBytes(UTF_8));
  }

  private static BroadcastOperatorTestHarness<RawRecord, RawRecord, Input> harness(
      ConfigReader reader) throws Exception {
    return ProcessFunctionTestHarnesses.forBroadcastProcessFunction(new IngestFunction(reader));
  }

  private static List<Input> out(
      BroadcastOperatorTestHarness<RawRecord, RawRecord, Input> harness) {
    List<Input> inputs = new ArrayList<>(harness.extractOutputValues());
    harness.getOutput().clear();
    return inputs;
  }

  private static List<String> environments(List<Input> inputs) {
    return inputs.stream().map(input -> input.event().environment()).toList();
  }

  @Test
  void eventsGoOnUnderTheirGroupKey() throws Exception {
    try (var harness = harness(List::of)) {
      harness.processElement(resolved(T0), T0);
      List<Input> out = out(harness);
      assertThat(out).hasSize(1);
      assertThat(out.get(0).groupKey()).isEqualTo(GroupKey.of(out.get(0).event()));
      assertThat(harness.getSideOutput(IngestFunction.DEAD_LETTERS)).isNull();
    }
  }

  @Test
  void whatCannotBeReadGoesToTheSideAndTheNeighbourOn() throws Exception {
    try (var harness = harness(List::of)) {
      RawRecord bad =
          new RawRecord(Topic.WEBHOOKS.topicName(), 2, 9, T0, ROUTE, null, "{".getBytes(UTF_8));
      harness.processElement(bad, T0);
      harness.processElement(resolved(T0), T0);

      assertThat(out(harness)).hasSize(1);
      assertThat(harness.getSideOutput(IngestFunction.DEAD_LETTERS))
          .extracting(StreamRecord::getValue)
          .singleElement()
          .isInstanceOfSatisfying(
              DeadLetter.class,
              dead -> {
                assertThat(dead.reason()).isEqualTo(DeadLetter.Reason.MALFORMED);
                assertThat(dead.offset()).isEqualTo(9);
              });
    }
  }

  @Test
  void aNormalMessageThatChangesNothingYieldsNothing() throws Exception {
    RawRecord assigned =
        new RawRecord(
            Topic.WEBHOOKS.topicName(),
            0,
            0,
            T0,
            ROUTE,
            null,
            Sentry.issue("assigned").toString().getBytes(UTF_8));
    try (var harness = harness(List::of)) {
      harness.processElement(assigned, T0);
      assertThat(out(harness)).isEmpty();
      assertThat(harness.getSideOutput(IngestFunction.DEAD_LETTERS)).isNull();
    }
  }

  @Test
  void theConfigLogIsReadBeforeTheFirstRecord() throws Exception {
    RawRecord before = config(0, 1, "[\"qa\"]", T0 - 5_000);
    try (var harness = harness(() -> List.of(before))) {
      harness.processElement(resolved(T0), T0);
      assertThat(environments(out(harness))).containsExactly("qa");
    }
  }

  @Test
  void aVersionIsInForceFiveSecondsAfterItsLogTimeWheneverItArrives() throws Exception {
    RawRecord first = config(0, 1, "[\"qa\"]", T0 - 60_000);
    try (var harness = harness(() -> List.of(first))) {
      harness.processBroadcastElement(config(1, 2, "[\"a\",\"b\"]", T0), T0);
      harness.processElement(resolved(T0 + 4_999), T0 + 4_999);
      assertThat(environments(out(harness))).containsExactly("qa");
      harness.processElement(resolved(T0 + 5_000), T0 + 5_000);
      assertThat(environments(out(harness))).containsExactly("a", "b");
    }
  }

  @Test
  void theBroadcastRepeatsTheLogWithoutEffect() throws Exception {
    RawRecord one = config(0, 1, "[\"qa\"]", T0 - 60_000);
    RawRecord two = config(1, 2, "[\"prod\"]", T0 - 50_000);
    try (var harness = harness(() -> List.of(one, two))) {
      harness.processBroadcastElement(one, T0);
      harness.processBroadcastElement(two, T0);
      harness.processElement(resolved(T0), T0);
      assertThat(environments(out(harness))).containsExactly("prod");
    }
  }

  @Test
  void withoutTheConfigLogItDoesNotStart() {
    assertThatThrownBy(
            () ->
                harness(
                    () -> {
                      throw new IOException("no broker");
                    }))
        .hasStackTraceContaining("no broker");
  }
}
