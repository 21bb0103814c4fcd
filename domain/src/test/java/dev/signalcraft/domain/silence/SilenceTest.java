// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.silence;

import static dev.signalcraft.domain.ingest.Events.T0;
import static dev.signalcraft.domain.ingest.Events.event;
import static dev.signalcraft.domain.routing.Documents.document;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalcraft.domain.routing.Facts;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SilenceTest {
  private static final Facts FACTS = Facts.of(event("checkout", "1", T0));
  private static final String WHOLE =
      """
      matchers: [project=shop, severity!=critical]
      startsAt: "2026-03-02T01:00:00Z"
      endsAt: "2026-03-02T02:00:00Z"
      author: ada
      reason: deploy
      """;

  private static Silence read(String spec) {
    return Silence.read(document(Silence.KIND, "deploy", spec));
  }

  private static boolean holds(Silence silence, String at) {
    return silence.holds(FACTS, Instant.parse(at).toEpochMilli());
  }

  @Test
  void aSilenceIsReadWhole() {
    Silence silence = read(WHOLE);

    assertThat(silence.matchers()).hasSize(2);
    assertThat(silence.startsAt()).isEqualTo("2026-03-02T01:00:00Z");
    assertThat(silence.endsAt()).isEqualTo("2026-03-02T02:00:00Z");
    assertThat(silence.author()).isEqualTo("ada");
    assertThat(silence.reason()).isEqualTo("deploy");
  }

  @ParameterizedTest
  @CsvSource({
    "2026-03-02T00:59:59.999Z, false",
    "2026-03-02T01:00:00Z, true",
    "2026-03-02T01:59:59.999Z, true",
    "2026-03-02T02:00:00Z, false",
  })
  void itHoldsFromItsStartUpToItsEnd(String at, boolean holds) {
    assertThat(holds(read(WHOLE), at)).isEqualTo(holds);
  }

  @Test
  void withoutAStartItHoldsAsSoonAsItIsInForce() {
    Silence silence =
        read("{matchers: [project=shop], endsAt: \"2026-03-02T02:00:00Z\", reason: deploy}");

    assertThat(holds(silence, "1999-01-01T00:00:00Z")).isTrue();
    assertThat(holds(silence, "2026-03-02T02:00:00Z")).isFalse();
  }

  @Test
  void itHoldsOnlyGroupsThatMeetAllItsMatchers() {
    Silence other = read(WHOLE.replace("severity!=critical", "severity=critical"));

    assertThat(holds(other, "2026-03-02T01:30:00Z")).isFalse();
  }

  @Test
  void itsTimesAreReadWithAnyOffset() {
    Silence silence = read(WHOLE.replace("02:00:00Z", "03:00:00+01:00"));

    assertThat(silence.endsAt()).isEqualTo("2026-03-02T02:00:00Z");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[] | spec: give an object",
        "{endsAt: '2026-03-02T02:00:00Z', reason: x} | spec.matchers: give at least one",
        "{matchers: [], endsAt: '2026-03-02T02:00:00Z', reason: x} | spec.matchers: give at least",
        "{matchers: [shop], endsAt: '2026-03-02T02:00:00Z', reason: x} | spec.matchers[0]: write a",
        "{matchers: [project=a], reason: x} | spec.endsAt: a silence needs its end",
        "{matchers: [project=a], endsAt: soon, reason: x} | spec.endsAt: ",
        "{matchers: [project=a], endsAt: '2026-03-02T02:00:00Z'} | spec.reason: say why",
        "{matchers: [project=a], endsAt: '2026-03-02T02:00:00Z', reason: ' '} | spec.reason: say why",
        "{matchers: [project=a], end: '2026-03-02T02:00:00Z'} | spec.end: no such field; did you mean",
        "{matchers: project=a, endsAt: '2026-03-02T02:00:00Z', reason: x} | spec.matchers: a value",
        "{matchers: [project=a], startsAt: '2026-03-02T02:00:00Z', endsAt: '2026-03-02T02:00:00Z',"
            + " reason: x} | spec.endsAt: comes before startsAt",
      })
  void whatCannotBeUsedIsRefusedWithItsPlace(String spec, String message) {
    assertThatThrownBy(() -> read(spec))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(message);
  }

  @Test
  void textsThatAreTooLongAreRefused() {
    String end = "{matchers: [project=a], endsAt: '2026-03-02T02:00:00Z', ";
    assertThatThrownBy(() -> read(end + "reason: " + "x".repeat(513) + "}"))
        .hasMessage("spec.reason: say why, in 1 to 512 characters");
    assertThatThrownBy(() -> read(end + "reason: x, author: " + "x".repeat(513) + "}"))
        .hasMessage("spec.author: at most 512 characters");
  }
}
