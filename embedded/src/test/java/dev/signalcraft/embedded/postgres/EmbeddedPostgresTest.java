// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.embedded.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.signalcraft.embedded.StartFault;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPostgresTest {
  @TempDir Path directory;

  @Test
  void rowsSurviveAStopAndAnotherStart() throws Exception {
    try (EmbeddedPostgres postgres = EmbeddedPostgres.startForTests(directory)) {
      run(postgres, "create table t (n int)");
      run(postgres, "insert into t values (7)");
      postgres.stop();
      assertThatThrownBy(() -> query(postgres, "select n from t")).isInstanceOf(SQLException.class);
      postgres.start();
      assertThat(query(postgres, "select n from t")).isEqualTo("7");
    }
    try (EmbeddedPostgres another = EmbeddedPostgres.startForTests(directory)) {
      assertThat(query(another, "select n from t")).isEqualTo("7");
    }
  }

  @Test
  void rowsSurviveACrashOfTheServer() throws Exception {
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start(directory, 0)) {
      run(postgres, "create table t (n int)");
      run(postgres, "insert into t values (7)");
      postgres.kill();
      postgres.start();
      assertThat(query(postgres, "select n from t")).isEqualTo("7");
    }
  }

  @Test
  void aServerThatEndedByItselfIsRevivedAndOneThatWasStoppedIsNot() throws Exception {
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start(directory, 0)) {
      run(postgres, "create table t (n int)");
      assertThat(postgres.revive()).isFalse();

      ProcessHandle server =
          new PidFile(directory.toRealPath().resolve("data")).server().orElseThrow();
      server.destroyForcibly();
      server.onExit().join();

      assertThat(postgres.revive()).isTrue();
      assertThat(query(postgres, "select count(*) from t")).isEqualTo("0");
      postgres.stop();
      assertThat(postgres.revive()).isFalse();
    }
  }

  @Test
  void theServerThatAKilledProcessLeftBehindIsReplaced() throws Exception {
    EmbeddedPostgres leftBehind = EmbeddedPostgres.startForTests(directory);
    run(leftBehind, "create table t (n int)");
    try (EmbeddedPostgres postgres = EmbeddedPostgres.startForTests(directory)) {
      assertThat(query(postgres, "select count(*) from t")).isEqualTo("0");
      assertThatThrownBy(() -> query(leftBehind, "select 1")).isInstanceOf(SQLException.class);
    }
  }

  @Test
  void aPidFileWhoseNumberIsAnotherProgramsIsNotBelieved() throws Exception {
    EmbeddedPostgres.startForTests(directory).close();
    long self = ProcessHandle.current().pid();
    Path data = directory.toRealPath().resolve("data");
    Files.write(data.resolve("postmaster.pid"), List.of(Long.toString(self), data.toString()));
    assertThat(new PidFile(data).server()).isEmpty();
    Files.write(data.resolve("postmaster.pid"), List.of("999999999", data.toString()));
    assertThat(new PidFile(data).server()).isEmpty();
    try (EmbeddedPostgres postgres = EmbeddedPostgres.startForTests(directory)) {
      assertThat(query(postgres, "select 1")).isEqualTo("1");
    }
  }

  @Test
  void whereRootMayNotMakeANamespaceItRunsAsNobody() throws Exception {
    assumeThat(Account.choose()).isNotEqualTo(Account.OWN);
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start(directory, 0, false, Account.NOBODY)) {
      run(postgres, "create table t (n int)");
    }
    try (EmbeddedPostgres postgres = EmbeddedPostgres.startForTests(directory)) {
      assertThat(query(postgres, "select count(*) from t")).isEqualTo("0");
    }
  }

  @Test
  void aPlaceThatNobodyCannotReachIsToldInOneLine() throws Exception {
    Path closed = Files.createDirectory(directory.resolve("closed"));
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));
    assertThatThrownBy(
            () -> EmbeddedPostgres.start(closed.resolve("data"), 0, false, Account.NOBODY))
        .isInstanceOf(StartFault.class)
        .hasMessageContaining("cannot pass " + closed.toRealPath())
        .hasMessageContaining("--data");
  }

  @Test
  void aTakenPortIsToldInOneLine() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(() -> EmbeddedPostgres.start(directory, taken.getLocalPort()))
          .isInstanceOf(StartFault.class)
          .hasMessageContaining("port " + taken.getLocalPort())
          .hasMessageContaining("--postgres-port");
    }
  }

  @Test
  void aPasswordIsAskedFor() throws Exception {
    try (EmbeddedPostgres postgres = EmbeddedPostgres.startForTests(directory)) {
      assertThatThrownBy(
              () -> DriverManager.getConnection(postgres.jdbcUrl(), EmbeddedPostgres.NAME, "wrong"))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("password authentication failed");
    }
  }

  private static void run(EmbeddedPostgres postgres, String sql) throws SQLException {
    try (Connection connection = connect(postgres);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String query(EmbeddedPostgres postgres, String sql) throws SQLException {
    try (Connection connection = connect(postgres);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }

  private static Connection connect(EmbeddedPostgres postgres) throws SQLException {
    return DriverManager.getConnection(
        postgres.jdbcUrl(), EmbeddedPostgres.NAME, EmbeddedPostgres.NAME);
  }
}
