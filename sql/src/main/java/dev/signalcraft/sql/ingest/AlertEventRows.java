// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.sql.ingest;

import dev.signalcraft.domain.grouping.AlertChange;
import dev.signalcraft.domain.ingest.AlertEvent;
import dev.signalcraft.domain.ingest.EventStatus;
import dev.signalcraft.domain.ingest.EventType;
import dev.signalcraft.domain.ingest.Lifecycle;
import dev.signalcraft.domain.ingest.Severity;
import dev.signalcraft.sql.Row;
import dev.signalcraft.sql.Upsert;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;

/** Rows of {@code alert_events}. */
public final class AlertEventRows {
  /** An exemplar; an event is never changed. */
  public static final Upsert<AlertChange> UPSERT =
      Upsert.<AlertChange>into("alert_events")
          .accepting(record -> record.kind() == AlertChange.Kind.EVENT && record.event() != null)
          .text("event_id", record -> event(record).eventId())
          .text("workspace", record -> event(record).workspace())
          .text("source", record -> event(record).source())
          .text("source_event_id", record -> event(record).sourceEventId())
          .text("project", record -> event(record).project())
          .text("environment", record -> event(record).environment())
          .text("fingerprint", record -> event(record).fingerprint())
          .word("type", record -> event(record).type())
          .word("severity", record -> event(record).severity())
          .word("status", record -> event(record).status())
          .word("lifecycle", record -> event(record).lifecycle())
          .time("expires_at", record -> event(record).expiresAt())
          .text("title", record -> event(record).title())
          .text("message", record -> event(record).message())
          .text("file", record -> event(record).file())
          .number("line", record -> event(record).line())
          .text("link", record -> event(record).link())
          .json("tags", record -> event(record).tags())
          .time("occurred_at", record -> event(record).occurredAt())
          .time("received_at", record -> event(record).receivedAt())
          .text("group_id", AlertChange::groupId)
          .text("group_key", AlertChange::groupKey)
          .flag("stale", AlertChange::stale)
          .time("logged_at", AlertChange::at)
          .firstHolds(
              List.of("event_id", "logged_at"),
              record -> List.of(event(record).eventId(), record.at()));

  private AlertEventRows() {}

  /** The event of a row with every column. */
  public static AlertEvent read(Row row) throws SQLException {
    return new AlertEvent(
        row.text("event_id"),
        row.text("workspace"),
        row.text("source"),
        row.textOrNull("source_event_id"),
        row.text("project"),
        row.text("environment"),
        row.text("fingerprint"),
        row.word(EventType.class, "type"),
        row.word(Severity.class, "severity"),
        row.word(EventStatus.class, "status"),
        row.word(Lifecycle.class, "lifecycle"),
        row.timeOrNull("expires_at"),
        row.text("title"),
        row.textOrNull("message"),
        row.textOrNull("file"),
        row.smallNumberOrNull("line"),
        row.textOrNull("link"),
        row.tags("tags"),
        row.time("occurred_at"),
        row.time("received_at"));
  }

  private static AlertEvent event(AlertChange record) {
    return Objects.requireNonNull(record.event(), "no event");
  }
}
