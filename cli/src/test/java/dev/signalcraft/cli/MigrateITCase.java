// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalcraft.domain.Topic;
import dev.signalcraft.embedded.Ports;
import dev.signalcraft.embedded.kafka.EmbeddedKafka;
import dev.signalcraft.embedded.postgres.EmbeddedPostgres;
import dev.signalcraft.sql.Migrations;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class MigrateITCase {
  @TempDir static Path directory;
  private static EmbeddedPostgres postgres;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeAll
  static void startPostgres() {
    postgres = EmbeddedPostgres.startForTests(directory.resolve("postgres"));
  }

  @AfterAll
  static void stopPostgres() {
    postgres.close();
  }

  @Test
  void makesTablesAndTopicsAndLeavesWhatIsThere() throws Exception {
    try (EmbeddedKafka kafka = EmbeddedKafka.start(directory.resolve("kafka"), 0)) {
      String servers = kafka.bootstrapServers();

      assertThat(migrate("--bootstrap-servers", servers, "--partitions", "3")).isZero();
      assertThat(partitions(servers, Topic.INPUTS)).isEqualTo(3);
      assertThat(partitions(servers, Topic.CONFIG)).isEqualTo(1);
      try (Connection connection =
          DriverManager.getConnection(
              postgres.jdbcUrl(), EmbeddedPostgres.NAME, EmbeddedPostgres.NAME)) {
        assertThat(Migrations.version(connection)).isNotEmpty();
      }
      assertThat(out.toString()).isEmpty();

      assertThat(migrate("--bootstrap-servers", servers, "--partitions", "4")).isZero();
      assertThat(out.toString())
          .contains("topic signalcraft.inputs.v1 has 3 partitions, not 4; it stays as it is");
      assertThat(partitions(servers, Topic.INPUTS)).isEqualTo(3);
    }
  }

  @Test
  void moreReplicasThanBrokersAreRefusedInOneLine() {
    try (EmbeddedKafka kafka = EmbeddedKafka.start(directory.resolve("small"), 0)) {
      String servers = kafka.bootstrapServers();

      assertThat(migrate("--bootstrap-servers", servers, "--replication-factor", "3")).isEqualTo(1);
      assertFault("cannot create the topics at " + servers + ": ", "replication factor");
    }
  }

  @Test
  void kafkaThatStaysAwayIsOneLineAfterTheTimeThatWasGiven() {
    String servers = "127.0.0.1:" + Ports.resolve(0);

    assertThat(migrate("--bootstrap-servers", servers, "--kafka-give-up-after", "500ms"))
        .isEqualTo(1);
    assertFault("cannot create the topics at " + servers + ": ", "Timed out");
  }

  @Test
  void aPropertiesFileReachesTheClient() throws Exception {
    Path file = Files.writeString(directory.resolve("client"), "security.protocol=NONSENSE");

    assertThat(
            migrate(
                "--bootstrap-servers=127.0.0.1:1", "--kafka-properties-file=" + file.toString()))
        .isEqualTo(1);
    assertFault("cannot create the topics at 127.0.0.1:1: ", "security.protocol");
  }

  @Test
  void aWrongPasswordIsOneLineWithoutIt() {
    assertThat(migrate("--postgres.password", "guessed")).isEqualTo(1);
    assertFault("cannot migrate the database: ", "password authentication failed");
    assertThat(err.toString()).doesNotContain("guessed");
  }

  @Test
  void aDatabaseThatIsAwayIsOneLine() {
    String url = "jdbc:postgresql://127.0.0.1:" + Ports.resolve(0) + "/signalcraft";

    assertThat(migrate("--postgres.url", url)).isEqualTo(1);
    assertFault("cannot migrate the database: ", "refused");
  }

  private void assertFault(String begin, String content) {
    assertThat(err.toString().lines())
        .hasSize(1)
        .first()
        .asString()
        .startsWith(begin)
        .contains(content);
  }

  private static int partitions(String servers, Topic topic) throws Exception {
    try (Admin admin = Admin.create(Map.<String, Object>of("bootstrap.servers", servers))) {
      TopicDescription description =
          admin
              .describeTopics(List.of(topic.topicName()))
              .topicNameValues()
              .get(topic.topicName())
              .get();
      return description.partitions().size();
    }
  }

  /** With this database, where the arguments name no other. */
  private int migrate(String... arguments) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "migrate",
                "--postgres.url=" + postgres.jdbcUrl(),
                "--postgres.user=" + EmbeddedPostgres.NAME,
                "--postgres.password=" + EmbeddedPostgres.NAME));
    all.addAll(Arrays.asList(arguments));
    CommandLine commands = Main.commandLine();
    commands.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    return commands.execute(all.toArray(String[]::new));
  }
}
