// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.grouping;

import static dev.signalcraft.domain.grouping.ToldRun.at;
import static dev.signalcraft.domain.ingest.Events.T0;
import static dev.signalcraft.domain.ingest.Events.build;
import static dev.signalcraft.domain.ingest.Events.draft;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalcraft.domain.Kind;
import dev.signalcraft.domain.config.ConfigRecord;
import dev.signalcraft.domain.ingest.EventDraft;
import dev.signalcraft.domain.ingest.EventStatus;
import dev.signalcraft.domain.ingest.Severity;
import dev.signalcraft.domain.json.Json;
import dev.signalcraft.domain.routing.Documents;
import dev.signalcraft.domain.routing.Explanation;
import dev.signalcraft.domain.routing.Notification;
import dev.signalcraft.domain.routing.Rulebook;
import dev.signalcraft.domain.routing.Trial;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** What a {@link Rulebook} says comes to pass when the alert comes. */
class ExplanationTest {
  private static final List<String> CONDITIONS =
      List.of("true", "severity == 'high'", "project == 'shop' || type == 'usage'", "false");

  @Property(tries = 300)
  void whoItSaysIsToldIsToldAndThen(@ForAll("rules") List<String> specs) {
    ToldRun run = new ToldRun();
    Rulebook book = new Rulebook();
    for (int i = 0; i < specs.size(); i++) {
      run.with("RoutingRule", "r" + i, specs.get(i));
      add(book, "RoutingRule", "r" + i, specs.get(i));
    }

    Explanation said = book.explain(build(event()), T0.toEpochMilli());

    Map<String, Long> expected = new HashMap<>();
    said.targets().forEach(told -> expected.merge(told.channel(), told.waitMillis(), Math::min));
    said.escalation()
        .forEach(step -> expected.merge(step.channel(), step.afterMillis(), Math::min));
    Map<String, Long> first = new HashMap<>();
    for (Notification told : run.is(event(), "0S").until("2H").run.told) {
      first.merge(told.channel(), Duration.between(T0, told.at()).toMillis(), Math::min);
    }
    assertThat(first).isEqualTo(expected);
    assertThat(said.told()).isEqualTo(first.keySet());
    assertThat(said.windows().rule()).isEqualTo(run.run.group().rule());
    int before = run.run.told.size();
    List<String> ends =
        run.resolves("2", "2H").run.told.stream().skip(before).map(Notification::channel).toList();
    assertThat(ends)
        .containsAll(
            said.targets().stream()
                .filter(Explanation.Told::sendResolved)
                .map(Explanation.Told::channel)
                .toList());
  }

  @Provide
  Arbitrary<List<String>> rules() {
    Arbitrary<String> channels = Arbitraries.of("a", "b", "c");
    Arbitrary<String> targets =
        Combinators.combine(channels, Arbitraries.of("0s", "1m", "5m"), Arbitraries.of(true, false))
            .as("{channel: %s, wait: %s, sendResolved: %s}"::formatted)
            .list()
            .ofMaxSize(3)
            .map(list -> String.join(", ", list));
    Arbitrary<String> steps =
        Combinators.combine(channels, channels)
            .as("{after: 0s, channel: %s}, {after: 10m, channel: %s}"::formatted);
    Arbitrary<String> escalation =
        Arbitraries.oneOf(
            Arbitraries.of(""), steps, channels.map("{after: 2m, channel: %s}"::formatted));
    return Combinators.combine(
            Arbitraries.of(CONDITIONS),
            Arbitraries.of(false, false, true),
            Arbitraries.of(true, true, false),
            targets,
            escalation)
        .as(
            (when, stop, enabled, told, later) ->
                "{when: \"%s\", stop: %s, enabled: %s, notify: [%s], escalate: [%s]}"
                    .formatted(when, stop || (told + later).isEmpty(), enabled, told, later))
        .list()
        .ofMinSize(1)
        .ofMaxSize(5);
  }

  @Test
  void aNightOfRulesIsToldInOneTable() {
    Rulebook book = new Rulebook();
    add(book, "SeverityRule", "checkout", "steps: [{count: 1, severity: critical}]");
    add(
        book,
        "RoutingRule",
        "critical",
        """
        priority: 10
        when: severity == "critical"
        notify: [{channel: slack, mention: "@here", wait: 30s, repeat: 4h, sendResolved: true}]
        escalate: [{after: 10m, channel: pager, mention: assignee}]
        dedupWindow: 1h
        """);
    add(book, "RoutingRule", "all", "notify: [{channel: slack, wait: 5m}, {channel: mail}]");
    add(book, "RoutingRule", "off", "{priority: 1, enabled: false, stop: true}");
    add(book, "RoutingRule", "stop", "{priority: 20, stop: true, when: \"project == 'shop'\"}");
    add(book, "RoutingRule", "late", "{priority: 30, notify: [{channel: late}]}");
    add(
        book,
        "Silence",
        "deploy",
        "{matchers: [project=shop], endsAt: 2026-03-02T00:01:00Z, reason: deploy}");
    add(
        book,
        "MuteTiming",
        "nights",
        "{zone: UTC, channels: [pager], times: [{from: '22:00', to: '06:00'}]}");

    Explanation said = book.explain(build(event()), T0.toEpochMilli());

    assertThat(said.severityRule()).isEqualTo("checkout");
    assertThat(said.facts().severity()).isEqualTo("critical");
    assertThat(said.rules().stream().map(trial -> trial.name() + " " + trial.outcome()))
        .containsExactly(
            "all " + Trial.Outcome.ACTS,
            "off " + Trial.Outcome.DISABLED,
            "critical " + Trial.Outcome.ACTS,
            "stop " + Trial.Outcome.ACTS,
            "late " + Trial.Outcome.NOT_REACHED);
    assertThat(said.targets())
        .containsExactly(
            new Explanation.Told(
                "slack",
                "@here",
                30_000,
                14_400_000,
                true,
                List.of("all", "critical"),
                List.of("Silence/deploy")),
            new Explanation.Told(
                "mail", null, 0, 0, false, List.of("all"), List.of("Silence/deploy")));
    assertThat(said.escalation())
        .containsExactly(
            new Explanation.Escalated(
                600_000, "pager", "assignee", "critical", List.of("MuteTiming/nights")));
    assertThat(said.windows()).isEqualTo(new Explanation.Windows("all", null, null, null));
    assertThat(said.told()).containsExactly("mail", "pager", "slack");
  }

  @Test
  void anAlertThatIsOverOpensNothingAndTellsNobody() {
    Rulebook book = new Rulebook();
    add(book, "RoutingRule", "all", "notify: [{channel: slack}]");

    Explanation said =
        book.explain(build(event().status(EventStatus.RESOLVED)), at("0S").toEpochMilli());

    assertThat(said.opens()).isFalse();
    assertThat(said.told()).isEmpty();
    assertThat(said.rules().get(0).outcome()).isEqualTo(Trial.Outcome.ACTS);
  }

  @Test
  void itIsReadAgainFromItsJson() throws Exception {
    Rulebook book = new Rulebook();
    add(
        book,
        "RoutingRule",
        "one",
        "{when: \"severity == 'low' || !(tags.a == 'b')\", notify: [{channel: slack}]}");
    Explanation said = book.explain(build(event()), T0.toEpochMilli());

    String json = Json.mapper().writeValueAsString(said);

    assertThat(Json.mapper().readValue(json, Explanation.class)).isEqualTo(said);
    assertThat(json).contains("\"outcome\":\"acts\"", "\"verdict\":\"does-not-hold\"");
  }

  private static EventDraft event() {
    return draft("checkout", "1", T0).severity(Severity.HIGH);
  }

  private static void add(Rulebook book, String kind, String name, String spec) {
    ConfigRecord document = Documents.document(kind, name, spec);
    book.add(name, document.version(), Kind.check(document).read(document));
  }
}
