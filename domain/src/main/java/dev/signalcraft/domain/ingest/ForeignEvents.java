// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalcraft.domain.config.ConfigHistory;
import dev.signalcraft.domain.config.Integration;
import dev.signalcraft.domain.config.Workspace;
import dev.signalcraft.domain.json.WireName;
import dev.signalcraft.domain.json.WireTime;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the events of foreign producers: an object with the fields of {@link AlertEvent}, of which
 * only {@code source} and {@code title} are needed. Severities may be levels of logs; unknown
 * fields are ignored. Of the identities that a record may carry, that of CloudEvents (source and
 * id) comes first, then {@code sourceEventId}, then {@code eventId}.
 */
public final class ForeignEvents {
  /** Of events that name none. */
  static final String DEFAULT_WORKSPACE = "default";

  private static final String NAME = "a name of 1 to 63 of a-z, 0-9 and -";

  private ForeignEvents() {}

  /**
   * The event of a record with these headers and this JSON.
   *
   * @param workspaces by the one that the event names it is scrubbed and completed
   * @throws Rejection where a field is missing or of the wrong type
   */
  public static AlertEvent read(
      Map<String, String> headers,
      JsonNode value,
      long logTime,
      ConfigHistory<Workspace> workspaces)
      throws Rejection {
    CloudEvent envelope = CloudEvent.open(headers, value);
    Field data = envelope.data();
    String workspace = workspace(data);
    EventDraft draft =
        new EventDraft(workspace, source(data, envelope), logTime)
            .by(Workspace.at(workspaces, workspace, logTime))
            .sourceEventId(identity(data, envelope))
            .project(data.get("project").text())
            .environment(data.get("environment").text())
            .fingerprint(data.get("fingerprint").id())
            .type(constant(data.get("type"), EventType.class))
            .severity(severity(data.get("severity")))
            .status(constant(data.get("status"), EventStatus.class))
            .lifecycle(constant(data.get("lifecycle"), Lifecycle.class))
            .expiresAt(expiry(data.get("expiresAt")))
            .title(data.get("title").text())
            .message(data.get("message").text())
            .file(data.get("file").text())
            .line(data.get("line").line())
            .link(data.get("link").text());
    Tags.read(data.get("tags")).forEach(draft::tag);
    Field occurred = data.get("occurredAt");
    if (occurred.isNumber()) {
      return draft.occurredAt(occurred.time(1)).build();
    }
    return draft.occurredAt(occurred.absent() ? envelope.time() : occurred.text()).build();
  }

  /** What a payload names, for its dead letter, also within an envelope; null where it is none. */
  static @Nullable String nameIn(@Nullable JsonNode value, String field) {
    if (value == null) {
      return null;
    }
    String name = value.path(field).asText();
    if (Integration.isName(name)) {
      return name;
    }
    String inner = value.path("data").path(field).asText();
    return Integration.isName(inner) ? inner : null;
  }

  private static String workspace(Field data) throws Rejection {
    Field field = data.get("workspace");
    String workspace = field.text();
    if (workspace == null) {
      return DEFAULT_WORKSPACE;
    }
    if (!Integration.isName(workspace)) {
      throw field.expected(NAME);
    }
    return workspace;
  }

  private static String source(Field data, CloudEvent envelope) throws Rejection {
    Field field = data.get("source");
    String source = field.text();
    if (source == null) {
      source = envelope.source();
    }
    if (source == null || !Integration.isName(source)) {
      throw field.expected(NAME);
    }
    return source;
  }

  private static @Nullable String identity(Field data, CloudEvent envelope) throws Rejection {
    String id = envelope.identity();
    if (id == null) {
      id = data.get("sourceEventId").id();
    }
    return id == null ? data.get("eventId").id() : id;
  }

  private static @Nullable Severity severity(Field field) throws Rejection {
    String word = field.word();
    Severity severity = word == null ? null : Severity.parse(word);
    if (word != null && severity == null) {
      throw field.expected("critical, high, medium or low, or a level of logs");
    }
    return severity;
  }

  private static <E extends Enum<E>> @Nullable E constant(Field field, Class<E> type)
      throws Rejection {
    String word = field.word();
    E constant = word == null ? null : WireName.parse(type, word);
    if (word != null && constant == null) {
      throw field.expected("a known " + type.getSimpleName().toLowerCase(Locale.ROOT));
    }
    return constant;
  }

  private static @Nullable Instant expiry(Field field) throws Rejection {
    if (field.absent() || field.isNumber()) {
      return field.time(1);
    }
    String text = field.text();
    Instant time = text == null ? null : WireTime.parse(text);
    if (time == null) {
      throw field.expected("a time in ISO-8601 with a zone, or in epoch milliseconds");
    }
    return time;
  }
}
