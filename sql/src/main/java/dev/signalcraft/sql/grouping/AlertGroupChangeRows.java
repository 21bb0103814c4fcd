// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.sql.grouping;

import dev.signalcraft.domain.grouping.AlertChange;
import dev.signalcraft.domain.grouping.ChangeReason;
import dev.signalcraft.domain.grouping.GroupChange;
import dev.signalcraft.domain.grouping.GroupStatus;
import dev.signalcraft.domain.ingest.Severity;
import dev.signalcraft.sql.Row;
import dev.signalcraft.sql.Upsert;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;

/** Rows of {@code alert_group_changes}. */
public final class AlertGroupChangeRows {
  /** What happened; a change is never changed itself. */
  public static final Upsert<AlertChange> UPSERT =
      Upsert.<AlertChange>into("alert_group_changes")
          .accepting(
              record ->
                  record.kind() == AlertChange.Kind.CHANGE
                      && record.change() != null
                      && record.groupId() != null)
          .text("workspace", AlertChange::workspace)
          .text("group_id", AlertChange::groupId)
          .number("sequence", record -> change(record).sequence())
          .time("at", AlertChange::at)
          .word("reason", record -> change(record).reason())
          .text("actor", record -> change(record).actor())
          .text("event_id", record -> change(record).eventId())
          .word("status_before", record -> change(record).statusBefore())
          .word("status_after", record -> change(record).statusAfter())
          .word("severity_before", record -> change(record).severityBefore())
          .word("severity_after", record -> change(record).severityAfter())
          .firstHolds(
              List.of("group_id", "sequence"),
              record ->
                  List.of(Objects.requireNonNull(record.groupId()), change(record).sequence()));

  private AlertGroupChangeRows() {}

  /** The change of a row with every column. */
  static TimelineEntry read(Row row) throws SQLException {
    return new TimelineEntry(
        row.time("at"),
        new GroupChange(
            (int) row.number("sequence"),
            row.word(ChangeReason.class, "reason"),
            row.text("actor"),
            row.textOrNull("event_id"),
            row.wordOrNull(GroupStatus.class, "status_before"),
            row.word(GroupStatus.class, "status_after"),
            row.wordOrNull(Severity.class, "severity_before"),
            row.word(Severity.class, "severity_after")));
  }

  private static GroupChange change(AlertChange record) {
    return Objects.requireNonNull(record.change(), "no change");
  }
}
