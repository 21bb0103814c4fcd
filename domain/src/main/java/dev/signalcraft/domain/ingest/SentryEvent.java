// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.ingest;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One occurrence of an error: the resources {@code event_alert} and {@code error} and the legacy
 * plugin. Its fingerprint is the id of its issue, never the field {@code fingerprint}: that one is
 * mostly the literal {@code {{ default }}}, and a custom one has already made the issue. Where an
 * error names no issue, the first of its {@code hashes} stands in, and without any its title.
 */
final class SentryEvent {
  private SentryEvent() {}

  static AlertEvent alert(Webhook webhook, Field body) throws Rejection {
    Field data = body.get("data").required();
    Field event = data.get("event").required();
    String rule = data.get("triggered_rule").text();
    return draft(webhook, event)
        .sourceEventId(
            SentryAdapter.identity(
                webhook,
                "event_alert",
                event.get("event_id").id(),
                orEmpty(body.get("installation").get("uuid").text()),
                orEmpty(rule)))
        .tag("rule", rule)
        .build();
  }

  static AlertEvent error(Webhook webhook, Field body) throws Rejection {
    Field event = body.get("data").get("error").required();
    return draft(webhook, event)
        .sourceEventId(SentryAdapter.identity(webhook, "error", event.get("event_id").id()))
        .build();
  }

  /** The plugin wraps an event whose project, issue, level and link stand outside of it. */
  static AlertEvent legacy(Webhook webhook, Field body) throws Rejection {
    Field event = body.get("event").required();
    EventDraft draft = draft(webhook, event);
    String id = body.get("id").id();
    if (id != null) {
      draft.fingerprint(id);
    }
    String message = body.get("message").text();
    if (title(event) == null) {
      draft.title(message);
    }
    if (!body.get("level").absent()) {
      draft.severity(SentryAdapter.severity(body.get("level")));
    }
    String link = body.get("url").text();
    if (link != null) {
      draft.link(link);
    }
    if (event.get("exception").absent()) {
      SentryPlace.locate(draft, body);
    }
    return draft
        .project(SentryProject.slug(body))
        .message(message)
        .sourceEventId(SentryAdapter.identity(webhook, "legacy", event.get("event_id").id()))
        .build();
  }

  /** The title of an issue or an event, as Sentry shows it. */
  static @Nullable String title(Field payload) throws Rejection {
    String title = payload.get("title").text();
    if (title == null) {
      title = payload.get("metadata").get("title").text();
    }
    if (title == null) {
      title = payload.get("metadata").get("type").text();
    }
    return title == null ? payload.get("message").text() : title;
  }

  private static EventDraft draft(Webhook webhook, Field event) throws Rejection {
    Map<String, String> tags = Tags.read(event.get("tags"));
    String environment = tags.get("environment");
    if (environment == null) {
      environment = event.get("environment").text();
    }
    String message = event.get("message").text();
    EventDraft draft =
        SentryAdapter.draft(webhook)
            .project(SentryProject.slug(event))
            .environment(environment == null ? webhook.environments().get(0) : environment)
            .fingerprint(fingerprint(event))
            .severity(SentryAdapter.severity(event.get("level")))
            .title(title(event))
            .message(message == null ? event.get("metadata").get("value").text() : message)
            .link(event.get("web_url").text())
            .tag("platform", event.get("platform").text());
    tags.forEach(draft::tag);
    SentryPlace.locate(draft, event);
    SentryTime.occurred(
        draft, event.get("timestamp"), event.get("datetime"), event.get("received"));
    return draft;
  }

  private static @Nullable String fingerprint(Field event) throws Rejection {
    String issue = event.get("issue_id").id();
    if (issue != null) {
      return issue;
    }
    List<Field> hashes = event.get("hashes").items();
    return hashes.isEmpty() ? null : hashes.get(0).text();
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }
}
