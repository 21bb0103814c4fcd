// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.ingest;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the webhooks of Sentry. Which kind a body is stands only in the header {@code
 * Sentry-Hook-Resource} and the field {@code action}:
 *
 * <pre>
 * issue         created, unresolved           firing, in the default environment
 *               resolved                      resolved, in each environment of the integration
 *               assigned, ignored, archived   no event: they say nothing about the fault itself
 * event_alert   triggered                     firing
 * error         created                       firing
 * metric_alert  critical, warning, open       firing, stateful
 *               resolved                      resolved, stateful
 * (no header)   the legacy plugin             firing
 * </pre>
 *
 * All else, such as {@code installation} or {@code comment}, is {@link
 * DeadLetter.Reason#UNSUPPORTED}.
 *
 * <p>Identity: the header {@code Idempotency-Key} where it is sent, otherwise what names the
 * occurrence in the body; never {@code Request-ID}, which changes with every retry. Formats as
 * documented at docs.sentry.io, "Integration Platform, Webhooks".
 */
public final class SentryAdapter {
  static final String SOURCE = "sentry";

  private SentryAdapter() {}

  /**
   * The events of a delivery; none where it is a normal message that changes no alert.
   *
   * @throws Rejection where it is of another shape than Sentry sends, or of a kind not handled
   */
  public static List<AlertEvent> read(Webhook webhook) throws Rejection {
    Field body = Field.root(webhook.body()).required();
    String resource = webhook.headers().get("sentry-hook-resource");
    if (resource == null) {
      if (body.get("project_slug").absent() || body.get("event").absent()) {
        throw new Rejection(
            DeadLetter.Reason.UNEXPECTED_SHAPE,
            "header sentry-hook-resource: missing, and the body is not of the legacy plugin");
      }
      return List.of(SentryEvent.legacy(webhook, body));
    }
    String action = action(resource, body);
    return switch (resource + " " + action) {
      case "issue created" -> List.of(SentryIssue.created(webhook, body));
      case "issue unresolved" -> List.of(SentryIssue.unresolved(webhook, body));
      case "issue resolved" -> SentryIssue.resolved(webhook, body);
      case "issue assigned", "issue ignored", "issue archived" -> List.of();
      case "event_alert triggered" -> List.of(SentryEvent.alert(webhook, body));
      case "error created" -> List.of(SentryEvent.error(webhook, body));
      case "metric_alert critical", "metric_alert warning", "metric_alert open" ->
          List.of(SentryMetricAlert.read(webhook, body, action, EventStatus.FIRING));
      case "metric_alert resolved" ->
          List.of(SentryMetricAlert.read(webhook, body, action, EventStatus.RESOLVED));
      default ->
          throw new Rejection(
              DeadLetter.Reason.UNSUPPORTED,
              "resource '%s' with action '%s' is not handled; switch it off in Sentry"
                  .formatted(Text.bounded(resource, 64), Text.bounded(action, 64)));
    };
  }

  private static String action(String resource, Field body) throws Rejection {
    Field field = body.get("action");
    String action = field.text();
    if (action == null) {
      throw field.expected("what happened to the " + Text.bounded(resource, 64));
    }
    return action;
  }

  /** The sender's id of one event: the key that it chose, or these parts; null without them all. */
  static @Nullable String identity(Webhook webhook, @Nullable String... parts) {
    String key = webhook.headers().get("idempotency-key");
    if (key != null && !key.isBlank()) {
      return key.strip();
    }
    for (String part : parts) {
      if (part == null) {
        return null;
      }
    }
    return String.join(":", parts);
  }

  /** Sentry's level; an unknown one is no reason to lose an alert. */
  static Severity severity(Field level) throws Rejection {
    String word = level.word();
    Severity severity = word == null ? null : Severity.parse(word);
    return severity == null ? Severity.MEDIUM : severity;
  }

  /** A draft that carries what every payload of Sentry has. */
  static EventDraft draft(Webhook webhook) {
    return new EventDraft(webhook.workspace(), SOURCE, webhook.logTime()).by(webhook.settings());
  }
}
