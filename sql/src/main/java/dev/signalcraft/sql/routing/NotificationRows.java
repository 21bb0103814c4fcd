// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.sql.routing;

import dev.signalcraft.domain.routing.Notification;
import dev.signalcraft.sql.Upsert;
import java.util.List;

/** Rows of {@code notifications}. */
public final class NotificationRows {
  /** A decision is never changed itself. */
  public static final Upsert<Notification> UPSERT =
      Upsert.<Notification>into("notifications")
          .text("notification_id", Notification::notificationId)
          .text("workspace", Notification::workspace)
          .text("group_id", Notification::groupId)
          .text("channel", Notification::channel)
          .word("reason", Notification::reason)
          .number("ordinal", Notification::ordinal)
          .time("at", Notification::at)
          .number("sequence", Notification::sequence)
          .text("rule", Notification::rule)
          .number("rule_version", Notification::ruleVersion)
          .text("fallback", Notification::fallback)
          .text("mention", Notification::mention)
          .json("event_ids", Notification::eventIds)
          .word("status_before", Notification::statusBefore)
          .word("status_after", told -> told.group().status())
          .word("severity_before", Notification::severityBefore)
          .word("severity_after", told -> told.group().severity())
          .number("count", told -> told.group().count())
          .firstHolds(List.of("notification_id"), Notification::notificationId);

  private NotificationRows() {}
}
