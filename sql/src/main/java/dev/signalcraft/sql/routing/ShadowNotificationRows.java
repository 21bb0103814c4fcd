// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.sql.routing;

import dev.signalcraft.domain.grouping.AlertChange;
import dev.signalcraft.domain.routing.Notification;
import dev.signalcraft.sql.Upsert;
import java.util.List;
import java.util.Objects;

/** Rows of {@code shadow_notifications}. */
public final class ShadowNotificationRows {
  /** A decision is never changed itself. */
  public static final Upsert<AlertChange> UPSERT =
      Upsert.<AlertChange>into("shadow_notifications")
          .accepting(record -> record.kind() == AlertChange.Kind.SHADOW)
          .text("notification_id", record -> shadow(record).notificationId())
          .text("workspace", AlertChange::workspace)
          .text("group_id", record -> shadow(record).groupId())
          .text("channel", record -> shadow(record).channel())
          .word("reason", record -> shadow(record).reason())
          .number("ordinal", record -> shadow(record).ordinal())
          .time("at", AlertChange::at)
          .text("rule", record -> shadow(record).rule())
          .number("rule_version", record -> shadow(record).ruleVersion())
          .text("mention", record -> shadow(record).mention())
          .word("severity_after", record -> shadow(record).group().severity())
          .number("count", record -> shadow(record).group().count())
          .firstHolds(List.of("notification_id"), record -> shadow(record).notificationId());

  private ShadowNotificationRows() {}

  private static Notification shadow(AlertChange record) {
    return Objects.requireNonNull(record.notification(), "no notification");
  }
}
