// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.jobs.postgres;

import static dev.signalcraft.domain.ingest.Events.T0;

import dev.signalcraft.domain.grouping.AlertChange;
import dev.signalcraft.domain.ingest.DeadLetter;
import dev.signalcraft.sql.TestDatabase;
import dev.signalcraft.sql.Upsert;
import dev.signalcraft.sql.grouping.AlertGroupChangeRows;
import dev.signalcraft.sql.grouping.AlertGroupRows;
import dev.signalcraft.sql.grouping.AlertMinuteRows;
import dev.signalcraft.sql.grouping.Groups;
import dev.signalcraft.sql.ingest.AlertEventRows;
import dev.signalcraft.sql.ingest.DeadLetterRows;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.connector.jdbc.JdbcConnectionOptions;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.SimpleCounter;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.apache.flink.runtime.metrics.groups.MetricsGroupTestUtils;
import org.apache.flink.streaming.runtime.tasks.TestProcessingTimeService;

/** The writers of the sinks on a database of their own, with short limits and their counters. */
final class TestWriters implements AutoCloseable {
  final TestDatabase database;
  final PostgresWriter<AlertChange> changes;
  final PostgresWriter<DeadLetter> letters;
  private final Map<String, Counter> counters = new ConcurrentHashMap<>();

  TestWriters() throws SQLException {
    database = TestDatabase.migrated();
    changes = changes(database.user());
    letters = writer(List.of(DeadLetterRows.UPSERT), RefusedRows::letter, database.user());
  }

  /** A writer of changes in the name of a role. */
  PostgresWriter<AlertChange> changes(String user) {
    return writer(
        List.of(
            AlertGroupRows.UPSERT,
            AlertGroupChangeRows.UPSERT,
            AlertEventRows.UPSERT,
            AlertMinuteRows.UPSERT),
        RefusedRows::change,
        user);
  }

  long counted(String name) {
    return counters.get(name).getCount();
  }

  <T> PostgresWriter<T> writer(
      List<Upsert<T>> upserts, PostgresSink.Refused<T> refused, String user) {
    return new PostgresWriter<>(
        upserts,
        new RowWriter<>(
            session(user), refused, 2_500, MetricsGroupTestUtils.mockWriterMetricGroup(metrics())),
        1_000_000,
        new TestProcessingTimeService());
  }

  Session session(String user) {
    return new Session(
        new JdbcConnectionOptions.JdbcConnectionOptionsBuilder()
            .withUrl(database.url())
            .withUsername(user)
            .withPassword(database.password())
            .withProperty("reWriteBatchedInserts", "true")
            .build(),
        Duration.ofSeconds(1),
        Duration.ofSeconds(5));
  }

  private UnregisteredMetricsGroup metrics() {
    return new UnregisteredMetricsGroup() {
      @Override
      public Counter counter(String name) {
        return counters.computeIfAbsent(name, key -> new SimpleCounter());
      }
    };
  }

  @Override
  public void close() {
    changes.close();
    letters.close();
  }

  static AlertChange group(String fingerprint, long count) {
    return count(Groups.of(fingerprint, T0).counts(count, 0));
  }

  static AlertChange count(Groups group) {
    return Groups.count(group.build());
  }
}
