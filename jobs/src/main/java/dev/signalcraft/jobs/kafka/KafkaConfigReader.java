// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.jobs.kafka;

import dev.signalcraft.domain.Topic;
import dev.signalcraft.domain.ingest.RawRecord;
import dev.signalcraft.functions.config.ConfigReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads the config log from its beginning to the end that it has when the reading begins. */
public final class KafkaConfigReader implements ConfigReader {
  private static final Duration POLL = Duration.ofMillis(200);

  private final Properties client;

  KafkaConfigReader(Properties client) {
    this.client = client;
  }

  @Override
  public List<RawRecord> readToEnd() {
    Properties properties = new Properties();
    properties.putAll(client);
    properties.setProperty("enable.auto.commit", "false");
    properties.setProperty("isolation.level", "read_committed");
    TopicPartition log = new TopicPartition(Topic.CONFIG.topicName(), 0);
    List<RawRecord> records = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.assign(List.of(log));
      consumer.seekToBeginning(List.of(log));
      long end = consumer.endOffsets(List.of(log)).getOrDefault(log, 0L);
      while (consumer.position(log) < end) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          records.add(RawRecordReader.of(record));
        }
      }
    }
    return records;
  }
}
