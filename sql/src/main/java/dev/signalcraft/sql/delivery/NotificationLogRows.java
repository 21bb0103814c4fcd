// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.sql.delivery;

import dev.signalcraft.domain.delivery.Delivery;
import dev.signalcraft.domain.delivery.Delivery.Part;
import dev.signalcraft.sql.Upsert;
import java.util.List;

/** Rows of {@code notification_log}, each of a delivery that is about one notification. */
public final class NotificationLogRows {
  /** Of an attempt that a restart repeated the newest holds. */
  public static final Upsert<Delivery> UPSERT =
      Upsert.<Delivery>into("notification_log")
          .accepting(row -> part(row).notificationId() != null)
          .text("notification_id", row -> part(row).notificationId())
          .number("attempt", Delivery::attempt)
          .text("send_id", Delivery::id)
          .text("workspace", Delivery::workspace)
          .text("channel", Delivery::channel)
          .text("group_id", row -> part(row).groupId())
          .number("sequence", row -> part(row).sequence())
          .word("reason", row -> part(row).reason())
          .word("form", Delivery::form)
          .word("status", Delivery::status)
          .number("http_status", Delivery::httpStatus)
          .text("error", Delivery::error)
          .number("latency_millis", Delivery::latencyMillis)
          .text("message_id", Delivery::messageId)
          .text("fallback", row -> row.fallback() == null ? null : row.fallback().channel())
          .time("decided_at", row -> part(row).at())
          .time("at", Delivery::at)
          .newestHolds(
              List.of("notification_id", "attempt"),
              row -> List.of(String.valueOf(part(row).notificationId()), row.attempt()),
              "%1$s.at",
              (candidate, present) -> candidate.at().isAfter(present.at()));

  private NotificationLogRows() {}

  private static Part part(Delivery row) {
    return row.parts().get(0);
  }
}
