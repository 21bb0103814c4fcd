// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.sql.grouping;

import dev.signalcraft.domain.grouping.AlertGroup;
import dev.signalcraft.domain.ingest.AlertEvent;
import dev.signalcraft.sql.Conditions;
import dev.signalcraft.sql.Row;
import dev.signalcraft.sql.ingest.AlertEventRows;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is asked about groups. Every question is bound to a workspace. */
public final class AlertGroupQueries {
  private AlertGroupQueries() {}

  /**
   * The groups that pass the filter, in the wanted order, from behind a position.
   *
   * @param after null for the beginning
   */
  public static List<AlertGroup> list(
      Connection connection,
      AlertGroupFilter filter,
      AlertGroupSort sort,
      AlertGroupSort.@Nullable Position after,
      int limit)
      throws SQLException {
    Conditions conditions =
        new Conditions()
            .and("workspace = ?", filter.workspace())
            .inWords("status", filter.statuses())
            .inWords("severity", filter.severities())
            .in("source", filter.sources())
            .in("project", filter.projects())
            .in("environment", filter.environments())
            .in("fingerprint", filter.fingerprints())
            .in("group_key", filter.groupKeys())
            .inOrNull("assignee", filter.assignees(), filter.unassigned())
            .is("flapping", filter.flapping())
            .time("last_activity >= ?", filter.since())
            .time("last_activity < ?", filter.until())
            .containing("title", filter.titlePart());
    if (after != null) {
      conditions.and(sort.after(), after.value(), after.groupId());
    }
    String rest = "order by %s limit %d".formatted(sort.orderBy(), limit);
    try (PreparedStatement statement =
        conditions.prepare(connection, "select * from alert_groups", rest)) {
      return read(statement, AlertGroupRows::read);
    }
  }

  /** One group, or null where the workspace has none of this id. */
  public static @Nullable AlertGroup find(Connection connection, String workspace, String groupId)
      throws SQLException {
    Conditions conditions =
        new Conditions().and("group_id = ?", groupId).and("workspace = ?", workspace);
    try (PreparedStatement statement =
        conditions.prepare(connection, "select * from alert_groups", "")) {
      List<AlertGroup> found = read(statement, AlertGroupRows::read);
      return found.isEmpty() ? null : found.get(0);
    }
  }

  /**
   * The newest changes of a group, in the order in which they happened. Commands that came when the
   * group was no longer held are among them, with the sequence 0.
   */
  public static List<TimelineEntry> timeline(Connection connection, AlertGroup group, int limit)
      throws SQLException {
    Conditions conditions =
        new Conditions()
            .and("group_id = ?", group.groupId())
            .and("workspace = ?", group.workspace());
    String newest = "order by at desc, sequence desc, command_id desc limit " + limit;
    try (PreparedStatement statement =
        conditions.prepare(connection, "select * from alert_group_changes", newest)) {
      List<TimelineEntry> entries = read(statement, AlertGroupChangeRows::read);
      Collections.reverse(entries);
      return entries;
    }
  }

  /**
   * What became of a command: the change that it brought about or the record of its refusal, whose
   * command names the group. Null where the workspace has none of this id, or not yet.
   */
  public static @Nullable TimelineEntry effect(
      Connection connection, String workspace, String commandId) throws SQLException {
    Conditions conditions =
        new Conditions()
            .and("command_id = ?", commandId)
            // Without it a prepared statement could not use the index, which is partial.
            .and("command_id <> ''")
            .and("workspace = ?", workspace);
    // One that is sent again after its id was forgotten acts again; its first effect is meant.
    String first = "order by at, sequence limit 1";
    try (PreparedStatement statement =
        conditions.prepare(connection, "select * from alert_group_changes", first)) {
      List<TimelineEntry> found = read(statement, AlertGroupChangeRows::read);
      return found.isEmpty() ? null : found.get(0);
    }
  }

  /** The newest exemplars of a group, newest first. */
  public static List<AlertEvent> events(Connection connection, AlertGroup group, int limit)
      throws SQLException {
    Conditions conditions =
        new Conditions()
            .and("group_id = ?", group.groupId())
            .and("workspace = ?", group.workspace())
            // Lets Postgres skip the partitions of the days before the group.
            .and("logged_at >= ?", OffsetDateTime.ofInstant(group.openedAt(), ZoneOffset.UTC));
    String newest = "order by logged_at desc, event_id limit " + limit;
    try (PreparedStatement statement =
        conditions.prepare(connection, "select * from alert_events", newest)) {
      return read(statement, AlertEventRows::read);
    }
  }

  private static <T> List<T> read(PreparedStatement statement, Reader<T> reader)
      throws SQLException {
    try (ResultSet rows = statement.executeQuery()) {
      Row row = new Row(rows);
      List<T> result = new ArrayList<>();
      while (rows.next()) {
        result.add(reader.read(row));
      }
      return result;
    }
  }

  /** Makes something of a row. */
  @FunctionalInterface
  private interface Reader<T> {
    T read(Row row) throws SQLException;
  }
}
