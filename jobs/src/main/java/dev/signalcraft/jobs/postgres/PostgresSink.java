// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.jobs.postgres;

import dev.signalcraft.domain.ingest.DeadLetter;
import dev.signalcraft.sql.Upsert;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.connector.jdbc.JdbcConnectionOptions;

/**
 * Rows in Postgres, at least once: a batch holds the newest version of each key, and every
 * statement leaves a row alone that is newer, so repeats and late writers never go backwards.
 *
 * <p>While Postgres is away the writer waits, which holds the job back and loses nothing; a row
 * that Postgres refuses for ever becomes a dead letter, alone.
 *
 * @param <T> a record, with one or more rows
 */
public final class PostgresSink<T> implements Sink<T> {
  /** Describes a record that was refused. */
  @FunctionalInterface
  public interface Refused<T> extends Serializable {
    /** The dead letter of a record whose row was refused, with the database's words. */
    DeadLetter letter(T record, Upsert<T> upsert, String words);
  }

  private static final Duration LONGEST_STATEMENT = Duration.ofSeconds(20);
  private static final Duration LONGEST_LOCK = Duration.ofSeconds(5);

  private final JdbcConnectionOptions connection;
  private final List<Upsert<T>> upserts;
  private final Refused<T> refused;
  private final long flushMillis;
  private final long giveUpMillis;

  /**
   * A sink for the rows that {@code upserts} make of a record.
   *
   * @param flushMillis the longest that a row waits for its batch to fill
   * @param giveUpMillis the task fails when Postgres has been away for this long
   */
  public PostgresSink(
      JdbcConnectionOptions connection,
      List<Upsert<T>> upserts,
      Refused<T> refused,
      long flushMillis,
      long giveUpMillis) {
    this.connection = connection;
    this.upserts = List.copyOf(upserts);
    this.refused = refused;
    this.flushMillis = flushMillis;
    this.giveUpMillis = giveUpMillis;
  }

  @Override
  public SinkWriter<T> createWriter(WriterInitContext context) {
    Session session = new Session(connection, LONGEST_STATEMENT, LONGEST_LOCK);
    return new PostgresWriter<>(
        upserts,
        new RowWriter<>(session, refused, giveUpMillis, context.metricGroup()),
        flushMillis,
        context.getProcessingTimeService());
  }
}
