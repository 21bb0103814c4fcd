// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.sql.grouping;

import dev.signalcraft.domain.grouping.Action;
import dev.signalcraft.domain.grouping.AlertChange;
import dev.signalcraft.domain.grouping.ChangeReason;
import dev.signalcraft.domain.grouping.Command;
import dev.signalcraft.domain.grouping.GroupChange;
import dev.signalcraft.domain.grouping.GroupStatus;
import dev.signalcraft.domain.grouping.Outcome;
import dev.signalcraft.domain.grouping.Refusal;
import dev.signalcraft.domain.ingest.Severity;
import dev.signalcraft.sql.Row;
import dev.signalcraft.sql.Upsert;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Rows of {@code alert_group_changes}. */
public final class AlertGroupChangeRows {
  /** What happened; a change is never changed itself. */
  public static final Upsert<AlertChange> UPSERT =
      Upsert.<AlertChange>into("alert_group_changes")
          .accepting(record -> record.change() != null && record.groupId() != null)
          .text("workspace", AlertChange::workspace)
          .text("group_id", AlertChange::groupId)
          .number("sequence", record -> change(record).sequence())
          .time("at", AlertChange::at)
          .word("reason", record -> change(record).reason())
          .text("actor", record -> change(record).actor())
          .text("rule", record -> change(record).rule())
          .number("rule_version", record -> change(record).ruleVersion())
          .text("event_id", record -> change(record).eventId())
          .text("command_id", AlertGroupChangeRows::commandId)
          .number("expected_version", record -> command(record, Command::expectedVersion))
          .word("action", record -> command(record, Command::action))
          .time("until", record -> command(record, Command::until))
          .text("assignee", record -> command(record, Command::assignee))
          .word("outcome", record -> command(record, Command::outcome))
          .text("text", record -> command(record, Command::text))
          .word("refusal", record -> change(record).refusal())
          .word("status_before", record -> change(record).statusBefore())
          .word("status_after", record -> change(record).statusAfter())
          .word("severity_before", record -> change(record).severityBefore())
          .word("severity_after", record -> change(record).severityAfter())
          .text("assignee_before", record -> change(record).assigneeBefore())
          .text("assignee_after", record -> change(record).assigneeAfter())
          .json("late_config", record -> change(record).lateConfig())
          .firstHolds(
              List.of("group_id", "sequence", "command_id"),
              record ->
                  List.of(
                      Objects.requireNonNull(record.groupId()),
                      change(record).sequence(),
                      commandId(record)));

  private AlertGroupChangeRows() {}

  /** The change of a row with every column. */
  static TimelineEntry read(Row row) throws SQLException {
    return new TimelineEntry(
        row.time("at"),
        new GroupChange(
            (int) row.number("sequence"),
            row.word(ChangeReason.class, "reason"),
            row.text("actor"),
            row.textOrNull("rule"),
            row.numberOrNull("rule_version"),
            row.textOrNull("event_id"),
            row.text("command_id").isEmpty() ? null : command(row),
            row.wordOrNull(Refusal.class, "refusal"),
            row.wordOrNull(GroupStatus.class, "status_before"),
            row.wordOrNull(GroupStatus.class, "status_after"),
            row.wordOrNull(Severity.class, "severity_before"),
            row.wordOrNull(Severity.class, "severity_after"),
            row.textOrNull("assignee_before"),
            row.textOrNull("assignee_after"),
            row.textsOrNull("late_config")));
  }

  private static Command command(Row row) throws SQLException {
    return new Command(
        row.text("command_id"),
        row.text("workspace"),
        row.text("group_id"),
        row.smallNumberOrNull("expected_version"),
        row.word(Action.class, "action"),
        row.text("actor"),
        row.timeOrNull("until"),
        row.textOrNull("assignee"),
        row.wordOrNull(Outcome.class, "outcome"),
        row.textOrNull("text"));
  }

  private static String commandId(AlertChange record) {
    Command command = change(record).command();
    return command == null ? "" : command.commandId();
  }

  private static <V> @Nullable V command(AlertChange record, Part<V> value) {
    Command command = change(record).command();
    return command == null ? null : value.of(command);
  }

  private static GroupChange change(AlertChange record) {
    return Objects.requireNonNull(record.change(), "no change");
  }

  /** What a command says of something. */
  @FunctionalInterface
  private interface Part<V> {
    @Nullable V of(Command command);
  }
}
