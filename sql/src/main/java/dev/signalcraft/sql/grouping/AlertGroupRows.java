// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.sql.grouping;

import dev.signalcraft.domain.grouping.AlertChange;
import dev.signalcraft.domain.grouping.AlertGroup;
import dev.signalcraft.domain.grouping.ChangeReason;
import dev.signalcraft.domain.grouping.GroupStatus;
import dev.signalcraft.domain.grouping.Outcome;
import dev.signalcraft.domain.grouping.StatusChange;
import dev.signalcraft.domain.ingest.EventType;
import dev.signalcraft.domain.ingest.Lifecycle;
import dev.signalcraft.domain.ingest.Severity;
import dev.signalcraft.sql.Row;
import dev.signalcraft.sql.Upsert;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Rows of {@code alert_groups}. */
public final class AlertGroupRows {
  /** The group that a change or a count carries. */
  public static final Upsert<AlertChange> UPSERT =
      Upsert.<AlertChange>into("alert_groups")
          .accepting(
              record ->
                  (record.kind() == AlertChange.Kind.CHANGE
                          || record.kind() == AlertChange.Kind.COUNT)
                      && record.group() != null)
          .text("group_id", record -> group(record).groupId())
          .text("group_key", record -> group(record).groupKey())
          .text("workspace", record -> group(record).workspace())
          .text("source", record -> group(record).source())
          .text("project", record -> group(record).project())
          .text("environment", record -> group(record).environment())
          .text("fingerprint", record -> group(record).fingerprint())
          .word("type", record -> group(record).type())
          .word("lifecycle", record -> group(record).lifecycle())
          .word("status", record -> group(record).status())
          .word("severity", record -> group(record).severity())
          .text("title", record -> group(record).title())
          .text("message", record -> group(record).message())
          .text("file", record -> group(record).file())
          .number("line", record -> group(record).line())
          .text("link", record -> group(record).link())
          .json("tags", record -> group(record).tags())
          .number("count", record -> group(record).count())
          .number("duplicates", record -> group(record).duplicates())
          .text("assignee", record -> group(record).assignee())
          .text("note", record -> group(record).note())
          .text("runbook", record -> group(record).runbook())
          .word("outcome", record -> group(record).outcome())
          .flag("flapping", record -> group(record).flapping())
          .text("rule", record -> group(record).rule())
          .json("channels", record -> group(record).channels())
          .time("opened_at", record -> group(record).openedAt())
          .time("first_seen", record -> group(record).firstSeen())
          .time("last_seen", record -> group(record).lastSeen())
          .time("last_activity", record -> group(record).lastActivity())
          .time("resolved_at", record -> group(record).resolvedAt())
          .time("snoozed_until", record -> group(record).snoozedUntil())
          .time("expires_at", record -> group(record).expiresAt())
          .number("version", record -> group(record).version())
          .number("sequence", record -> group(record).sequence())
          .word("status_reason", record -> status(record, StatusChange::reason))
          .text("status_actor", record -> status(record, StatusChange::actor))
          .time("status_at", record -> status(record, StatusChange::at))
          .newestHolds(
              List.of("group_id"),
              record -> group(record).groupId(),
              "(%1$s.version, %1$s.count + %1$s.duplicates)",
              (candidate, present) -> newer(group(candidate), group(present)));

  private AlertGroupRows() {}

  /** The group of a row with every column. */
  static AlertGroup read(Row row) throws SQLException {
    return new AlertGroup(
        row.text("group_id"),
        row.text("group_key"),
        row.text("workspace"),
        row.text("source"),
        row.text("project"),
        row.text("environment"),
        row.text("fingerprint"),
        row.word(EventType.class, "type"),
        row.word(Lifecycle.class, "lifecycle"),
        row.word(GroupStatus.class, "status"),
        row.word(Severity.class, "severity"),
        row.text("title"),
        row.textOrNull("message"),
        row.textOrNull("file"),
        row.smallNumberOrNull("line"),
        row.textOrNull("link"),
        row.tags("tags"),
        row.number("count"),
        row.number("duplicates"),
        row.textOrNull("assignee"),
        row.textOrNull("note"),
        row.textOrNull("runbook"),
        row.wordOrNull(Outcome.class, "outcome"),
        row.flag("flapping"),
        row.textOrNull("rule"),
        row.texts("channels"),
        row.time("opened_at"),
        row.time("first_seen"),
        row.time("last_seen"),
        row.time("last_activity"),
        row.timeOrNull("resolved_at"),
        row.timeOrNull("snoozed_until"),
        row.timeOrNull("expires_at"),
        (int) row.number("version"),
        (int) row.number("sequence"),
        statusChange(row));
  }

  private static @Nullable StatusChange statusChange(Row row) throws SQLException {
    ChangeReason reason = row.wordOrNull(ChangeReason.class, "status_reason");
    return reason == null
        ? null
        : new StatusChange(reason, row.text("status_actor"), row.time("status_at"));
  }

  private static <V> @Nullable V status(AlertChange record, Function<StatusChange, V> part) {
    StatusChange change = group(record).statusChange();
    return change == null ? null : part.apply(change);
  }

  private static boolean newer(AlertGroup candidate, AlertGroup present) {
    return candidate.version() != present.version()
        ? candidate.version() > present.version()
        : candidate.count() + candidate.duplicates() > present.count() + present.duplicates();
  }

  private static AlertGroup group(AlertChange record) {
    return Objects.requireNonNull(record.group(), "no group");
  }
}
