// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.sql.delivery;

import dev.signalcraft.domain.delivery.Delivery;
import dev.signalcraft.sql.Conditions;
import dev.signalcraft.sql.Row;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** What is asked about deliveries. Every question is bound to a workspace. */
public final class NotificationLogQueries {
  private NotificationLogQueries() {}

  /** The last attempt to deliver a notification to a channel; null where there was none yet. */
  public static @Nullable Attempt last(
      Connection connection, String workspace, String channel, String notificationId)
      throws SQLException {
    Conditions conditions =
        new Conditions()
            .and("notification_id = ?", notificationId)
            .and("workspace = ?", workspace)
            .and("channel = ?", channel);
    try (PreparedStatement statement =
            conditions.prepare(
                connection, "select * from notification_log", "order by attempt desc limit 1");
        ResultSet rows = statement.executeQuery()) {
      return rows.next() ? read(new Row(rows)) : null;
    }
  }

  private static Attempt read(Row row) throws SQLException {
    return new Attempt(
        row.word(Delivery.Status.class, "status"),
        (int) row.number("attempt"),
        (int) row.number("http_status"),
        row.textOrNull("error"),
        row.number("latency_millis"),
        row.textOrNull("message_id"));
  }
}
