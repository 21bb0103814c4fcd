// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.routing;

import static dev.signalcraft.domain.routing.Documents.document;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoutingRuleTest {
  @Test
  void aRuleIsReadWhole() {
    RoutingRule rule =
        read(
            """
            priority: 10
            when: severity == "critical"
            stop: true
            notify:
              - {channel: slack, mention: "@here", wait: 30s, repeat: 4h, sendResolved: true}
              - {channel: mail}
            escalate:
              - {after: 10m, channel: pager, mention: assignee}
              - {after: 1h, channel: pager}
            fallback: mail
            dedupWindow: 1h
            autoCloseAfter: 2d
            ackTimeout: 8h
            """);

    assertThat(rule.enabled()).isTrue();
    assertThat(rule.priority()).isEqualTo(10);
    assertThat(rule.when().text()).isEqualTo("severity == \"critical\"");
    assertThat(rule.stop()).isTrue();
    assertThat(rule.targets())
        .containsExactly(
            new RoutingRule.Target("slack", "@here", 30_000, 14_400_000, true),
            new RoutingRule.Target("mail", null, 0, 0, false));
    assertThat(rule.steps())
        .containsExactly(
            new RoutingRule.Step(600_000, "pager", "assignee"),
            new RoutingRule.Step(3_600_000, "pager", null));
    assertThat(rule.fallback()).isEqualTo("mail");
    assertThat(rule.dedupMillis()).isEqualTo(3_600_000);
    assertThat(rule.autoCloseMillis()).isEqualTo(172_800_000);
    assertThat(rule.ackTimeoutMillis()).isEqualTo(28_800_000);
  }

  @Test
  void aRuleWithoutWhenIsForEveryGroup() {
    RoutingRule rule = read("notify: [{channel: slack}]");

    assertThat(rule.when()).isNull();
    assertThat(rule.targets()).hasSize(1);
    assertThat(read("{enabled: false, notify: [{channel: slack}]}").enabled()).isFalse();
    assertThat(read("{stop: true, when: \"type == 'usage'\"}").targets()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "priority: 1 | spec.notify: name a channel",
        "notfy: [] | spec.notfy: no such field; did you mean notify?",
        "notify: [{chanel: slack}] | spec.notify[0].chanel: no such field; did you mean channel?",
        "notify: [{channel: Slack One}] | spec.notify[0].channel: name a channel",
        "notify: [{channel: a}, {mention: b}] | spec.notify[1].channel",
        "notify: [null] | spec.notify: an element is null",
        "notify: [{channel: a, wait: soon}] | spec.notify[0].wait: write a duration such as 30s",
        "notify: [{channel: a, wait: 2d}] | spec.notify[0].wait: from 0s to 86400s",
        "notify: [{channel: a, repeat: 1s}] | spec.notify[0].repeat: from 60s",
        "notify: [{channel: a, mention: ''}] | spec.notify[0].mention: 1 to 256 characters",
        "escalate: [{channel: a}] | spec.escalate[0].after: give a duration",
        "escalate: [{after: 2m, channel: a}, {after: 1m, channel: a}] | spec.escalate[1].after: comes",
        "{when: 'severty == 1', notify: [{channel: a}]} | spec.when: line 1, column 1: undeclared",
        "{dedupWindow: 30s, notify: [{channel: a}]} | spec.dedupWindow: from 60s to 86400s",
        "{priority: high, notify: [{channel: a}]} | spec.priority: a value of another form",
        "[] | spec: give an object"
      })
  void aRuleThatCannotBeUsedIsRefusedWithItsPlace(String spec, String message) {
    assertThatThrownBy(() -> read(spec))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  @Test
  void seventeenTargetsAreTooMany() {
    String targets =
        IntStream.range(0, 17)
            .mapToObj(i -> "{channel: c" + i + "}")
            .collect(Collectors.joining(",", "notify: [", "]"));
    assertThatThrownBy(() -> read(targets)).hasMessage("spec.notify: more than 16");
  }

  private static RoutingRule read(String spec) {
    return RoutingRule.read(document(RoutingRule.KIND, "rule", spec));
  }
}
