// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.embedded.postgres;

import dev.signalcraft.embedded.Directories;
import dev.signalcraft.embedded.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeMap;

/**
 * A Postgres server on loopback whose directory and port outlive it: it can be stopped and started,
 * and what an earlier, killed process left running is taken care of.
 */
public final class EmbeddedPostgres implements AutoCloseable {
  /** Database, owner and the owner's password. */
  public static final String NAME = "signalcraft";

  private static final String DATABASE_MISSING = "3D000";
  private static final Map<String, String> SETTINGS =
      Map.ofEntries(
          Map.entry("listen_addresses", "127.0.0.1"),
          Map.entry("unix_socket_directories", ""),
          Map.entry("max_connections", "60"),
          Map.entry("shared_buffers", "48MB"),
          Map.entry("maintenance_work_mem", "32MB"),
          Map.entry("wal_level", "minimal"),
          Map.entry("max_wal_senders", "0"),
          Map.entry("max_wal_size", "256MB"),
          Map.entry("max_worker_processes", "4"),
          Map.entry("max_parallel_workers_per_gather", "0"),
          Map.entry("autovacuum_max_workers", "1"),
          Map.entry("jit", "off"),
          Map.entry("timezone", "UTC"),
          Map.entry("log_timezone", "UTC"));

  private final Server server;
  private final Map<String, String> settings;
  private final int port;

  private EmbeddedPostgres(Server server, int port, boolean durable) {
    this.server = server;
    this.port = port;
    this.settings = new TreeMap<>(SETTINGS);
    if (!durable) {
      settings.put("fsync", "off");
      settings.put("full_page_writes", "off");
    }
  }

  /**
   * Starts a server that keeps what it has confirmed.
   *
   * @param directory for its data, filled where it is empty
   * @param port 0 for a free one
   * @throws dev.signalcraft.embedded.StartFault where it cannot listen, write or run
   */
  public static EmbeddedPostgres start(Path directory, int port) {
    return start(directory, port, true, Account.choose());
  }

  /** Starts a server for tests: a free port, and data that a crash of the machine may cost. */
  public static EmbeddedPostgres startForTests(Path directory) {
    return start(directory, 0, false, Account.choose());
  }

  static EmbeddedPostgres start(Path directory, int port, boolean durable, Account account) {
    Path root = Directories.requireWritable(directory, "--data");
    try {
      Server server = new Server(account, Binaries.in(BinaryCache.of(account)), root);
      server.initialise(NAME, NAME);
      EmbeddedPostgres postgres = new EmbeddedPostgres(server, Ports.resolve(port), durable);
      postgres.start();
      return postgres;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start Postgres in " + root, e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /** Starts it again after {@link #stop()} or {@link #kill()}, on the same port. */
  public synchronized void start() {
    try {
      server.start(port, settings);
      requireDatabase();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start Postgres", e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /** Starts it again where it has ended though nobody asked it to; tells whether it had. */
  public synchronized boolean revive() {
    boolean died = server.hasDied();
    if (died) {
      start();
    }
    return died;
  }

  /** Stops it; open transactions are rolled back. Nothing where it does not run. */
  public synchronized void stop() {
    try {
      server.stop();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot stop Postgres", e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /** Ends it as a crash would. */
  public synchronized void kill() {
    try {
      server.kill();
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  @Override
  public void close() {
    stop();
  }

  /** The port on loopback. */
  public int port() {
    return port;
  }

  /** The address for JDBC; user and password are {@link #NAME}. */
  public String jdbcUrl() {
    return jdbcUrl(NAME);
  }

  private String jdbcUrl(String database) {
    return "jdbc:postgresql://127.0.0.1:%d/%s".formatted(port, database);
  }

  /** An earlier start may have ended before it came to this. */
  private void requireDatabase() {
    try {
      connect(NAME).close();
    } catch (SQLException e) {
      if (!DATABASE_MISSING.equals(e.getSQLState())) {
        throw new IllegalStateException("Postgres runs but refuses to talk", e);
      }
      createDatabase();
    }
  }

  private void createDatabase() {
    try (Connection connection = connect("postgres");
        Statement statement = connection.createStatement()) {
      statement.execute("create database " + NAME);
    } catch (SQLException e) {
      throw new IllegalStateException("cannot create the database", e);
    }
  }

  private Connection connect(String database) throws SQLException {
    return DriverManager.getConnection(jdbcUrl(database), NAME, NAME);
  }

  private static IllegalStateException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new IllegalStateException("interrupted while Postgres starts or stops", e);
  }
}
