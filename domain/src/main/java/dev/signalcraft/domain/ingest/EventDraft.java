// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.ingest;

import dev.signalcraft.domain.config.Workspace;
import dev.signalcraft.domain.grouping.GroupKey;
import dev.signalcraft.domain.json.WireName;
import dev.signalcraft.domain.json.WireTime;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An event being made from what a sender gave: fields in any order, missing ones defaulted, all of
 * them scrubbed, bounded and cleaned by {@link #build}. Setters take null as "not given".
 */
public final class EventDraft {
  /** The tag that keeps a sender's time that could not be believed. */
  public static final String OCCURRED_AT_TAG = "occurred-at";

  private static final Instant YEAR_10000 = Instant.parse("+10000-01-01T00:00:00Z");
  private static final Instant YEAR_2000 = Instant.parse("2000-01-01T00:00:00Z");
  private static final long AHEAD_MILLIS = 60_000;
  private static final long NO_ID_WINDOW_MILLIS = 300_000;

  private static final String NO_ID = "0".repeat(32);

  private final String workspace;
  private final String source;
  private final Instant receivedAt;
  private final Map<String, String> tags = new TreeMap<>();
  private Workspace settings = Workspace.DEFAULT;
  private @Nullable String sourceEventId;
  private @Nullable String project;
  private @Nullable String environment;
  private @Nullable String fingerprint;
  private EventType type = EventType.ERROR;
  private Severity severity = Severity.MEDIUM;
  private EventStatus status = EventStatus.FIRING;
  private Lifecycle lifecycle = Lifecycle.STATELESS;
  private @Nullable Instant expiresAt;
  private @Nullable String title;
  private @Nullable String message;
  private @Nullable String file;
  private @Nullable Integer line;
  private @Nullable String link;
  private @Nullable Instant occurredAt;
  private @Nullable String unreadableTime;

  /** A draft of an event of this sender, received at this log time (epoch milliseconds). */
  public EventDraft(String workspace, String source, long logTime) {
    this.workspace = workspace;
    this.source = source;
    this.receivedAt = Instant.ofEpochMilli(logTime);
  }

  /** What holds for its workspace; otherwise what holds for one without a document. */
  public EventDraft by(Workspace value) {
    settings = value;
    return this;
  }

  /** The sender's id, the same for every delivery of the same event. */
  public EventDraft sourceEventId(@Nullable String value) {
    sourceEventId = value;
    return this;
  }

  /** Default {@code default}. */
  public EventDraft project(@Nullable String value) {
    project = value;
    return this;
  }

  /** Default: that of the workspace. */
  public EventDraft environment(@Nullable String value) {
    environment = value;
    return this;
  }

  /** Default: the hash of type and title. */
  public EventDraft fingerprint(@Nullable String value) {
    fingerprint = value;
    return this;
  }

  public EventDraft type(@Nullable EventType value) {
    type = value == null ? EventType.ERROR : value;
    return this;
  }

  public EventDraft severity(@Nullable Severity value) {
    severity = value == null ? Severity.MEDIUM : value;
    return this;
  }

  public EventDraft status(@Nullable EventStatus value) {
    status = value == null ? EventStatus.FIRING : value;
    return this;
  }

  public EventDraft lifecycle(@Nullable Lifecycle value) {
    lifecycle = value == null ? Lifecycle.STATELESS : value;
    return this;
  }

  public EventDraft expiresAt(@Nullable Instant value) {
    expiresAt = value;
    return this;
  }

  /** The only field besides the source that a sender must give. */
  public EventDraft title(@Nullable String value) {
    title = value;
    return this;
  }

  public EventDraft message(@Nullable String value) {
    message = value;
    return this;
  }

  public EventDraft file(@Nullable String value) {
    file = value;
    return this;
  }

  public EventDraft line(@Nullable Integer value) {
    line = value;
    return this;
  }

  /** A link to follow; what is none of the web, such as a script, is kept as a tag. */
  public EventDraft link(@Nullable String value) {
    boolean web =
        value != null
            && (value.regionMatches(true, 0, "https://", 0, 8)
                || value.regionMatches(true, 0, "http://", 0, 7));
    link = web ? value : null;
    return web ? this : tag("link", value);
  }

  /** Adds a tag; the first 32 by name are kept, one without a value is not. */
  public EventDraft tag(String name, @Nullable String value) {
    if (value != null && !name.isBlank()) {
      tags.put(name, value);
    }
    return this;
  }

  /** The sender's time. One that cannot be believed is replaced by log time and kept as a tag. */
  public EventDraft occurredAt(@Nullable Instant value) {
    occurredAt = value;
    return this;
  }

  /** The sender's time as text; one that cannot be read is kept as a tag. */
  public EventDraft occurredAt(@Nullable String value) {
    occurredAt = value == null ? null : WireTime.parse(value);
    unreadableTime = occurredAt == null ? value : null;
    return this;
  }

  /**
   * The event.
   *
   * @throws Rejection where no title was given, or an end that no table can hold
   */
  public AlertEvent build() throws Rejection {
    String boundedTitle =
        Text.boundedOrNull(settings.scrubbing().scrubOrNull(title), AlertEvent.MAX_TITLE);
    if (boundedTitle == null) {
      throw new Rejection(
          DeadLetter.Reason.UNEXPECTED_SHAPE, "title: missing or empty; an alert needs one");
    }
    if (expiresAt != null && (expiresAt.isBefore(YEAR_2000) || !expiresAt.isBefore(YEAR_10000))) {
      throw new Rejection(
          DeadLetter.Reason.UNEXPECTED_SHAPE, "expiresAt: expected a time from 2000 to 9999");
    }
    AlertEvent unnamed = event(NO_ID, boundedTitle, believedTime());
    String id = Text.boundedOrNull(sourceEventId, Integer.MAX_VALUE);
    String eventId = id == null ? contentId(unnamed) : GroupKey.hash(workspace, source, id);
    return event(eventId, unnamed.title(), unnamed.occurredAt());
  }

  private AlertEvent event(String eventId, String boundedTitle, Instant believed) {
    return new AlertEvent(
        eventId,
        workspace,
        source,
        Text.boundedOrNull(settings.scrubbing().scrubOrNull(sourceEventId), AlertEvent.MAX_NAME),
        name(project, "default"),
        name(environment, settings.defaultEnvironment()),
        boundedFingerprint(boundedTitle),
        type,
        severity,
        status,
        lifecycle,
        expiresAt,
        boundedTitle,
        Text.boundedOrNull(settings.scrubbing().scrubOrNull(message), AlertEvent.MAX_MESSAGE),
        Text.boundedOrNull(settings.scrubbing().scrubOrNull(file), AlertEvent.MAX_TITLE),
        line,
        Text.boundedOrNull(settings.scrubbing().scrubOrNull(link), AlertEvent.MAX_LINK),
        boundedTags(),
        believed,
        receivedAt);
  }

  private String boundedFingerprint(String boundedTitle) {
    if (fingerprint == null || fingerprint.isBlank()) {
      return GroupKey.hash(WireName.of(type), boundedTitle);
    }
    return fingerprint.length() > AlertEvent.MAX_NAME
        ? GroupKey.hash(fingerprint)
        : Text.bounded(settings.scrubbing().scrub(fingerprint), AlertEvent.MAX_NAME);
  }

  private Instant believedTime() {
    Instant time = occurredAt;
    if (time == null) {
      if (unreadableTime != null) {
        tags.put(OCCURRED_AT_TAG, unreadableTime);
      }
      return receivedAt;
    }
    if (time.isBefore(YEAR_2000) || time.isAfter(receivedAt.plusMillis(AHEAD_MILLIS))) {
      tags.put(OCCURRED_AT_TAG, time.toString());
      return receivedAt;
    }
    return Instant.ofEpochMilli(time.toEpochMilli());
  }

  private Map<String, String> boundedTags() {
    String believed = tags.get(OCCURRED_AT_TAG);
    Map<String, String> bounded = new TreeMap<>();
    if (believed != null) {
      bounded.put(
          OCCURRED_AT_TAG, Text.bounded(settings.scrubbing().scrub(believed), AlertEvent.MAX_NAME));
    }
    for (Map.Entry<String, String> tag : tags.entrySet()) {
      if (bounded.size() == AlertEvent.MAX_TAGS) {
        break;
      }
      String value =
          settings.scrubbing().isTelling(tag.getKey())
              ? Scrubber.SCRUBBED
              : settings.scrubbing().scrub(tag.getValue());
      bounded.put(
          Text.bounded(tag.getKey(), AlertEvent.MAX_TAG_NAME),
          Text.bounded(value, AlertEvent.MAX_NAME));
    }
    return bounded;
  }

  private static String name(@Nullable String value, String otherwise) {
    String bounded = Text.boundedOrNull(value, AlertEvent.MAX_NAME);
    return bounded == null ? otherwise : bounded;
  }

  /** Where the sender has no id: what it said, within five minutes of log time. */
  private static String contentId(AlertEvent e) {
    return GroupKey.hash(
        e.workspace(),
        e.source(),
        Long.toString(e.receivedAt().toEpochMilli() / NO_ID_WINDOW_MILLIS),
        e.project(),
        e.environment(),
        e.fingerprint(),
        WireName.of(e.type()),
        WireName.of(e.severity()),
        WireName.of(e.status()),
        WireName.of(e.lifecycle()),
        String.valueOf(e.expiresAt()),
        e.title(),
        String.valueOf(e.message()),
        String.valueOf(e.file()),
        String.valueOf(e.line()),
        String.valueOf(e.link()),
        e.tags().toString(),
        e.occurredAt().equals(e.receivedAt()) ? "" : e.occurredAt().toString());
  }
}
