// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.gateway;

import dev.signalcraft.domain.Topic;
import dev.signalcraft.embedded.kafka.EmbeddedKafka;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Reads and writes the topics of a broker. */
final class Topics {
  private final EmbeddedKafka kafka;
  private final int partitions;

  Topics(EmbeddedKafka kafka, int partitions) {
    this.kafka = kafka;
    this.partitions = partitions;
  }

  /** Appends a version of an integration to the config log. */
  void config(String workspace, String name, int version, String spec) throws Exception {
    configure(
        """
        {"kind":"Integration","metadata":{"workspace":"%s","name":"%s"},"version":%d,
         "baseVersion":%d,"deleted":false,"spec":{"source":"sentry",%s}}"""
            .formatted(workspace, name, version, version - 1, spec));
  }

  /** Appends anything to the config log. */
  void configure(String json) throws Exception {
    Map<String, Object> client = Map.of("bootstrap.servers", kafka.bootstrapServers());
    try (var producer =
        new KafkaProducer<>(client, new StringSerializer(), new StringSerializer())) {
      producer.send(new ProducerRecord<>(Topic.CONFIG.topicName(), json)).get();
    }
  }

  /** Every webhook, by request id. */
  Map<String, ConsumerRecord<byte[], byte[]>> kept() {
    Map<String, ConsumerRecord<byte[], byte[]>> kept = new HashMap<>();
    records(Topic.WEBHOOKS).forEach(record -> kept.put(header(record, "request-id"), record));
    return kept;
  }

  /** Every record of a topic. */
  List<ConsumerRecord<byte[], byte[]>> records(Topic topic) {
    Map<String, Object> client = Map.of("bootstrap.servers", kafka.bootstrapServers());
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    try (var consumer =
        new KafkaConsumer<>(client, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> all = new ArrayList<>();
      for (int i = 0; i < partitions; i++) {
        all.add(new TopicPartition(topic.topicName(), i));
      }
      consumer.assign(all);
      consumer.seekToBeginning(all);
      Map<TopicPartition, Long> ends = consumer.endOffsets(all);
      while (all.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
        consumer.poll(Duration.ofMillis(100)).forEach(records::add);
      }
    }
    return records;
  }

  static String header(ConsumerRecord<?, ?> record, String name) {
    Header header = record.headers().lastHeader(name);
    return header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
  }
}
