// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.jobs.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.signalcraft.domain.Topic;
import dev.signalcraft.domain.config.Settings;
import dev.signalcraft.domain.delivery.Delivery;
import dev.signalcraft.domain.delivery.Delivery.Status;
import dev.signalcraft.domain.delivery.Send;
import dev.signalcraft.domain.delivery.SendResult;
import dev.signalcraft.domain.delivery.Sender;
import dev.signalcraft.domain.delivery.Told;
import dev.signalcraft.domain.json.Json;
import dev.signalcraft.domain.routing.Notification;
import dev.signalcraft.domain.routing.NotificationReason;
import dev.signalcraft.jobs.Stack;
import dev.signalcraft.jobs.kafka.KafkaEnds;
import dev.signalcraft.jobs.tables.TablesJob;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The job on Kafka, with a provider that fails, under kills of its TaskManager. */
class DeliveryITCase {
  private static final int GROUPS = 400;
  private static final int CHANNELS = 10;

  /** What arrived, in order; the job runs in this process. */
  private static final ConcurrentLinkedQueue<Notification> ARRIVED = new ConcurrentLinkedQueue<>();

  /** What is under way. */
  private static final Set<Send> FLYING = ConcurrentHashMap.newKeySet();

  @TempDir Path directory;

  /** Fails three in ten, takes 20 ms. */
  private static final class Flaky implements Sender {
    private final Random random = new Random(7);

    @Override
    public void send(Send send, Consumer<SendResult> done) {
      FLYING.add(send);
      boolean fails = random.nextInt(10) < 3;
      var unused =
          CompletableFuture.runAsync(
              () -> {
                if (!fails) {
                  ARRIVED.addAll(send.told());
                }
                FLYING.remove(send);
                done.accept(
                    fails ? SendResult.retry(503, "HTTP 503", 0) : SendResult.sent(200, null));
              },
              CompletableFuture.delayedExecutor(20, TimeUnit.MILLISECONDS));
    }

    @Override
    public void close() {}
  }

  private static void define(
      StreamExecutionEnvironment env, List<String> arguments, Map<String, String> environment) {
    Settings settings = Settings.read(DeliveryJob.OPTIONS, arguments, environment);
    KafkaEnds kafka = new KafkaEnds(DeliveryJob.NAME, settings);
    DeliveryJob.define(
        env,
        new DeliveryJob.Inputs(
            kafka.source(Topic.NOTIFICATIONS),
            kafka.source(Topic.ALERT_CHANGES),
            kafka.source(Topic.DELIVERIES),
            kafka.configSource(),
            kafka.configReader()),
        new DeliveryJob.Outputs(
            () -> Map.of("log", new Flaky()),
            kafka.deliveryLog(),
            kafka.inputs(),
            kafka.deadLetters()));
  }

  private static List<Delivery> deliveries(Stack stack) {
    return stack.read(Topic.DELIVERIES).stream().map(DeliveryITCase::read).toList();
  }

  private static Delivery read(org.apache.kafka.clients.consumer.ConsumerRecord<byte[], byte[]> r) {
    try {
      Delivery delivery = Json.mapper().readValue(r.value(), Delivery.class);
      assertThat(new String(r.key(), UTF_8)).isEqualTo(delivery.key());
      return delivery;
    } catch (java.io.IOException e) {
      throw new AssertionError(e);
    }
  }

  /** How often each notification has ended, by its id. */
  private static Map<String, Integer> ends(List<Delivery> deliveries) {
    Map<String, Integer> ends = new HashMap<>();
    for (Delivery delivery : deliveries) {
      if (delivery.status().isFinal()) {
        for (Delivery.Part part : delivery.parts()) {
          ends.merge(part.notificationId(), 1, Integer::sum);
        }
      }
    }
    return ends;
  }

  private static String channel(int number) {
    return "c" + number % CHANNELS;
  }

  @Test
  void eachNotificationEndsOnceAndOnlyWhatIsUnderWayAtAKillIsRepeated() throws Exception {
    try (Stack stack = Stack.start(directory, 1)) {
      for (int i = 0; i < CHANNELS; i++) {
        String name = channel(i);
        stack.send(
            Topic.CONFIG,
            "Channel/default/" + name,
            """
            {"kind":"Channel","metadata":{"workspace":"default","name":"%s"},"version":1,\
            "baseVersion":0,"deleted":false,"spec":{"type":"log","rate":{"perMinute":600,"burst":20}}}"""
                .formatted(name)
                .getBytes(UTF_8),
            Map.of());
      }
      stack.flushSent();
      JobID job = stack.run(DeliveryITCase::define, 2, null, "--start", "earliest");
      // A version is in force five seconds after it was logged.
      await()
          .pollDelay(Duration.ofSeconds(6))
          .until(() -> stack.flink().getJobStatus(job).get() == JobStatus.RUNNING);

      List<Notification> decided = new ArrayList<>();
      Instant begun = Instant.now();
      int repeatable = 0;
      for (int i = 0; i < GROUPS; i++) {
        for (int sequence = 1; sequence <= 2; sequence++) {
          Notification told =
              Told.told(
                      "g" + i,
                      sequence,
                      sequence == 1
                          ? NotificationReason.OPENED
                          : NotificationReason.SEVERITY_RAISED,
                      null,
                      begun.plusMillis(sequence))
                  .elsewhere(channel(i));
          decided.add(told);
          stack.send(
              Topic.NOTIFICATIONS,
              told.groupKey(),
              Json.mapper().writeValueAsBytes(told),
              Map.of());
        }
        if (i % 130 == 129) {
          stack.flushSent();
          int before = ARRIVED.size();
          await().until(() -> ARRIVED.size() > before + 5);
          repeatable += FLYING.size();
          stack.flink().terminateTaskManager(0).get();
          repeatable += FLYING.size();
          stack.flink().startTaskManager();
        }
      }
      stack.flushSent();
      await()
          .atMost(Duration.ofMinutes(4))
          .pollInterval(Duration.ofSeconds(2))
          .until(() -> ends(deliveries(stack)).size() == decided.size());

      stack.run(TablesJob::assemble, 2, null, stack.tablesArguments());
      await()
          .atMost(Duration.ofMinutes(1))
          .until(
              () -> stack.rows("select count(distinct notification_id) from notification_log"),
              List.of(Integer.toString(decided.size()))::equals);
      assertThat(
              stack.rows(
                  """
                  select count(*) from notification_log as log
                  where status = 'retrying' and not exists (
                    select from notification_log as later
                    where later.notification_id = log.notification_id
                      and later.attempt > log.attempt)"""))
          .containsExactly("0");

      List<Delivery> deliveries = deliveries(stack);
      assertThat(ends(deliveries).values()).allMatch(times -> times == 1);
      assertThat(deliveries).extracting(Delivery::status).contains(Status.RETRYING, Status.SENT);
      Map<String, Integer> arrived = new HashMap<>();
      Map<String, Integer> last = new HashMap<>();
      for (Notification told : ARRIVED) {
        arrived.merge(told.notificationId(), 1, Integer::sum);
        Integer before = last.put(told.groupId(), told.sequence());
        assertThat(before == null || before <= told.sequence()).as("order in a group").isTrue();
      }
      int repeats = arrived.values().stream().mapToInt(times -> times - 1).sum();
      assertThat(repeats).isLessThanOrEqualTo(repeatable);
    }
  }
}
