// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.ingest;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The resource {@code metric_alert}: a condition that begins and ends. The action alone says which
 * ({@code date_closed} is null even when it is over), and the alert rule, not the incident, makes
 * it the same problem. Identity is incident, action and description: one incident may turn critical
 * twice, and a second time that were taken for a retry would be an alert swallowed.
 */
final class SentryMetricAlert {
  /** Aggregates that measure time; {@code count()} and {@code failure_rate()} tell of errors. */
  private static final Pattern LATENCY =
      Pattern.compile("(p\\d{1,3}|percentile|apdex)\\(.*|.*(duration|measurements\\.).*");

  private SentryMetricAlert() {}

  static AlertEvent read(Webhook webhook, Field body, String action, EventStatus status)
      throws Rejection {
    Field data = body.get("data").required();
    Field alert = data.get("metric_alert").required();
    Field rule = alert.get("alert_rule");
    String incident = alert.get("id").id();
    String fingerprint = rule.get("id").id();
    if (fingerprint == null) {
      fingerprint = incident;
    }
    if (fingerprint == null) {
      throw alert.get("id").expected("the id of the incident or of its alert_rule");
    }
    String title = alert.get("title").text();
    String description = data.get("description_text").text();
    String environment = rule.get("environment").text();
    EventDraft draft =
        SentryAdapter.draft(webhook)
            .sourceEventId(
                SentryAdapter.identity(
                    webhook,
                    "metric_alert",
                    incident,
                    action,
                    description == null ? "" : description))
            .project(SentryProject.slug(alert))
            .environment(environment == null ? webhook.environments().get(0) : environment)
            .fingerprint(fingerprint)
            .type(type(rule.get("aggregate").text()))
            .severity(severity(action))
            .status(status)
            .lifecycle(Lifecycle.STATEFUL)
            .title(title == null ? data.get("description_title").text() : title)
            .message(description)
            .link(data.get("web_url").text())
            .tag("rule", rule.get("name").text())
            .tag("aggregate", rule.get("aggregate").text())
            .tag("query", rule.get("query").text());
    if (status == EventStatus.RESOLVED) {
      SentryTime.occurred(draft, alert.get("date_closed"));
    } else {
      SentryTime.occurred(draft, alert.get("date_detected"), alert.get("date_started"));
    }
    return draft.build();
  }

  private static Severity severity(String action) {
    return action.equals("critical") ? Severity.CRITICAL : Severity.MEDIUM;
  }

  private static EventType type(@Nullable String aggregate) {
    return aggregate != null && LATENCY.matcher(aggregate).matches()
        ? EventType.PERFORMANCE
        : EventType.ERROR;
  }
}
