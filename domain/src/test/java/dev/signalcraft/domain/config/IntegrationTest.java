// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.signalcraft.domain.json.Json;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IntegrationTest {
  private static Integration read(String spec) throws JsonProcessingException {
    return Integration.read(
        new ConfigRecord(
            Integration.KIND,
            new ConfigRecord.Metadata("acme", "web"),
            1,
            0,
            false,
            Json.mapper().readTree(spec)));
  }

  @Test
  void aSourceAndOneProofAreEnough() throws Exception {
    Integration read = read("{\"source\":\"sentry\",\"secrets\":[\"env:SENTRY_SECRET\"]}");
    assertThat(read.environments()).isEmpty();
    assertThat(read.keySha256()).isEmpty();
    assertThat(
            read("{\"source\":\"sentry\",\"keySha256\":[\"%s\"],\"environments\":[\"qa\"]}"
                    .formatted("0".repeat(64)))
                .environments())
        .isEqualTo(List.of("qa"));
  }

  @Test
  void usersOfSlackActUnderTheirNames() throws Exception {
    assertThat(
            read("{\"source\":\"slack\",\"secrets\":[\"env:A\"],\"users\":{\"U1\":\"Ada L.\"}}")
                .users())
        .isEqualTo(Map.of("U1", "Ada L."));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | spec.source:",
        "{\"source\":\"Sentry!\"} | spec.source:",
        "{\"source\":\"sentry\"} | spec: give secrets or keySha256",
        "{\"source\":\"metrics\",\"secrets\":[\"env:A\"]} | spec.keySha256: measurements come with",
        "{\"source\":\"sentry\",\"secrets\":[\"hunter2\"]} | spec.secrets:",
        "{\"source\":\"sentry\",\"keySha256\":[\"ABC\"]} | spec.keySha256:",
        "{\"source\":\"sentry\",\"secrets\":5} | spec.secrets:",
        "{\"source\":\"sentry\",\"secrets\":\"hunter2\"} | spec.secrets:",
        "{\"source\":\"sentry\",\"secrets\":[{\"a\":\"hunter2\"}]} | spec.secrets[0]:",
        "{\"source\":\"sentry\",\"secret\":\"hunter2\"} | spec.secret: no such field; did you",
        "{\"source\":\"slack\",\"keySha256\":[\"0000000000000000000000000000000000000000000000000000000000000000\"]} | spec.secrets: give the signing secret",
        "{\"source\":\"sentry\",\"secrets\":[\"env:A\"],\"users\":{\"U1\":\"ada\"}} | spec.users: only the source slack",
        "{\"source\":\"slack\",\"secrets\":[\"env:A\"],\"users\":{\"ada\":\"U1\"}} | spec.users: a member is named by the id",
        "{\"source\":\"slack\",\"secrets\":[\"env:A\"],\"users\":{\"U1\":\"clock\"}} | spec.users.U1: a name of 1 to 256",
        "{\"source\":\"slack\",\"secrets\":[\"env:A\"],\"users\":{\"U1\":\" \"}} | spec.users.U1: a name of 1 to 256",
        "{\"source\":\"slack\",\"secrets\":[\"env:A\"],\"users\":{\"U1\":null}} | spec.users.U1: a name of 1 to 256",
        "\"hunter2\" | spec:"
      })
  void whatIsWrongIsNamedAndNoSecretIsShown(String spec, String message) {
    assertThatThrownBy(() -> read(spec))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(message)
        .hasNoCause()
        .hasMessageNotContaining("hunter2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "my-shop-2", "0"})
  void namesAreLowerCase(String name) {
    assertThat(Integration.isName(name)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "A", "a_b", "a/b", "é", "a\n"})
  void otherTextIsNoName(String name) {
    assertThat(Integration.isName(name)).isFalse();
    assertThat(Integration.isName("a".repeat(63))).isTrue();
    assertThat(Integration.isName("a".repeat(64))).isFalse();
  }
}
