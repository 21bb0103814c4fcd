// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.sql.replay;

import dev.signalcraft.domain.replay.Difference;
import dev.signalcraft.domain.replay.Replay;
import dev.signalcraft.sql.Conditions;
import dev.signalcraft.sql.Row;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What is asked about replays. Every question is bound to a workspace. */
public final class ReplayQueries {
  /** When a decision was made; where it was made twice, when the replay makes it. */
  private static final String AT = "coalesce(replayed_at, recorded_at)";

  private ReplayQueries() {}

  /**
   * Which decisions of a replay are wanted; what is empty is no condition.
   *
   * @param after null for the beginning
   */
  public record Wanted(
      String workspace,
      String replayId,
      List<Difference.Kind> kinds,
      List<String> rules,
      List<String> channels,
      @Nullable Position after) {}

  /** Where a decision stands among those of its replay. */
  public record Position(Instant at, String notificationId) {
    /** That of a decision that was read. */
    public static Position of(Difference decision) {
      Instant replayed = decision.replayedAt();
      return new Position(
          replayed == null ? Objects.requireNonNull(decision.recordedAt()) : replayed,
          decision.notificationId());
    }
  }

  /** One replay, or null where the workspace has none of this id. */
  public static @Nullable Replay find(Connection connection, String workspace, String replayId)
      throws SQLException {
    List<Replay> found =
        replays(
            connection,
            new Conditions().and("replay_id = ?", replayId).and("workspace = ?", workspace),
            "");
    return found.isEmpty() ? null : found.get(0);
  }

  /** The replays of the latest times, latest first. */
  public static List<Replay> newest(Connection connection, String workspace, int limit)
      throws SQLException {
    return replays(
        connection,
        new Conditions().and("workspace = ?", workspace),
        "order by until desc, replay_id limit " + limit);
  }

  private static List<Replay> replays(Connection connection, Conditions conditions, String rest)
      throws SQLException {
    try (PreparedStatement statement =
            conditions.prepare(connection, "select * from replays", rest);
        ResultSet rows = statement.executeQuery()) {
      Row row = new Row(rows);
      List<Replay> replays = new ArrayList<>();
      while (rows.next()) {
        replays.add(ReplayRows.read(row));
      }
      return replays;
    }
  }

  /** The decisions in which a replay differs from what was recorded, by time. */
  public static List<Difference> decisions(Connection connection, Wanted wanted, int limit)
      throws SQLException {
    Conditions conditions =
        new Conditions()
            .and("replay_id = ?", wanted.replayId())
            .and("workspace = ?", wanted.workspace())
            .inWords("kind", wanted.kinds())
            .in("rule", wanted.rules())
            .in("channel", wanted.channels());
    Position after = wanted.after();
    if (after != null) {
      conditions.and(
          "(" + AT + ", notification_id) > (?, ?)",
          OffsetDateTime.ofInstant(after.at(), ZoneOffset.UTC),
          after.notificationId());
    }
    String rest = "order by %s, notification_id limit %d".formatted(AT, limit);
    try (PreparedStatement statement =
            conditions.prepare(connection, "select * from replay_decisions", rest);
        ResultSet rows = statement.executeQuery()) {
      Row row = new Row(rows);
      List<Difference> decisions = new ArrayList<>();
      while (rows.next()) {
        decisions.add(ReplayDecisionRows.read(row));
      }
      return decisions;
    }
  }
}
