// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.jobs.grouping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.signalcraft.domain.Topic;
import dev.signalcraft.domain.grouping.AlertChange;
import dev.signalcraft.domain.grouping.AlertGroup;
import dev.signalcraft.domain.grouping.GroupKey;
import dev.signalcraft.domain.ingest.AlertEvent;
import dev.signalcraft.domain.ingest.Events;
import dev.signalcraft.domain.ingest.Input;
import dev.signalcraft.domain.json.Json;
import dev.signalcraft.jobs.Stack;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.JobID;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A job that is stopped with its cache full goes on, whatever its parallelism then. */
class StopWithSavepointITCase {
  private static final int GROUPS = 60;
  private static final int SLICE = 600;

  @TempDir Path directory;
  private Stack stack;

  @BeforeEach
  void start() throws Exception {
    stack = Stack.start(directory);
  }

  @AfterEach
  void stop() throws Exception {
    stack.close();
  }

  @ParameterizedTest
  @CsvSource({"false, CANONICAL", "true, NATIVE"})
  void noCountAndNoIdIsLost(boolean drain, SavepointFormatType format) throws Exception {
    Instant at = Instant.now();
    JobID one = stack.run(AlertsJob::assemble, 1, null, "--start", "earliest");
    send(0, SLICE, at);
    awaitTotals(SLICE / GROUPS, 0);
    JobID four = stack.run(AlertsJob::assemble, 4, savepoint(one, drain, format));
    send(SLICE, 2 * SLICE, at);
    awaitTotals(2 * SLICE / GROUPS, 0);
    stack.run(AlertsJob::assemble, 2, savepoint(four, drain, format));
    send(0, 2 * SLICE, at);
    send(2 * SLICE, 3 * SLICE, at);

    awaitTotals(3 * SLICE / GROUPS, 2 * SLICE / GROUPS);
    assertThat(groups().stream().map(AlertGroup::groupId).distinct()).hasSize(GROUPS);
  }

  private String savepoint(JobID job, boolean drain, SavepointFormatType format) throws Exception {
    String place = directory.resolve("savepoints").toUri().toString();
    return stack.flink().stopWithSavepoint(job, place, drain, format).get(60, TimeUnit.SECONDS);
  }

  private void send(int from, int to, Instant at) throws Exception {
    for (int n = from; n < to; n++) {
      AlertEvent event = Events.event("f" + n % GROUPS, "e" + n, at);
      String key = GroupKey.of(event);
      byte[] value = Json.mapper().writeValueAsBytes(Input.of(key, event));
      stack.send(Topic.INPUTS, key, value, Map.of());
    }
    stack.flushSent();
  }

  /** Every group has so many events and redeliveries. */
  private void awaitTotals(long count, long duplicates) {
    await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofSeconds(1))
        .untilAsserted(
            () ->
                assertThat(
                        new TreeSet<>(
                            groups().stream()
                                .map(group -> group.count() + " and " + group.duplicates())
                                .toList()))
                    .containsExactly(count + " and " + duplicates));
  }

  /** The rows that a reader of the changes ends with. */
  private List<AlertGroup> groups() throws Exception {
    List<AlertChange> changes = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> record : stack.read(Topic.ALERT_CHANGES)) {
      changes.add(Json.mapper().readValue(record.value(), AlertChange.class));
    }
    return List.copyOf(WholeJob.groups(changes).values());
  }
}
