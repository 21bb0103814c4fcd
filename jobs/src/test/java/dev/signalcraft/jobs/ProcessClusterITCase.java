// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.signalcraft.domain.Topic;
import dev.signalcraft.embedded.postgres.EmbeddedPostgres;
import dev.signalcraft.jobs.grouping.AlertsJob;
import dev.signalcraft.jobs.ingest.IngestJob;
import dev.signalcraft.jobs.tables.TablesJob;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The shaded jar on a cluster of processes, submitted as a user submits it. */
@Tag("full")
class ProcessClusterITCase {
  private static final Path JAR = Path.of("target/signalcraft-jobs.jar").toAbsolutePath();

  @TempDir Path directory;
  private Stack stack;
  private ProcessCluster cluster;

  @BeforeEach
  void start() throws Exception {
    stack = Stack.start(directory, 0);
    cluster = ProcessCluster.start(Files.createDirectories(directory.resolve("cluster")));
  }

  @AfterEach
  void stop() throws Exception {
    cluster.close();
    stack.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"at-least-once", "exactly-once"})
  void theJobsRunAndAKilledTaskManagerLosesAndRepeatsNothing(String delivery) throws Exception {
    String[] kafka = {
      "--bootstrap-servers",
      stack.kafka.bootstrapServers(),
      "--start",
      "earliest",
      "--delivery",
      delivery
    };
    cluster.submit(JAR, IngestJob.class.getName(), kafka);
    cluster.submit(JAR, AlertsJob.class.getName(), kafka);
    Path settings = directory.resolve("tables.yaml");
    Files.writeString(
        settings,
        """
        bootstrap-servers: %s
        start: earliest
        delivery: %s
        postgres:
          url: %s
          password: %s
        """
            .formatted(
                stack.kafka.bootstrapServers(),
                delivery,
                stack.postgres.jdbcUrl(),
                EmbeddedPostgres.NAME));
    cluster.submit(JAR, TablesJob.class.getName(), "--config", settings.toString());
    event("first", 0);
    eventually("select title, count from alert_groups", "first|1");

    for (int kill = 0; kill < 2; kill++) {
      for (int i = 0; i < 2_000; i++) {
        event("storm", kill * 2_000 + i);
        event("storm", kill * 2_000);
      }
      stack.flushSent();
      cluster.killTaskManager();
      cluster.startTaskManager();
    }

    eventually(
        "select title, count, duplicates >= 3998 from alert_groups order by title",
        "first|1|f",
        "storm|4000|t");
    eventually(
        "select sum(events) = 4001, sum(m.duplicates) = (select sum(duplicates) from alert_groups)"
            + " from alert_minutes m",
        "t|t");
    assertThat(stack.rows("select count(*) from dead_letters")).containsExactly("0");
  }

  @Test
  void unknownAndMissingSettingsFailAtStartWithTheirNames() {
    assertThatThrownBy(
            () ->
                cluster.submit(
                    JAR, AlertsJob.class.getName(), "--start", "earliest", "--dedup-windw", "5m"))
        .hasMessageContaining("missing setting 'bootstrap-servers'")
        .hasMessageContaining("unknown setting 'dedup-windw'; did you mean 'dedup-window'?");
  }

  @Test
  void aJobWithoutStateEndsWhenItIsNotToldWhereToBegin() throws Exception {
    event("before", 1);
    cluster.submit(
        JAR, IngestJob.class.getName(), "--bootstrap-servers", stack.kafka.bootstrapServers());

    await()
        .atMost(Duration.ofMinutes(1))
        .untilAsserted(
            () -> assertThat(cluster.get("/jobs/overview")).contains("\"state\":\"FAILED\""));
    assertThat(cluster.log("jobmanager"))
        .contains("signalcraft.events.v1 is not empty: say where to begin with --start earliest");
  }

  private void event(String title, int id) throws Exception {
    String json =
        "{\"source\":\"app\",\"title\":\"%s\",\"sourceEventId\":\"%s-%d\"}"
            .formatted(title, title, id);
    stack.send(Topic.EVENTS, null, json.getBytes(StandardCharsets.UTF_8), Map.of());
    if (id < 2) {
      stack.flushSent();
    }
  }

  private void eventually(String sql, String... rows) {
    await()
        .atMost(Duration.ofMinutes(2))
        .pollInterval(Duration.ofMillis(500))
        .untilAsserted(() -> assertThat(stack.rows(sql)).isEqualTo(List.of(rows)));
  }
}
