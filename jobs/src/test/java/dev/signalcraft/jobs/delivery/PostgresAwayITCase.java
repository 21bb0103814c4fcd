// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.jobs.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.signalcraft.domain.Topic;
import dev.signalcraft.domain.config.ConfigHistory;
import dev.signalcraft.domain.config.ConfigLog;
import dev.signalcraft.domain.ingest.RawRecord;
import dev.signalcraft.jobs.Stack;
import dev.signalcraft.jobs.grouping.AlertsJob;
import dev.signalcraft.jobs.ingest.IngestJob;
import dev.signalcraft.jobs.tables.TablesJob;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** People are told while Postgres is away, and its tables know of all of it when it is back. */
@Tag("full")
class PostgresAwayITCase {
  private static final int TICKS = 80;
  private static final int ALERTS_OF_A_TICK = 5;
  private static final long TICK_MILLIS = 100;

  /** Shorter than Postgres is away, so that the job of the tables fails and begins again. */
  private static final String GIVE_UP_AFTER = "3s";

  @TempDir Path directory;

  private final AtomicInteger alerts = new AtomicInteger();
  private final FakeReceiver receiver = new FakeReceiver();

  @Test
  void everyAlertArrivesWhilePostgresIsAwayAndIsInTheTablesWhenItIsBack() throws Exception {
    try (Stack stack = Stack.start(directory);
        receiver) {
      Instant inForce = configure(stack);
      stack.run(IngestJob::assemble, 1, null, "--start", "earliest");
      stack.run(AlertsJob::assemble, 1, null, "--start", "earliest");
      stack.run(
          DeliveryJob::assemble,
          1,
          null,
          "--start",
          "earliest",
          "--allow-private-receivers",
          "true");
      stack.run(
          TablesJob::assemble,
          1,
          null,
          stack.tablesArguments("--postgres.give-up-after", GIVE_UP_AFTER));
      await().atMost(Duration.ofSeconds(20)).until(() -> Instant.now().isAfter(inForce));
      alert(stack);
      awaitTables(stack);

      stack.postgres.kill();
      alertSteadily(stack);
      await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(() -> assertThat(receiver.calls.size()).isEqualTo(alerts.get()));
      assertThatThrownBy(() -> stack.rows("select 1"))
          .as("Postgres is still away")
          .isInstanceOf(UncheckedIOException.class);
      stack.postgres.start();

      awaitTables(stack);
      assertThat(stack.flink().requestClusterOverview().get().getNumTaskManagersConnected())
          .isEqualTo(1);
    }
  }

  /** A channel and a rule; gives when they are in force. */
  private Instant configure(Stack stack) throws Exception {
    ConfigLog log =
        new ConfigLog()
            .at(
                Instant.EPOCH,
                "Channel",
                "hook",
                "{type: webhook, url: '%s/', allowPrivate: true, rate: {perMinute: 60000, burst: 1000}}"
                    .formatted(receiver.url()))
            .at(Instant.EPOCH, "RoutingRule", "all", "{notify: [{channel: hook}]}");
    for (RawRecord document : log.records()) {
      stack.send(Topic.CONFIG, document.key(), document.value(), Map.of());
    }
    stack.flushSent();
    return Instant.now().plusMillis(ConfigHistory.IN_FORCE_AFTER_MILLIS);
  }

  private void alert(Stack stack) {
    String alert =
        "{\"source\":\"shop\",\"title\":\"Down %d\"}".formatted(alerts.incrementAndGet());
    stack.send(Topic.EVENTS, null, alert.getBytes(UTF_8), Map.of());
  }

  /** Fifty a second for eight seconds. */
  private void alertSteadily(Stack stack) throws Exception {
    int goal = alerts.get() + TICKS * ALERTS_OF_A_TICK;
    ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    try {
      ScheduledFuture<?> ticking =
          clock.scheduleAtFixedRate(
              () -> {
                for (int i = 0; i < ALERTS_OF_A_TICK && alerts.get() < goal; i++) {
                  alert(stack);
                }
              },
              0,
              TICK_MILLIS,
              TimeUnit.MILLISECONDS);
      await().atMost(Duration.ofSeconds(60)).until(() -> ticking.isDone() || alerts.get() == goal);
      ticking.cancel(false);
    } finally {
      clock.shutdown();
      assertThat(clock.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }
    stack.flushSent();
    assertThat(alerts).hasValue(goal);
  }

  /** What arrived, once each, is what the tables say was sent, of a group for each alert. */
  private void awaitTables(Stack stack) {
    await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(200))
        .untilAsserted(
            () -> {
              List<String> arrived =
                  receiver.calls.stream().map(call -> call.header("webhook-id")).sorted().toList();
              assertThat(arrived).hasSize(alerts.get()).doesNotHaveDuplicates();
              assertThat(
                      stack.rows(
                          "select notification_id from notification_log"
                              + " where status = 'sent' and attempt = 1"))
                  .containsExactlyInAnyOrderElementsOf(arrived);
              assertThat(stack.rows("select count(*), sum(count) from alert_groups"))
                  .containsExactly(alerts + "|" + alerts);
            });
  }
}
