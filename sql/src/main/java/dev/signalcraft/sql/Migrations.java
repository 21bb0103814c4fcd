// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.sql;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.flywaydb.core.Flyway;

/** Brings a database to the schema of this version. */
public final class Migrations {
  /** How many days the partitions of {@code alert_events} are made ahead. */
  public static final int DAYS_AHEAD = 7;

  private static final int LOCK_MILLIS = 200;
  private static final int PARTITIONS_MILLIS = 5_000;
  private static final String LOCATION = "classpath:dev/signalcraft/sql/migrations";

  private Migrations() {}

  /**
   * Applies what is missing, then makes the partitions of the next days. Several callers at once
   * wait for each other.
   *
   * @throws org.flywaydb.core.api.FlywayException when the database cannot be reached, or was
   *     migrated by something else
   */
  public static void apply(String jdbcUrl, String user, String password) {
    Flyway.configure(Migrations.class.getClassLoader())
        .dataSource(jdbcUrl, user, password)
        .locations(LOCATION)
        .load()
        .migrate();
  }

  /**
   * Makes the partitions of {@code alert_events} that are missing from yesterday to {@link
   * #DAYS_AHEAD} days ahead. To be called at least once a day where a process lives for long; rows
   * of a day without a partition lie in the default partition until then.
   *
   * @return how many it made
   */
  public static int ensurePartitions(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery("select ensure_alert_event_partitions(" + DAYS_AHEAD + ")")) {
      rows.next();
      return rows.getInt(1);
    }
  }

  /**
   * Does the same in a transaction of its own, and gives way: it fails when a lock is not free for
   * {@value #LOCK_MILLIS} ms, or when all takes longer than {@value #PARTITIONS_MILLIS} ms. The
   * connection has to be outside of a transaction.
   *
   * @return how many it made
   */
  public static int tryPartitions(Connection connection) throws SQLException {
    boolean autoCommit = connection.getAutoCommit();
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.execute("set local lock_timeout = " + LOCK_MILLIS);
      statement.execute("set local statement_timeout = " + PARTITIONS_MILLIS);
      int made = ensurePartitions(connection);
      connection.commit();
      return made;
    } catch (SQLException e) {
      connection.rollback();
      throw e;
    } finally {
      connection.setAutoCommit(autoCommit);
    }
  }

  /** The newest migration that a database has; fails where there is none yet. */
  public static String version(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "select version from flyway_schema_history where success and version is not null"
                    + " order by installed_rank desc limit 1")) {
      if (!rows.next()) {
        throw new SQLException("no migration has been applied", "42P01");
      }
      return rows.getString(1);
    }
  }
}
