// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.jobs.postgres;

import dev.signalcraft.domain.ingest.DeadLetter;
import dev.signalcraft.domain.ingest.Text;
import dev.signalcraft.sql.Upsert;
import dev.signalcraft.sql.ingest.DeadLetterRows;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.groups.SinkWriterMetricGroup;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes batches in one transaction each: again and again while Postgres is away, in halves after a
 * refusal, until the one row that is to blame stands alone and becomes a dead letter. A refusal
 * never fails the task.
 */
final class RowWriter<T> {
  /** A record and the statement that makes a row of it. */
  record Row<T>(Upsert<T> upsert, T record) {}

  private static final Logger LOG = LoggerFactory.getLogger(RowWriter.class);
  private static final long FIRST_PAUSE_MILLIS = 100;
  private static final long LONGEST_PAUSE_MILLIS = 5_000;

  private final Session session;
  private final PostgresSink.Refused<T> refused;
  private final long giveUpMillis;
  private final Counter retries;
  private final Counter refusals;
  private final Counter losses;

  RowWriter(
      Session session,
      PostgresSink.Refused<T> refused,
      long giveUpMillis,
      SinkWriterMetricGroup metrics) {
    this.session = session;
    this.refused = refused;
    this.giveUpMillis = giveUpMillis;
    this.retries = metrics.counter("postgresRetries");
    this.refusals = metrics.counter("rowsRefused");
    this.losses = metrics.counter("rowsLost");
  }

  /** Writes all rows, whatever it takes; fails only when Postgres stays away for too long. */
  void write(List<Row<T>> rows) throws IOException, InterruptedException {
    divide(rows);
    session.keepPartitions();
  }

  private void divide(List<Row<T>> rows) throws IOException, InterruptedException {
    SQLException refusal = attempt(rows.size(), connection -> execute(connection, rows));
    if (refusal == null) {
      return;
    }
    if (rows.size() > 1) {
      divide(rows.subList(0, rows.size() / 2));
      divide(rows.subList(rows.size() / 2, rows.size()));
    } else {
      park(rows.get(0), words(refusal));
    }
  }

  /** Makes a dead letter of a row that cannot be written, for the reason in these words. */
  void park(Row<T> row, String words) throws IOException, InterruptedException {
    refusals.inc();
    String table = row.upsert().table();
    LOG.warn("{} refuses a row: {}", table, words);
    String again;
    try {
      DeadLetter letter = refused.letter(row.record(), row.upsert(), words);
      SQLException refusal =
          attempt(1, connection -> execute(connection, DeadLetterRows.UPSERT, List.of(letter)));
      if (refusal == null) {
        return;
      }
      again = words(refusal);
    } catch (RuntimeException e) {
      again = e.toString();
    }
    losses.inc();
    LOG.error("A row of {} is lost, as dead_letters refuses its letter too: {}", table, again);
  }

  private static String words(SQLException e) {
    return e.getSQLState() + " " + firstLine(e);
  }

  private static String firstLine(SQLException e) {
    String message = String.valueOf(e.getMessage());
    int end = message.indexOf('\n');
    return Text.bounded(end < 0 ? message : message.substring(0, end), 1_024);
  }

  private interface Work {
    void run(Connection connection) throws SQLException;
  }

  /** Null when the work is done; the refusal when these rows will never succeed together. */
  private @Nullable SQLException attempt(int rows, Work work)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + giveUpMillis * 1_000_000;
    long pause = FIRST_PAUSE_MILLIS;
    boolean wasSlow = false;
    while (true) {
      boolean begun = false;
      SQLException e;
      try {
        Connection connection = session.begin();
        begun = true;
        work.run(connection);
        connection.commit();
        return null;
      } catch (SQLException failure) {
        e = failure;
      }
      SqlFault fault = begun ? SqlFault.of(e) : SqlFault.ofConnecting(e);
      boolean divisible = fault == SqlFault.SLOW && rows > 1;
      if (fault == SqlFault.REFUSED || (divisible && wasSlow)) {
        session.rollback();
        return e;
      }
      wasSlow |= divisible;
      session.close();
      if (fault == SqlFault.UNUSABLE) {
        throw new IOException(
            "Postgres cannot take the rows: "
                + firstLine(e)
                + "; is the schema there? 'signalcraft migrate' makes it",
            e);
      }
      // The first slow try of a batch may have taken all the time: halves come before giving up.
      if (!divisible && System.nanoTime() - deadline > 0) {
        throw new IOException("Postgres was away for too long: " + firstLine(e), e);
      }
      retries.inc();
      LOG.warn("Postgres is away, next try in {} ms: {}", pause, firstLine(e));
      Thread.sleep(pause);
      pause = Math.min(LONGEST_PAUSE_MILLIS, pause * 2);
    }
  }

  private void execute(Connection connection, List<Row<T>> rows) throws SQLException {
    int from = 0;
    for (int to = 1; to <= rows.size(); to++) {
      Upsert<T> upsert = rows.get(from).upsert();
      if (to == rows.size() || rows.get(to).upsert() != upsert) {
        execute(connection, upsert, rows.subList(from, to).stream().map(Row::record).toList());
        from = to;
      }
    }
  }

  private static <R> void execute(Connection connection, Upsert<R> upsert, List<R> records)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(upsert.sql())) {
      for (R record : records) {
        try {
          upsert.bind(statement, record);
        } catch (RuntimeException e) {
          throw new SQLException("no row can be made of the record: " + e, "22000", e);
        }
        statement.addBatch();
      }
      statement.executeBatch();
    }
  }

  /** Neither writes nor throws. */
  void close() {
    session.close();
  }
}
