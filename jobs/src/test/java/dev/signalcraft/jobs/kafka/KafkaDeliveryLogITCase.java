// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.jobs.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.signalcraft.domain.Topic;
import dev.signalcraft.domain.delivery.Delivery;
import dev.signalcraft.domain.json.Json;
import dev.signalcraft.embedded.kafka.EmbeddedKafka;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From where the topic of deliveries is read on. Records are stamped as the test says. */
class KafkaDeliveryLogITCase {
  private static final String TOPIC = Topic.DELIVERIES.topicName();
  private static final Instant T = Instant.parse("2025-01-01T00:00:00Z");

  @TempDir static Path directory;
  private static EmbeddedKafka kafka;
  private static Admin admin;

  private final Properties client = new Properties();

  @BeforeAll
  static void start() {
    kafka = EmbeddedKafka.start(directory.resolve("kafka"), 0);
    admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
  }

  @AfterAll
  static void stop() {
    admin.close();
    kafka.close();
  }

  /** The partition 0 has a record of each minute from 0 to 9, 1 those of the first five. */
  @BeforeEach
  void fill() throws Exception {
    client.setProperty("bootstrap.servers", kafka.bootstrapServers());
    NewTopic topic = new NewTopic(TOPIC, 3, (short) 1);
    admin
        .createTopics(
            List.of(
                topic.configs(
                    Map.of("message.timestamp.type", "CreateTime", "retention.ms", "-1"))))
        .all()
        .get();
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer())) {
      for (int minute = 0; minute < 10; minute++) {
        send(producer, 0, minute);
        if (minute < 5) {
          send(producer, 1, minute);
        }
      }
    }
  }

  @AfterEach
  void empty() throws Exception {
    admin.deleteTopics(List.of(TOPIC)).all().get();
    await().until(() -> !admin.listTopics().names().get().contains(TOPIC));
  }

  private static void send(KafkaProducer<byte[], byte[]> producer, int partition, int minute)
      throws Exception {
    Delivery delivery = delivery("p" + partition, "m" + minute);
    producer
        .send(
            new ProducerRecord<>(
                TOPIC,
                partition,
                at(minute),
                delivery.key().getBytes(StandardCharsets.UTF_8),
                Json.mapper().writeValueAsBytes(delivery)))
        .get();
  }

  private static Delivery delivery(String channel, String id) {
    return new Delivery(
        id,
        "default",
        channel,
        Delivery.Form.NOTIFICATION,
        Delivery.Status.SENT,
        1,
        List.of(),
        200,
        null,
        1,
        null,
        null,
        T);
  }

  private static long at(int minute) {
    return T.plusSeconds(60L * minute).toEpochMilli();
  }

  /** What is read of each partition, and how far it is known then: {@code p0 m7 m8}. */
  private List<String> read(Map<Integer, Long> known, long since) throws Exception {
    List<String> read = new ArrayList<>();
    KafkaDeliveryLog log = new KafkaDeliveryLog(client);
    try {
      log.read(known, since, delivery -> read.add(delivery.channel() + " " + delivery.id()));
      assertThat(log.reached()).isEqualTo(Map.of(0, 10L, 1, 5L, 2, 0L));
    } finally {
      log.close();
    }
    return read;
  }

  @Test
  void ofEachPartitionNothingIsReadThatIsOlder() throws Exception {
    assertThat(read(Map.of(), at(8))).containsExactly("p0 m8", "p0 m9");
    assertThat(read(Map.of(), at(8) - 1)).containsExactly("p0 m8", "p0 m9");
    assertThat(read(Map.of(), at(8) + 1)).containsExactly("p0 m9");
    assertThat(read(Map.of(), at(4)))
        .containsExactlyInAnyOrder("p0 m4", "p0 m5", "p0 m6", "p0 m7", "p0 m8", "p0 m9", "p1 m4");
    assertThat(read(Map.of(), at(10))).isEmpty();
    assertThat(read(Map.of(), -1)).hasSize(15);
  }

  @Test
  void anOffsetThatNeverMovedDoesNotBringTheWholeTopicBack() throws Exception {
    assertThat(read(Map.of(0, 0L, 1, 0L, 2, 0L), at(9))).containsExactly("p0 m9");
  }

  @Test
  void whereTheOffsetIsLaterItHolds() throws Exception {
    assertThat(read(Map.of(0, 9L, 1, 4L), at(0))).containsExactlyInAnyOrder("p0 m9", "p1 m4");
    assertThat(read(Map.of(0, 10L, 1, 5L), 0)).isEmpty();
  }

  @Test
  void whatTheTopicHoldsNoLongerIsNotMissed() throws Exception {
    admin
        .deleteRecords(Map.of(new TopicPartition(TOPIC, 0), RecordsToDelete.beforeOffset(8)))
        .all()
        .get();
    assertThat(read(Map.of(0, 2L, 1, 5L), 0)).containsExactly("p0 m8", "p0 m9");
  }

  @Test
  void whatOneInstanceWritesTheNextReads() throws Exception {
    KafkaDeliveryLog log = new KafkaDeliveryLog(client);
    List<Object> heard = new ArrayList<>();
    try {
      log.read(Map.of(), at(10), delivery -> {});
      log.write(delivery("ops", "new"), lost -> heard.add(lost == null ? "safe" : lost));
      log.flush();
      assertThat(heard).containsExactly("safe");
      assertThat(log.reached().values().stream().mapToLong(offset -> offset).sum()).isEqualTo(16);
    } finally {
      log.close();
    }
    List<String> read = new ArrayList<>();
    KafkaDeliveryLog next = new KafkaDeliveryLog(client);
    try {
      next.read(Map.of(), at(10), delivery -> read.add(delivery.id()));
    } finally {
      next.close();
    }
    assertThat(read).containsExactly("new");
  }
}
