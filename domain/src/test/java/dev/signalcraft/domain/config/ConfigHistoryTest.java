// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.signalcraft.domain.config.ConfigHistory.Outcome;
import org.junit.jupiter.api.Test;

class ConfigHistoryTest {
  private final ConfigHistory<String> history =
      new ConfigHistory<>(
          "Note",
          document -> {
            String text = document.spec() == null ? "" : document.spec().asText();
            if (text.isEmpty()) {
              throw new IllegalArgumentException("spec: write something");
            }
            return text;
          });

  private Outcome accept(long version, long base, String text, long logTime) {
    return history.accept(document("Note", version, base, text), logTime);
  }

  private static ConfigRecord document(String kind, long version, long base, String text) {
    return new ConfigRecord(
        kind,
        new ConfigRecord.Metadata("acme", "n"),
        version,
        base,
        text == null,
        text == null ? null : TextNode.valueOf(text));
  }

  private String at(long logTime) {
    return history.at("acme", "n", logTime);
  }

  @Test
  void aVersionIsInForceFiveSecondsAfterItsLogTime() {
    assertThat(accept(1, 0, "one", 1_000)).isEqualTo(Outcome.APPLIED);
    assertThat(at(5_999)).isNull();
    assertThat(at(6_000)).isEqualTo("one");
    assertThat(history.newest("acme", "n")).isEqualTo("one");
    assertThat(history.newest("other", "n")).isNull();
    assertThat(history.version("acme", "n")).isEqualTo(1);
    assertThat(history.version("acme", "m")).isZero();
  }

  @Test
  void theTimeChoosesAmongVersions() {
    accept(1, 0, "one", 0);
    accept(2, 1, "two", 10_000);
    assertThat(at(14_999)).isEqualTo("one");
    assertThat(at(15_000)).isEqualTo("two");
  }

  @Test
  void theLoserOfARaceIsIgnored() {
    accept(1, 0, "one", 0);
    assertThat(accept(2, 1, "first", 10)).isEqualTo(Outcome.APPLIED);
    assertThat(accept(2, 1, "second", 20)).isEqualTo(Outcome.LOST_RACE);
    assertThat(accept(1, 0, "one", 30)).as("read again").isEqualTo(Outcome.LOST_RACE);
    assertThat(history.newest("acme", "n")).isEqualTo("first");
  }

  @Test
  void aRefusedContentMovesTheVersionAndLeavesTheLastGoodOneInForce() {
    accept(1, 0, "one", 0);
    assertThat(accept(2, 1, "", 10)).isEqualTo(Outcome.REFUSED);
    assertThat(history.version("acme", "n")).isEqualTo(2);
    assertThat(at(99_999)).isEqualTo("one");
    assertThat(accept(3, 2, "three", 20)).isEqualTo(Outcome.APPLIED);
  }

  @Test
  void aDeletionIsAVersion() {
    accept(1, 0, "one", 0);
    assertThat(accept(2, 1, null, 10_000)).isEqualTo(Outcome.APPLIED);
    assertThat(at(14_999)).isEqualTo("one");
    assertThat(at(15_000)).isNull();
    assertThat(accept(3, 2, "again", 20_000)).isEqualTo(Outcome.APPLIED);
    assertThat(history.newest("acme", "n")).isEqualTo("again");
  }

  @Test
  void whatDoesNotRaiseTheVersionOrIsOfAnotherKindIsNotMine() {
    assertThat(accept(0, 0, "zero", 0)).isEqualTo(Outcome.NOT_MINE);
    assertThat(history.accept(document("Other", 1, 0, "x"), 0)).isEqualTo(Outcome.NOT_MINE);
  }

  @Test
  void bytesThatAreNotUnicodeAreNotMine() {
    byte[] likeUtf32 = {0, 0, 0, '{', (byte) 0x7f, 0, 0, 1};
    assertThat(history.accept(likeUtf32, 0)).isEqualTo(Outcome.NOT_MINE);
  }
}
