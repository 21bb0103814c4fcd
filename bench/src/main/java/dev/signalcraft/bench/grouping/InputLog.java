// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.bench.grouping;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import dev.signalcraft.bench.CountedReader;
import dev.signalcraft.bench.Progress;
import dev.signalcraft.domain.ingest.Input;
import dev.signalcraft.domain.ingest.RawRecord;
import dev.signalcraft.domain.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.KafkaSourceBuilder;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * A topic that holds a {@link Workload}. Its records carry their log time as the time of their
 * creation: the log is the same however fast it was written.
 *
 * @param events how many inputs it holds
 * @param groups of how many groups
 * @param bytes of all their values
 */
record InputLog(String bootstrapServers, long events, int groups, long bytes) {
  private static final String TOPIC = "bench-inputs";
  private static final int PARTITIONS = 4;
  private static final int SHOW_EVERY = 10_000;

  /** Writes a log. */
  static InputLog write(String bootstrapServers, Workload workload, long events, Progress progress)
      throws InterruptedException, ExecutionException {
    progress.step("writing %,d events".formatted(events));
    createTopic(bootstrapServers);
    ObjectWriter json = Json.mapper().writerFor(Input.class);
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
    BitSet groups = new BitSet();
    long bytes = 0;
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer())) {
      for (long n = 0; n < events; n++) {
        Input input = workload.input(n);
        byte[] value = json.writeValueAsBytes(input);
        byte[] key = input.groupKey().getBytes(StandardCharsets.UTF_8);
        // A record that was not written is missed by whoever reads the log and counts.
        var unused =
            producer.send(new ProducerRecord<>(TOPIC, null, workload.logTime(n), key, value));
        groups.set(workload.group(n));
        bytes += value.length;
        if (n % SHOW_EVERY == 0) {
          progress.within("writing events: %d %%".formatted(100 * n / events));
        }
      }
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("every input can be written", e);
    }
    return new InputLog(bootstrapServers, events, groups.cardinality(), bytes);
  }

  private static void createTopic(String bootstrapServers)
      throws InterruptedException, ExecutionException {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
      NewTopic topic =
          new NewTopic(TOPIC, PARTITIONS, (short) 1)
              .configs(Map.of("message.timestamp.type", "CreateTime", "retention.ms", "-1"));
      admin.createTopics(List.of(topic)).all().get();
    }
  }

  /** Reads it from its beginning to its end. */
  Source<RawRecord, ?, ?> bounded() {
    return builder().setBounded(OffsetsInitializer.latest()).build();
  }

  /** Reads it from its beginning and waits for more. */
  Source<RawRecord, ?, ?> unbounded() {
    return builder().build();
  }

  private KafkaSourceBuilder<RawRecord> builder() {
    return KafkaSource.<RawRecord>builder()
        .setBootstrapServers(bootstrapServers)
        .setTopics(TOPIC)
        .setStartingOffsets(OffsetsInitializer.earliest())
        .setDeserializer(new CountedReader())
        .setGroupId("bench")
        .setProperty("partition.discovery.interval.ms", "0")
        .setProperty("isolation.level", "read_committed");
  }
}
