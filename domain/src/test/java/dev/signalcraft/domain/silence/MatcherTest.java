// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.silence;

import static dev.signalcraft.domain.ingest.Events.T0;
import static dev.signalcraft.domain.ingest.Events.build;
import static dev.signalcraft.domain.ingest.Events.draft;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.signalcraft.domain.routing.Facts;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MatcherTest {
  private static final Facts FACTS =
      Facts.of(
          build(
              draft("checkout", "1", T0)
                  .title("Timeout in checkout\nafter 3 s")
                  .tag("team", "payments")));

  private static boolean matches(String written) {
    return Matcher.all(List.of(Matcher.of(written)), FACTS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "project=shop",
        " project = shop ",
        "project=\"shop\"",
        "severity!=critical",
        "tags.team=payments",
        "tags.team=~pay.*",
        "tags.team=~\"pay.*|billing\"",
        "tags.team!~pay",
        "title=~(?s)Timeout.*",
        "title!~Timeout.*",
        "tags.squad=",
        "tags.squad=\"\"",
        "tags.squad=~.*",
        "tags.squad!=payments",
        "lifecycle=stateless",
      })
  void matches(CharSequence written) {
    assertThat(matches(written.toString())).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "project=sho",
        "project=Shop",
        "project!=shop",
        "tags.team=~pay",
        "tags.team=~ayments",
        "tags.team!~pay.*",
        "tags.squad=~.+",
        "tags.squad!=",
        "title=~Timeout.*",
      })
  void doesNotMatch(String written) {
    assertThat(matches(written)).isFalse();
  }

  @Test
  void aListMatchesAGroupThatMeetsAllOfIt() {
    assertThat(Matcher.all(Matcher.list(List.of("project=shop", "severity=high"), "m"), FACTS))
        .isTrue();
    assertThat(Matcher.all(Matcher.list(List.of("project=shop", "severity=low"), "m"), FACTS))
        .isFalse();
    assertThat(Matcher.all(Matcher.list(null, "m"), FACTS)).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "shop | write a matcher such as environment=test",
        "=shop | write a matcher such as environment=test",
        "project>shop | write a matcher such as environment=test",
        "severty=high | severty: no such label; did you mean severity?",
        "tags.=x | tags.: no such label",
        "title=~( | title: is not a regular expression: missing closing )",
        "title=~a{5000} | title: is not a regular expression: invalid repeat count",
      })
  void whatCannotBeReadIsRefusedWithTheReason(String written, String message) {
    assertThatThrownBy(() -> Matcher.of(written))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(message);
  }

  @Test
  void aListIsRefusedWithItsPlace() {
    assertThatThrownBy(() -> Matcher.list(List.of("project=a", "x"), "spec.matchers"))
        .hasMessageStartingWith("spec.matchers[1]: write a matcher");
    assertThatThrownBy(() -> Matcher.list(Arrays.asList("project=a", null), "spec.matchers"))
        .hasMessage("spec.matchers: an element is null");
    assertThatThrownBy(() -> Matcher.list(Collections.nCopies(33, "project=a"), "spec.matchers"))
        .hasMessage("spec.matchers: more than 32");
    assertThatThrownBy(() -> Matcher.of("title=" + "a".repeat(1_000)))
        .hasMessageStartingWith("write a matcher");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "title=~(a+)+b",
        "title=~(a|aa)*$",
        "title=~(.*)(.*)(.*)(.*)(.*)(.*)(.*)(.*)x",
        "title=~(a?){100}a{100}",
      })
  void aRegularExpressionBombEndsAtOnce(String bomb) {
    Facts facts = Facts.of(build(draft("checkout", "1", T0).title("a".repeat(500) + "c")));
    boolean matches =
        assertTimeoutPreemptively(
            Duration.ofSeconds(5), () -> Matcher.all(List.of(Matcher.of(bomb)), facts));

    assertThat(matches).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "title=~((a{100}){100}){100}",
        "title=~(((((a{30}){30}){30}){30}){30})",
        "title=~((((([)a]{30}){0,30}){30,}){30}){30})",
        "title=~(\\(\\(a{900}){900})",
        "title=~a{900}b{900}",
      })
  void aRegularExpressionThatWouldFillTheMemoryIsRefusedAtOnce(String bomb) {
    assertTimeoutPreemptively(
        Duration.ofSeconds(5),
        () ->
            assertThatThrownBy(() -> Matcher.of(bomb))
                .hasMessageStartingWith("title: is not a regular expression"));
  }

  @Test
  void aRegularExpressionThatNestsTooDeepIsRefused() {
    String deep = "title=~" + "(".repeat(400) + "a" + ")".repeat(400);
    assertThatThrownBy(() -> Matcher.of(deep)).hasMessageStartingWith("title: is not a regular");
  }

  @ParameterizedTest
  @ValueSource(strings = {"title=~[({]+x{3}", "title=~a{100}b{100}c{100}", "title=~\\{9999\\}"})
  void aRegularExpressionOfUsualSizeIsTaken(String written) {
    assertThat(matches(written)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"project=shop", "project!=shop", "tags.team=~pay.*", "title!~x"})
  void itIsShownAsItIsWritten(String written) {
    assertThat(Matcher.of(written)).hasToString(written);
  }
}
