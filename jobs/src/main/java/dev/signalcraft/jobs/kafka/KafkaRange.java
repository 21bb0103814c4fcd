// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.jobs.kafka;

import dev.signalcraft.domain.Topic;
import dev.signalcraft.domain.config.KafkaSettings;
import dev.signalcraft.domain.config.Settings;
import dev.signalcraft.domain.ingest.RawRecord;
import dev.signalcraft.functions.time.LogTime;
import java.time.Instant;
import java.util.Properties;
import java.util.Set;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;

/** Parts of topics that end. They are read and nothing is written: no offset either. */
public final class KafkaRange {
  private final String job;
  private final Properties client;

  /**
   * The parts that a job reads.
   *
   * @param job its name, part of client ids
   */
  public KafkaRange(String job, Settings settings) {
    this.job = job;
    this.client =
        KafkaSettings.client(
            settings.get(KafkaSettings.BOOTSTRAP_SERVERS),
            settings.get(KafkaSettings.PROPERTIES_FILE));
  }

  /** The records of a topic of these log times, both included. */
  public Source<RawRecord, ?, ?> between(Topic topic, Instant from, Instant until) {
    return source(topic, from, OffsetsInitializer.timestamp(until.toEpochMilli() + 1));
  }

  /** The records of a topic from a log time to the end that it has when the reading begins. */
  public Source<RawRecord, ?, ?> from(Topic topic, Instant from) {
    return source(topic, from, OffsetsInitializer.latest());
  }

  private Source<RawRecord, ?, ?> source(Topic topic, Instant from, OffsetsInitializer end) {
    return KafkaSource.<RawRecord>builder()
        .setProperties(client)
        .setTopics(topic.topicName())
        .setStartingOffsets(OffsetsInitializer.timestamp(from.toEpochMilli()))
        .setBounded(end)
        .setDeserializer(new RawRecordReader())
        .setClientIdPrefix("signalcraft-" + job + "-" + topic.topicName())
        .setProperty("partition.discovery.interval.ms", "0")
        .setProperty("isolation.level", "read_committed")
        .setProperty("commit.offsets.on.checkpoint", "false")
        .build();
  }

  /** Reads the whole config log when an operator opens. */
  public KafkaConfigReader configReader() {
    return new KafkaConfigReader(client);
  }

  /**
   * Checks the topics, and how far the log of one of them goes back and forth.
   *
   * @return the last moment of which it is certain that nothing more will come; log time
   * @throws IllegalStateException one sentence: what is wrong and what to do
   */
  public Instant check(int parallelism, Set<Topic> sources, Topic log, Instant from) {
    try (BrokerCheck brokers = new BrokerCheck(client)) {
      brokers.topics(parallelism, sources, Set.of());
      brokers.reachesBackTo(log, from);
      long reached = brokers.reached(log);
      if (reached < 0) {
        throw new IllegalStateException(
            "a partition of topic %s is empty; start AlertsJob, which writes ticks into each"
                .formatted(log.topicName()));
      }
      return Instant.ofEpochMilli(reached - LogTime.BEHIND_MILLIS);
    }
  }
}
