// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.routing;

import static dev.signalcraft.domain.ingest.Events.T0;
import static dev.signalcraft.domain.ingest.Events.build;
import static dev.signalcraft.domain.ingest.Events.draft;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalcraft.domain.json.WireName;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClauseTest {
  private static final Facts FACTS =
      Facts.of(build(draft("checkout", "1", T0).tag("team", "payments")));

  @Test
  void aConditionIsTakenApartWithWhatTheGroupHasInItsFields() {
    assertThat(
            lines(
                "severity == 'critical' && !(tags.team in ['a', 'payments'] || tags['x'] == '')"
                    + " && title.matches('(?i)^broken')"))
        .containsExactly(
            "does-not-hold all severity == \"critical\" && !(tags.team in [\"a\", \"payments\"]"
                + " || tags[\"x\"] == \"\") && title.matches(\"(?i)^broken\") {}",
            " does-not-hold severity == \"critical\" {severity=high}",
            " does-not-hold not !(tags.team in [\"a\", \"payments\"] || tags[\"x\"] == \"\") {}",
            "  holds any tags.team in [\"a\", \"payments\"] || tags[\"x\"] == \"\" {}",
            "   holds tags.team in [\"a\", \"payments\"] {tags.team=payments}",
            "   holds tags[\"x\"] == \"\" {tags.x=}",
            " holds title.matches(\"(?i)^broken\") {title=Broken checkout}");
  }

  @Test
  void aMacroAndAChoiceAreAskedAsAWhole() {
    assertThat(lines("['shop', 'cart'].exists(p, p == project && severity != 'low')"))
        .containsExactly(
            "holds [\"shop\", \"cart\"].exists(p, p == project && severity != \"low\")"
                + " {project=shop, severity=high}");
    assertThat(lines("type == 'error' ? severity == 'low' || true : false"))
        .containsExactly(
            "holds (type == \"error\") ? (severity == \"low\" || true) : false"
                + " {type=error, severity=high}");
  }

  @Test
  void whatFailsSettlesNothing() {
    String fails = "1 / (title.size() - title.size()) == 1";
    assertThat(verdict(fails)).isEqualTo(Clause.Verdict.FAILS);
    assertThat(verdict("!(" + fails + ")")).isEqualTo(Clause.Verdict.FAILS);
    assertThat(verdict(fails + " && true")).isEqualTo(Clause.Verdict.FAILS);
    assertThat(verdict(fails + " && false")).isEqualTo(Clause.Verdict.DOES_NOT_HOLD);
    assertThat(verdict("true || " + fails)).isEqualTo(Clause.Verdict.HOLDS);
    assertThat(verdict("false || " + fails)).isEqualTo(Clause.Verdict.FAILS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "severity == 'high' || project == 'x' && !(type == 'error') || title == ''",
        "!(!(severity == 'high'))",
        "(severity == 'high' && project == 'shop') && (type == 'usage' || true)",
        "tags.exists(t, t == 'team') && tags.size() == 1 && !('x' in tags && false)",
        "['a', 'b'].all(x, x != project) && title.size() > 3 && title.contains(\"'\")",
      })
  void theTextOfEachPartSaysTheSameAsThePart(String text) {
    Condition condition = Condition.of(text);
    assertSame(condition.explain(FACTS));
    assertThat(condition.explain(FACTS).verdict() == Clause.Verdict.HOLDS)
        .isEqualTo(condition.holds(FACTS));
  }

  private static void assertSame(Clause clause) {
    assertThat(Condition.of(clause.text()).holds(FACTS))
        .as(clause.text())
        .isEqualTo(clause.verdict() == Clause.Verdict.HOLDS);
    clause.parts().forEach(ClauseTest::assertSame);
  }

  private static Clause.Verdict verdict(String text) {
    return Condition.of(text).explain(FACTS).verdict();
  }

  private static List<String> lines(String text) {
    List<String> lines = new ArrayList<>();
    add(Condition.of(text).explain(FACTS), "", lines);
    return lines;
  }

  private static void add(Clause clause, String indent, List<String> lines) {
    Clause.Join how = clause.join();
    String join = how == null ? "" : WireName.of(how) + " ";
    lines.add(
        "%s%s %s%s %s"
            .formatted(indent, WireName.of(clause.verdict()), join, clause.text(), clause.facts()));
    clause.parts().forEach(part -> add(part, indent + " ", lines));
  }
}
