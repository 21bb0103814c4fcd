// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.cli.ship;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.signalcraft.domain.Kind;
import dev.signalcraft.domain.config.ConfigRecord;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The schemas of documents and the domain take the same. */
class ConfigSchemasTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "yes;Workspace;{}",
        "yes;Workspace;{zone: Europe/Berlin, defaultEnvironment: live, scrub: {patterns: ['cust-[0-9]+'], tags: [customer]}}",
        "yes;Workspace;{scrub: {}}",
        "no ;Workspace;{zone: ''}",
        "yes;Workspace;{notificationsPerMinute: 60}",
        "no ;Workspace;{notificationsPerMinute: 0}",
        "no ;Workspace;{defaultEnvironment: ' '}",
        "no ;Workspace;{scrub: [a]}",
        "no ;Workspace;{scrub: {patterns: ['']}}",
        "no ;Workspace;{scrub: {tags: ['']}}",
        "no ;Workspace;{scrub: {pattern: [a]}}",
        "no ;Workspace;{retention: 35d}",
        "yes;Channel;{type: log}",
        "no ;Channel;{}",
        "yes;Channel;{type: log, rate: {perMinute: 600, burst: 20}, maxAge: 5m}",
        "yes;Channel;{type: slack, token: 'env:T', channel: C1, mentions: {'@oncall': S2}, rate: {burst: 1}}",
        "yes;Channel;{type: slack, token: 'env:T', channel: C1, apiUrl: 'http://127.0.0.1:1/api/', allowPrivate: true}",
        "yes;Channel;{type: webhook, url: 'file:chat'}",
        "yes;Channel;{type: webhook, url: 'https://a.example/b?c=d', secret: 'file:/s', headers: {Authorization: 'enc:v1:x', X-Team: shop}, body: '{\"t\": \"{{title}}\"}'}",
        "yes;Channel;{type: pagerduty, routingKey: 'env:K'}",
        "yes;Channel;{type: email, host: smtp.example.org, port: 25, security: none, from: a@b.c, to: [d@e.f, g@h.i]}",
        "yes;Channel;{type: email, host: smtp.example.org, user: u, password: 'env:P', from: a@b.c, to: [d@e.f], allowPrivate: false}",
        "no ;Channel;{type: slack}",
        "no ;Channel;{type: slack, token: xoxb-1, channel: C1}",
        "no ;Channel;{type: slack, token: 'env:T', channel: '#ops'}",
        "no ;Channel;{type: slack, token: 'env:T', channel: C1, mentions: {'@a': '@b'}}",
        "no ;Channel;{type: slack, token: 'env:T', channel: C1, url: 'https://a/'}",
        "no ;Channel;{type: webhook}",
        "no ;Channel;{type: webhook, url: 'ftp://a/'}",
        "no ;Channel;{type: webhook, url: 'https://u:p@a/'}",
        "no ;Channel;{type: webhook, url: 'https://a/', secret: plain}",
        "no ;Channel;{type: webhook, url: 'https://a/', headers: {a b: c}}",
        "no ;Channel;{type: pagerduty, routingKey: plain}",
        "no ;Channel;{type: email, host: h, from: a@b.c, to: []}",
        "no ;Channel;{type: email, host: h, from: a@b.c, to: [d], port: 25}",
        "no ;Channel;{type: email, host: h, port: 0, from: a@b.c, to: [d@e.f]}",
        "no ;Channel;{type: email, host: h, from: a@b.c, to: [d@e.f], security: ssl}",
        "no ;Channel;{type: email, host: h, from: a@b.c, to: [d@e.f], user: u}",
        "no ;Channel;{type: email, host: h, from: a@b.c, to: [d@e.f], user: u, password: 'env:P', security: none}",
        "no ;Channel;{type: log, rate: {perMinute: 0}}",
        "no ;Channel;{type: log, rate: {brust: 1}}",
        "no ;Channel;{type: log, maxAge: soon}",
        "no ;Channel;{type: msteams}",
        "no ;Channel;{type: log, url: x}",
        "yes;Integration;{source: sentry, secrets: ['env:A'], environments: [live]}",
        "yes;Integration;{source: metrics, keySha256: ['0000000000000000000000000000000000000000000000000000000000000000']}",
        "no ;Integration;{source: metrics, secrets: ['env:A']}",
        "no ;Integration;{source: sentry}",
        "yes;Integration;{source: slack, secrets: ['env:A']}",
        "yes;Integration;{source: slack, secrets: ['env:A'], users: {U1: ada}}",
        "no ;Integration;{source: slack, keySha256: ['0000000000000000000000000000000000000000000000000000000000000000']}",
        "no ;Integration;{source: slack, secrets: ['env:A'], users: {ada: U1}}",
        "no ;Integration;{source: slack, secrets: ['env:A'], users: {U1: clock}}",
        "no ;Integration;{source: sentry, secrets: ['env:A'], users: {U1: ada}}",
        "yes;RoutingRule;{stop: true}",
        "yes;RoutingRule;{notify: [{channel: ops}]}",
        "yes;RoutingRule;{escalate: [{after: 5m, channel: ops}]}",
        "yes;RoutingRule;{enabled: false, priority: -3, when: severity == 'low', stop: false, notify: [{channel: a, mention: '@b', wait: 0s, repeat: 1m, sendResolved: true}], fallback: c, dedupWindow: 24h, autoCloseAfter: 30d, ackTimeout: 1m}",
        "no ;RoutingRule;{}",
        "no ;RoutingRule;{stop: false}",
        "no ;RoutingRule;{notify: []}",
        "no ;RoutingRule;{notify: [{}]}",
        "no ;RoutingRule;{notify: [{channel: OPS}]}",
        "no ;RoutingRule;{notify: [{channel: ops, mention: ' '}]}",
        "no ;RoutingRule;{notify: [{channel: ops, wait: soon}]}",
        "no ;RoutingRule;{notify: [{channel: ops, tell: me}]}",
        "no ;RoutingRule;{notify: [null]}",
        "no ;RoutingRule;{notify: {channel: ops}}",
        "no ;RoutingRule;{escalate: [{channel: ops}]}",
        "no ;RoutingRule;{stop: true, fallback: a b}",
        "no ;RoutingRule;{stop: true, priority: high}",
        "no ;RoutingRule;{stop: true, enabled: maybe}",
        "no ;RoutingRule;{stop: true, ackTimeout: 1w}",
        "yes;Silence;{matchers: [environment=test], endsAt: 2026-03-01T12:00:00Z, reason: r}",
        "yes;Silence;{matchers: ['title!~a.*'], startsAt: 0, endsAt: 1767225600000, author: a, reason: r}",
        "no ;Silence;{matchers: [], endsAt: 2026-03-01T12:00:00Z, reason: r}",
        "no ;Silence;{matchers: [environment], endsAt: 2026-03-01T12:00:00Z, reason: r}",
        "no ;Silence;{matchers: [environment=test], reason: r}",
        "no ;Silence;{matchers: [environment=test], endsAt: true, reason: r}",
        "no ;Silence;{matchers: [environment=test], endsAt: 2026-03-01T12:00:00Z}",
        "no ;Silence;{matchers: [environment=test], endsAt: 2026-03-01T12:00:00Z, reason: ' '}",
        "no ;Silence;{matchers: environment=test, endsAt: 2026-03-01T12:00:00Z, reason: r}",
        "yes;MuteTiming;{zone: UTC, times: [{}]}",
        "yes;MuteTiming;{zone: Europe/Berlin, matchers: [severity=low], channels: [ops], times: [{weekdays: [mon-fri], from: '22:00', to: '24:00'}]}",
        "yes;MuteTiming;{times: [{}]}",
        "no ;MuteTiming;{zone: UTC}",
        "no ;MuteTiming;{zone: UTC, times: []}",
        "no ;MuteTiming;{zone: UTC, times: [{from: '9:00'}]}",
        "no ;MuteTiming;{zone: UTC, times: [{from: '25:00'}]}",
        "no ;MuteTiming;{zone: UTC, times: [{form: '09:00'}]}",
        "no ;MuteTiming;{zone: UTC, channels: [Ops], times: [{}]}",
        "yes;InhibitRule;{source: [severity=critical], target: [severity=low]}",
        "yes;InhibitRule;{source: [severity=critical], target: [severity=low], equal: [tags.cluster]}",
        "no ;InhibitRule;{source: [severity=critical]}",
        "no ;InhibitRule;{source: [], target: [severity=low]}",
        "no ;InhibitRule;{source: [severity=critical], target: [severity]}",
        "no ;InhibitRule;{source: [severity=critical], target: [severity=low], equal: cluster}",
        "yes;Monitor;{select: {name: x}, measure: p95, conditions: [{severity: high, op: '>', threshold: 1}]}",
        "yes;Monitor;{enabled: false, select: {stream: metrics, names: [x, y], when: 'value > 1.5'}, groupBy: [project, name, tags.route], measure: quantile(0.999), window: 5m, delay: 0s, minSamples: 10, conditions: [{severity: critical, op: '<=', threshold: -1.5, for: 2}, {severity: low, op: '<=', threshold: 0, for: 5}], resolveAfter: 3, noData: break, correctFor: 24h, type: error, annotations: {title: '{{value}} {{tags.route}}', message: m, runbook: 'https://a.b/c'}}",
        "yes;Monitor;{select: {when: name == 'x'}, groupBy: [], measure: count, noData: alert(3), noDataSeverity: critical}",
        "yes;Monitor;{select: {stream: events, when: 'type == \"error\"'}, groupBy: [project, source, fingerprint, tags.client], measure: count, window: 5m, conditions: [{severity: high, op: '>', threshold: 50}], maxSeries: 100}",
        "yes;Monitor;{select: {name: x}, groupBy: [tags.host], measure: rate, noData: alert(3), expect: [{tags.host: a}]}",
        "no ;Monitor;{select: {name: x}, measure: p95}",
        "no ;Monitor;{select: {name: x}, measure: p95, noData: hold}",
        "no ;Monitor;{measure: p95, conditions: [{severity: high, op: '>', threshold: 1}]}",
        "no ;Monitor;{select: {}, measure: p95, conditions: [{severity: high, op: '>', threshold: 1}]}",
        "no ;Monitor;{select: {name: x, stream: events}, measure: count, noData: alert(1)}",
        "no ;Monitor;{select: {stream: events}, measure: count, noData: alert(1)}",
        "no ;Monitor;{select: {stream: events, when: 'type == \"error\"'}, measure: p95, noData: alert(1)}",
        "no ;Monitor;{select: {stream: events, when: 'type == \"error\"'}, groupBy: [name], measure: count, noData: alert(1)}",
        "no ;Monitor;{select: {name: x}, groupBy: [source], measure: count, noData: alert(1)}",
        "no ;Monitor;{select: {name: x}, groupBy: [tags.a], measure: p95, noData: alert(1), expect: [{tags.a: b}]}",
        "no ;Monitor;{select: {name: x}, measure: count, noData: alert(1), maxSeries: 0}",
        "no ;Monitor;{select: {name: x}, measure: p100, noData: alert(1)}",
        "no ;Monitor;{select: {name: x}, measure: count, groupBy: [route], noData: alert(1)}",
        "no ;Monitor;{select: {name: x}, measure: count, window: 1w, noData: alert(1)}",
        "no ;Monitor;{select: {name: x}, measure: count, noData: alert}",
        "no ;Monitor;{select: {name: x}, measure: count, conditions: [{severity: high, op: '=', threshold: 1}]}",
        "no ;Monitor;{select: {name: x}, measure: count, conditions: [{severity: high, op: '>', threshold: 1, for: 0}]}",
        "no ;Monitor;{select: {name: x}, measure: count, conditions: [{severity: warning, op: '>', threshold: 1}]}",
        "no ;Monitor;{select: {name: x}, measure: count, noData: alert(1), annotations: {runbook: a b}}",
        "no ;Monitor;{select: {name: x}, measure: count, noData: alert(1), annotations: {tilte: a}}",
        "yes;SLO;{service: s, indicator: {spec: {thresholdMetric: {metricSource: {spec: {name: x}}}}}, timeWindow: [{duration: 30d, isRolling: true}], budgetingMethod: Occurrences, objectives: [{op: lte, value: 1, target: 0.999}]}",
        "yes;SLO;{service: s, indicator: {spec: {ratioMetric: {good: {metricSource: {type: signalcraft, spec: {names: [x, y]}}}, total: {metricSource: {spec: {when: value > 1.0}}}}}}, timeWindow: [{duration: 1M, isRolling: false, calendar: {startTime: '2026-01-01 00:00:00', timeZone: Europe/Berlin}}], budgetingMethod: Timeslices, objectives: [{displayName: a, targetPercent: 99, timeSliceTarget: 1, timeSliceWindow: 5}, {target: 0.98, timeSliceTarget: 0.9, timeSliceWindow: 5m}], description: d, alertPolicies: [], signalcraft: {enabled: false, groupBy: [project, tags.a], minEvents: 3, delay: 1m, correctFor: 2h, runbook: 'https://a.b/c'}}",
        "yes;SLO;{service: s, indicator: {spec: {thresholdMetric: {metricSource: {spec: {name: x}}}}}, timeWindow: [{duration: 4w}], budgetingMethod: Occurrences, objectives: [{op: lte, value: 1, target: 0.999}], alertPolicies: [{alertPolicyRef: sloth}, {apiVersion: openslo/v1, kind: AlertPolicy, metadata: {name: a}, spec: {alertWhenBreaching: true, alertWhenResolved: true, alertWhenNoData: false, notificationTargets: [], conditions: [{kind: AlertCondition, spec: {severity: page, condition: {kind: burnrate, op: gte, threshold: 2, lookbackWindow: 1h, shortWindow: 5m, alertAfter: 5m}}}]}}]}",
        "no ;SLO;{service: s, indicator: {spec: {thresholdMetric: {metricSource: {spec: {name: x}}}}}, timeWindow: [{duration: 30d, isRolling: true}], budgetingMethod: Occurrences, objectives: [{target: 0.999}]}",
        "no ;SLO;{service: s, indicator: {spec: {ratioMetric: {good: {metricSource: {type: signalcraft, spec: {names: [x, y]}}}, total: {metricSource: {spec: {when: value > 1.0}}}}}}, timeWindow: [{duration: 30d, isRolling: true}], budgetingMethod: Occurrences, objectives: [{op: lte, value: 1, target: 0.999}]}",
        "no ;SLO;{service: s, indicator: {spec: {thresholdMetric: {metricSource: {spec: {name: x}}}}}, timeWindow: [{duration: 30d, isRolling: true}], budgetingMethod: Occurrences, objectives: [{op: lte, value: 1, target: 0.999}, {op: lt, value: 2, target: 0.9999}]}",
        "no ;SLO;{service: s, indicator: {spec: {thresholdMetric: {metricSource: {spec: {name: x}}}}}, timeWindow: [{duration: 30d, isRolling: true}], budgetingMethod: RatioTimeslices, objectives: [{op: lte, value: 1, target: 0.999}]}",
        "no ;SLO;{service: s, indicator: {spec: {thresholdMetric: {metricSource: {spec: {name: x}}}}}, timeWindow: [{duration: 30d, isRolling: true}], budgetingMethod: Timeslices, objectives: [{op: lte, value: 1, target: 0.999}]}",
        "no ;SLO;{service: s, indicator: {spec: {thresholdMetric: {metricSource: {spec: {name: x}}}}}, timeWindow: [{duration: 30d, isRolling: true}], budgetingMethod: Occurrences, objectives: [{op: lte, value: 1, target: 0.999, timeSliceTarget: 1}]}",
        "no ;SLO;{service: s, indicator: {spec: {thresholdMetric: {metricSource: {spec: {name: x}}}}}, timeWindow: [{duration: 30d, isRolling: true}], budgetingMethod: Occurrences, objectives: [{op: lte, value: 1, target: 0.999, targetPercent: 99.9}]}",
        "no ;SLO;{service: s, indicator: {spec: {thresholdMetric: {metricSource: {spec: {name: x}}}}}, timeWindow: [{duration: 30d, isRolling: true}], budgetingMethod: Occurrences, objectives: [{op: lte, value: 1, target: 1}]}",
        "no ;SLO;{service: s, indicator: {spec: {thresholdMetric: {metricSource: {spec: {name: x}}}}}, timeWindow: [{duration: 30d, isRolling: false}], budgetingMethod: Occurrences, objectives: [{op: lte, value: 1, target: 0.999}]}",
        "no ;SLO;{service: s, indicator: {spec: {thresholdMetric: {metricSource: {spec: {name: x}}}}}, timeWindow: [{duration: 1M, isRolling: true}], budgetingMethod: Occurrences, objectives: [{op: lte, value: 1, target: 0.999}]}",
        "no ;SLO;{service: s, indicator: {spec: {thresholdMetric: {metricSource: {spec: {name: x}}}}}, timeWindow: [{duration: 30d, isRolling: true}], budgetingMethod: Occurrences, objectives: [{op: lte, value: 1, target: 0.999}], alertPolicies: [{alertPolicyRef: slow}]}",
        "no ;SLO;{service: s, indicator: {spec: {thresholdMetric: {metricSource: {spec: {name: x}}}}}, timeWindow: [{duration: 30d, isRolling: true}], budgetingMethod: Occurrences, objectives: [{op: lte, value: 1, target: 0.999}], indicatorRef: x}",
        "no ;SLO;{service: s, indicator: {spec: {thresholdMetric: {metricSource: {spec: {name: x}}}}}, timeWindow: [{duration: 30d, isRolling: true}], budgetingMethod: Occurrences, objectives: [{op: lte, value: 1, target: 0.999}], alertPolicies: [{spec: {conditions: []}}]}",
        "no ;SLO;{service: s, indicator: {spec: {thresholdMetric: {metricSource: {spec: {name: x}}}}}, timeWindow: [{duration: 30d, isRolling: true}], budgetingMethod: Occurrences, objectives: [{op: lte, value: 1, target: 0.999}], signalcraft: {groupBy: [name]}}",
        "no ;SLO;{service: s, indicator: {spec: {ratioMetric: {counter: true, good: {metricSource: {spec: {name: x}}}, total: {metricSource: {spec: {name: x}}}}}}, timeWindow: [{duration: 30d, isRolling: true}], budgetingMethod: Occurrences, objectives: [{target: 0.999}]}",
        "no ;SLO;{service: s, indicator: {spec: {ratioMetric: {total: {metricSource: {spec: {name: x}}}}}}, timeWindow: [{duration: 30d, isRolling: true}], budgetingMethod: Occurrences, objectives: [{target: 0.999}]}",
      })
  void aDocumentIsTakenByItsSchemaWhereTheDomainTakesIt(String good, String kind, String spec) {
    ConfigRecord record = record(kind, spec);

    if (good.strip().equals("yes")) {
      assertThatCode(() -> Kind.check(record)).doesNotThrowAnyException();
      assertThat(Schemas.faults("config.schema.json", record)).isEmpty();
    } else {
      assertThatIllegalArgumentException().isThrownBy(() -> Kind.check(record));
      assertThat(Schemas.faults("config.schema.json", record)).isNotEmpty();
    }
  }

  @Test
  void aWorkspaceHasOneDocumentOfOneName() {
    ConfigRecord other = record("Workspace", "default", "{}");
    assertThatIllegalArgumentException().isThrownBy(() -> Kind.check(other));
    assertThat(Schemas.faults("config.schema.json", other)).isNotEmpty();
  }

  @Test
  void noMoreTargetsThanTheDomainTakesAreTakenByTheSchema() {
    String target = "{channel: ops}";
    for (int count : new int[] {16, 17}) {
      String spec = "{notify: [" + (target + ",").repeat(count - 1) + target + "]}";
      ConfigRecord record = record("RoutingRule", spec);
      assertThat(Schemas.faults("config.schema.json", record).isEmpty()).isEqualTo(count == 16);
      if (count == 17) {
        assertThatIllegalArgumentException().isThrownBy(() -> Kind.check(record));
      } else {
        assertThat(Kind.check(record)).isEqualTo(Kind.ROUTING_RULE);
      }
    }
  }

  @Test
  void whoWroteARecordMayStandInIt() {
    ConfigRecord.Metadata name = new ConfigRecord.Metadata("default", "one");
    assertThat(
            Schemas.faults(
                "config.schema.json", new ConfigRecord("Silence", name, 2, 1, true, null, "ada")))
        .isEmpty();
  }

  private static ConfigRecord record(String kind, String spec) {
    return record(kind, kind.equals("Workspace") ? "workspace" : "one", spec);
  }

  private static ConfigRecord record(String kind, String name, String spec) {
    return new ConfigRecord(
        kind, new ConfigRecord.Metadata("default", name), 1, 0, false, documents(spec).get(0));
  }

  /** The documents of a YAML text, as the command line reads them: times stay text. */
  static List<JsonNode> documents(String text) {
    try (var all = new YAMLMapper().readerFor(JsonNode.class).<JsonNode>readValues(text)) {
      return all.readAll();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
