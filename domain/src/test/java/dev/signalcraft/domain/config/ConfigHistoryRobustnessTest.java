// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalcraft.domain.config.ConfigHistory.Outcome;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigHistoryRobustnessTest {
  private final ConfigHistory<Integration> history =
      new ConfigHistory<>(Integration.KIND, Integration::read);

  private Outcome accept(String json) {
    return history.accept(json.getBytes(StandardCharsets.UTF_8), 0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{}",
        "not json",
        "{\"kind\":\"Integration\",\"version\":1,\"baseVersion\":0,\"deleted\":false}",
        "{\"kind\":\"Integration\",\"metadata\":{},\"version\":1,\"baseVersion\":0,\"deleted\":false}",
        "{\"metadata\":{\"workspace\":\"w\",\"name\":\"n\"},\"version\":1,\"baseVersion\":0,\"deleted\":false}"
      })
  void aRecordThatIsNoDocumentIsPassedOver(String json) {
    assertThat(accept(json)).isEqualTo(Outcome.NOT_MINE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "[]",
        "{\"source\":\"sentry\"}",
        "{\"source\":\"sentry\",\"secrets\":[null]}",
        "{\"source\":\"sentry\",\"keySha256\":[null]}",
        "{\"source\":\"sentry\",\"secrets\":[\"hunter2\"]}"
      })
  void aRefusedContentStillMovesTheDocument(String spec) {
    String json =
        """
        {"kind":"Integration","metadata":{"workspace":"w","name":"n"},"version":1,
         "baseVersion":0,"deleted":false,"spec":%s}"""
            .formatted(spec);

    assertThat(accept(json)).isEqualTo(Outcome.REFUSED);
    assertThat(history.version("w", "n")).isEqualTo(1);
    assertThat(history.newest("w", "n")).isNull();
  }

  @Test
  void aTombstoneIsPassedOver() {
    assertThat(history.accept((byte[]) null, 0)).isEqualTo(Outcome.NOT_MINE);
  }
}
