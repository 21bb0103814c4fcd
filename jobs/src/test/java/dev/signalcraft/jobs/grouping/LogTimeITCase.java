// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.jobs.grouping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.signalcraft.domain.Topic;
import dev.signalcraft.domain.config.ConfigHistory;
import dev.signalcraft.domain.config.ConfigLog;
import dev.signalcraft.domain.grouping.AlertChange;
import dev.signalcraft.domain.grouping.ChangeReason;
import dev.signalcraft.domain.grouping.GroupKey;
import dev.signalcraft.domain.ingest.AlertEvent;
import dev.signalcraft.domain.ingest.EventDraft;
import dev.signalcraft.domain.ingest.Events;
import dev.signalcraft.domain.ingest.Input;
import dev.signalcraft.domain.ingest.Lifecycle;
import dev.signalcraft.domain.ingest.RawRecord;
import dev.signalcraft.domain.json.Json;
import dev.signalcraft.domain.routing.Notification;
import dev.signalcraft.domain.routing.NotificationReason;
import dev.signalcraft.jobs.Stack;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.JobID;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Time is in the log: silence does not stop it, and it does not overtake a backlog. */
class LogTimeITCase {
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

  @Test
  void inCompleteSilenceATimerFiresWithinTwoSecondsOfItsDueTime() throws Exception {
    stack.run(AlertsJob::assemble, 2, null, "--start", "earliest");
    Instant due = Instant.now().plusSeconds(12);
    send(stateful("quiet", "1", due));
    stack.flushSent();

    await()
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(500))
        .until(() -> expired("quiet") != null);
    ConsumerRecord<byte[], byte[]> record = expired("quiet");
    assertThat(change(record).at()).isEqualTo(Instant.ofEpochMilli(due.toEpochMilli()));
    assertThat(record.timestamp() - due.toEpochMilli()).isBetween(0L, 2_000L);
  }

  @Test
  void inCompleteSilenceAnEscalationIsToldWithinTwoSecondsOfItsDueTime() throws Exception {
    RawRecord rule =
        new ConfigLog()
            .at(
                Instant.EPOCH,
                "RoutingRule",
                "all",
                "{escalate: [{after: 12s, channel: pager, mention: '@first'}]}")
            .records()
            .get(0);
    stack.send(Topic.CONFIG, rule.key(), rule.value(), Map.of());
    stack.flushSent();
    Instant inForce = Instant.now().plusMillis(ConfigHistory.IN_FORCE_AFTER_MILLIS);
    stack.run(AlertsJob::assemble, 2, null, "--start", "earliest");
    await().atMost(Duration.ofSeconds(20)).until(() -> Instant.now().isAfter(inForce));
    send(Events.build(draft("quiet", "1")));
    stack.flushSent();
    await().atMost(Duration.ofSeconds(20)).until(() -> !changes().isEmpty());
    long opened = change(changes().get(0)).at().toEpochMilli();

    await()
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(500))
        .until(() -> !stack.read(Topic.NOTIFICATIONS).isEmpty());
    ConsumerRecord<byte[], byte[]> record = stack.read(Topic.NOTIFICATIONS).get(0);
    Notification told = Json.mapper().readValue(record.value(), Notification.class);
    assertThat(told.reason()).isEqualTo(NotificationReason.ESCALATED);
    assertThat(told.channel()).isEqualTo("pager");
    assertThat(told.mention()).isEqualTo("@first");
    assertThat(told.at().toEpochMilli()).isEqualTo(opened + 12_000);
    assertThat(record.timestamp() - opened - 12_000).isBetween(0L, 2_000L);
  }

  @Test
  void aBacklogAfterAnOutageIsNotOvertakenByTimeThatPassedMeanwhile() throws Exception {
    JobID first = stack.run(AlertsJob::assemble, 2, null, "--start", "earliest");
    Instant due = Instant.now().plusSeconds(15);
    send(stateful("kept", "1", due));
    send(stateful("lost", "1", due));
    stack.flushSent();
    await().atMost(Duration.ofSeconds(20)).until(() -> changes().size() >= 2);
    String savepoint =
        stack
            .flink()
            .stopWithSavepoint(
                first,
                directory.resolve("savepoints").toUri().toString(),
                false,
                SavepointFormatType.CANONICAL)
            .get(60, TimeUnit.SECONDS);

    // The outage: 200,000 events pile up, and behind them the word that one of the two goes on.
    Map<String, Long> sent = new HashMap<>();
    for (int i = 0; i < 200_000; i++) {
      String fingerprint = "f" + i % 1_000;
      sent.merge(fingerprint, 1L, Long::sum);
      send(Events.build(draft(fingerprint, "b" + i)));
    }
    send(stateful("kept", "2", due.plusSeconds(3_600)));
    stack.flushSent();
    assertThat(Instant.now()).as("the word is in the log before the end").isBefore(due);
    await().atMost(Duration.ofSeconds(60)).until(() -> Instant.now().isAfter(due.plusSeconds(1)));

    stack.run(AlertsJob::assemble, 2, savepoint);
    Map<String, Long> expected = new HashMap<>(sent);
    expected.put("kept", 2L);
    expected.put("lost", 1L);
    await()
        .atMost(Duration.ofSeconds(120))
        .pollInterval(Duration.ofSeconds(2))
        .untilAsserted(() -> assertThat(counts()).isEqualTo(expected));
    await().atMost(Duration.ofSeconds(20)).until(() -> expired("lost") != null);
    assertThat(expired("kept")).as("time must not overtake the word that it goes on").isNull();
  }

  private static EventDraft draft(String fingerprint, String id) {
    return Events.draft(fingerprint, fingerprint + id, Instant.now());
  }

  private static AlertEvent stateful(String fingerprint, String id, Instant end) {
    return Events.build(draft(fingerprint, id).lifecycle(Lifecycle.STATEFUL).expiresAt(end));
  }

  private void send(AlertEvent event) throws IOException {
    String key = GroupKey.of(event);
    stack.send(Topic.INPUTS, key, Json.mapper().writeValueAsBytes(Input.of(key, event)), Map.of());
  }

  private List<ConsumerRecord<byte[], byte[]>> changes() {
    return stack.read(Topic.ALERT_CHANGES);
  }

  private static AlertChange change(ConsumerRecord<byte[], byte[]> record) throws IOException {
    return Json.mapper().readValue(record.value(), AlertChange.class);
  }

  private ConsumerRecord<byte[], byte[]> expired(String fingerprint) throws IOException {
    for (ConsumerRecord<byte[], byte[]> record : changes()) {
      AlertChange change = change(record);
      if (change.kind() == AlertChange.Kind.CHANGE
          && change.change().reason() == ChangeReason.EXPIRED
          && change.group().fingerprint().equals(fingerprint)) {
        return record;
      }
    }
    return null;
  }

  /** The newest count of each fingerprint. */
  private Map<String, Long> counts() throws IOException {
    Map<String, Long> counts = new HashMap<>();
    for (ConsumerRecord<byte[], byte[]> record : changes()) {
      AlertChange change = change(record);
      if (change.group() != null) {
        counts.merge(change.group().fingerprint(), change.group().count(), Math::max);
      }
    }
    return counts;
  }
}
