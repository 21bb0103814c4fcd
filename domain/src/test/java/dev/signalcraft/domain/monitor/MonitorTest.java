// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.monitor;

import static dev.signalcraft.domain.routing.Documents.document;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalcraft.domain.ingest.EventType;
import dev.signalcraft.domain.ingest.Severity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MonitorTest {
  @Test
  void aMonitorIsReadWhole() {
    Monitor monitor =
        read(
            """
            select: {stream: metrics, names: [b, a], name: c, when: 'tags.route != ""'}
            groupBy: [tags.route, project]
            measure: quantile(0.95)
            window: 2h
            delay: 30s
            minSamples: 20
            conditions:
              - {severity: medium, op: ">", threshold: 500, for: 5}
              - {severity: critical, op: ">", threshold: 1000}
            resolveAfter: 3
            noData: break
            correctFor: 2h
            type: error
            annotations: {title: "{{ value }}!", runbook: "https://a.example/b"}
            """);

    assertThat(monitor.enabled()).isTrue();
    assertThat(monitor.select().names()).containsExactly("a", "b", "c");
    assertThat(monitor.groupBy()).containsExactly("project", "tags.route");
    assertThat(monitor.measure()).hasToString("p95");
    assertThat(monitor.shape()).isEqualTo(new Series.Shape("project,tags.route", 300_000, 30_000));
    assertThat(monitor.windowMillis()).isEqualTo(7_200_000);
    assertThat(monitor.minSamples()).isEqualTo(20);
    assertThat(monitor.levels())
        .containsExactly(
            new Monitor.Level(Severity.CRITICAL, Comparison.ABOVE, 1000, 1),
            new Monitor.Level(Severity.MEDIUM, Comparison.ABOVE, 500, 5));
    assertThat(monitor.resolveAfter()).isEqualTo(3);
    assertThat(monitor.noData()).isEqualTo(new NoData(NoData.Policy.BREAK, 0, Severity.MEDIUM));
    assertThat(monitor.correctMillis()).isEqualTo(7_200_000);
    assertThat(monitor.type()).isEqualTo(EventType.ERROR);
    assertThat(monitor.annotations().title().fill(name -> "<" + name + ">")).isEqualTo("<value>!");
  }

  @Test
  void whatIsLeftOutHasItsUsualValue() {
    Monitor monitor = read("{select: {name: x}, measure: count, noData: alert(3)}");

    assertThat(monitor.groupBy()).containsExactly("project", "environment");
    assertThat(monitor.shape().stepMillis()).isEqualTo(60_000);
    assertThat(monitor.windowMillis()).isEqualTo(60_000);
    assertThat(monitor.delayMillis()).isEqualTo(10_000);
    assertThat(monitor.correctMillis()).isEqualTo(3_600_000);
    assertThat(monitor.noData()).isEqualTo(new NoData(NoData.Policy.HOLD, 3, Severity.HIGH));
    assertThat(monitor.resolveAfter()).isEqualTo(1);
    assertThat(monitor.minSamples()).isEqualTo(1);
  }

  @Test
  void aNameThatTheConditionAsksForIsTheKeyOfTheIndex() {
    Monitor monitor =
        read("{select: {when: 'name == \"x\" && value > 1.0'}, measure: count, noData: alert(1)}");

    assertThat(monitor.select().names()).containsExactly("x");
    assertThat(monitor.select().asksEachSample()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "select: {} | spec.select: give a name, names or when",
        "select: {name: x, stream: traces} | spec.select.stream: write metrics or events",
        "select: {name: x, stream: events} | spec.select.name: events have no name; write when",
        "select: {stream: events} | spec.select.when: say which events",
        "select: {stream: events, when: 'value > 1.0'} | spec.select.when: line 1, column 1: undeclared",
        "select: {stream: events, when: 'type == \"error\"'} | spec.measure: of events write count or rate",
        "select: {name: x, whn: a} | spec.select.whn: no such field; did you mean when?",
        "select: {name: x, when: tag.a} | spec.select.when: line 1, column 1: undeclared",
        "select: {name: x, when: 'has(tags.a)'} | spec.select.when: has(tags.a): write",
        "measure: p95 | spec.select: say what is watched",
        "groupBy: [route] | spec.groupBy: write project, environment, name or tags.NAME",
        "measure: p100 | spec.measure: write count",
        "measure: quantile(1.5) | spec.measure: write count",
        "window: 90s | spec.window: up to 1h whole minutes",
        "window: 61m | spec.window: up to 1h whole minutes, up to 1d whole 5 minutes",
        "window: 31d | spec.window: from 60s to 2592000s",
        "delay: 2h | spec.delay: from 0s to 3600s",
        "minSamples: 0 | spec.minSamples: from 1 to",
        "resolveAfter: 0 | spec.resolveAfter: from 1 to 1440",
        "correctFor: 2d | spec.correctFor: from 0s to 86400s",
        "noData: ignore | spec.noData: write hold, break, ok or alert(N)",
        "noData: alert(0) | spec.noData: write hold, break, ok or alert(N)",
        "conditions: [] | spec.conditions: give at least one, or say noData: alert(N)",
        "conditions: [{op: '>', threshold: 1}] | spec.conditions[0].severity: critical",
        "conditions: [{severity: high, op: '=', threshold: 1}] | spec.conditions[0].op: write >",
        "conditions: [{severity: high, op: '>'}] | spec.conditions[0].threshold: give a number",
        "conditions: [{severity: high, op: '>', threshold: 1e999}] | spec.conditions[0].threshold",
        "conditions: [{severity: high, op: '>', threshold: 1, for: 0}] | spec.conditions[0].for:",
        "conditions: [{severity: high, op: '>', threshold: 1}, {severity: high, op: '>', threshold: 2}] | two of the severity high",
        "conditions: [{severity: high, op: '>', threshold: 1}, {severity: low, op: '>=', threshold: 0}] | give all the same op",
        "conditions: [{severity: high, op: '>', threshold: 1}, {severity: low, op: '>', threshold: 2}] | and high a threshold beyond that of low",
        "conditions: [{severity: high, op: '<', threshold: 2}, {severity: low, op: '<', threshold: 1}] | beyond that of low",
        "maxSeries: 0 | spec.maxSeries: from 1 to 100000",
        "expect: [{project: a}] | spec.expect: give each the names of groupBy: project, environment",
        "expect: [{project: a, environment: b}] | spec.expect: write the measure count, rate or ratio",
        "annotations: {title: '{{vlue}}'} | spec.annotations.title: nothing is called {{vlue}}; did you mean {{value}}?",
        "annotations: {runbook: 'javascript:x'} | spec.annotations.runbook: a link",
      })
  void aMonitorThatCannotBeUsedIsRefusedWithItsPlace(String field, String message) {
    String spec = field;
    for (String usual :
        new String[] {"measure: max", "conditions: [{severity: high, op: '>', threshold: 1}]"}) {
      String name = usual.substring(0, usual.indexOf(':'));
      spec += field.startsWith(name) ? "" : "\n" + usual;
    }
    if (!field.startsWith("select") && !field.equals("measure: p95")) {
      spec += "\nselect: {name: x}";
    }
    String whole = spec;
    assertThatThrownBy(() -> read(whole))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  private static Monitor read(String spec) {
    return Monitor.read(document(Monitor.KIND, "monitor", spec));
  }
}
