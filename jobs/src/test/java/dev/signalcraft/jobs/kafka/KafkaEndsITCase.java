// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.jobs.kafka;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalcraft.domain.Topic;
import dev.signalcraft.domain.config.Settings;
import dev.signalcraft.embedded.kafka.EmbeddedKafka;
import dev.signalcraft.jobs.grouping.AlertsJob;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a job refuses to start with, and says so in one sentence. */
class KafkaEndsITCase {
  private static final int PARTITIONS = 2;

  @TempDir static Path directory;
  private static EmbeddedKafka kafka;
  private static Admin admin;

  @BeforeAll
  static void start() {
    kafka = EmbeddedKafka.start(directory.resolve("kafka"), 0);
    admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
  }

  @AfterAll
  static void stop() {
    admin.close();
    kafka.close();
  }

  @BeforeEach
  void createTopics() {
    kafka.createTopics(PARTITIONS);
  }

  @AfterEach
  void deleteTopics() throws Exception {
    for (String topic : admin.listTopics().names().get()) {
      delete(topic);
    }
  }

  private static void delete(String topic) throws Exception {
    admin.deleteTopics(List.of(topic)).all().get();
    Awaitility.await().until(() -> !admin.listTopics().names().get().contains(topic));
  }

  private static void set(Topic topic, String name, String value) throws Exception {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic.topicName());
    AlterConfigOp change =
        new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET);
    admin.incrementalAlterConfigs(Map.of(resource, List.of(change))).all().get();
    // The controller answers before the broker has it.
    Awaitility.await()
        .until(
            () ->
                admin
                    .describeConfigs(List.of(resource))
                    .all()
                    .get()
                    .get(resource)
                    .get(name)
                    .value()
                    .equals(value));
  }

  private static void check(int parallelism, String... arguments) {
    List<String> all = new ArrayList<>(List.of("--bootstrap-servers", kafka.bootstrapServers()));
    all.addAll(List.of(arguments));
    new KafkaEnds("alerts", Settings.read(AlertsJob.OPTIONS, all, Map.of()))
        .check(parallelism, Set.of(Topic.INPUTS, Topic.CONFIG), Set.of(Topic.ALERT_CHANGES));
  }

  @Test
  void topicsAsTheyAreCreatedAreAccepted() {
    assertThatCode(() -> check(PARTITIONS, "--delivery", "exactly-once"))
        .doesNotThrowAnyException();
  }

  @Test
  void aSourceThatTheBrokerDoesNotStampIsRefused() throws Exception {
    set(Topic.INPUTS, "message.timestamp.type", "CreateTime");
    assertThatThrownBy(() -> check(1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "topic signalcraft.inputs.v1: message.timestamp.type is CreateTime and must be"
                + " LogAppendTime, for log time is the only clock");
  }

  @Test
  void aSinkThatTheBrokerDoesNotStampIsRefused() throws Exception {
    set(Topic.ALERT_CHANGES, "message.timestamp.type", "CreateTime");
    assertThatThrownBy(() -> check(1))
        .hasMessageStartingWith("topic signalcraft.alert-changes.v1: message.timestamp.type is");
  }

  @Test
  void aTopicThatTheLargestRecordDoesNotFitIsRefused() throws Exception {
    set(Topic.ALERT_CHANGES, "max.message.bytes", "1048588");
    assertThatThrownBy(() -> check(1))
        .hasMessage(
            "topic signalcraft.alert-changes.v1: max.message.bytes is 1048588 and must be at least"
                + " 4194304");
  }

  @Test
  void aMissingSinkIsRefusedBeforeTheJobIsSubmitted() throws Exception {
    delete(Topic.DEAD_LETTERS.topicName());
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
    env.setParallelism(1);
    List<String> arguments = List.of("--bootstrap-servers", kafka.bootstrapServers());
    assertThatThrownBy(() -> AlertsJob.assemble(env, arguments, Map.of()))
        .isInstanceOf(IllegalStateException.class)
        .hasRootCauseInstanceOf(UnknownTopicOrPartitionException.class)
        .hasMessageStartingWith(
            "topic signalcraft.dead-letters.v1 does not exist at " + kafka.bootstrapServers());
  }

  @Test
  void aJobThatIsWiderThanASourceIsRefused() {
    assertThatThrownBy(() -> check(PARTITIONS + 1))
        .hasMessageStartingWith(
            "parallelism 3 is more than the 2 partitions of signalcraft.inputs.v1");
  }

  @Test
  void aConfigLogOfSeveralPartitionsIsRefused() throws Exception {
    admin
        .createPartitions(Map.of(Topic.CONFIG.topicName(), NewPartitions.increaseTo(2)))
        .all()
        .get();
    Awaitility.await()
        .until(
            () ->
                admin
                        .describeTopics(List.of(Topic.CONFIG.topicName()))
                        .allTopicNames()
                        .get()
                        .get(Topic.CONFIG.topicName())
                        .partitions()
                        .size()
                    == 2);
    assertThatThrownBy(() -> check(1))
        .hasMessageStartingWith("topic signalcraft.config.v1 has 2 partitions and must have 1");
  }

  @Test
  void transactionsThatMayStayOpenForLongerThanTheBrokerAllowsAreRefused() {
    assertThatThrownBy(() -> check(1, "--delivery", "exactly-once", "--transaction-timeout", "16m"))
        .hasMessage(
            "broker 1: transaction.max.timeout.ms is 900000 and must be at least 960000, which is"
                + " transaction-timeout; raise the one or lower the other");
  }

  @Test
  void withoutTransactionsTheirTimeoutDoesNotMatter() {
    assertThatCode(() -> check(1, "--transaction-timeout", "16m")).doesNotThrowAnyException();
  }
}
