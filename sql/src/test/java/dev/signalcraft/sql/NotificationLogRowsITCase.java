// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.sql;

import static dev.signalcraft.domain.ingest.Events.T0;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalcraft.domain.delivery.Delivery;
import dev.signalcraft.domain.delivery.Delivery.Form;
import dev.signalcraft.domain.delivery.Delivery.Part;
import dev.signalcraft.domain.delivery.Delivery.Status;
import dev.signalcraft.domain.delivery.Told;
import dev.signalcraft.domain.routing.Notification;
import dev.signalcraft.domain.routing.NotificationReason;
import dev.signalcraft.sql.delivery.NotificationLogRows;
import dev.signalcraft.sql.routing.NotificationRows;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NotificationLogRowsITCase {
  private static final Notification FIRST = told("a");
  private static final Notification SECOND = told("b");
  private static final Notification THIRD = told("c");

  private static Notification told(String group) {
    return Told.told(group, 1, NotificationReason.OPENED);
  }

  private static Delivery delivery(
      Form form, Status status, int attempt, String error, int seconds, Notification... told) {
    List<Part> parts = new ArrayList<>();
    for (Notification one : told) {
      parts.add(
          new Part(one.groupId(), one.sequence(), one.notificationId(), one.reason(), one.at()));
    }
    return new Delivery(
        told[0].notificationId(),
        "default",
        "ops",
        form,
        status,
        attempt,
        parts,
        error == null ? 200 : 503,
        error,
        40,
        error == null ? "m1" : null,
        status == Status.GIVEN_UP ? told[0].elsewhere("mail") : null,
        T0.plusSeconds(seconds));
  }

  private static void write(TestDatabase database, Delivery... deliveries) throws SQLException {
    for (Delivery delivery : deliveries) {
      for (Delivery one : delivery.perNotification()) {
        database.write(NotificationLogRows.UPSERT, one);
      }
    }
  }

  @Test
  void eachAttemptIsARowAndOfOneThatWasRepeatedTheNewestHolds() throws SQLException {
    TestDatabase database = TestDatabase.migrated();
    Delivery again = delivery(Form.NOTIFICATION, Status.SENT, 2, null, 9, FIRST);
    write(
        database,
        delivery(Form.NOTIFICATION, Status.RETRYING, 1, "HTTP 503", 2, FIRST),
        again,
        delivery(Form.NOTIFICATION, Status.SENT, 2, null, 5, FIRST),
        delivery(Form.DIGEST, Status.DIGESTED, 1, null, 7, SECOND, THIRD));

    assertThat(
            database.rows(
                """
                select notification_id, attempt, send_id, workspace, channel, group_id, sequence,
                  reason, form, status, http_status, error, latency_millis, message_id, fallback,
                  extract(epoch from decided_at)::bigint - %1$d,
                  extract(epoch from at)::bigint - %1$d
                from notification_log order by at, group_id desc"""
                    .formatted(T0.getEpochSecond())))
        .containsExactlyInAnyOrder(
            row(FIRST, 1, FIRST, "notification|retrying|503|HTTP 503|40|null|null|1|2"),
            row(FIRST, 2, FIRST, "notification|sent|200|null|40|m1|null|1|9"),
            row(SECOND, 1, SECOND, "digest|digested|200|null|40|m1|null|1|7"),
            row(THIRD, 1, SECOND, "digest|digested|200|null|40|m1|null|1|7"));
  }

  private static String row(Notification told, int attempt, Notification sent, String rest) {
    return "%s|%d|%s|default|ops|%s|1|opened|%s"
        .formatted(told.notificationId(), attempt, sent.notificationId(), told.groupId(), rest);
  }

  @Test
  void whatDidNotArriveIsFoundWithItsReason() throws SQLException, IOException {
    TestDatabase database = TestDatabase.migrated();
    database.write(NotificationRows.UPSERT, FIRST, SECOND, THIRD);
    write(
        database,
        delivery(Form.NOTIFICATION, Status.RETRYING, 1, "HTTP 503", 2, FIRST),
        delivery(Form.NOTIFICATION, Status.GIVEN_UP, 2, "HTTP 503", 3, FIRST),
        delivery(Form.NOTIFICATION, Status.SENT, 1, null, 3, SECOND));

    List<String> rows =
        QueryFile.of("why-not-delivered")
            .run(
                database,
                Map.of(
                    "workspace", "default",
                    "since", T0.toString(),
                    "until", T0.plusSeconds(60).toString()));
    assertThat(rows).hasSize(2);
    assertThat(rows)
        .anyMatch(row -> row.contains("|" + THIRD.groupId() + "|waiting|0|null|null|null|null"))
        .anyMatch(row -> row.contains("|" + FIRST.groupId() + "|given-up|2|503|HTTP 503|mail|"));
  }
}
