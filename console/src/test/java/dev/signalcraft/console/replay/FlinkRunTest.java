// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.console.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalcraft.domain.grouping.GroupKey;
import dev.signalcraft.domain.replay.ReplaySpan;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class FlinkRunTest {
  private static final Instant T0 = Instant.parse("2026-03-02T08:00:00Z");
  private static final String ID = GroupKey.hash("asked");
  private static final ReplaySpan SPAN =
      new ReplaySpan(ID, "shop", T0.minusSeconds(60), T0, T0.plusSeconds(60));

  @Test
  void flinkIsToldTheQuestionAndNothingElse() {
    assertThat(FlinkRun.arguments(new ReplayRequest(SPAN, "1m", "[]"), "/etc/replay.yaml"))
        .isEqualTo(
            List.of(
                "--config",
                "/etc/replay.yaml",
                "--workspace",
                "shop",
                "--since",
                "2026-03-02T08:00:00.000Z",
                "--until",
                "2026-03-02T08:01:00.000Z",
                "--warm-up",
                "1m",
                "--replay-id",
                ID,
                "--config-file",
                "base64:W10="));
    assertThat(FlinkRun.arguments(new ReplayRequest(SPAN, "1m", ""), ""))
        .first()
        .isEqualTo("--workspace");
  }

  @Test
  void whatAShellWouldReadOtherwiseIsQuotedAndAPasswordInAnAddressIsNotShown() {
    JobEnds ends = new JobEnds("k:9092", "/etc/it's here", "jdbc:postgresql://d/s?password=x", "u");

    assertThat(FlinkRun.line(new ReplayRequest(SPAN, "1m", ""), ends, ""))
        .contains(" --kafka-properties-file '/etc/it'\\''s here' ")
        .contains(" --postgres.url \"$SIGNALCRAFT_POSTGRES_URL\" ")
        .doesNotContain("password=x");
    assertThat(FlinkRun.line(new ReplayRequest(SPAN, "1m", "x".repeat(80_000)), ends, "/c.yaml"))
        .contains(" --config /c.yaml --workspace shop ")
        .endsWith(" --config-file candidate.json");
  }
}
