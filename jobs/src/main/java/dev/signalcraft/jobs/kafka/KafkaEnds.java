// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.jobs.kafka;

import dev.signalcraft.domain.Topic;
import dev.signalcraft.domain.config.KafkaSettings;
import dev.signalcraft.domain.config.Settings;
import dev.signalcraft.domain.grouping.AlertChange;
import dev.signalcraft.domain.ingest.DeadLetter;
import dev.signalcraft.domain.ingest.Input;
import dev.signalcraft.domain.ingest.RawRecord;
import dev.signalcraft.domain.json.WireName;
import dev.signalcraft.domain.monitor.MetricWindow;
import dev.signalcraft.domain.routing.Notification;
import dev.signalcraft.domain.slo.SloWindow;
import dev.signalcraft.functions.delivery.DeliveryLog;
import dev.signalcraft.jobs.JobSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.sink.TransactionNamingStrategy;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;

/**
 * The sources and sinks of a job in Kafka.
 *
 * <p>Delivery: sources are read from state, {@code read_committed}. {@code inputs}, ticks and dead
 * letters are written at least once and never wait for a transaction; their readers know ids again.
 * The results ({@code alert-changes}, {@code …-windows}) follow the setting {@code delivery}: at
 * least once costs milliseconds, exactly once delays them to the next checkpoint.
 *
 * <p>What exactly once can lose: a transaction is prepared with a checkpoint and committed after
 * it. Where the job or Kafka is away in between for longer than {@code transaction-timeout} (10
 * minutes unless set), the broker aborts the transaction. The committer then finds nothing to
 * commit, logs that, and goes on: the changes of that one checkpoint are missing from the topic,
 * while the state holds that they were made. At least once has no such gap.
 */
public final class KafkaEnds {
  private final String job;
  private final StartPosition start;
  private final DeliveryGuarantee results;
  private final Duration transactionTimeout;
  private final Properties client;

  /**
   * The ends of a job.
   *
   * @param job its name, part of client and transaction ids
   */
  public KafkaEnds(String job, Settings settings) {
    this.job = job;
    // Here in the program: each restart of the job would see another "now".
    this.start = new StartPosition(settings.get(JobSettings.START), Instant.now().toEpochMilli());
    this.results =
        settings.get(JobSettings.DELIVERY).equals("exactly-once")
            ? DeliveryGuarantee.EXACTLY_ONCE
            : DeliveryGuarantee.AT_LEAST_ONCE;
    this.transactionTimeout = settings.get(JobSettings.TRANSACTION_TIMEOUT);
    this.client =
        KafkaSettings.client(
            settings.get(KafkaSettings.BOOTSTRAP_SERVERS),
            settings.get(KafkaSettings.PROPERTIES_FILE));
  }

  /** The records of topics, from state or from where {@code start} says. */
  public Source<RawRecord, ?, ?> source(Topic... topics) {
    return source(start, topics);
  }

  /** The config log, always from its beginning without state. */
  public Source<RawRecord, ?, ?> configSource() {
    return source(OffsetsInitializer.earliest(), Topic.CONFIG);
  }

  private Source<RawRecord, ?, ?> source(OffsetsInitializer from, Topic... topics) {
    String names = String.join("-", List.of(topics).stream().map(Topic::topicName).toList());
    return KafkaSource.<RawRecord>builder()
        .setProperties(client)
        .setTopics(List.of(topics).stream().map(Topic::topicName).toList())
        .setStartingOffsets(from)
        .setDeserializer(new RawRecordReader())
        .setGroupId("signalcraft-" + job)
        .setClientIdPrefix("signalcraft-" + job + "-" + names)
        .setProperty("partition.discovery.interval.ms", "0")
        .setProperty("isolation.level", "read_committed")
        .build();
  }

  /** Reads the whole config log when an operator opens. */
  public KafkaConfigReader configReader() {
    return new KafkaConfigReader(client);
  }

  /** A tick a second for each partition: the partition's number. */
  public Source<Integer, ?, ?> ticks(Topic topic) {
    int partitions = partitions(topic);
    return new DataGeneratorSource<>(
        index -> (int) (index % partitions),
        Long.MAX_VALUE,
        RateLimiterStrategy.perSecond(partitions),
        Types.INT);
  }

  /** Writes ticks into their partitions. */
  public Sink<Integer> tickSink(Topic topic) {
    return sink(
        WireName.of(topic) + "-ticks", DeliveryGuarantee.AT_LEAST_ONCE, new TickWriter(topic));
  }

  /** Writes inputs under their group key. */
  public Sink<Input> inputs() {
    return sink(
        "inputs",
        DeliveryGuarantee.AT_LEAST_ONCE,
        new JsonRecordWriter<>(Topic.INPUTS, Input.class, Input::groupKey));
  }

  /** Writes changes under their group key. */
  public Sink<AlertChange> alertChanges() {
    return sink(
        "alert-changes",
        results,
        new JsonRecordWriter<>(Topic.ALERT_CHANGES, AlertChange.class, AlertChange::groupKey));
  }

  /** Writes the changes that tell of rules in shadow mode, beside the others. */
  public Sink<AlertChange> shadows() {
    return sink(
        "shadows",
        results,
        new JsonRecordWriter<>(Topic.ALERT_CHANGES, AlertChange.class, AlertChange::groupKey));
  }

  /** Writes notifications under their group key. */
  public Sink<Notification> notifications() {
    return sink(
        "notifications",
        results,
        new JsonRecordWriter<>(Topic.NOTIFICATIONS, Notification.class, Notification::groupKey));
  }

  /** Writes windows under their series. */
  public Sink<MetricWindow> metricWindows() {
    return sink(
        "metric-windows",
        results,
        new JsonRecordWriter<>(Topic.METRIC_WINDOWS, MetricWindow.class, MetricWindow::series));
  }

  /** Writes how objectives stand under their series. */
  public Sink<SloWindow> sloWindows() {
    return sink(
        "slo-windows",
        results,
        new JsonRecordWriter<>(Topic.SLO_WINDOWS, SloWindow.class, SloWindow::series));
  }

  /** Reads and writes what came of attempts, inside an operator. */
  public DeliveryLog.Opener deliveryLog() {
    Properties properties = new Properties();
    properties.putAll(client);
    properties.setProperty("client.id", "signalcraft-" + job + "-deliveries");
    return () -> new KafkaDeliveryLog(properties);
  }

  /** Writes dead letters. */
  public Sink<DeadLetter> deadLetters() {
    return sink(
        "dead-letters",
        DeliveryGuarantee.AT_LEAST_ONCE,
        new JsonRecordWriter<>(Topic.DEAD_LETTERS, DeadLetter.class, letter -> null));
  }

  private <T> Sink<T> sink(
      String name, DeliveryGuarantee guarantee, KafkaRecordSerializationSchema<T> writer) {
    return new GuardedKafkaSink<>(
        KafkaSink.<T>builder()
            .setKafkaProducerConfig(client)
            .setProperty("acks", "all")
            .setProperty("compression.type", "lz4")
            .setProperty("linger.ms", "5")
            .setProperty("batch.size", "131072")
            .setProperty("buffer.memory", "16777216")
            .setProperty("max.request.size", Integer.toString(Topic.MAX_RECORD_BYTES))
            .setProperty("client.id", "signalcraft-" + job + "-" + name)
            .setProperty("transaction.timeout.ms", Long.toString(transactionTimeout.toMillis()))
            .setDeliveryGuarantee(guarantee)
            .setTransactionalIdPrefix("signalcraft-" + job + "-" + name)
            .setTransactionNamingStrategy(TransactionNamingStrategy.POOLING)
            .setRecordSerializer(writer)
            .build());
  }

  private int partitions(Topic topic) {
    try (BrokerCheck brokers = new BrokerCheck(client)) {
      return brokers.partitions(topic);
    }
  }

  /**
   * Checks what would otherwise fail again and again in a running job, or make it tell untruths.
   *
   * @throws IllegalStateException one sentence: which topic or broker, which setting, what it is
   *     and what it has to be
   */
  public void check(int parallelism, Set<Topic> sources, Set<Topic> sinks) {
    try (BrokerCheck brokers = new BrokerCheck(client)) {
      brokers.topics(parallelism, sources, sinks);
      if (results == DeliveryGuarantee.EXACTLY_ONCE) {
        brokers.transactions(transactionTimeout);
      }
    }
  }
}
