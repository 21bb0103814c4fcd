// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.console;

import dev.signalcraft.domain.Topic;
import dev.signalcraft.domain.grouping.Command;
import dev.signalcraft.domain.ingest.Input;
import dev.signalcraft.domain.json.Json;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** What lies in the topic of inputs. */
final class InputLog implements AutoCloseable {
  static final int PARTITIONS = 7;

  private final KafkaConsumer<byte[], byte[]> consumer;

  InputLog(String bootstrapServers) {
    consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", bootstrapServers),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    consumer.assign(all());
  }

  /** A record and the command in it. */
  record Entry(ConsumerRecord<byte[], byte[]> record, Command command) {}

  /** How many records there are. */
  long size() {
    return consumer.endOffsets(all()).values().stream().mapToLong(Long::longValue).sum();
  }

  /** Every command, by its id, in the order of each partition. */
  Map<String, List<Entry>> commands() throws IOException {
    Map<String, List<Entry>> commands = new HashMap<>();
    consumer.seekToBeginning(all());
    Map<TopicPartition, Long> ends = consumer.endOffsets(all());
    while (all().stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
        Command command = Json.mapper().readValue(record.value(), Input.class).command();
        commands
            .computeIfAbsent(command.commandId(), id -> new ArrayList<>())
            .add(new Entry(record, command));
      }
    }
    return commands;
  }

  @Override
  public void close() {
    consumer.close();
  }

  private static List<TopicPartition> all() {
    return IntStream.range(0, PARTITIONS)
        .mapToObj(i -> new TopicPartition(Topic.INPUTS.topicName(), i))
        .toList();
  }
}
