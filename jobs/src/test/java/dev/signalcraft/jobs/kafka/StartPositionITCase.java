// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.jobs.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalcraft.domain.Topic;
import dev.signalcraft.embedded.kafka.EmbeddedKafka;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.flink.connector.kafka.source.enumerator.KafkaSourceEnumerator.PartitionOffsetsRetrieverImpl;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.apache.kafka.clients.admin.AdminClient;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each test has a partition of its own. */
class StartPositionITCase {
  private static final String TOPIC = Topic.INPUTS.topicName();

  @TempDir static Path directory;
  private static EmbeddedKafka kafka;
  private static AdminClient admin;
  private static KafkaProducer<String, String> producer;
  private static int partitions;

  private TopicPartition partition;

  @BeforeAll
  static void start() {
    kafka = EmbeddedKafka.start(directory.resolve("kafka"), 0);
    kafka.createTopics(8);
    Map<String, Object> client = Map.of("bootstrap.servers", kafka.bootstrapServers());
    admin = AdminClient.create(client);
    producer = new KafkaProducer<>(client, new StringSerializer(), new StringSerializer());
  }

  @AfterAll
  static void stop() {
    producer.close();
    admin.close();
    kafka.close();
  }

  @BeforeEach
  void takePartition() {
    partition = new TopicPartition(TOPIC, partitions++);
  }

  /** Its log time. */
  private long append() throws Exception {
    return producer
        .send(new ProducerRecord<>(TOPIC, partition.partition(), null, "x"))
        .get()
        .timestamp();
  }

  private long position(String start, long submitted) {
    return new StartPosition(start, submitted)
        .getPartitionOffsets(List.of(partition), new PartitionOffsetsRetrieverImpl(admin, "test"))
        .get(partition);
  }

  @Test
  void nowIsTheSubmissionHoweverOftenItIsAskedAndWhateverCameMeanwhile() throws Exception {
    append();
    long submitted = append() + 1;
    assertThat(position("now", submitted)).isEqualTo(2);
    long before = 2;
    while (append() < submitted) {
      before++;
    }
    assertThat(position("now", submitted)).isEqualTo(before);
    append();
    assertThat(position("now", submitted)).isEqualTo(before);
  }

  @Test
  void withoutAnAnswerATopicThatHeldRecordsEndsTheJob() throws Exception {
    long submitted = append() + 1;
    assertThatThrownBy(() -> position("", submitted))
        .isInstanceOf(SuppressRestartsException.class)
        .hasStackTraceContaining("signalcraft.inputs.v1 is not empty: say where to begin");
  }

  @Test
  void withoutAnAnswerRecordsThatCameAfterTheSubmissionAreReadFromTheBeginning() throws Exception {
    long submitted = append();
    append();
    assertThat(position("", submitted)).isZero();
  }

  @Test
  void withoutAnAnswerATopicWhoseRecordsAreGoneIsEmpty() throws Exception {
    long submitted = append() + 1;
    admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(1))).all().get();
    assertThat(position("", submitted)).isEqualTo(1);
  }
}
