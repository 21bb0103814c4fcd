// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.grouping;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalcraft.domain.ingest.Events;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GroupKeyTest {
  @Test
  void itIsHalfOfTheSha256OverTheFieldsJoinedByU001F() throws Exception {
    byte[] digest =
        MessageDigest.getInstance("SHA-256")
            .digest("w\u001fs\u001fp\u001fe\u001fé".getBytes(UTF_8));
    String key = GroupKey.of("w", "s", "p", "e", "é");
    assertThat(key).isEqualTo(HexFormat.of().formatHex(digest).substring(0, 32));
    assertThat(GroupKey.isValid(key)).isTrue();
  }

  @Test
  void aSeparatorInsideAFieldIsABlank() {
    assertThat(GroupKey.of("w", "s", "p\u001fe", "x", "f"))
        .isEqualTo(GroupKey.of("w", "s", "p e", "x", "f"))
        .isNotEqualTo(GroupKey.of("w", "s", "p", "e\u001fx", "f"));
  }

  @Test
  void anEventHasTheKeyOfItsFiveFields() {
    assertThat(GroupKey.of(Events.event("f", "1", Events.T0)))
        .isEqualTo(GroupKey.of("default", "sentry", "shop", "production", "f"))
        .isEqualTo(GroupKey.of(Events.event("f", "2", Events.T0.plusSeconds(1))));
  }

  @Test
  void onlyLowerCaseHexOf32DigitsHasItsForm() {
    assertThat(GroupKey.isValid("0".repeat(31) + "f")).isTrue();
    assertThat(GroupKey.isValid("0".repeat(31))).isFalse();
    assertThat(GroupKey.isValid("0".repeat(31) + "F")).isFalse();
    assertThat(GroupKey.isValid("0".repeat(31) + "g")).isFalse();
  }

  @Test
  void aGroupIdIsAKeyAndTheMillisecondsOfItsOpening() {
    String key = "0".repeat(31) + "f";
    assertThat(GroupKey.isGroupId(key + "-0")).isTrue();
    assertThat(GroupKey.isGroupId(key + "-253402300799999")).isTrue();
    assertThat(GroupKey.ofGroup(key + "-1772409600000")).isEqualTo(key);
    assertThat(GroupKey.openedAt(key + "-1772409600000")).isEqualTo(1_772_409_600_000L);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-1",
        "0000000000000000000000000000000f",
        "0000000000000000000000000000000f-",
        "0000000000000000000000000000000f--1",
        "0000000000000000000000000000000f_1",
        "0000000000000000000000000000000f-1x",
        "0000000000000000000000000000000F-1",
        "0000000000000000000000000000000f-\u0661",
        "0000000000000000000000000000000f-1234567890123456"
      })
  void whatIsNoKeyOrNoMillisecondsIsNoGroupId(String text) {
    assertThat(GroupKey.isGroupId(text)).isFalse();
  }
}
