// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.silence;

import static dev.signalcraft.domain.ingest.Events.T0;
import static dev.signalcraft.domain.ingest.Events.build;
import static dev.signalcraft.domain.ingest.Events.draft;
import static dev.signalcraft.domain.routing.Documents.document;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalcraft.domain.ingest.EventDraft;
import dev.signalcraft.domain.ingest.Severity;
import dev.signalcraft.domain.routing.Facts;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InhibitRuleTest {
  private static final String RULE =
      "{source: [severity=critical], target: [severity!=critical], equal: [project, tags.team]}";

  private static InhibitRule read(String spec) {
    return InhibitRule.read(document(InhibitRule.KIND, "worst", spec));
  }

  private static Facts facts(EventDraft draft) {
    return Facts.of(build(draft));
  }

  @Test
  void aGroupIsOnTheSideWhoseMatchersItMeets() {
    InhibitRule rule = read(RULE);
    Facts critical = facts(draft("db", "1", T0).severity(Severity.CRITICAL));
    Facts high = facts(draft("db", "1", T0));

    assertThat(rule.isSource(critical)).isTrue();
    assertThat(rule.isTarget(critical)).isFalse();
    assertThat(rule.isSource(high)).isFalse();
    assertThat(rule.isTarget(high)).isTrue();
  }

  @Test
  void aLabelThatIsMissingEqualsAnEmptyOne() {
    InhibitRule rule = read(RULE);
    String missing = rule.common(facts(draft("db", "1", T0)));

    assertThat(rule.common(facts(draft("web", "2", T0).tag("other", "x")))).isEqualTo(missing);
    assertThat(rule.common(facts(draft("db", "1", T0).tag("team", "a")))).isNotEqualTo(missing);
  }

  @Test
  void theTextsOfTwoLabelsAreNotMistakenForEachOther() {
    InhibitRule rule =
        read("{source: [type=error], target: [type=error], equal: [tags.a, tags.b]}");

    assertThat(rule.common(facts(draft("db", "1", T0).tag("a", "x"))))
        .isNotEqualTo(rule.common(facts(draft("db", "1", T0).tag("b", "x"))));
  }

  @Test
  void withoutEqualLabelsAllGroupsHaveEverythingInCommon() {
    InhibitRule rule = read("{source: [severity=critical], target: [severity=low]}");

    assertThat(rule.common(facts(draft("db", "1", T0).project("a"))))
        .isEqualTo(rule.common(facts(draft("web", "2", T0).project("b"))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[] | spec: give an object",
        "{target: [type=error]} | spec.source: give at least one matcher",
        "{source: [type=error]} | spec.target: give at least one matcher",
        "{source: [type=error], target: []} | spec.target: give at least one matcher",
        "{source: [type=error], target: [type]} | spec.target[0]: write a matcher",
        "{source: [type=error, title=~(], target: [type=error]} | spec.source[1]: title: is not a reg",
        "{source: [type=error], target: [type=error], equal: [projct]} | spec.equal: no label projct;"
            + " did you mean project?",
        "{source: [type=error], target: [type=error], equal: [null]} | spec.equal: an element is null",
        "{source: [type=error], targets: [type=error]} | spec.targets: no such field; did you mean",
        "{source: type=error, target: [type=error]} | spec.source: a value of another form is wanted",
      })
  void whatCannotBeUsedIsRefusedWithItsPlace(String spec, String message) {
    assertThatThrownBy(() -> read(spec))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(message);
  }

  @Test
  void seventeenEqualLabelsAreTooMany() {
    String labels =
        IntStream.range(0, 17).mapToObj(i -> "tags.t" + i).collect(Collectors.joining(", "));
    String spec = "{source: [type=error], target: [type=error], equal: [" + labels + "]}";
    assertThatThrownBy(() -> read(spec)).hasMessage("spec.equal: more than 16");
  }
}
