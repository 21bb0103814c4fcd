// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.jobs.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalcraft.domain.grouping.AlertChange;
import dev.signalcraft.domain.grouping.AlertGroup;
import dev.signalcraft.domain.ingest.Events;
import dev.signalcraft.domain.routing.Notification;
import dev.signalcraft.domain.routing.NotificationReason;
import dev.signalcraft.sql.grouping.Groups;
import dev.signalcraft.sql.routing.NotificationRows;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The sink's writer with a real Postgres that is slow, locked or grants little. */
class PostgresSinkITCase {
  private static final String WRITER = "rows_only";

  private TestWriters on;

  @BeforeEach
  void open() throws SQLException {
    on = new TestWriters();
  }

  @AfterEach
  void close() {
    on.close();
  }

  @Test
  void aBatchThatTimesOutTwiceIsWrittenInHalves() throws Exception {
    slow("0.2");
    for (int i = 0; i < 12; i++) {
      on.changes.write(TestWriters.group("f" + i, 1), null);
    }
    on.changes.flush(false);

    assertThat(on.database.rows("select count(*) from alert_groups")).containsExactly("12");
    assertThat(on.database.rows("select count(*) from dead_letters")).containsExactly("0");
  }

  @Test
  void aRowThatTimesOutAloneIsNotRefused() throws Exception {
    slow("30");
    on.changes.write(TestWriters.group("f", 1), null);

    assertThatThrownBy(() -> on.changes.flush(false))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("too long");
    assertThat(on.counted("postgresRetries")).isPositive();
    assertThat(on.database.rows("select count(*) from dead_letters")).containsExactly("0");

    on.database.execute("drop trigger slow on alert_groups");
    on.changes.flush(false);
    assertThat(on.database.rows("select fingerprint from alert_groups")).containsExactly("f");
  }

  @Test
  void aNotificationThatPostgresRefusesBecomesADeadLetterAndItsNeighboursRows() throws Exception {
    PostgresWriter<Notification> writer =
        on.writer(List.of(NotificationRows.UPSERT), RefusedRows::notification, on.database.user());
    try {
      writer.write(notification("a", "@here"), null);
      writer.write(notification("b", "@he\0re"), null);
      writer.write(notification("c", null), null);
      writer.flush(false);
      writer.write(notification("a", "@here"), null);
      writer.flush(false);
    } finally {
      writer.close();
    }

    assertThat(on.database.rows("select channel, mention from notifications order by 1"))
        .containsExactly("a|@here", "c|null");
    assertThat(on.database.rows("select topic, partition, reason from dead_letters"))
        .containsExactly("signalcraft.notifications.v1/notifications|-1|refused-row");
  }

  private static Notification notification(String channel, String mention) {
    AlertGroup group = Groups.of("f", Events.T0).build();
    return new Notification(
        Notification.id(group.groupId(), channel, NotificationReason.OPENED, 1),
        group.workspace(),
        group.groupKey(),
        group.groupId(),
        channel,
        NotificationReason.OPENED,
        1,
        Events.T0,
        1,
        "all",
        1,
        null,
        mention,
        List.of("e1"),
        true,
        false,
        null,
        null,
        group);
  }

  @Test
  void aRoleThatMayOnlyWriteRowsNeedsNoRightsForPartitions() throws Exception {
    on.database.execute(
        "create role " + WRITER + " login password '" + on.database.password() + "'");
    on.database.execute("grant select, insert, update on all tables in schema public to " + WRITER);
    on.database.execute("drop table " + partitionOfToday());
    PostgresWriter<AlertChange> writer = on.changes(WRITER);
    try {
      writer.write(event("a"), null);
      writer.flush(false);
      writer.write(event("b"), null);
      writer.flush(false);
    } finally {
      writer.close();
      on.database.execute("drop owned by " + WRITER);
      on.database.execute("drop role " + WRITER);
    }

    assertThat(on.database.rows("select source_event_id from alert_events_default order by 1"))
        .containsExactly("a", "b");
  }

  @Test
  void aTableThatIsBeingDumpedHoldsPartitionsBackAndNoRow() throws Exception {
    on.database.execute("drop table " + partitionOfToday());
    try (Connection dump = on.database.connect();
        Statement statement = dump.createStatement()) {
      dump.setAutoCommit(false);
      statement.execute("lock table alert_events, alert_events_default in access share mode");
      long began = System.nanoTime();
      on.changes.write(event("a"), null);
      on.changes.flush(false);
      on.changes.write(event("b"), null);
      on.changes.flush(false);

      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(3));
      assertThat(on.database.rows("select source_event_id from alert_events_default order by 1"))
          .containsExactly("a", "b");
    }
  }

  @Test
  void partitionsAreMadeAfterTheFirstBatch() throws Exception {
    on.database.execute("drop table " + partitionOfToday());
    on.changes.write(event("a"), null);
    on.changes.flush(false);

    assertThat(on.database.rows("select source_event_id from " + partitionOfToday()))
        .containsExactly("a");
  }

  @Test
  void theLimitsOfATransactionAreNoStartUpOptionsAndEndWithIt() throws Exception {
    Session session = on.session(on.database.user());
    try {
      Connection connection = session.begin();
      assertThat(setting(connection)).isEqualTo("1s");
      connection.commit();
      assertThat(setting(connection)).isEqualTo("0");
    } finally {
      session.close();
    }
  }

  private static String setting(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        var rows = statement.executeQuery("show statement_timeout")) {
      rows.next();
      return rows.getString(1);
    }
  }

  /** Every row of a group takes so many seconds. */
  private void slow(String seconds) throws SQLException {
    on.database.execute(
        "create function slow() returns trigger language plpgsql as $$ begin perform pg_sleep("
            + seconds
            + "); return new; end $$");
    on.database.execute(
        "create trigger slow before insert on alert_groups for each row execute function slow()");
  }

  private static AlertChange event(String id) {
    Instant now = Instant.now();
    return Groups.event(Groups.of("f", now).build(), Events.event("f", id, now), now);
  }

  private static String partitionOfToday() {
    return "alert_events_" + LocalDate.now(ZoneOffset.UTC).format(DateTimeFormatter.BASIC_ISO_DATE);
  }
}
