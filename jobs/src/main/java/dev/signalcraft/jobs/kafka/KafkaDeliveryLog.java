// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.jobs.kafka;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.signalcraft.domain.Topic;
import dev.signalcraft.domain.delivery.Delivery;
import dev.signalcraft.domain.json.Json;
import dev.signalcraft.functions.delivery.DeliveryLog;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The topic {@code deliveries}. Delivery: {@code acks=all}, never in a transaction. */
final class KafkaDeliveryLog implements DeliveryLog {
  private static final Logger LOG = LoggerFactory.getLogger(KafkaDeliveryLog.class);
  private static final String TOPIC = Topic.DELIVERIES.topicName();
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration CLOSE = Duration.ofSeconds(2);

  private final Properties client;
  private final KafkaProducer<byte[], byte[]> producer;
  private final Map<Integer, Long> reached = new ConcurrentHashMap<>();
  private volatile @Nullable Exception lost;

  KafkaDeliveryLog(Properties client) {
    this.client = client;
    Properties properties = new Properties();
    properties.putAll(client);
    properties.setProperty("acks", "all");
    properties.setProperty("compression.type", "lz4");
    properties.setProperty("buffer.memory", "16777216");
    properties.setProperty("max.request.size", Integer.toString(Topic.MAX_RECORD_BYTES));
    producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
  }

  @Override
  public void read(Map<Integer, Long> from, long since, Consumer<Delivery> each)
      throws IOException {
    Properties properties = new Properties();
    properties.putAll(client);
    properties.setProperty("enable.auto.commit", "false");
    properties.setProperty("auto.offset.reset", "earliest");
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(TOPIC).stream()
              .map(info -> new TopicPartition(TOPIC, info.partition()))
              .toList();
      consumer.assign(partitions);
      Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions);
      Map<TopicPartition, Long> left = new HashMap<>(consumer.endOffsets(partitions));
      // Asked for after the end: where nothing is as young, nothing before that end is.
      Map<TopicPartition, Long> asked = new HashMap<>();
      partitions.forEach(partition -> asked.put(partition, Math.max(0, since)));
      Map<TopicPartition, OffsetAndTimestamp> young = consumer.offsetsForTimes(asked);
      for (TopicPartition partition : partitions) {
        long begin = begins.getOrDefault(partition, 0L);
        long end = left.getOrDefault(partition, 0L);
        OffsetAndTimestamp first = young.get(partition);
        long known = from.getOrDefault(partition.partition(), begin);
        long inTime = first == null ? end : first.offset();
        consumer.seek(partition, Math.max(begin, Math.max(known, inTime)));
        reached.put(partition.partition(), end);
      }
      left.entrySet().removeIf(end -> consumer.position(end.getKey()) >= end.getValue());
      while (!left.isEmpty()) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          take(record, each);
        }
        left.entrySet().removeIf(end -> consumer.position(end.getKey()) >= end.getValue());
      }
    } catch (KafkaException e) {
      throw new IOException("the topic " + TOPIC + " cannot be read", e);
    }
  }

  private static void take(ConsumerRecord<byte[], byte[]> record, Consumer<Delivery> each) {
    Delivery delivery;
    try {
      delivery = Json.mapper().readValue(record.value(), Delivery.class);
    } catch (IOException | IllegalArgumentException e) {
      LOG.warn("{}-{}@{} is no delivery", TOPIC, record.partition(), record.offset());
      return;
    }
    each.accept(delivery);
  }

  @Override
  public void write(Delivery delivery, Written done) {
    byte[] value;
    try {
      value = Json.mapper().writeValueAsBytes(delivery);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a delivery has a JSON form", e);
    }
    byte[] key = delivery.key().getBytes(StandardCharsets.UTF_8);
    var unused =
        producer.send(
            new ProducerRecord<>(TOPIC, key, value),
            (written, failure) -> {
              if (failure == null) {
                reached.merge(written.partition(), written.offset() + 1, Math::max);
              } else {
                lost = failure;
              }
              done.heard(failure);
            });
  }

  @Override
  public void flush() throws IOException {
    producer.flush();
    if (lost != null) {
      throw new IOException("a record of " + TOPIC + " was lost", lost);
    }
  }

  @Override
  public Map<Integer, Long> reached() {
    return Map.copyOf(reached);
  }

  @Override
  public void close() {
    try {
      producer.close(CLOSE);
    } catch (KafkaException e) {
      LOG.warn("the producer of {} could not be closed", TOPIC, e);
    }
  }
}
