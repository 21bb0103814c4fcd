// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.routing;

import static dev.signalcraft.domain.ingest.Events.T0;
import static dev.signalcraft.domain.ingest.Events.build;
import static dev.signalcraft.domain.ingest.Events.draft;
import static dev.signalcraft.domain.routing.Documents.document;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalcraft.domain.config.ConfigHistory.Document;
import dev.signalcraft.domain.ingest.AlertEvent;
import dev.signalcraft.domain.ingest.Severity;
import dev.signalcraft.domain.routing.RoutingRule.Mode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class RoutingRulesTest {
  private static final List<String> CONDITIONS =
      List.of(
          "",
          "project == 'p1'",
          "project == 'p2' && severity == 'high'",
          "severity == 'critical'",
          "severity == 'high' && tags.team == 'a'",
          "tags.team == ''",
          "tags.team != 'a' || project == 'p1'",
          "environment == 'production'",
          "environment == 'production' && environment == 'test'",
          "type == 'error' && lifecycle == 'stateless' && tags.team == 'b'",
          "!(project == 'p1') && (severity == 'high' || !(tags['team'] == 'a'))",
          "1 / (title.size() - title.size()) == 1 || project == 'p2'",
          "1 / (title.size() - title.size()) == 1 && project == 'p2'",
          "!(1 / (title.size() - title.size()) == 1)",
          "['p1', 'p2'].exists(p, p == project && severity != 'low')",
          "false");

  record Written(int priority, String when, boolean stop, boolean enabled, boolean shadow) {}

  record Alert(String project, Severity severity, String team) {
    AlertEvent event() {
      return build(draft("f", "1", T0).project(project).severity(severity).tag("team", team));
    }

    Facts facts() {
      return Facts.of(event());
    }
  }

  @Property(tries = 500)
  void theIndexFindsWhatAskingEveryRuleInItsOrderFinds(
      @ForAll("rules") List<Written> rules, @ForAll("alerts") Alert alert) {
    List<Document<RoutingRule>> documents = documents(rules);

    for (Mode mode : Mode.values()) {
      assertThat(new RoutingRules(documents).acting(alert.facts(), mode))
          .isEqualTo(oneByOne(documents, alert.facts(), mode));
    }
  }

  @Property(tries = 500)
  void theExplanationSaysThatThoseRulesActWhichAct(
      @ForAll("rules") List<Written> rules, @ForAll("alerts") Alert alert) {
    List<Document<RoutingRule>> documents = documents(rules);
    Rulebook book = new Rulebook();
    documents.forEach(rule -> book.add(rule.name(), rule.version(), rule.content()));

    Explanation explanation = book.explain(alert.event(), T0.toEpochMilli());

    assertThat(explanation.facts()).isEqualTo(alert.facts());
    assertThat(explanation.rules()).hasSameSizeAs(documents);
    List<Document<RoutingRule>> acting = oneByOne(documents, alert.facts(), Mode.LIVE);
    assertThat(names(explanation, Trial.Outcome.ACTS))
        .isEqualTo(acting.stream().map(Document::name).toList());
    assertThat(names(explanation, Trial.Outcome.ACTS_IN_SHADOW))
        .isEqualTo(
            oneByOne(documents, alert.facts(), Mode.SHADOW).stream().map(Document::name).toList());
    Set<Mode> stopped = EnumSet.noneOf(Mode.class);
    for (Trial trial : explanation.rules()) {
      RoutingRule rule =
          documents.stream().filter(d -> d.name().equals(trial.name())).findAny().get().content();
      assertThat(trial.outcome() == Trial.Outcome.DISABLED).isEqualTo(!rule.enabled());
      assertThat(trial.outcome() == Trial.Outcome.NOT_REACHED)
          .isEqualTo(rule.enabled() && stopped.contains(rule.mode()));
      assertThat(trial.condition() != null)
          .isEqualTo(rule.enabled() && !stopped.contains(rule.mode()) && rule.when() != null);
      if (rule.stop() && trial.outcome() == Trial.Outcome.ACTS) {
        stopped.addAll(EnumSet.allOf(Mode.class));
      } else if (rule.stop() && trial.outcome() == Trial.Outcome.ACTS_IN_SHADOW) {
        stopped.add(Mode.SHADOW);
      }
    }
    assertThat(explanation.told()).isEqualTo(acting.isEmpty() ? Set.of() : Set.of("c"));
    if (!acting.isEmpty()) {
      assertThat(explanation.targets().get(0).rules())
          .isEqualTo(acting.stream().map(Document::name).toList());
    }
  }

  private static List<String> names(Explanation explanation, Trial.Outcome outcome) {
    return explanation.rules().stream()
        .filter(trial -> trial.outcome() == outcome)
        .map(Trial::name)
        .toList();
  }

  private static List<Document<RoutingRule>> documents(List<Written> rules) {
    List<Document<RoutingRule>> documents = new ArrayList<>();
    for (int i = 0; i < rules.size(); i++) {
      Written rule = rules.get(i);
      String spec =
          "{priority: %d, when: \"%s\", stop: %s, enabled: %s, mode: %s, notify: [{channel: c}]}"
              .formatted(
                  rule.priority(),
                  rule.when(),
                  rule.stop(),
                  rule.enabled(),
                  rule.shadow() ? "shadow" : "live");
      String name = "r" + (char) ('a' + (i * 7) % 26) + i;
      RoutingRule read = RoutingRule.read(document(RoutingRule.KIND, name, spec));
      documents.add(new Document<>(name, 1, read));
    }
    return documents;
  }

  private static List<Document<RoutingRule>> oneByOne(
      List<Document<RoutingRule>> documents, Facts facts, Mode mode) {
    List<Document<RoutingRule>> sorted = new ArrayList<>(documents);
    sorted.sort(Comparator.comparing(Document::name));
    sorted.sort(Comparator.comparing(document -> document.content().priority()));
    List<Document<RoutingRule>> acting = new ArrayList<>();
    for (Document<RoutingRule> document : sorted) {
      RoutingRule rule = document.content();
      if (rule.enabled() && (rule.when() == null || rule.when().holds(facts))) {
        boolean mine = rule.mode() == mode;
        if (mine) {
          acting.add(document);
        }
        if (rule.stop() && (mine || rule.mode() == Mode.LIVE)) {
          return acting;
        }
      }
    }
    return acting;
  }

  @Provide
  Arbitrary<List<Written>> rules() {
    Arbitrary<Boolean> seldom = Arbitraries.of(false, false, false, false, true);
    return Combinators.combine(
            Arbitraries.integers().between(0, 3),
            Arbitraries.of(CONDITIONS),
            seldom,
            seldom.map(disabled -> !disabled),
            seldom)
        .as(Written::new)
        .list()
        .ofMaxSize(20);
  }

  @Provide
  Arbitrary<Alert> alerts() {
    return Combinators.combine(
            Arbitraries.of("p1", "p2", "p3"),
            Arbitraries.of(Severity.class),
            Arbitraries.of("a", "b", "c"))
        .as(Alert::new);
  }
}
