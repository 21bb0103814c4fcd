// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.console.config;

import dev.signalcraft.domain.Topic;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the config log from its beginning for as long as the console lives. Nothing but {@link
 * #close} ends it.
 */
public final class ConfigFollower implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ConfigFollower.class);
  private static final TopicPartition CONFIG = new TopicPartition(Topic.CONFIG.topicName(), 0);
  private static final Duration POLL = Duration.ofMillis(250);
  private static final Duration ANSWER = Duration.ofSeconds(5);
  private static final long PAUSE_MILLIS = 1_000;

  private final Properties config = new Properties();
  private final ConfigDocuments documents;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread = new Thread(this::run, "console-config");
  private long next;

  /**
   * Starts to follow.
   *
   * @param client what every client begins with
   */
  public ConfigFollower(Properties client, ConfigDocuments documents) {
    this.documents = documents;
    config.putAll(client);
    config.put(ConsumerConfig.CLIENT_ID_CONFIG, "signalcraft-console-config");
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    config.put(ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 1_000);
    thread.setDaemon(true);
    thread.start();
  }

  private void run() {
    while (closed.getCount() > 0) {
      try (KafkaConsumer<byte[], byte[]> consumer =
          new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
        follow(consumer);
      } catch (RuntimeException e) {
        LOG.debug("The config log cannot be read", e);
        pause();
      }
    }
  }

  private void follow(KafkaConsumer<byte[], byte[]> consumer) {
    consumer.assign(List.of(CONFIG));
    consumer.seek(CONFIG, next);
    long end = consumer.endOffsets(List.of(CONFIG), ANSWER).getOrDefault(CONFIG, 0L);
    while (closed.getCount() > 0) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        accept(record);
        next = record.offset() + 1;
      }
      if (!documents.isComplete() && consumer.position(CONFIG, ANSWER) >= end) {
        documents.complete();
        LOG.info("Read the config log to offset {}", end);
      }
    }
  }

  private void accept(ConsumerRecord<byte[], byte[]> record) {
    try {
      documents.accept(record.offset(), record.value(), record.timestamp());
    } catch (RuntimeException e) {
      LOG.error("Passed over the config record at offset {}", record.offset(), e);
    }
  }

  private void pause() {
    try {
      closed.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      // Only close() ends this thread, and it does not interrupt.
      LOG.debug("Interrupted", e);
    }
  }

  @Override
  public void close() {
    closed.countDown();
    try {
      thread.join(TimeUnit.SECONDS.toMillis(10));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
