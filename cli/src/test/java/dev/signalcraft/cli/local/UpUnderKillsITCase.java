// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.cli.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever dies and whenever: the tables say what plain counting over the log says. */
@Tag("full")
class UpUnderKillsITCase {
  @TempDir Path root;

  @Test
  void afterKillsUnderLoadTheTablesEqualAnIndependentCountOverTheInputs() throws Exception {
    Path data = root.resolve("data");
    try (SignedLoad load = new SignedLoad()) {
      for (int life = 0; life < 3; life++) {
        try (UpProcess up = UpProcess.start(data, root.resolve("life" + life))) {
          load.aim(up);
          load.awaitAccepted(1_500);
          up.kill();
        }
      }
      try (UpProcess up = UpProcess.start(data, root.resolve("last"))) {
        load.aim(up);
        load.awaitAccepted(500);
        Map<String, Set<String>> accepted = load.finish();

        await()
            .atMost(Duration.ofMinutes(1))
            .pollInterval(Duration.ofSeconds(1))
            .untilAsserted(
                () ->
                    assertThat(
                            up.rows(
                                "select group_key || '|' || count || '|' || duplicates"
                                    + " from alert_groups"))
                        .containsExactlyInAnyOrderElementsOf(counted(up.kafka())));
        assertThat(
                up.rows(
                    "select group_key || '|' || sum(m.events) || '|' || sum(m.duplicates)"
                        + " from alert_minutes m join alert_groups using (group_id)"
                        + " group by group_key"))
            .containsExactlyInAnyOrderElementsOf(counted(up.kafka()));
        assertThat(up.rows("select fingerprint || '|' || count from alert_groups"))
            .as("what was answered with 202 is there, once")
            .containsExactlyInAnyOrderElementsOf(
                accepted.entrySet().stream()
                    .map(issue -> issue.getKey() + "|" + issue.getValue().size())
                    .toList());
      }
    }
  }

  /** Distinct ids and repeats of each key, by nothing but reading the topic. */
  private static Set<String> counted(String bootstrapServers) throws IOException {
    Properties properties = new Properties();
    properties.setProperty("bootstrap.servers", bootstrapServers);
    ObjectMapper json = new ObjectMapper();
    Map<String, Integer> repeats = new TreeMap<>();
    Map<String, Set<String>> ids = new TreeMap<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor("signalcraft.inputs.v1").stream()
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
          JsonNode input = json.readTree(record.value());
          if (input.path("kind").asText().equals("event")) {
            String key = input.path("groupKey").asText();
            boolean added =
                ids.computeIfAbsent(key, k -> new HashSet<>())
                    .add(input.path("event").path("eventId").asText());
            repeats.merge(key, added ? 0 : 1, Integer::sum);
          }
        }
      }
    }
    Set<String> rows = new TreeSet<>();
    ids.forEach((key, known) -> rows.add(key + "|" + known.size() + "|" + repeats.get(key)));
    return rows;
  }
}
