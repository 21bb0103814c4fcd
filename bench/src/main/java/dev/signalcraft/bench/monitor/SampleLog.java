// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.bench.monitor;

import dev.signalcraft.bench.CountedReader;
import dev.signalcraft.bench.Progress;
import dev.signalcraft.domain.ingest.RawRecord;
import dev.signalcraft.jobs.kafka.RawRecordReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * A topic that holds a {@link SampleWorkload}, and one of inputs without any. Both end with ticks
 * two minutes after the last sample, so that all its minutes close. Records carry their log time as
 * the time of their creation.
 *
 * @param records of the first topic
 * @param bytes of all its samples
 */
record SampleLog(String bootstrapServers, long records, long bytes) {
  private static final String METRICS = "bench-metrics";
  private static final String INPUTS = "bench-no-inputs";
  private static final int PARTITIONS = 4;
  private static final int SHOW_EVERY = 10_000;
  private static final long CLOSED_AFTER_MILLIS = 120_000;
  private static final byte[] TICK =
      "{\"kind\":\"tick\",\"groupKey\":\"\"}".getBytes(StandardCharsets.UTF_8);

  /** Writes the logs. */
  static SampleLog write(
      String bootstrapServers, SampleWorkload workload, long samples, Progress progress)
      throws InterruptedException, ExecutionException {
    progress.step("writing %,d samples".formatted(samples));
    createTopics(bootstrapServers);
    Map<String, Object> client =
        Map.of(
            "bootstrap.servers",
            bootstrapServers,
            // By its records' times the broker would hold an idempotent producer for long gone.
            "enable.idempotence",
            false,
            "compression.type",
            "lz4",
            "linger.ms",
            5,
            "batch.size",
            131_072);
    long bytes = 0;
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer())) {
      for (long n = 0; n < samples; n++) {
        byte[] value = workload.sample(n);
        // A record that was not written is missed by whoever reads the log and counts.
        var unused =
            producer.send(
                new ProducerRecord<>(
                    METRICS, (int) (n % PARTITIONS), workload.logTime(n), null, value));
        bytes += value.length;
        if (n % SHOW_EVERY == 0) {
          progress.within("writing samples: %d %%".formatted(100 * n / samples));
        }
      }
      long end = workload.logTime(samples) + CLOSED_AFTER_MILLIS;
      for (String topic : List.of(METRICS, INPUTS)) {
        for (int partition = 0; partition < PARTITIONS; partition++) {
          var unused = producer.send(new ProducerRecord<>(topic, partition, end, null, TICK));
        }
      }
    }
    return new SampleLog(bootstrapServers, samples + PARTITIONS, bytes);
  }

  private static void createTopics(String bootstrapServers)
      throws InterruptedException, ExecutionException {
    Map<String, String> settings =
        Map.of("message.timestamp.type", "CreateTime", "retention.ms", "-1");
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
      admin
          .createTopics(
              List.of(
                  new NewTopic(METRICS, PARTITIONS, (short) 1).configs(settings),
                  new NewTopic(INPUTS, PARTITIONS, (short) 1).configs(settings)))
          .all()
          .get();
    }
  }

  /** The measurements, and whatever follows them. */
  Source<RawRecord, ?, ?> metrics() {
    return source(METRICS, new CountedReader());
  }

  /** The inputs: none but the ticks. */
  Source<RawRecord, ?, ?> inputs() {
    return source(INPUTS, new RawRecordReader());
  }

  private Source<RawRecord, ?, ?> source(
      String topic, KafkaRecordDeserializationSchema<RawRecord> reader) {
    return KafkaSource.<RawRecord>builder()
        .setBootstrapServers(bootstrapServers)
        .setTopics(topic)
        .setStartingOffsets(OffsetsInitializer.earliest())
        .setDeserializer(reader)
        .setGroupId("bench")
        .setProperty("partition.discovery.interval.ms", "0")
        .setProperty("isolation.level", "read_committed")
        .build();
  }
}
