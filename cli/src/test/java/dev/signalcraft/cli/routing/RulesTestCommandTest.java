// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.cli.routing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalcraft.cli.TestCommandLine;
import dev.signalcraft.domain.json.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rules of files, asked without a console. */
class RulesTestCommandTest {
  private static final String RULES =
      """
      kind: RoutingRule
      metadata: {name: critical}
      spec:
        priority: 10
        when: severity == "critical" && (tags.team == "pay" || !(environment == "test"))
        notify:
          - {channel: ops, mention: "@oncall", repeat: 30m, sendResolved: true}
        escalate:
          - {after: 10m, channel: lead, mention: assignee}
      ---
      kind: RoutingRule
      metadata: {name: quiet}
      spec: {priority: 20, when: project == "quiet", stop: true}
      ---
      kind: RoutingRule
      metadata: {name: rest}
      spec:
        priority: 100
        notify:
          - {channel: mail, wait: 5m}
      ---
      kind: RoutingRule
      metadata: {name: never}
      spec: {priority: 110, enabled: false, stop: true}
      ---
      kind: MuteTiming
      metadata: {name: nights}
      spec:
        zone: UTC
        channels: [mail]
        times:
          - {from: "22:00", to: "07:00"}
      """;

  @TempDir private Path directory;
  private Path rules;
  private TestCommandLine line;

  @BeforeEach
  void write() throws Exception {
    rules = Files.createDirectory(directory.resolve("alerting"));
    Files.writeString(rules.resolve("rules.yaml"), RULES);
  }

  private int run(String sample, String... more) throws Exception {
    Path file = Files.writeString(directory.resolve("alert.json"), sample);
    List<String> all =
        new ArrayList<>(
            List.of(
                "rules",
                "test",
                "--sample",
                file.toString(),
                "--with",
                rules.toString(),
                "--at",
                "2026-03-01T23:00:00Z"));
    all.addAll(Arrays.asList(more));
    line = new TestCommandLine();
    return line.run(all.toArray(String[]::new));
  }

  private static String alert(String severity, String project) {
    return "{\"source\":\"shop\",\"title\":\"Out of\\torder\",\"severity\":\"%s\",\"project\":\"%s\"}"
        .formatted(severity, project);
  }

  @Test
  void thePathThroughTheRulesIsShownWithWhoWouldBeToldAndWhen() throws Exception {
    assertThat(run(alert("critical", "checkout"))).isZero();
    assertThat(line.out())
        .containsExactly(
            "Out of order",
            "  severity critical · project checkout · environment production · source shop",
            "critical (priority 10): acts",
            "  yes   all of",
            "    yes   severity == \"critical\" · severity is \"critical\"",
            "    yes   one of",
            "      no    tags.team == \"pay\" · tags.team is \"\"",
            "      yes   not",
            "        no    environment == \"test\" · environment is \"production\"",
            "quiet (priority 20): does not hold",
            "  no    project == \"quiet\" · project is \"checkout\"",
            "rest (priority 100): acts",
            "never (priority 110): disabled",
            "told:",
            "  at once  ops @oncall, again every 30m, and the end by critical",
            "  after 5m mail by rest; held by MuteTiming/nights",
            "  after 10m lead assignee, unless acknowledged, by critical");
    assertThat(line.err()).isEmpty();
  }

  @Test
  void aRuleThatSaysStopEndsThePath() throws Exception {
    assertThat(run(alert("low", "quiet"), "--expect", "none")).isZero();
    assertThat(line.out())
        .contains("quiet (priority 20): acts, and stops", "rest (priority 100): not reached")
        .endsWith("told:", "  nobody");
  }

  @ParameterizedTest
  @CsvSource({
    "critical, ops lead mail, 0, ",
    "critical, ops mail, 1, 'expected: mail, ops; would be told: lead, mail, ops'",
    "critical, none, 1, 'expected: none; would be told: lead, mail, ops'",
    "low, mail, 0, ",
    "low, ops, 1, 'expected: ops; would be told: mail'",
  })
  void othersThanExpectedAreToldInALine(String severity, String expected, int code, String fault)
      throws Exception {
    List<String> more = new ArrayList<>();
    for (String channel : expected.split(" ", -1)) {
      more.addAll(List.of("--expect", channel));
    }

    assertThat(run(alert(severity, "checkout"), more.toArray(String[]::new))).isEqualTo(code);
    assertThat(line.err()).isEqualTo(fault == null ? List.of() : List.of(fault));
  }

  @Test
  void theWholeExplanationIsALineOfJson() throws Exception {
    assertThat(run(alert("critical", "checkout"), "-o", "json")).isZero();
    assertThat(line.out()).hasSize(1);
    JsonNode json = Json.mapper().readTree(line.out().get(0));
    assertThat(json.at("/at").asText()).isEqualTo("2026-03-01T23:00:00.000Z");
    assertThat(json.at("/rules/1/outcome").asText()).isEqualTo("does-not-hold");
    assertThat(json.at("/escalation/0/afterMillis").asLong()).isEqualTo(600_000);
  }

  @Test
  void aWebhookOfSentryIsASample() throws Exception {
    String body =
        """
        {"action": "created", "data": {"issue": {"id": "9001", "title": "KeyError: 'basket'",
          "culprit": "shop.basket in total", "level": "fatal", "status": "unresolved",
          "firstSeen": "2026-03-01T22:59:00Z", "lastSeen": "2026-03-01T22:59:30Z",
          "project": {"id": "7", "slug": "storefront", "name": "Storefront"},
          "metadata": {"value": "'basket'"}, "permalink": null}}}
        """;
    assertThat(
            run(
                body,
                "--source",
                "sentry",
                "--expect",
                "ops",
                "--expect",
                "lead",
                "--expect",
                "mail"))
        .isZero();
    assertThat(line.out().get(1))
        .isEqualTo(
            "  severity critical · project storefront · environment production · source sentry");
    assertThat(run(body.replace("created", "assigned"), "--source", "sentry")).isEqualTo(2);
    assertThat(line.err().get(0)).endsWith("alert.json: is a message that changes no alert");
    assertThat(run(body.replace("created", "resolved"), "--source", "sentry", "--expect", "none"))
        .isZero();
    assertThat(line.out()).endsWith("  nobody: the alert is resolved, it opens no group");
  }

  @Test
  void whatCannotBeReadIsToldWithItsPlace() throws Exception {
    String file = directory.resolve("alert.json").toString();
    assertThat(run("{\"source\":\"shop\"}")).isEqualTo(2);
    assertThat(line.err()).containsExactly(file + ": title: missing or empty; an alert needs one");
    assertThat(run("{\"source\":\n\"shop\",}")).isEqualTo(2);
    assertThat(line.err()).containsExactly(file + ": not JSON, at line 2, column 8");
    assertThat(run(alert("low", "x"), "--sample", "absent.json")).isEqualTo(2);
    assertThat(run(alert("low", "x"), "--at", "soon")).isEqualTo(2);
    assertThat(run(alert("low", "x"), "--expect", "none", "--expect", "ops")).isEqualTo(2);

    Files.writeString(
        rules.resolve("rules.yaml"), RULES.replace("when: severity", "when: severty"));
    assertThat(run(alert("low", "x"))).isEqualTo(2);
    assertThat(line.err()).hasSize(1);
    assertThat(line.err().get(0))
        .startsWith(
            rules.resolve("rules.yaml")
                + ", document 1 (RoutingRule/critical): spec.when: line 1, column 1: undeclared");
    Files.delete(rules.resolve("rules.yaml"));
    assertThat(run(alert("low", "x"))).isEqualTo(2);
    assertThat(line.err()).containsExactly(rules + ": holds no document");
  }
}
