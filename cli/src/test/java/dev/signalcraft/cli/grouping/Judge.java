// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.cli.grouping;

import dev.signalcraft.domain.Topic;
import dev.signalcraft.domain.grouping.AlertChange;
import dev.signalcraft.domain.grouping.Collected;
import dev.signalcraft.domain.grouping.Grouping;
import dev.signalcraft.domain.grouping.KeyState;
import dev.signalcraft.domain.grouping.Rules;
import dev.signalcraft.domain.grouping.Windows;
import dev.signalcraft.domain.ingest.AlertEvent;
import dev.signalcraft.domain.ingest.Input;
import dev.signalcraft.domain.json.Json;
import dev.signalcraft.sql.TestDatabase;
import dev.signalcraft.sql.Upsert;
import dev.signalcraft.sql.grouping.AlertGroupChangeRows;
import dev.signalcraft.sql.grouping.AlertGroupRows;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The jobs in small: the rules between the topic of inputs and the tables, without Flink. */
final class Judge implements AutoCloseable {
  private final Grouping rules = new Grouping(new Windows(1_800_000, 86_400_000, 0), Rules.none());
  private final Map<String, KeyState> states = new HashMap<>();
  private final TestDatabase database;
  private final KafkaConsumer<byte[], byte[]> inputs;
  private final Thread thread = new Thread(this::run, "judge");

  Judge(String bootstrapServers, int partitions, TestDatabase database) {
    this.database = database;
    inputs =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", bootstrapServers),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    List<TopicPartition> all =
        IntStream.range(0, partitions)
            .mapToObj(i -> new TopicPartition(Topic.INPUTS.topicName(), i))
            .toList();
    inputs.assign(all);
    inputs.seekToEnd(all);
    // Now, not with the first poll: what is sent from here on is judged.
    all.forEach(inputs::position);
    thread.start();
  }

  /** Opens the group of an event and gives its id. */
  String open(String groupKey, AlertEvent event, long now) throws Exception {
    return apply(Input.of(groupKey, event), now).get(0).groupId();
  }

  private synchronized List<AlertChange> apply(Input input, long t) throws Exception {
    Collected decisions = new Collected();
    KeyState state = states.getOrDefault(input.groupKey(), KeyState.EMPTY);
    state = rules.advanceTo(state, t, decisions);
    states.put(input.groupKey(), rules.apply(state, input, false, 1, t, decisions));
    List<AlertChange> changes = decisions.changes;
    for (AlertChange change : changes) {
      for (Upsert<AlertChange> upsert :
          List.of(AlertGroupRows.UPSERT, AlertGroupChangeRows.UPSERT)) {
        if (upsert.accepts(change)) {
          database.write(upsert, change);
        }
      }
    }
    return changes;
  }

  private void run() {
    try (inputs) {
      while (true) {
        for (ConsumerRecord<byte[], byte[]> record : inputs.poll(Duration.ofSeconds(1))) {
          apply(Json.mapper().readValue(record.value(), Input.class), record.timestamp());
        }
      }
    } catch (WakeupException e) {
      // Told to end.
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() throws InterruptedException {
    inputs.wakeup();
    thread.join();
  }
}
