// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.gateway.config;

import dev.signalcraft.domain.Topic;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the config log from its beginning for as long as the gateway lives, and knows from it
 * whether Kafka can be reached. Nothing but {@link #close} ends it.
 */
public final class ConfigFollower implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ConfigFollower.class);
  private static final TopicPartition LOG_END = new TopicPartition(Topic.CONFIG.topicName(), 0);
  private static final String UNREACHABLE = "Kafka cannot be reached.";
  private static final String UNRESOLVED =
      "No name in the setting 'bootstrap-servers' can be resolved.";
  private static final Duration POLL = Duration.ofMillis(250);
  private static final Duration ANSWER = Duration.ofSeconds(2);
  private static final long PROBE_NANOS = TimeUnit.SECONDS.toNanos(2);
  private static final long MAX_BACKOFF_MILLIS = 5_000;

  private final Brokers brokers;
  private final Senders senders;
  private final Runnable alsoReachable;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread = new Thread(this::run, "gateway-config");
  private volatile @Nullable String unreachable = UNREACHABLE;
  private volatile boolean caughtUp;
  // At first an answer is no news.
  private @Nullable String told;
  private long next;
  private long endAtStart = -1;
  private long backoffMillis;

  /** Starts to follow; {@code alsoReachable} throws where something else of Kafka is missing. */
  public ConfigFollower(Brokers brokers, Senders senders, Runnable alsoReachable) {
    this.brokers = brokers;
    this.senders = senders;
    this.alsoReachable = alsoReachable;
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * Why a webhook cannot be judged; null where it can. An unreachable Kafka is no reason: it may be
   * back before the producer gives up.
   */
  public @Nullable String refusal() {
    return caughtUp ? null : "The configuration has not been read from Kafka yet.";
  }

  /** Why the gateway is not ready; null where it is. */
  public @Nullable String obstacle() {
    String missing = unreachable;
    return missing != null ? missing : refusal();
  }

  private void run() {
    while (closed.getCount() > 0) {
      try (KafkaConsumer<byte[], byte[]> consumer = open()) {
        follow(consumer);
      } catch (RuntimeException e) {
        answered(brokers.unresolved() ? UNRESOLVED : UNREACHABLE, e);
        backoffMillis = Math.min(MAX_BACKOFF_MILLIS, backoffMillis * 2 + 100);
        pause(backoffMillis);
      }
    }
  }

  private void follow(KafkaConsumer<byte[], byte[]> consumer) {
    consumer.assign(List.of(LOG_END));
    consumer.seek(LOG_END, next);
    long probed = System.nanoTime() - PROBE_NANOS;
    while (closed.getCount() > 0) {
      if (System.nanoTime() - probed >= PROBE_NANOS) {
        probe(consumer);
        probed = System.nanoTime();
      }
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        accept(record);
        next = record.offset() + 1;
      }
      if (!caughtUp && endAtStart >= 0 && consumer.position(LOG_END, ANSWER) >= endAtStart) {
        caughtUp = true;
        LOG.info("Read the config log to offset {}", endAtStart);
      }
    }
  }

  private void accept(ConsumerRecord<byte[], byte[]> record) {
    try {
      senders.accept(record.value(), record.timestamp());
    } catch (RuntimeException e) {
      LOG.error("Passed over the config record at offset {}", record.offset(), e);
    }
  }

  private void probe(KafkaConsumer<byte[], byte[]> consumer) {
    try {
      long end = consumer.endOffsets(List.of(LOG_END), ANSWER).getOrDefault(LOG_END, 0L);
      alsoReachable.run();
      if (endAtStart < 0) {
        endAtStart = end;
      }
      backoffMillis = 0;
      answered(null, null);
    } catch (TimeoutException e) {
      answered(UNREACHABLE, e);
    }
    senders.retry();
  }

  private void answered(@Nullable String missing, @Nullable RuntimeException failure) {
    unreachable = missing;
    if (!Objects.equals(missing, told)) {
      told = missing;
      LOG.warn("{}", missing == null ? "Kafka can be reached." : missing);
    }
    if (failure != null) {
      LOG.debug("No answer from Kafka", failure);
    }
  }

  private void pause(long millis) {
    try {
      closed.await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      // Only close() ends this thread, and it does not interrupt.
      LOG.debug("Interrupted", e);
    }
  }

  private KafkaConsumer<byte[], byte[]> open() {
    Properties config = brokers.client();
    config.put(ConsumerConfig.CLIENT_ID_CONFIG, "signalcraft-gateway-config");
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    config.put(ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 1_000);
    return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
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
