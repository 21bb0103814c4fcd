// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.sql;

import dev.signalcraft.embedded.postgres.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;

/** A database of its own on the one Postgres server of all tests in this process. */
public final class TestDatabase {
  private static final AtomicInteger COUNT = new AtomicInteger();

  private final String url;

  private TestDatabase(String url) {
    this.url = url;
  }

  /** An empty database. */
  public static TestDatabase empty() throws SQLException {
    EmbeddedPostgres server = Server.INSTANCE;
    String name = "test_" + COUNT.incrementAndGet();
    try (Connection connection =
            DriverManager.getConnection(
                server.jdbcUrl(), EmbeddedPostgres.NAME, EmbeddedPostgres.NAME);
        Statement statement = connection.createStatement()) {
      statement.execute("create database " + name);
    }
    return new TestDatabase("jdbc:postgresql://127.0.0.1:%d/%s".formatted(server.port(), name));
  }

  /** A database with the schema of this version. */
  public static TestDatabase migrated() throws SQLException {
    TestDatabase database = empty();
    database.migrate();
    return database;
  }

  /** Applies the migrations. */
  public void migrate() {
    Migrations.apply(url, user(), password());
  }

  /** Applies the migrations up to one of them. */
  public void migrateTo(String version) {
    Flyway.configure()
        .dataSource(url, user(), password())
        .locations("classpath:dev/signalcraft/sql/migrations")
        .target(version)
        .load()
        .migrate();
  }

  public String url() {
    return url;
  }

  public String user() {
    return EmbeddedPostgres.NAME;
  }

  public String password() {
    return EmbeddedPostgres.NAME;
  }

  /** A new connection, with the driver's rewriting of batches as production has it. */
  public Connection connect() throws SQLException {
    return DriverManager.getConnection(url + "?reWriteBatchedInserts=true", user(), password());
  }

  /** Writes the rows in one batch. */
  @SafeVarargs
  public final <T> void write(Upsert<T> upsert, T... rows) throws SQLException {
    try (Connection connection = connect();
        PreparedStatement statement = connection.prepareStatement(upsert.sql())) {
      for (T row : rows) {
        upsert.bind(statement, row);
        statement.addBatch();
      }
      statement.executeBatch();
    }
  }

  /** Runs a statement. */
  public void execute(String sql) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** The rows of a query as text, columns joined by {@code |}. */
  public List<String> rows(String sql) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      int columns = rows.getMetaData().getColumnCount();
      List<String> result = new ArrayList<>();
      while (rows.next()) {
        List<String> values = new ArrayList<>();
        for (int i = 1; i <= columns; i++) {
          values.add(String.valueOf(rows.getString(i)));
        }
        result.add(String.join("|", values));
      }
      return result;
    }
  }

  /** Started with the first database, stopped with the process. */
  private static final class Server {
    static final EmbeddedPostgres INSTANCE = start();

    private static EmbeddedPostgres start() {
      try {
        Path directory = Files.createTempDirectory("signalcraft-sql");
        EmbeddedPostgres server = EmbeddedPostgres.startForTests(directory);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(server, directory)));
        return server;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static void remove(EmbeddedPostgres server, Path directory) {
      server.close();
      try (Stream<Path> files = Files.walk(directory)) {
        files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
