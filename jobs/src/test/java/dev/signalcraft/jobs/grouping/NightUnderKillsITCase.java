// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.jobs.grouping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.signalcraft.domain.Topic;
import dev.signalcraft.domain.grouping.AlertChange;
import dev.signalcraft.domain.ingest.AlertEvent;
import dev.signalcraft.domain.ingest.EventStatus;
import dev.signalcraft.domain.ingest.Input;
import dev.signalcraft.domain.json.Json;
import dev.signalcraft.embedded.postgres.EmbeddedPostgres;
import dev.signalcraft.jobs.ProcessCluster;
import dev.signalcraft.jobs.Stack;
import dev.signalcraft.jobs.tables.TablesJob;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The night of {@link NightTest} on a cluster of processes, with two kills of the TaskManager in
 * it.
 */
@Tag("full")
class NightUnderKillsITCase {
  private static final Path JAR = Path.of("target/signalcraft-jobs.jar").toAbsolutePath();
  private static final Set<String> WITHOUT_A_GROUP = Set.of("archive", "ghost");
  private static final Duration PATIENCE = Duration.ofMinutes(2);

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

  @Test
  void withTwoKillsTheTablesTellTheSameNight() throws Exception {
    // It has just ended: what falls due in the morning has not come when the test is over.
    Night night = Night.endingAt(Instant.now().truncatedTo(ChronoUnit.MINUTES));
    String servers = stack.kafka.bootstrapServers();
    try (NightLog log = NightLog.write(servers, night, "00:30", "03:10")) {
      cluster.submit(
          JAR, AlertsJob.class.getName(), "--bootstrap-servers", servers, "--start", "earliest");
      cluster.submit(JAR, TablesJob.class.getName(), "--config", tables(servers).toString());
      awaitChangeSince(night.at("00:29"));
      for (String pause : List.of("00:30", "03:10")) {
        log.goOn();
        awaitChangeSince(night.at(pause));
        cluster.killTaskManager();
        cluster.startTaskManager();
      }

      await()
          .atMost(PATIENCE)
          .pollInterval(Duration.ofSeconds(1))
          .untilAsserted(
              () ->
                  assertThat(new Lives(night, groups(), changes()).table())
                      .isEqualTo(NightTest.LIVES));
      assertThat(minutes()).containsExactlyInAnyOrderElementsOf(counted(night));
    }
  }

  private Path tables(String servers) throws IOException {
    String settings =
        """
        bootstrap-servers: %s
        start: earliest
        postgres:
          url: %s
          password: %s
        """
            .formatted(servers, stack.postgres.jdbcUrl(), EmbeddedPostgres.NAME);
    return Files.writeString(directory.resolve("tables.yaml"), settings);
  }

  /** At once when the first of them is seen: the job is in the midst of the others. */
  private void awaitChangeSince(Instant time) {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(20))
        .until(
            () -> {
              for (ConsumerRecord<byte[], byte[]> record : stack.read(Topic.ALERT_CHANGES)) {
                AlertChange change = Json.mapper().readValue(record.value(), AlertChange.class);
                if (!change.at().isBefore(time)) {
                  return true;
                }
              }
              return false;
            });
  }

  private List<Lives.Group> groups() {
    List<Lives.Group> groups = new ArrayList<>();
    for (String row :
        stack.rows(
            "select group_id, status, severity, outcome, assignee, count, duplicates"
                + " from alert_groups")) {
      String[] cells = row.split("\\|", -1);
      groups.add(
          new Lives.Group(cells[0], cells[1], cells[2], cells[3], cells[4], cells[5], cells[6]));
    }
    return groups;
  }

  private List<Lives.Change> changes() {
    List<Lives.Change> changes = new ArrayList<>();
    for (String row :
        stack.rows(
            "select group_id, sequence, (extract(epoch from at) * 1000)::bigint, reason, actor,"
                + " status_before, status_after, severity_before, severity_after,"
                + " assignee_before, assignee_after, rule, rule_version, refusal"
                + " from alert_group_changes")) {
      String[] cells = row.split("\\|", -1);
      changes.add(
          new Lives.Change(
              cells[0],
              Integer.parseInt(cells[1]),
              Instant.ofEpochMilli(Long.parseLong(cells[2])),
              cells[3],
              cells[4],
              cells[5],
              cells[6],
              cells[7],
              cells[8],
              cells[9],
              cells[10],
              cells[11],
              cells[12],
              cells[13]));
    }
    return changes;
  }

  private List<String> minutes() {
    return stack.rows(
        "select fingerprint, (extract(epoch from minute))::bigint / 60, sum(m.events),"
            + " sum(m.duplicates) from alert_minutes m join alert_groups using (group_id)"
            + " group by 1, 2");
  }

  /** New firing events and repeats of each problem and minute, by nothing but reading the log. */
  private static List<String> counted(Night night) {
    Map<String, long[]> counts = new TreeMap<>();
    Set<String> ids = new HashSet<>();
    for (Night.Entry entry : night.entries()) {
      Input input = entry.input();
      AlertEvent event = input.event();
      String name = night.name(input.groupKey());
      boolean repeat = !ids.add(input.id());
      boolean firing = event != null && event.status() == EventStatus.FIRING;
      if ((repeat || firing) && !WITHOUT_A_GROUP.contains(name)) {
        String minute = name + "|" + entry.at().getEpochSecond() / 60;
        counts.computeIfAbsent(minute, none -> new long[2])[repeat ? 1 : 0]++;
      }
    }
    return counts.entrySet().stream()
        .map(entry -> entry.getKey() + "|" + entry.getValue()[0] + "|" + entry.getValue()[1])
        .toList();
  }
}
