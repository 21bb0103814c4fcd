// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.config;

import static dev.signalcraft.domain.routing.Documents.document;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpecReaderTest {
  record Part(String word, int number) {}

  record Spec(String name, Part part, List<Part> parts, Instant at, boolean flag) {}

  private static final SpecReader<Spec> READER = new SpecReader<>(Spec.class);

  private static Spec read(String spec) {
    return READER.read(document("Test", "test", spec));
  }

  @Test
  void aSpecIsReadWhole() {
    String spec =
        "{name: a, part: {word: b, number: 1}, parts: [{number: 2}], at: \"2026-03-02T00:00:00Z\"}";

    assertThat(read(spec))
        .isEqualTo(
            new Spec(
                "a",
                new Part("b", 1),
                List.of(new Part(null, 2)),
                Instant.parse("2026-03-02T00:00:00Z"),
                false));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[] | spec: give an object",
        "text | spec: give an object",
        "nam: a | spec.nam: no such field; did you mean name?",
        "part: {wort: b} | spec.part.wort: no such field; did you mean word?",
        "parts: [{}, {wort: b}] | spec.parts[1].wort: no such field; did you mean word?",
        "part: secret | spec.part: a value of another form is wanted",
        "parts: {} | spec.parts: a value of another form is wanted",
        "parts: [{number: secret}] | spec.parts[0].number: a value of another form is wanted",
        "at: secret | spec.at: ",
      })
  void whatCannotBeReadIsRefusedWithItsPlaceAndWithoutItsValue(String spec, String message) {
    assertThatThrownBy(() -> read(spec))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(message)
        .hasMessageNotContaining("secret")
        .satisfies(e -> assertThat(String.valueOf(e.getCause())).doesNotContain("secret"));
  }

  @Test
  void aDocumentWithoutASpecIsRefused() {
    ConfigRecord.Metadata metadata = new ConfigRecord.Metadata("default", "test");

    assertThatThrownBy(() -> READER.read(new ConfigRecord("Test", metadata, 1, 0, false, null)))
        .hasMessage("spec: give an object");
  }

  @Test
  void aListHoldsNoNullAndNoMoreThanItMay() {
    assertThat(SpecReader.list(null, "spec.list", 2)).isEmpty();
    assertThat(SpecReader.list(List.of("a", "b"), "spec.list", 2)).containsExactly("a", "b");
    assertThatThrownBy(() -> SpecReader.list(List.of("a", "b", "c"), "spec.list", 2))
        .hasMessage("spec.list: more than 2");
    assertThatThrownBy(() -> SpecReader.list(Arrays.asList("a", null), "spec.list", 2))
        .hasMessage("spec.list: an element is null");
  }

  @ParameterizedTest
  @CsvSource({"30s, 30000", "5m, 300000", "1h, 3600000", "1d, 86400000", "1000ms, 1000"})
  void aDurationIsReadInMilliseconds(String text, long millis) {
    assertThat(millis(text)).isEqualTo(millis);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "30", "s", "-1s", "1.5h", "30 s", "1w", "9999999999s", "PT30S"})
  void whatIsNoDurationIsRefused(String text) {
    assertThatThrownBy(() -> millis(text))
        .hasMessage("spec.wait: write a duration such as 30s, 5m, 24h or 7d");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0s", "999ms", "25h", "999999999d"})
  void aDurationOutOfItsBoundsIsRefused(String text) {
    assertThatThrownBy(() -> millis(text)).hasMessage("spec.wait: from 1s to 86400s");
  }

  @Test
  void aDurationThatIsNotGivenIsTheUsualOne() {
    assertThat(SpecReader.millis(null, "spec.wait", 7, Duration.ZERO, Duration.ZERO)).isEqualTo(7);
  }

  private static long millis(String text) {
    return SpecReader.millis(text, "spec.wait", 0, Duration.ofSeconds(1), Duration.ofDays(1));
  }
}
