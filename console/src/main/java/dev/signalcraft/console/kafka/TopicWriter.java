// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.console.kafka;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.signalcraft.domain.Topic;
import dev.signalcraft.domain.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Appends records to topics, each to the partition of its key as every writer chooses it: a command
 * goes behind all that happened to its group. At-least-once: a record is kept when all in-sync
 * replicas have it; one that was refused after a time-out may still arrive.
 */
public final class TopicWriter implements AutoCloseable {
  /** What a caller waits at most for Kafka's word: {@link #LOCATE_MILLIS} come before. */
  private static final int DELIVERY_MILLIS = 6_000;

  private static final int LOCATE_MILLIS = 2_000;

  private final Properties config;
  private @Nullable KafkaProducer<byte[], byte[]> producer;

  /**
   * Topics that are reached when they can: neither Kafka nor the names of its brokers need be there
   * yet.
   *
   * @param client what every client begins with
   * @throws IllegalArgumentException when no client can ever be made of the settings
   */
  public TopicWriter(Properties client) {
    config = settings(client);
    try {
      producer();
    } catch (KafkaException e) {
      String message = String.valueOf(innermost(e).getMessage());
      if (!message.startsWith("No resolvable bootstrap urls")) {
        throw new IllegalArgumentException(
            "settings 'bootstrap-servers' and 'kafka-properties-file': " + message, e);
      }
    }
  }

  /** The outer ones only say that no client was made. */
  private static KafkaException innermost(KafkaException e) {
    KafkaException innermost = e;
    while (innermost.getCause() instanceof KafkaException cause) {
      innermost = cause;
    }
    return innermost;
  }

  private static Properties settings(Properties client) {
    Properties config = new Properties();
    config.putAll(client);
    // Java's own partitioner, as every writer of the topic has it.
    config.remove(ProducerConfig.PARTITIONER_CLASS_CONFIG);
    config.put(ProducerConfig.PARTITIONER_IGNORE_KEYS_CONFIG, false);
    config.put(ProducerConfig.CLIENT_ID_CONFIG, "signalcraft-console");
    config.put(ProducerConfig.ACKS_CONFIG, "all");
    config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    config.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, DELIVERY_MILLIS);
    // Leaves time for a second try with another broker.
    config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, DELIVERY_MILLIS / 2);
    config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, LOCATE_MILLIS);
    config.put(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 1_000);
    return config;
  }

  /** Made when it is first wanted and the names are known. */
  private synchronized KafkaProducer<byte[], byte[]> producer() {
    if (producer == null) {
      producer = new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    }
    return producer;
  }

  /**
   * Done, with its offset, when Kafka has the record; holds the caller for two seconds where Kafka
   * is away.
   */
  public CompletableFuture<Long> append(Topic topic, String key, Object record) {
    CompletableFuture<Long> kept = new CompletableFuture<>();
    try {
      byte[] value = Json.mapper().writeValueAsBytes(record);
      // The callback says it all.
      Future<?> unused =
          producer()
              .send(
                  new ProducerRecord<>(
                      topic.topicName(), key.getBytes(StandardCharsets.UTF_8), value),
                  (place, failure) -> {
                    if (failure == null) {
                      kept.complete(place.offset());
                    } else {
                      kept.completeExceptionally(failure);
                    }
                  });
    } catch (KafkaException | IllegalStateException e) {
      kept.completeExceptionally(new KafkaException(e));
    } catch (JsonProcessingException e) {
      kept.completeExceptionally(
          new IllegalStateException("a record of the domain has a JSON form", e));
    }
    return kept;
  }

  @Override
  public synchronized void close() {
    if (producer != null) {
      producer.close(Duration.ofSeconds(5));
    }
  }
}
