// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.ingest;

import dev.signalcraft.domain.grouping.GroupKey;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One alert of one source, in the form that every job understands. Made by {@link EventDraft},
 * which bounds and defaults its fields.
 *
 * @param eventId 32 hex digits derived from content: the same event has the same id for ever
 * @param workspace the tenant
 * @param source the kind of sender, such as {@code sentry}
 * @param sourceEventId the sender's own id where it has one
 * @param fingerprint what the sender, or we, hold to be the same problem
 * @param expiresAt when a stateful event ends if it is not sent again
 * @param title at most 512 characters
 * @param message at most 2,048 characters
 * @param tags at most 32
 * @param occurredAt the sender's time; never more than a minute after {@code receivedAt}
 * @param receivedAt log time of the raw record
 */
public record AlertEvent(
    String eventId,
    String workspace,
    String source,
    @Nullable String sourceEventId,
    String project,
    String environment,
    String fingerprint,
    EventType type,
    Severity severity,
    EventStatus status,
    Lifecycle lifecycle,
    @Nullable Instant expiresAt,
    String title,
    @Nullable String message,
    @Nullable String file,
    @Nullable Integer line,
    @Nullable String link,
    Map<String, String> tags,
    Instant occurredAt,
    Instant receivedAt) {

  /** The longest source id, project, environment, fingerprint and value of a tag. */
  public static final int MAX_NAME = 256;

  /** The longest title and file. */
  public static final int MAX_TITLE = 512;

  /** The longest message. */
  public static final int MAX_MESSAGE = 2_048;

  /** The longest link. */
  public static final int MAX_LINK = 2_048;

  /** The most tags. */
  public static final int MAX_TAGS = 32;

  /** The longest name of a tag. */
  public static final int MAX_TAG_NAME = 64;

  private static final int MAX_WORKSPACE = 63;

  public AlertEvent {
    if (eventId == null || !GroupKey.isValid(eventId)) {
      throw new IllegalArgumentException("eventId: 32 lower-case hex digits");
    }
    atMost(Objects.requireNonNull(workspace, "workspace"), MAX_WORKSPACE, "workspace");
    atMost(Objects.requireNonNull(source, "source"), MAX_WORKSPACE, "source");
    atMost(sourceEventId, MAX_NAME, "sourceEventId");
    atMost(Objects.requireNonNull(project, "project"), MAX_NAME, "project");
    atMost(Objects.requireNonNull(environment, "environment"), MAX_NAME, "environment");
    atMost(Objects.requireNonNull(fingerprint, "fingerprint"), MAX_NAME, "fingerprint");
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(severity, "severity");
    Objects.requireNonNull(status, "status");
    Objects.requireNonNull(lifecycle, "lifecycle");
    atMost(Objects.requireNonNull(title, "title"), MAX_TITLE, "title");
    atMost(message, MAX_MESSAGE, "message");
    atMost(file, MAX_TITLE, "file");
    atMost(link, MAX_LINK, "link");
    Objects.requireNonNull(occurredAt, "occurredAt");
    Objects.requireNonNull(receivedAt, "receivedAt");
    tags = tags == null ? Map.of() : tags;
    if (tags.size() > MAX_TAGS) {
      throw new IllegalArgumentException("tags: more than " + MAX_TAGS);
    }
    for (Map.Entry<String, String> tag : tags.entrySet()) {
      atMost(tag.getKey(), MAX_TAG_NAME, "tags");
      atMost(Objects.requireNonNull(tag.getValue(), "tags"), MAX_NAME, "tags");
    }
  }

  private static void atMost(@Nullable String text, int most, String field) {
    if (text != null && text.length() > most) {
      throw new IllegalArgumentException(field + ": longer than " + most + " characters");
    }
  }
}
