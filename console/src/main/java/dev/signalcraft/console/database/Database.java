// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.console.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.signalcraft.console.http.Refusal;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.util.List;
import org.eclipse.jetty.http.HttpStatus;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A small pool of read-only connections. Every wait on it is short, so that an answer comes within
 * seconds also when Postgres is away or hangs.
 */
public final class Database implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Database.class);
  private static final int CONNECTIONS = 4;

  /**
   * SQL states, or their beginnings, of faults that pass: no connection, no resources, stopped by
   * an operator or by the time-out, not there yet.
   */
  private static final List<String> PASSING = List.of("08", "53", "57", "58", "3D000", "42P01");

  private final HikariDataSource pool;

  /** A question that is asked on a connection. */
  @FunctionalInterface
  public interface Question<T extends @Nullable Object> {
    /** The answer. */
    T ask(Connection connection) throws SQLException;
  }

  /** A pool that connects when it can; Postgres need not be there yet. */
  public Database(String url, String user, String password, MeterRegistry metrics) {
    HikariConfig config = new HikariConfig();
    config.setPoolName("console");
    config.setDriverClassName("org.postgresql.Driver");
    config.setJdbcUrl(url);
    config.setUsername(user);
    config.setPassword(password);
    config.setMaximumPoolSize(CONNECTIONS);
    config.setMinimumIdle(1);
    config.setReadOnly(true);
    config.setConnectionTimeout(2_000);
    config.setValidationTimeout(1_000);
    config.setInitializationFailTimeout(-1);
    config.addDataSourceProperty("ApplicationName", "signalcraft-console");
    config.addDataSourceProperty("connectTimeout", "2");
    config.addDataSourceProperty("loginTimeout", "2");
    config.addDataSourceProperty("socketTimeout", "6");
    config.addDataSourceProperty("options", "-c statement_timeout=4000");
    config.setMetricRegistry(metrics);
    pool = new HikariDataSource(config);
  }

  /**
   * Asks.
   *
   * @throws Refusal when Postgres is away, is too slow, or cannot compare a value
   */
  public <T extends @Nullable Object> T ask(Question<T> question) throws SQLException {
    try (Connection connection = pool.getConnection()) {
      return question.ask(connection);
    } catch (SQLException e) {
      String state = String.valueOf(e.getSQLState());
      if (e instanceof SQLTransientException || PASSING.stream().anyMatch(state::startsWith)) {
        LOG.warn("Postgres does not answer: {} {}", state, e.getMessage());
        throw new Refusal(
            HttpStatus.SERVICE_UNAVAILABLE_503, "The database does not answer; try again soon.");
      }
      if (state.startsWith("22")) {
        throw new Refusal(
            HttpStatus.BAD_REQUEST_400, "A parameter has a value that no row can have.");
      }
      throw e;
    }
  }

  @Override
  public void close() {
    pool.close();
  }
}
