// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.routing;

import static dev.signalcraft.domain.ingest.Events.T0;
import static dev.signalcraft.domain.ingest.Events.build;
import static dev.signalcraft.domain.ingest.Events.draft;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalcraft.domain.ingest.EventType;
import dev.signalcraft.domain.ingest.Lifecycle;
import dev.signalcraft.domain.ingest.Severity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FactsTest {
  private static final Facts FACTS =
      Facts.of(
          build(
              draft("checkout", "1", T0)
                  .type(EventType.SECURITY)
                  .severity(Severity.CRITICAL)
                  .lifecycle(Lifecycle.STATEFUL)
                  .tag("team", "payments")
                  .tag("a.b", "c")));

  @ParameterizedTest
  @CsvSource({
    "source, sentry",
    "project, shop",
    "environment, production",
    "fingerprint, checkout",
    "type, security",
    "severity, critical",
    "lifecycle, stateful",
    "title, Broken checkout",
    "tags.team, payments",
    "tags.a.b, c",
    "tags.missing, ''",
    "message, ''",
    "team, ''",
  })
  void aFieldHasItsTextAndWhatIsMissingAnEmptyOne(String field, String text) {
    assertThat(FACTS.text(field)).isEqualTo(text);
  }

  @Test
  void everyNamedFieldHasAText() {
    assertThat(Facts.FIELDS)
        .hasSize(8)
        .allSatisfy(field -> assertThat(FACTS.text(field)).isNotEmpty());
  }

  @ParameterizedTest
  @ValueSource(strings = {"source", "severity", "title", "tags.x", "tags.a.b"})
  void isAField(String name) {
    assertThat(Facts.isField(name)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "tags", "tags.", "message", "Severity", "workspace"})
  void isNoField(String name) {
    assertThat(Facts.isField(name)).isFalse();
  }
}
