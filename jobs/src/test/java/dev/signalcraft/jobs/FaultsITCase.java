// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.signalcraft.domain.Topic;
import dev.signalcraft.domain.grouping.AlertChange;
import dev.signalcraft.domain.grouping.GroupKey;
import dev.signalcraft.domain.ingest.AlertEvent;
import dev.signalcraft.domain.ingest.Events;
import dev.signalcraft.domain.ingest.Input;
import dev.signalcraft.domain.json.Json;
import dev.signalcraft.jobs.grouping.AlertsJob;
import dev.signalcraft.jobs.tables.TablesJob;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is away comes back: no TaskManager ends, nothing is lost, nothing counts twice. */
@Tag("full")
class FaultsITCase {
  @TempDir Path directory;
  private Stack stack;

  /** By fingerprint: events with an id of their own, and repeats of those. */
  private final Map<String, long[]> expected = new TreeMap<>();

  private final Random random = new Random(3);

  @BeforeEach
  void start() throws Exception {
    stack = Stack.start(directory);
  }

  @AfterEach
  void stop() throws Exception {
    stack.close();
  }

  @ParameterizedTest
  @CsvSource({"1m, 8", "10s, 60"})
  void postgresGoesAwayUnderLoadAndNothingIsLost(String giveUpAfter, int seconds) throws Exception {
    stack.run(AlertsJob::assemble, 2, null, "--start", "earliest");
    stack.run(
        TablesJob::assemble,
        2,
        null,
        stack.tablesArguments("--postgres.give-up-after", giveUpAfter));
    load(2_000);
    awaitTables();

    stack.postgres.kill();
    load(3_000, Duration.ofSeconds(seconds));
    stack.postgres.start();
    load(1_000);

    awaitTables();
    assertThat(taskManagers()).isEqualTo(1);
  }

  @Test
  void aRowThatPostgresRefusesIsParkedAloneAndItsBatchIsWritten() throws Exception {
    stack.execute("alter table alert_groups add constraint no_poison check (fingerprint <> 'f7')");
    stack.run(AlertsJob::assemble, 1, null, "--start", "earliest");
    stack.run(TablesJob::assemble, 1, null, stack.tablesArguments());
    load(3_000);
    expected.remove("f7");

    awaitTables();
    assertThat(stack.rows("select distinct topic, reason from dead_letters"))
        .containsExactly("signalcraft.alert-changes.v1/alert_groups|refused-row");
    assertThat(stack.rows("select count(*) > 0 from dead_letters where detail like '23514%'"))
        .containsExactly("t");
  }

  @ParameterizedTest
  @ValueSource(strings = {"at-least-once", "exactly-once"})
  void kafkaGoesAwayForLongerThanItsClientsWait(String delivery) throws Exception {
    Path impatient = directory.resolve("client.properties");
    Files.writeString(
        impatient, "delivery.timeout.ms=3000\nrequest.timeout.ms=1500\nmax.block.ms=3000\n");
    stack.run(
        AlertsJob::assemble,
        2,
        null,
        "--start",
        "earliest",
        "--delivery",
        delivery,
        "--kafka-properties-file",
        impatient.toString());
    load(2_000);
    awaitChanges();

    load(2_000);
    stack.kafka.stop();
    await().pollDelay(Duration.ofSeconds(10)).atMost(Duration.ofSeconds(11)).until(() -> true);
    stack.kafka.start();
    load(1_000);

    awaitChanges();
    assertThat(taskManagers()).isEqualTo(1);
    if (delivery.equals("exactly-once")) {
      List<String> keys = new ArrayList<>();
      for (AlertChange change : changes()) {
        if (change.kind() == AlertChange.Kind.CHANGE) {
          keys.add(change.groupId() + "/" + change.change().sequence());
        }
      }
      assertThat(keys).doesNotHaveDuplicates();
    }
  }

  private void load(int events) throws Exception {
    load(events, Duration.ZERO);
  }

  private void load(int events, Duration over) throws Exception {
    for (int i = 0; i < events; i++) {
      String fingerprint = "f" + random.nextInt(50);
      long[] counts = expected.computeIfAbsent(fingerprint, key -> new long[2]);
      boolean repeat = counts[0] > 0 && random.nextInt(5) == 0;
      counts[repeat ? 1 : 0]++;
      AlertEvent event =
          Events.event(fingerprint, fingerprint + "-" + (repeat ? 1 : counts[0]), Instant.now());
      String key = GroupKey.of(event);
      stack.send(
          Topic.INPUTS, key, Json.mapper().writeValueAsBytes(Input.of(key, event)), Map.of());
      if (!over.isZero() && i % 100 == 99) {
        TimeUnit.MILLISECONDS.sleep(over.toMillis() * 100 / events);
      }
    }
    stack.flushSent();
  }

  private void awaitTables() {
    await()
        .atMost(Duration.ofSeconds(90))
        .pollInterval(Duration.ofMillis(500))
        .untilAsserted(
            () ->
                assertThat(
                        stack.rows(
                            "select fingerprint, count, duplicates from alert_groups"
                                + " order by fingerprint collate \"C\""))
                    .isEqualTo(expectedRows()));
    assertThat(
            stack.rows(
                "select fingerprint, sum(m.events), sum(m.duplicates) from alert_minutes m join"
                    + " alert_groups using (group_id) group by 1 order by fingerprint collate"
                    + " \"C\""))
        .isEqualTo(expectedRows());
  }

  private void awaitChanges() {
    await()
        .atMost(Duration.ofSeconds(120))
        .pollInterval(Duration.ofSeconds(1))
        .untilAsserted(
            () -> {
              Map<String, String> newest = new TreeMap<>();
              Map<String, Long> total = new TreeMap<>();
              for (AlertChange change : changes()) {
                if (change.group() != null) {
                  String name = change.group().fingerprint();
                  long sum = change.group().count() + change.group().duplicates();
                  if (sum >= total.getOrDefault(name, 0L)) {
                    total.put(name, sum);
                    newest.put(
                        name,
                        name + "|" + change.group().count() + "|" + change.group().duplicates());
                  }
                }
              }
              assertThat(List.copyOf(new TreeSet<>(newest.values())))
                  .containsExactlyInAnyOrderElementsOf(expectedRows());
            });
  }

  private List<String> expectedRows() {
    return expected.entrySet().stream()
        .map(entry -> entry.getKey() + "|" + entry.getValue()[0] + "|" + entry.getValue()[1])
        .toList();
  }

  private List<AlertChange> changes() throws IOException {
    List<AlertChange> changes = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> record : stack.read(Topic.ALERT_CHANGES)) {
      changes.add(Json.mapper().readValue(record.value(), AlertChange.class));
    }
    return changes;
  }

  private int taskManagers() throws Exception {
    return stack.flink().requestClusterOverview().get().getNumTaskManagersConnected();
  }
}
