// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.sql.replay;

import dev.signalcraft.domain.replay.Difference;
import dev.signalcraft.domain.routing.NotificationReason;
import dev.signalcraft.sql.Row;
import dev.signalcraft.sql.Upsert;
import java.sql.SQLException;
import java.util.List;

/** Rows of {@code replay_decisions}. */
public final class ReplayDecisionRows {
  /** What differs; the same question always finds the same. */
  public static final Upsert<Difference> UPSERT =
      Upsert.<Difference>into("replay_decisions")
          .accepting(difference -> difference.kind() != Difference.Kind.SAME)
          .text("replay_id", Difference::replayId)
          .text("notification_id", Difference::notificationId)
          .word("kind", Difference::kind)
          .text("workspace", Difference::workspace)
          .text("group_id", Difference::groupId)
          .text("channel", Difference::channel)
          .word("reason", Difference::reason)
          .text("rule", Difference::rule)
          .number("rule_version", Difference::ruleVersion)
          .time("recorded_at", Difference::recordedAt)
          .time("replayed_at", Difference::replayedAt)
          .firstHolds(
              List.of("replay_id", "notification_id"),
              difference -> List.of(difference.replayId(), difference.notificationId()));

  private ReplayDecisionRows() {}

  /** The difference of a row with every column. */
  static Difference read(Row row) throws SQLException {
    return new Difference(
        row.text("replay_id"),
        row.word(Difference.Kind.class, "kind"),
        row.text("notification_id"),
        row.text("workspace"),
        row.text("group_id"),
        row.text("channel"),
        row.word(NotificationReason.class, "reason"),
        row.text("rule"),
        row.number("rule_version"),
        row.timeOrNull("recorded_at"),
        row.timeOrNull("replayed_at"));
  }
}
