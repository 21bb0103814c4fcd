// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.sql;

import static dev.signalcraft.domain.grouping.ChangeReason.RESOLVED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalcraft.domain.grouping.AlertGroup;
import dev.signalcraft.domain.grouping.ChangeReason;
import dev.signalcraft.domain.grouping.GroupStatus;
import dev.signalcraft.domain.ingest.Events;
import dev.signalcraft.sql.grouping.AlertGroupChangeRows;
import dev.signalcraft.sql.grouping.AlertGroupQueries;
import dev.signalcraft.sql.grouping.AlertGroupRows;
import dev.signalcraft.sql.grouping.Groups;
import dev.signalcraft.sql.grouping.TimelineEntry;
import dev.signalcraft.sql.ingest.AlertEventRows;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MigrationsITCase {
  private static final String PARTITIONS =
      """
      select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
      where i.inhparent = 'alert_events'::regclass and c.relname <> 'alert_events_default'
      order by 1""";

  @Test
  void applyingTwiceChangesNothing() throws SQLException {
    TestDatabase database = TestDatabase.migrated();
    List<String> before = database.rows("select version, script from flyway_schema_history");
    List<String> partitions = database.rows(PARTITIONS);
    database.migrate();
    assertThat(database.rows("select version, script from flyway_schema_history"))
        .isEqualTo(before);
    assertThat(database.rows(PARTITIONS)).isEqualTo(partitions);
  }

  @Test
  void partitionsStandFromYesterdayToSevenDaysAhead() throws SQLException {
    TestDatabase database = TestDatabase.migrated();
    assertThat(database.rows(PARTITIONS))
        .containsExactlyElementsOf(
            IntStream.rangeClosed(-1, 7).mapToObj(MigrationsITCase::partition).toList());
  }

  @Test
  void anEventOfADayWithoutPartitionLandsInTheDefaultOne() throws SQLException {
    TestDatabase database = TestDatabase.migrated();
    Instant longAgo = Instant.parse("2020-02-29T23:59:59.999Z");
    writeEvent(database, "old", longAgo);
    writeEvent(database, "new", Instant.now());
    assertThat(database.rows("select source_event_id from alert_events_default"))
        .containsExactly("old");
    assertThat(database.rows("select source_event_id from alert_events order by 1"))
        .containsExactly("new", "old");
  }

  @Test
  void rowsOfADayThatGetsItsPartitionLateAreMoved() throws SQLException {
    TestDatabase database = TestDatabase.migrated();
    database.execute("drop table " + partition(0));
    Instant now = Instant.now();
    writeEvent(database, "a", now);
    writeEvent(database, "b", now);
    assertThat(database.rows("select source_event_id from alert_events_default order by 1"))
        .containsExactly("a", "b");

    try (Connection connection = database.connect()) {
      assertThat(Migrations.ensurePartitions(connection)).isEqualTo(1);
      assertThat(Migrations.ensurePartitions(connection)).isZero();
    }
    assertThat(database.rows("select source_event_id from alert_events_default")).isEmpty();
    assertThat(database.rows("select source_event_id from " + partition(0) + " order by 1"))
        .containsExactly("a", "b");
    writeEvent(database, "a", now);
    assertThat(database.rows("select count(*) from alert_events")).containsExactly("2");
  }

  @Test
  void severalCallersAtOnceMakeEachPartitionOnce() throws Exception {
    TestDatabase database = TestDatabase.migrated();
    for (int day = -1; day <= 7; day++) {
      database.execute("drop table " + partition(day));
    }
    ExecutorService callers = Executors.newFixedThreadPool(4);
    try {
      Callable<Integer> call =
          () -> {
            try (Connection connection = database.connect()) {
              return Migrations.ensurePartitions(connection);
            }
          };
      int made = 0;
      for (Future<Integer> answer : callers.invokeAll(List.of(call, call, call, call))) {
        made += answer.get();
      }
      assertThat(made).isEqualTo(9);
    } finally {
      callers.shutdownNow();
    }
  }

  @Test
  void tryingGivesWayToALockAndLeavesNoTrace() throws SQLException {
    TestDatabase database = TestDatabase.migrated();
    database.execute("drop table " + partition(0));
    try (Connection connection = database.connect();
        Connection dump = database.connect();
        Statement statement = dump.createStatement()) {
      dump.setAutoCommit(false);
      statement.execute("lock table alert_events_default in access share mode");
      assertThatThrownBy(() -> Migrations.tryPartitions(connection))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("55P03"));
      dump.rollback();

      assertThat(Migrations.tryPartitions(connection)).isEqualTo(1);
      assertThat(connection.getAutoCommit()).isTrue();
    }
  }

  @Test
  void rowsOfTheFirstTwoVersionsLiveOnInTheThird() throws SQLException {
    TestDatabase database = TestDatabase.empty();
    database.migrateTo("2");
    var group = Groups.of("checkout", Events.T0).build();
    String id = group.groupId();
    database.execute(
        """
        insert into alert_groups (group_id, group_key, workspace, source, project, environment,
          fingerprint, type, lifecycle, status, severity, title, tags, count, duplicates, opened_at,
          first_seen, last_seen, last_activity, version, sequence)
        values ('%s', '%s', 'default', 'sentry', 'shop', 'production', 'checkout', 'error',
          'stateless', 'open', 'low', 'Broken checkout', '{"a": "b"}', 3, 1, '%3$s', '%3$s',
          '%3$s', '%3$s', 2, 2)"""
            .formatted(id, group.groupKey(), Events.T0));
    database.execute(
        """
        insert into alert_group_changes values
          ('default', '%1$s', 1, '%2$s', 'opened', 'source', 'e1', null, 'open', null, 'low'),
          ('default', '%1$s', 2, '%2$s', 'reopened', 'source', 'e2', 'open', 'open', 'low', 'low')"""
            .formatted(id, Events.T0));
    database.migrate();

    try (Connection connection = database.connect()) {
      AlertGroup kept = AlertGroupQueries.find(connection, "default", id);
      assertThat(kept.assignee()).isNull();
      assertThat(kept.flapping()).isFalse();
      assertThat(kept.version()).isEqualTo(2);
      assertThat(kept.tags()).containsExactly(Map.entry("a", "b"));
      assertThat(AlertGroupQueries.timeline(connection, kept, 9))
          .extracting(TimelineEntry::change)
          .satisfiesExactly(
              change -> {
                assertThat(change.reason()).isEqualTo(ChangeReason.OPENED);
                assertThat(change.command()).isNull();
                assertThat(change.rule()).isNull();
              },
              change -> assertThat(change.statusBefore()).isEqualTo(GroupStatus.OPEN));
    }

    // The new version reads the topic again from somewhere and goes on.
    var told = Groups.change(Groups.of("checkout", Events.T0).build(), ChangeReason.OPENED);
    var newer = Groups.change(Groups.of("checkout", Events.T0).version(3).build(), RESOLVED);
    database.write(AlertGroupChangeRows.UPSERT, told, newer);
    database.write(AlertGroupRows.UPSERT, newer);
    assertThat(database.rows("select sequence, reason, actor from alert_group_changes order by 1"))
        .containsExactly("1|opened|source", "2|reopened|source", "3|resolved|source");
    assertThat(database.rows("select version, flapping from alert_groups")).containsExactly("3|f");
  }

  @Test
  void rowsOfTheThirdVersionLiveOnInTheFourth() throws SQLException {
    TestDatabase database = TestDatabase.empty();
    database.migrateTo("3");
    var group = Groups.of("checkout", Events.T0).build();
    database.execute(
        """
        insert into alert_groups (group_id, group_key, workspace, source, project, environment,
          fingerprint, type, lifecycle, status, severity, title, tags, count, duplicates, opened_at,
          first_seen, last_seen, last_activity, assignee, note, flapping, version, sequence)
        values ('%s', '%s', 'default', 'sentry', 'shop', 'production', 'checkout', 'error',
          'stateless', 'acknowledged', 'low', 'Broken checkout', '{}', 3, 1, '%3$s', '%3$s',
          '%3$s', '%3$s', 'ada', 'on it', true, 2, 2)"""
            .formatted(group.groupId(), group.groupKey(), Events.T0));
    database.migrate();

    try (Connection connection = database.connect()) {
      AlertGroup kept = AlertGroupQueries.find(connection, "default", group.groupId());
      assertThat(kept.rule()).isNull();
      assertThat(kept.channels()).isEmpty();
      assertThat(kept.assignee()).isEqualTo("ada");
      assertThat(kept.flapping()).isTrue();
    }
    assertThat(database.rows("select count(*) from notifications")).containsExactly("0");

    // A job of before goes on beside it for a while: it names neither of the new columns.
    database.execute("update alert_groups set version = 3, status = 'resolved'");
    assertThat(database.rows("select version, rule, channels from alert_groups"))
        .containsExactly("3|null|[]");
  }

  private static void writeEvent(TestDatabase database, String id, Instant at) throws SQLException {
    var group = Groups.of("checkout", at).build();
    database.write(
        AlertEventRows.UPSERT, Groups.event(group, Events.event("checkout", id, at), at));
  }

  private static String partition(int daysFromToday) {
    return "alert_events_"
        + LocalDate.now(ZoneOffset.UTC)
            .plusDays(daysFromToday)
            .format(DateTimeFormatter.BASIC_ISO_DATE);
  }
}
