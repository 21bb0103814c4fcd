// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.functions.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.streaming.api.operators.StreamMap;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

class LogTimeTest {
  @Test
  void theWatermarkIsTheNewestLogTimeLessTwoHundredMillis() {
    List<Long> watermarks = new ArrayList<>();
    WatermarkOutput output = new Recorder(watermarks);
    WatermarkGenerator<String> generator =
        LogTime.<String>watermarks().createWatermarkGenerator(null);

    generator.onEvent("a", 10_000, output);
    generator.onPeriodicEmit(output);
    generator.onEvent("b", 9_000, output);
    generator.onPeriodicEmit(output);
    generator.onEvent("c", 10_500, output);
    generator.onPeriodicEmit(output);

    assertThat(watermarks).containsExactly(9_800L, 9_800L, 10_300L);
  }

  @Test
  void theEndOfALogIsNotTheEndOfTime() throws Exception {
    try (OneInputStreamOperatorTestHarness<String, String> harness =
        new OneInputStreamOperatorTestHarness<>(new EndOfLog<String>())) {
      harness.open();
      harness.processElement("a", 5);
      harness.processWatermark(7);
      harness.processWatermark(Long.MAX_VALUE);

      assertThat(harness.extractOutputValues()).containsExactly("a");
      assertThat(harness.getOutput())
          .contains(new org.apache.flink.streaming.api.watermark.Watermark(7))
          .doesNotContain(org.apache.flink.streaming.api.watermark.Watermark.MAX_WATERMARK);
    }
  }

  @Test
  void anOrdinaryOperatorWouldLetTheEndOfTimePass() throws Exception {
    try (OneInputStreamOperatorTestHarness<String, String> harness =
        new OneInputStreamOperatorTestHarness<>(new StreamMap<String, String>(text -> text))) {
      harness.open();
      harness.processWatermark(Long.MAX_VALUE);

      assertThat(harness.getOutput())
          .contains(org.apache.flink.streaming.api.watermark.Watermark.MAX_WATERMARK);
    }
  }

  private record Recorder(List<Long> watermarks) implements WatermarkOutput {
    @Override
    public void emitWatermark(Watermark watermark) {
      watermarks.add(watermark.getTimestamp());
    }

    @Override
    public void markIdle() {
      throw new AssertionError("a partition is never idle");
    }

    @Override
    public void markActive() {
      throw new AssertionError("a partition is never idle");
    }
  }
}
