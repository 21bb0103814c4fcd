// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.grouping;

import static dev.signalcraft.domain.grouping.ChangeReason.OPENED;
import static dev.signalcraft.domain.ingest.Events.T0;
import static dev.signalcraft.domain.ingest.Events.build;
import static dev.signalcraft.domain.ingest.Events.draft;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalcraft.domain.config.ConfigHistory;
import dev.signalcraft.domain.config.ConfigRecord;
import dev.signalcraft.domain.ingest.Lifecycle;
import dev.signalcraft.domain.ingest.Severity;
import dev.signalcraft.domain.json.Json;
import java.io.IOException;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Severity by frequency, as a group lives with it. */
class SeverityRulesTest {
  private final ConfigHistory<SeverityRule> history =
      new ConfigHistory<>(SeverityRule.KIND, SeverityRule::read);
  private final KeyRun run =
      new KeyRun(new Windows(KeyRun.WINDOW, KeyRun.AUTO_CLOSE, 0), new SeverityRules(history));

  @Test
  void twoRulesOfDifferentTagsDoNotPullAStatefulGroupToAndFro() throws IOException {
    rule(
        "a",
        1,
        "{\"match\":{\"tags\":{\"team\":\"a\"}},\"steps\":[{\"count\":1,\"severity\":\"high\"}]}");
    rule(
        "b",
        1,
        "{\"match\":{\"tags\":{\"team\":\"b\"}},\"steps\":[{\"count\":1,\"severity\":\"critical\"}]}");
    for (int i = 0; i < 6; i++) {
      run.at(
          T0.plusSeconds(i),
          build(
              draft("cpu", "e" + i, T0)
                  .lifecycle(Lifecycle.STATEFUL)
                  .severity(Severity.LOW)
                  .tag("team", i % 2 == 0 ? "a" : "b")));
    }
    assertThat(run.reasons()).containsExactly(OPENED);
    assertThat(run.group().severity()).isEqualTo(Severity.HIGH);
  }

  private void rule(String name, long version, String spec) throws IOException {
    rule(name, version, spec, T0.minusSeconds(60));
  }

  private void rule(String name, long version, String spec, Instant logTime) throws IOException {
    ConfigRecord document =
        new ConfigRecord(
            SeverityRule.KIND,
            new ConfigRecord.Metadata("default", name),
            version,
            version - 1,
            spec == null,
            spec == null ? null : Json.mapper().readTree(spec));
    assertThat(history.accept(document, logTime.toEpochMilli()))
        .isEqualTo(ConfigHistory.Outcome.APPLIED);
  }
}
