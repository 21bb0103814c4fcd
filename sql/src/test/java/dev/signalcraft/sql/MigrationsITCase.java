// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalcraft.domain.ingest.Events;
import dev.signalcraft.sql.grouping.Groups;
import dev.signalcraft.sql.ingest.AlertEventRows;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
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
