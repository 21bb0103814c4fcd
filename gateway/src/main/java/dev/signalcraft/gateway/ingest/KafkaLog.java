// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.gateway.ingest;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.signalcraft.domain.Topic;
import dev.signalcraft.domain.ingest.Input;
import dev.signalcraft.domain.json.Json;
import dev.signalcraft.gateway.config.Brokers;
import dev.signalcraft.gateway.delivery.CommandLog;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
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
 * The topics that the gateway writes. At-least-once: a body is kept when all in-sync replicas have
 * it; one that was refused after a time-out may still arrive.
 */
public final class KafkaLog implements WebhookLog, MetricLog, CommandLog, AutoCloseable {
  private static final int LINGER_MILLIS = 2;
  private static final int MAX_BLOCK_MILLIS = 500;

  private final Properties config;
  private @Nullable KafkaProducer<byte[], byte[]> producer;

  /**
   * A producer that holds little more than {@code bufferBytes} and gives up after {@code timeout}.
   * The names of the brokers need not be known yet.
   *
   * @throws IllegalArgumentException when no client can ever be made of the settings
   */
  public KafkaLog(Brokers brokers, Duration timeout, long bufferBytes) {
    config = settings(brokers.client(), Math.toIntExact(timeout.toMillis()), bufferBytes);
    try {
      producer();
    } catch (KafkaException e) {
      if (!brokers.unresolved()) {
        throw new IllegalArgumentException(
            "settings 'bootstrap-servers' and 'kafka-properties-file': "
                + innermost(e).getMessage(),
            e);
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

  private static Properties settings(Properties config, int millis, long bufferBytes) {
    config.put(ProducerConfig.CLIENT_ID_CONFIG, "signalcraft-gateway");
    config.put(ProducerConfig.ACKS_CONFIG, "all");
    config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    config.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    config.put(ProducerConfig.LINGER_MS_CONFIG, LINGER_MILLIS);
    config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Topic.MAX_RECORD_BYTES);
    // Above what the handler lets in, so that a full buffer never blocks a thread of the server.
    config.put(ProducerConfig.BUFFER_MEMORY_CONFIG, bufferBytes + 2L * Topic.MAX_RECORD_BYTES);
    config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, millis);
    // Leaves time for a second try with another broker.
    config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, Math.max(1, millis / 2 - LINGER_MILLIS));
    config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, MAX_BLOCK_MILLIS);
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

  @Override
  public CompletableFuture<Void> append(byte[] body, Map<String, String> headers) {
    var record = new ProducerRecord<byte[], byte[]>(Topic.WEBHOOKS.topicName(), body);
    headers.forEach(
        (name, value) -> record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
    Receipt receipt = new Receipt();
    send(record, receipt);
    return receipt.allSent();
  }

  @Override
  public CompletableFuture<Void> append(List<byte[]> records) {
    Receipt receipt = new Receipt();
    for (byte[] record : records) {
      if (receipt.failed()) {
        // Each of the others might wait as long as this one did.
        break;
      }
      send(new ProducerRecord<>(Topic.METRICS.topicName(), record), receipt);
    }
    return receipt.allSent();
  }

  @Override
  public CompletableFuture<Void> append(Input command) {
    Receipt receipt = new Receipt();
    try {
      byte[] key = command.groupKey().getBytes(StandardCharsets.UTF_8);
      byte[] value = Json.mapper().writeValueAsBytes(command);
      send(new ProducerRecord<>(Topic.INPUTS.topicName(), key, value), receipt);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a command is JSON", e);
    }
    return receipt.allSent();
  }

  private void send(ProducerRecord<byte[], byte[]> record, Receipt receipt) {
    receipt.open();
    try {
      // The callback says it all.
      Future<?> unused = producer().send(record, (place, failure) -> receipt.answered(failure));
    } catch (KafkaException | IllegalStateException e) {
      receipt.answered(e);
    }
  }

  /**
   * Learns where the topics lie, so that no request has to wait for it.
   *
   * @throws KafkaException when Kafka does not tell
   */
  public void locate() {
    producer().partitionsFor(Topic.WEBHOOKS.topicName());
    producer().partitionsFor(Topic.METRICS.topicName());
    producer().partitionsFor(Topic.INPUTS.topicName());
  }

  @Override
  public synchronized void close() {
    if (producer != null) {
      producer.close(Duration.ofSeconds(5));
    }
  }
}
