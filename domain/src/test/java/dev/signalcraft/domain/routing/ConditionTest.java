// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.routing;

import static dev.signalcraft.domain.ingest.Events.T0;
import static dev.signalcraft.domain.ingest.Events.build;
import static dev.signalcraft.domain.ingest.Events.draft;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalcraft.domain.routing.Terms.Term;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConditionTest {
  private static final Facts FACTS =
      Facts.of(build(draft("checkout", "1", T0).tag("team", "payments")));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "severity == 'high'",
        "severity in ['high', 'critical'] && environment == \"production\"",
        "tags.team == 'payments'",
        "tags['team'].startsWith('pay')",
        "title.matches('(?i)^broken')",
        "tags.squad == ''",
        "tags.squad != 'payments'",
        "!(source == 'vercel') && lifecycle == 'stateless' && type == 'error'",
        "['shop', 'cart'].exists(p, p == project)",
        "true"
      })
  void holds(String text) {
    assertThat(Condition.of(text).holds(FACTS)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "severity == 'critical'",
        "tags.team != 'payments'",
        "tags.squad == 'payments'",
        "title.size() / (title.size() - title.size()) == 1",
        "false"
      })
  void doesNotHold(String text) {
    assertThat(Condition.of(text).holds(FACTS)).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "severty == 'high' | line 1, column 1: undeclared reference to 'severty'",
        "severity == 3 | line 1, column 10: found no matching overload for '_==_'",
        "severity | line 1, column 1: expected type 'bool' but found 'string'",
        "severity == | line 1, column 12",
        "has(tags.team) | has(tags.team): write tags.team != \"\"",
        "title == 'a' && has(tags.team) | has(tags.team)",
        "'' | line 1, column 1"
      })
  void anExpressionThatCannotBeUsedIsRefusedWithItsPosition(String text, String message) {
    assertThatThrownBy(() -> Condition.of(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  @Test
  void anExpressionWithTenThousandTermsIsRefused() {
    assertThatThrownBy(() -> Condition.of("true" + " && true".repeat(10_000)))
        .hasMessageContaining("longer than");
    assertThatThrownBy(() -> Condition.of("1==1" + "&&1==1".repeat(1_300)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Condition.of("(".repeat(4_000) + "true" + ")".repeat(4_000)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aRegularExpressionBombEndsAtOnce() {
    Condition bomb = Condition.of("title.matches('(a+)+$')");
    Facts facts = Facts.of(build(draft("checkout", "1", T0).title("a".repeat(500) + "b")));

    assertThat(bomb.holds(facts)).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "title.matches('((((a{30}){30}){30}){30}){30}') | is not a regular expression: it counts too",
        "['x'].exists(p, title.matches('((a{100}){100}){100}')) | is not a regular expression: it",
        "matches(title, '(') | is not a regular expression: missing closing )",
        "title.matches(tags.pattern) | matches: write the pattern itself, as a text",
        "project == 'a' && !title.matches('a' + 'b') | matches: write the pattern itself, as a text",
      })
  void aPatternThatCannotBeUsedIsRefused(String text, String message) {
    assertThatThrownBy(() -> Condition.of(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(message);
  }

  @Test
  void theEqualityTermsOfItsTopLevelAreKnown() {
    assertThat(
            Condition.of(
                    "severity == 'critical' && 'shop' == project && (tags.team == 'a' || true)"
                        + " && tags.squad == 'b' && environment != 'test'")
                .terms())
        .containsExactly(
            new Term("severity", "critical"),
            new Term("project", "shop"),
            new Term("tags.squad", "b"));
    assertThat(Condition.of("severity == 'a' || project == 'b'").terms()).isEmpty();
  }
}
