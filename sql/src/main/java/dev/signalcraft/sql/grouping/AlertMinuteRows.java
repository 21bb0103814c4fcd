// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.sql.grouping;

import dev.signalcraft.domain.grouping.AlertChange;
import dev.signalcraft.domain.grouping.MinuteTotal;
import dev.signalcraft.sql.Upsert;
import java.util.List;
import java.util.Objects;

/** Rows of {@code alert_minutes}. */
public final class AlertMinuteRows {
  /** The totals so far; the greater ones hold. */
  public static final Upsert<AlertChange> UPSERT =
      Upsert.<AlertChange>into("alert_minutes")
          .accepting(
              record ->
                  record.kind() == AlertChange.Kind.MINUTE
                      && record.minute() != null
                      && record.groupId() != null)
          .text("workspace", AlertChange::workspace)
          .text("group_id", AlertChange::groupId)
          .time("minute", record -> minute(record).minute())
          .number("events", record -> minute(record).events())
          .number("duplicates", record -> minute(record).duplicates())
          .newestHolds(
              List.of("group_id", "minute"),
              record -> List.of(Objects.requireNonNull(record.groupId()), minute(record).minute()),
              "%1$s.events + %1$s.duplicates",
              (candidate, present) -> total(candidate) > total(present));

  private AlertMinuteRows() {}

  private static long total(AlertChange record) {
    return minute(record).events() + minute(record).duplicates();
  }

  private static MinuteTotal minute(AlertChange record) {
    return Objects.requireNonNull(record.minute(), "no minute");
  }
}
