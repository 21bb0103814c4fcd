// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.silence;

import static dev.signalcraft.domain.ingest.Events.T0;
import static dev.signalcraft.domain.ingest.Events.build;
import static dev.signalcraft.domain.ingest.Events.draft;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalcraft.domain.config.ConfigHistory.Document;
import dev.signalcraft.domain.ingest.Severity;
import dev.signalcraft.domain.routing.Documents;
import dev.signalcraft.domain.routing.Facts;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InhibitRulesTest {
  /** A rule {@code name: source -> target}, each a list of matchers. */
  private static Document<InhibitRule> rule(String written) {
    String[] parts = written.split(": | -> ", 3);
    String spec = "{source: [%s], target: [%s]}".formatted(quoted(parts[1]), quoted(parts[2]));
    String name = parts[0].strip();
    return new Document<>(
        name, 1, InhibitRule.read(Documents.document(InhibitRule.KIND, name, spec)));
  }

  private static String quoted(String matchers) {
    return "\"" + matchers.strip().replace(", ", "\", \"") + "\"";
  }

  private static List<Document<InhibitRule>> rules(String written) {
    List<Document<InhibitRule>> rules = new ArrayList<>();
    for (String one : written.split(";", -1)) {
      rules.add(rule(one));
    }
    return rules;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a: severity=critical -> severity=high; b: severity=high -> severity=medium"
            + "; c: severity=critical -> severity=medium; d: severity=medium -> severity=low",
        "a: severity=critical -> severity=~high|medium|low; b: severity=high -> severity=~medium|low"
            + "; c: severity=medium -> severity=low",
        "a: severity=critical -> severity!=critical; b: severity=high -> severity=~medium|low",
        "a: severity=~critical|high -> severity=~medium|low; b: severity=~medium -> severity=~low",
        "a: severity=critical -> project=shop",
        "a: project=shop -> project=shop",
        "a: project=db -> environment=production; b: project=web -> severity=low",
        "a: project=db, tags.team=x -> project=web; b: project=web, tags.team=y -> project=cdn"
            + "; c: project=cdn -> project=mail",
      })
  void rulesWithoutACircleAllAct(String written) {
    assertThat(InhibitRules.cycle(rules(written))).isEmpty();
    assertThat(new InhibitRules(rules(written)).stamp()).isPositive();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a: project=db -> project=web; b: project=web -> project=db | b,a",
        "a: project=a -> project=b; b: project=b -> project=c; c: project=c -> project=a | c,a,b",
        "a: project=db -> environment=test; b: environment=test -> project=db | b,a",
        "a: severity=critical -> severity!=critical; b: severity=low -> severity=~critical | b,a",
        "z: project=db -> project=web; y: project=web -> project=db; a: type=error -> project=db"
            + " | z,y",
      })
  void aCircleIsNamedInItsOrder(String written, String names) {
    assertThat(InhibitRules.cycle(rules(written))).containsExactly(names.split(","));
  }

  @Test
  void ofACircleTheLastByNameDoesNotActWhateverTheOrderOfTheRules() {
    List<Document<InhibitRule>> rules =
        rules(
            "a: project=a -> project=b; b: project=b -> project=c; c: project=c -> project=a"
                + "; d: project=d -> project=a");
    Facts inC = facts("c");
    Facts inD = facts("d");
    for (int seed = 0; seed < 20; seed++) {
      Collections.shuffle(rules, new Random(seed));
      InhibitRules acting = new InhibitRules(rules);

      assertThat(acting.holders(inC)).isEmpty();
      assertThat(acting.holders(inD)).hasSize(1);
      assertThat(acting.heldBy(facts("a"))).contains(acting.holders(inD).get(0));
    }
  }

  @Test
  void anEditOfTheSourceSideForgetsTheHoldersAndOneOfTheTargetSideDoesNot() {
    String before = holder("a: project=a -> project=b");

    assertThat(holder("a: project=a -> project=c")).isEqualTo(before);
    assertThat(holder("a: project=~a -> project=b")).isNotEqualTo(before);
    assertThat(holder("b: project=a -> project=b")).isNotEqualTo(before);
  }

  @Test
  void theStampsOfManyRulesDifferAndAreNeverNone() {
    List<Long> stamps = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      Document<InhibitRule> rule = rule("rule" + i % 100 + ": project=a -> project=b");
      stamps.add(
          new InhibitRules(List.of(new Document<>(rule.name(), 1 + i / 100, rule.content())))
              .stamp());
    }
    assertThat(stamps).doesNotHaveDuplicates().allMatch(stamp -> stamp > 1);
    assertThat(new InhibitRules(List.of()).stamp()).isZero();
  }

  @Test
  void aGroupOnBothSidesIsHeldOnlyByGroupsOnOneSide() {
    InhibitRules rules =
        new InhibitRules(rules("a: severity=~critical|high -> severity=~high|medium"));
    Facts critical = facts("a", Severity.CRITICAL);
    Facts high = facts("a", Severity.HIGH);
    Facts medium = facts("a", Severity.MEDIUM);

    assertThat(rules.heldBy(high))
        .containsAll(rules.holders(critical))
        .doesNotContainAnyElementsOf(rules.holders(high));
    assertThat(rules.heldBy(medium)).containsAll(rules.holders(critical));
    assertThat(rules.heldBy(medium)).containsAll(rules.holders(high));
    assertThat(rules.heldBy(critical)).isEmpty();
  }

  private static String holder(String written) {
    return new InhibitRules(rules(written)).holders(facts("a")).get(0);
  }

  private static Facts facts(String project) {
    return facts(project, Severity.HIGH);
  }

  private static Facts facts(String project, Severity severity) {
    return Facts.of(build(draft("f", "1", T0).project(project).severity(severity)));
  }
}
