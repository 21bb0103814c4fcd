// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.ingest;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The resource {@code issue}. It names no environment: an issue fires in the default one and is
 * resolved in all of the integration's. Its id, action and {@code lastSeen} (or status) make its
 * identity, and the environment is part of it, because one delivery becomes several events. {@code
 * count}, text and of Sentry's own making, is not read: Signalcraft counts for itself.
 */
final class SentryIssue {
  private SentryIssue() {}

  static AlertEvent created(Webhook webhook, Field body) throws Rejection {
    Field issue = body.get("data").get("issue").required();
    EventDraft draft = draft(webhook, body, "created", webhook.environments().get(0));
    SentryTime.occurred(draft, issue.get("firstSeen"));
    return draft.build();
  }

  /** The moment of it is not told: {@code lastSeen} may be days before a person reopens it. */
  static AlertEvent unresolved(Webhook webhook, Field body) throws Rejection {
    return draft(webhook, body, "unresolved", webhook.environments().get(0)).build();
  }

  static List<AlertEvent> resolved(Webhook webhook, Field body) throws Rejection {
    List<AlertEvent> events = new ArrayList<>();
    for (String environment : new LinkedHashSet<>(webhook.environments())) {
      events.add(
          draft(webhook, body, "resolved", environment).status(EventStatus.RESOLVED).build());
    }
    return events;
  }

  private static EventDraft draft(Webhook webhook, Field body, String action, String environment)
      throws Rejection {
    Field issue = body.get("data").get("issue").required();
    String id = issue.get("id").id();
    if (id == null) {
      throw issue.get("id").expected("the issue's id");
    }
    String link = issue.get("permalink").text();
    EventDraft draft =
        SentryAdapter.draft(webhook)
            .sourceEventId(
                SentryAdapter.identity(webhook, "issue", id, action, seen(issue))
                    + ":"
                    + environment)
            .project(SentryProject.slug(issue))
            .environment(environment)
            .fingerprint(id)
            .type(
                "performance".equals(issue.get("issueCategory").word())
                    ? EventType.PERFORMANCE
                    : EventType.ERROR)
            .severity(SentryAdapter.severity(issue.get("level")))
            .title(SentryEvent.title(issue))
            .message(issue.get("metadata").get("value").text())
            .link(link == null ? issue.get("web_url").text() : link)
            .tag("short-id", issue.get("shortId").text())
            .tag("platform", issue.get("platform").text())
            .tag("substatus", issue.get("substatus").text());
    SentryPlace.locate(draft, issue);
    return draft;
  }

  private static String seen(Field issue) throws Rejection {
    String seen = issue.get("lastSeen").scalar();
    @Nullable String status = seen == null ? issue.get("status").text() : seen;
    return status == null ? "" : status;
  }
}
