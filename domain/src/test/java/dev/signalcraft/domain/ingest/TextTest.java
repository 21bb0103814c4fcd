// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class TextTest {
  private static final String SMILE = "\ud83d\ude00";

  @Test
  void whatFitsStaysAsItIs() {
    String text = "fits " + SMILE;
    assertThat(Text.bounded(text, 7)).isEqualTo(text);
  }

  @Test
  void whatIsCutEndsInAnEllipsisAndNeverInHalfAPair() {
    assertThat(Text.bounded("abcdef", 4)).isEqualTo("abc…");
    assertThat(Text.bounded("abc" + SMILE + "d", 5)).isEqualTo("abc…");
  }

  @Test
  void nulAndLoneSurrogatesAreReplaced() {
    assertThat(Text.bounded("a\0b\ud800c\udc00" + SMILE, 99)).isEqualTo("a�b�c�" + SMILE);
  }

  @Test
  void nothingButBlanksIsNull() {
    assertThat(Text.boundedOrNull(null, 9)).isNull();
    assertThat(Text.boundedOrNull(" \n", 9)).isNull();
    assertThat(Text.boundedOrNull(" a ", 9)).isEqualTo("a");
  }

  @Test
  void bytesAreCutBetweenCharacters() {
    assertThat(Text.boundedUtf8("aé" + SMILE, 7)).isEqualTo("aé" + SMILE);
    assertThat(Text.boundedUtf8("aé" + SMILE, 6)).isEqualTo("aé");
    assertThat(Text.boundedUtf8("aé", 2)).isEqualTo("a");
    assertThat(Text.boundedUtf8("", 2)).isEmpty();
  }

  @Property
  void anyTextBecomesTextThatEveryTableTakes(
      @ForAll @StringLength(max = 40) @CharRange(from = 0, to = '\uffff') String text,
      @ForAll @IntRange(min = 1, max = 60) int max) {
    String chars = Text.bounded(text, max);
    byte[] bytes = Text.boundedUtf8(text, max).getBytes(StandardCharsets.UTF_8);

    assertThat(chars.length()).isLessThanOrEqualTo(max);
    assertThat(bytes.length).isLessThanOrEqualTo(max);
    assertThat(chars).doesNotContain("\0");
    assertThat(new String(chars.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
        .isEqualTo(chars);
  }
}
