// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.signalcraft.domain.Kind;
import dev.signalcraft.domain.ingest.Events;
import dev.signalcraft.domain.routing.Documents;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkspaceTest {
  private static Workspace read(String spec) {
    return Workspace.read(Documents.document(Workspace.KIND, Workspace.NAME, spec));
  }

  @Test
  void everyFieldHasADefault() {
    Workspace empty = read("{}");

    assertThat(empty.zone()).isEqualTo(ZoneOffset.UTC);
    assertThat(empty.defaultEnvironment()).isEqualTo("production");
    assertThat(empty.scrubbing().scrub("cust-1234 password=x"))
        .isEqualTo("cust-1234 password=[scrubbed]");
    assertThat(Kind.of(Workspace.KIND)).isEqualTo(Kind.WORKSPACE);
  }

  @Test
  void whatIsWrittenIsRead() {
    Workspace full =
        read(
            "{zone: Europe/Berlin, defaultEnvironment: ' live ', scrub: {patterns: ['cust-[0-9]+'],"
                + " tags: [Customer]}}");

    assertThat(full.zone()).isEqualTo(ZoneId.of("Europe/Berlin"));
    assertThat(full.defaultEnvironment()).isEqualTo("live");
    assertThat(full.scrubbing().scrub("of cust-12")).isEqualTo("of [scrubbed]");
    assertThat(full.scrubbing().isTelling("customer")).isTrue();
    assertThat(full.scrubbing().isTelling("customers")).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{zone: Europe/Berln}|spec.zone: no such time zone; write one such as Europe/Berlin or UTC",
        "{defaultEnvironment: ' '}|spec.defaultEnvironment: give 1 to 256 characters",
        "{scrub: {pattern: [a]}}|spec.scrub.pattern: no such field; did you mean patterns?",
        "{scrub: {patterns: ['(']}}|spec.scrub.patterns[0]: is not a regular expression: missing closing )",
        "{scrub: {patterns: [a, '((b{100}){100}){100}']}}|spec.scrub.patterns[1]: is not a regular expression: it counts too far",
        "{scrub: {patterns: ['a*']}}|spec.scrub.patterns[0]: finds the empty text; a secret has characters",
        "{scrub: {patterns: ['']}}|spec.scrub.patterns[0]: give 1 to 1000 characters",
        "{scrub: {patterns: ['a{600}', 'b{600}']}}|spec.scrub.patterns: together they are too large",
        "{scrub: {patterns: [a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a]}}|spec.scrub.patterns: more than 16",
        "{scrub: {patterns: [null]}}|spec.scrub.patterns: an element is null",
        "{scrub: {tags: [' ']}}|spec.scrub.tags: a name has 1 to 64 characters",
        "{retention: 35d}|spec.retention: no such field; did you mean zone?",
      })
  void whatCannotBeUsedIsRefusedWithItsPlace(String spec, String fault) {
    assertThatIllegalArgumentException().isThrownBy(() -> read(spec)).withMessage(fault);
  }

  @Test
  void anotherNameThanTheOneIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Workspace.read(Documents.document(Workspace.KIND, "default", "{}")))
        .withMessage("metadata.name: a workspace has one such document, of the name workspace");
  }

  @Test
  void aWorkspaceWithoutADocumentInForceHasTheDefaults() {
    ConfigHistory<Workspace> documents =
        new ConfigLog()
            .at(Events.T0, Workspace.KIND, Workspace.NAME, "{defaultEnvironment: live}")
            .history(Workspace.KIND, Workspace::read);
    long inForce = Events.T0.toEpochMilli() + ConfigHistory.IN_FORCE_AFTER_MILLIS;

    assertThat(Workspace.at(documents, "default", inForce).defaultEnvironment()).isEqualTo("live");
    assertThat(Workspace.at(documents, "default", inForce - 1)).isSameAs(Workspace.DEFAULT);
    assertThat(Workspace.at(documents, "other", inForce)).isSameAs(Workspace.DEFAULT);
  }
}
