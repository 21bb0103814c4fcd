// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.sql;

import static dev.signalcraft.domain.ingest.Events.T0;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalcraft.domain.config.ConfigLog;
import dev.signalcraft.domain.grouping.AlertChange;
import dev.signalcraft.domain.grouping.GroupStory;
import dev.signalcraft.domain.ingest.AlertEvent;
import dev.signalcraft.domain.ingest.EventStatus;
import dev.signalcraft.domain.ingest.Events;
import dev.signalcraft.domain.routing.Notification;
import dev.signalcraft.domain.routing.NotificationReason;
import dev.signalcraft.sql.grouping.AlertGroupRows;
import dev.signalcraft.sql.routing.NotificationRows;
import java.sql.SQLException;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class NotificationRowsITCase {
  @Test
  void aNotificationIsWrittenWithEveryComponentAndNeverChanged() throws SQLException {
    GroupStory story =
        new GroupStory(
            new ConfigLog()
                .at(
                    T0.minusSeconds(60),
                    "RoutingRule",
                    "all",
                    "{notify: [{channel: slack, mention: \"@o'hara\", sendResolved: true}]}"));
    AlertEvent event = Events.event("checkout", "1", T0);
    Instant over = T0.plusSeconds(9);
    AlertEvent end = Events.build(Events.draft("checkout", "2", over).status(EventStatus.RESOLVED));
    story.at(T0, event).at(over, end);
    Notification[] told = story.notifications().toArray(Notification[]::new);
    TestDatabase database = TestDatabase.migrated();
    database.write(NotificationRows.UPSERT, told);
    database.write(NotificationRows.UPSERT, told);

    String id = story.group(event).groupId();
    assertThat(
            database.rows(
                """
                select notification_id, workspace, group_id, channel, reason, ordinal,
                  extract(epoch from at)::bigint - %d, sequence, rule, rule_version, mention,
                  event_ids, status_before, status_after, severity_before, severity_after, count
                from notifications order by at"""
                    .formatted(T0.getEpochSecond())))
        .containsExactly(
            Notification.id(id, "slack", NotificationReason.OPENED, 1)
                + "|default|%s|slack|opened|1|0|1|all|1|@o'hara|[\"%s\"]|null|open|null|high|1"
                    .formatted(id, event.eventId()),
            Notification.id(id, "slack", NotificationReason.RESOLVED, 1)
                + "|default|%s|slack|resolved|1|9|2|all|1|null|[\"%s\", \"%s\"]|open|resolved"
                    .formatted(id, end.eventId(), event.eventId())
                + "|high|high|1");
    for (AlertChange change : story.changes()) {
      if (AlertGroupRows.UPSERT.accepts(change)) {
        database.write(AlertGroupRows.UPSERT, change);
      }
    }
    assertThat(database.rows("select rule, channels from alert_groups"))
        .containsExactly("all|[\"slack\"]");
  }
}
