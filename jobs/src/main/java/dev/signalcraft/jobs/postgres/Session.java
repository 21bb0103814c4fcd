// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.jobs.postgres;

import dev.signalcraft.sql.Migrations;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import org.apache.flink.connector.jdbc.JdbcConnectionOptions;
import org.apache.flink.connector.jdbc.datasource.connections.SimpleJdbcConnectionProvider;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A connection that comes back, its transactions with their limits, and its hourly upkeep. */
final class Session {
  private static final Logger LOG = LoggerFactory.getLogger(Session.class);
  private static final long UPKEEP_EVERY_NANOS = Duration.ofHours(1).toNanos();

  private final SimpleJdbcConnectionProvider connections;
  private final Duration longestStatement;
  private final Duration longestLock;
  private boolean kept;
  private long keptAt;

  /** A session that connects with the first transaction. */
  Session(JdbcConnectionOptions options, Duration longestStatement, Duration longestLock) {
    this.connections = new SimpleJdbcConnectionProvider(options);
    this.longestStatement = longestStatement;
    this.longestLock = longestLock;
  }

  /**
   * The connection in a new transaction. Its limits are local to it: a pooler in between refuses
   * them as start-up options and would show them to others as settings of the session.
   */
  Connection begin() throws SQLException {
    Connection connection;
    try {
      connection = connections.getOrEstablishConnection();
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException("the driver is part of the job", e);
    }
    if (connection.getAutoCommit()) {
      connection.setAutoCommit(false);
    }
    try (PreparedStatement limits =
        connection.prepareStatement(
            "select set_config('statement_timeout', ?, true), set_config('lock_timeout', ?, true)")) {
      limits.setString(1, Long.toString(longestStatement.toMillis()));
      limits.setString(2, Long.toString(longestLock.toMillis()));
      limits.execute();
    }
    return connection;
  }

  /** Ends a transaction without its changes; the connection too when it cannot. */
  void rollback() {
    Connection connection = connections.getConnection();
    if (connection != null) {
      try {
        connection.rollback();
      } catch (SQLException e) {
        close();
      }
    }
  }

  /**
   * Makes the partitions of the coming days, once an hour. For between transactions: what goes
   * wrong is told and left to the next hour, as rows without a partition have the default one.
   */
  void keepPartitions() {
    long now = System.nanoTime();
    Connection connection = connections.getConnection();
    if (connection == null || (kept && now - keptAt < UPKEEP_EVERY_NANOS)) {
      return;
    }
    kept = true;
    keptAt = now;
    try {
      Migrations.tryPartitions(connection);
    } catch (SQLException e) {
      LOG.warn(
          "Cannot make the partitions of the coming days; trying again in an hour: {}",
          e.getMessage());
      rollback();
    }
  }

  /** Closes the connection and never throws; the next transaction has a new one. */
  void close() {
    try {
      connections.closeConnection();
    } catch (RuntimeException e) {
      LOG.warn("The connection did not close cleanly.", e);
    }
  }
}
