// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.jobs.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.signalcraft.domain.Topic;
import dev.signalcraft.domain.config.ConfigHistory;
import dev.signalcraft.domain.config.ConfigLog;
import dev.signalcraft.domain.grouping.GroupKey;
import dev.signalcraft.domain.ingest.AlertEvent;
import dev.signalcraft.domain.ingest.Events;
import dev.signalcraft.domain.ingest.Input;
import dev.signalcraft.domain.ingest.RawRecord;
import dev.signalcraft.domain.json.Json;
import dev.signalcraft.embedded.postgres.EmbeddedPostgres;
import dev.signalcraft.jobs.Stack;
import dev.signalcraft.jobs.grouping.AlertsJob;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A job that ran, was killed and went on, and what replays find beside it. */
class ReplayITCase {
  private static final int GROUPS = 20;
  private static final String RULE =
      "{notify: [{channel: chat}], escalate: [{after: 3s, channel: pager}]}";

  @TempDir static Path directory;
  private static Stack stack;
  private static Instant begin;
  private static Instant end;

  @BeforeAll
  static void live() throws Exception {
    stack = Stack.start(directory);
    RawRecord rule = new ConfigLog().at(Instant.EPOCH, "RoutingRule", "all", RULE).records().get(0);
    stack.send(Topic.CONFIG, rule.key(), rule.value(), Map.of());
    stack.flushSent();
    begin = Instant.now();
    Instant inForce = begin.plusMillis(ConfigHistory.IN_FORCE_AFTER_MILLIS + 100);
    stack.run(AlertsJob::assemble, 2, null, "--start", "earliest");
    await().atMost(Duration.ofSeconds(20)).until(() -> Instant.now().isAfter(inForce));
    for (int i = 0; i < GROUPS; i++) {
      AlertEvent event = Events.event("replayed-" + i, "e" + i, Instant.now());
      Input input = Input.of(GroupKey.of(event), event);
      stack.send(Topic.INPUTS, input.groupKey(), Json.mapper().writeValueAsBytes(input), Map.of());
    }
    stack.flushSent();
    stack.flink().terminateTaskManager(0).get();
    stack.flink().startTaskManager();
    await()
        .atMost(Duration.ofSeconds(90))
        .pollInterval(Duration.ofMillis(500))
        .until(() -> distinctNotifications() == 2 * GROUPS);
    end = Instant.now();
  }

  @AfterAll
  static void stop() throws Exception {
    stack.close();
  }

  @Test
  void whatRanLiveThroughAKillComesOutAgain() throws Exception {
    String id = "0".repeat(32);
    replay("--replay-id", id);
    replay("--replay-id", id);

    assertThat(stack.rows("select count(*) from replay_decisions where replay_id = '" + id + "'"))
        .containsExactly("0");
    assertThat(summary(id)).containsExactly("all|chat|20|0|0|0", "all|pager|20|0|0|0");
    assertThat(stack.rows("select count(*) from notifications")).containsExactly("0");
  }

  @Test
  void aCandidateWithoutTheStepSuppressesItAndAnotherChannelIsAdded() throws Exception {
    String id = "1".repeat(32);
    String document =
        """
        {"kind": "RoutingRule", "metadata": {"name": "all"},
         "spec": {"notify": [{"channel": "chat"}, {"channel": "mail"}]}}""";
    String inline = Base64.getEncoder().encodeToString(document.getBytes(StandardCharsets.UTF_8));
    replay("--replay-id", id, "--config-file", "base64:" + inline);

    assertThat(summary(id))
        .containsExactly("all|chat|20|0|0|0", "all|mail|0|20|0|0", "all|pager|0|0|20|0");
    assertThat(
            stack.rows(
                "select kind, channel, count(*) from replay_decisions where replay_id = '"
                    + id
                    + "' group by 1, 2 order by 1"))
        .containsExactly("added|mail|20", "suppressed|pager|20");
  }

  @Test
  void aQuestionThatCannotBeAnsweredIsOneSentence() {
    assertThatThrownBy(() -> replay("--since", "2026-13-01"))
        .hasMessageContaining("write a time such as 2026-03-01T12:00:00Z, or a duration");
    assertThatThrownBy(() -> replay("--config-file", "base64:" + "e30="))
        .hasMessageContaining("document 1: metadata: give an object with name");
  }

  private static List<String> summary(String id) {
    return stack.rows(
        "select c->>'rule', c->>'channel', c->>'same', c->>'added', c->>'suppressed', c->>'unknown'"
            + " from replays, jsonb_array_elements(summary) c where status = 'done'"
            + " and replay_id = '"
            + id
            + "' order by 1, 2");
  }

  private static void replay(String... more) throws Exception {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--bootstrap-servers",
                stack.kafka.bootstrapServers(),
                "--postgres.url",
                stack.postgres.jdbcUrl(),
                "--postgres.password",
                EmbeddedPostgres.NAME,
                "--since",
                begin.toString(),
                "--until",
                end.toString(),
                "--warm-up",
                "1m"));
    for (int i = 0; i < more.length; i += 2) {
      int given = arguments.indexOf(more[i]);
      if (given >= 0) {
        arguments.set(given + 1, more[i + 1]);
      } else {
        arguments.addAll(List.of(more[i], more[i + 1]));
      }
    }
    Configuration settings = new Configuration();
    settings.setString("pipeline.generic-types", "false");
    settings.setString("pipeline.auto-generate-uids", "false");
    StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(2, settings);
    ReplayJob.assemble(env, arguments, Map.of(), end);
    env.execute();
  }

  private static long distinctNotifications() {
    return stack.read(Topic.NOTIFICATIONS).stream()
        .map(
            record -> {
              try {
                return Json.mapper().readTree(record.value()).path("notificationId").asText();
              } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
              }
            })
        .distinct()
        .count();
  }
}
