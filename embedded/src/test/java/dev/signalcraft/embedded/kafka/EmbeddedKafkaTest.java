// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.embedded.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalcraft.domain.Topic;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Exit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedKafkaTest {
  private static final TopicPartition INPUTS = new TopicPartition(Topic.INPUTS.topicName(), 0);

  @TempDir Path directory;

  @Test
  void recordsAndTheClusterIdSurviveARestartOnTheSamePort() throws Exception {
    try (EmbeddedKafka kafka = EmbeddedKafka.start(directory, 0)) {
      kafka.createTopics(4);
      String bootstrap = kafka.bootstrapServers();
      String id = clusterId(kafka);
      send(kafka, "before");

      kafka.stop();
      kafka.start();

      assertThat(kafka.bootstrapServers()).isEqualTo(bootstrap);
      assertThat(clusterId(kafka)).isEqualTo(id);
      send(kafka, "after");
      assertThat(values(kafka, 2)).containsExactly("before", "after");
    }
    try (EmbeddedKafka another = EmbeddedKafka.start(directory, 0)) {
      assertThat(values(another, 2)).containsExactly("before", "after");
    }
  }

  @Test
  void everyTopicIsStampedByTheBrokerAndKeptAsLongAsItShould() throws Exception {
    try (EmbeddedKafka kafka = EmbeddedKafka.start(directory, 0);
        Admin admin = Admin.create(client(kafka))) {
      assertThat(kafka.createTopics(3)).isEmpty();
      for (Topic topic : Topic.values()) {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic.topicName());
        Config config = admin.describeConfigs(List.of(resource)).all().get().get(resource);
        assertThat(config.get("message.timestamp.type").value()).isEqualTo("LogAppendTime");
        assertThat(config.get("cleanup.policy").value()).isEqualTo("delete");
        assertThat(config.get("max.message.bytes").value()).isEqualTo("4194304");
        assertThat(config.get("retention.ms").value())
            .isEqualTo(Long.toString(topic.retentionMillis()));
        assertThat(
                admin
                    .describeTopics(List.of(topic.topicName()))
                    .allTopicNames()
                    .get()
                    .get(topic.topicName())
                    .partitions())
            .hasSize(topic.partitions(3));
      }
    }
  }

  @Test
  void aTopicWithAnotherNumberOfPartitionsIsToldAndLeft() {
    try (EmbeddedKafka kafka = EmbeddedKafka.start(directory, 0)) {
      kafka.createTopics(2);
      assertThat(kafka.createTopics(3))
          .hasSize(Topic.values().length - 1)
          .contains("topic signalcraft.inputs.v1 has 2 partitions, not 3; it stays as it is");
    }
  }

  @Test
  void aFaultOfTheBrokerDoesNotEndTheProcess() {
    EmbeddedKafka.start(directory, 0).close();
    assertThatThrownBy(() -> Exit.halt(1, "disk gone")).hasMessageContaining("disk gone");
    assertThatThrownBy(() -> Exit.exit(1, "disk gone")).hasMessageContaining("disk gone");
  }

  private static Map<String, Object> client(EmbeddedKafka kafka) {
    return Map.of("bootstrap.servers", kafka.bootstrapServers());
  }

  private static String clusterId(EmbeddedKafka kafka) throws Exception {
    try (Admin admin = Admin.create(client(kafka))) {
      return admin.describeCluster().clusterId().get();
    }
  }

  private static void send(EmbeddedKafka kafka, String value) throws Exception {
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(client(kafka), new StringSerializer(), new StringSerializer())) {
      producer.send(new ProducerRecord<>(INPUTS.topic(), 0, "key", value)).get();
    }
  }

  private static List<String> values(EmbeddedKafka kafka, int expected) {
    List<String> values = new ArrayList<>();
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(client(kafka), new StringDeserializer(), new StringDeserializer())) {
      consumer.assign(List.of(INPUTS));
      consumer.seekToBeginning(List.of(INPUTS));
      for (int poll = 0; poll < 100 && values.size() < expected; poll++) {
        for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(100))) {
          values.add(record.value());
        }
      }
    }
    return values;
  }
}
