// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.jobs.kafka;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import dev.signalcraft.domain.Topic;
import dev.signalcraft.domain.json.Json;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.apache.flink.api.common.serialization.SerializationSchema;
import org.apache.flink.connector.kafka.lineage.DefaultKafkaDatasetFacet;
import org.apache.flink.connector.kafka.lineage.DefaultKafkaDatasetIdentifier;
import org.apache.flink.connector.kafka.lineage.KafkaDatasetFacet;
import org.apache.flink.connector.kafka.lineage.KafkaDatasetFacetProvider;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** JSON under a key; the partition is left to Kafka's default, so that every writer agrees. */
final class JsonRecordWriter<T>
    implements KafkaRecordSerializationSchema<T>, KafkaDatasetFacetProvider {
  /** The key of a record; null for none. */
  @FunctionalInterface
  interface Key<T> extends Serializable {
    @Nullable String of(T record);
  }

  private final Topic topic;
  private final Class<T> type;
  private final Key<T> key;
  private transient String topicName;
  private transient ObjectWriter writer;

  @SuppressWarnings("NullAway.Init")
  JsonRecordWriter(Topic topic, Class<T> type, Key<T> key) {
    this.topic = topic;
    this.type = type;
    this.key = key;
  }

  /** A transactional sink looks for its left-over transactions by the topic that this names. */
  @Override
  public Optional<KafkaDatasetFacet> getKafkaDatasetFacet() {
    return Optional.of(
        new DefaultKafkaDatasetFacet(
            DefaultKafkaDatasetIdentifier.ofTopics(List.of(topic.topicName())), new Properties()));
  }

  @Override
  public void open(
      SerializationSchema.InitializationContext context, KafkaSinkContext sinkContext) {
    topicName = topic.topicName();
    writer = Json.mapper().writerFor(type);
  }

  @Override
  public ProducerRecord<byte[], byte[]> serialize(
      T record, KafkaSinkContext context, @Nullable Long timestamp) {
    String text = key.of(record);
    byte[] bytes = text == null ? null : text.getBytes(StandardCharsets.UTF_8);
    try {
      return new ProducerRecord<>(topicName, bytes, writer.writeValueAsBytes(record));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a record of the domain has a JSON form", e);
    }
  }
}
