// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.console;

import static dev.signalcraft.domain.ingest.Events.T0;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalcraft.console.access.Tokens;
import dev.signalcraft.domain.grouping.AlertChange;
import dev.signalcraft.domain.grouping.AlertGroup;
import dev.signalcraft.domain.grouping.ChangeReason;
import dev.signalcraft.domain.grouping.Command;
import dev.signalcraft.domain.grouping.GroupChange;
import dev.signalcraft.domain.grouping.GroupStatus;
import dev.signalcraft.domain.grouping.Refusal;
import dev.signalcraft.embedded.kafka.EmbeddedKafka;
import dev.signalcraft.sql.TestDatabase;
import dev.signalcraft.sql.grouping.AlertGroupChangeRows;
import dev.signalcraft.sql.grouping.AlertGroupRows;
import dev.signalcraft.sql.grouping.Groups;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the API says of commands that the jobs have judged; here the test is the jobs. */
class CommandEffectsITCase {
  private static final AlertGroup GROUP = Groups.of("checkout", T0).version(5).build();
  private static final String ID = GROUP.groupId();
  private static final String NEVER_SENT = "0123456789abcdef0123456789abcdef";

  @TempDir private static Path directory;
  private static TestDatabase database;
  private static EmbeddedKafka kafka;
  private static InputLog log;
  private static Console console;
  private static Api api;
  private static Api other;

  @BeforeAll
  static void start() throws Exception {
    database = TestDatabase.migrated();
    database.write(AlertGroupRows.UPSERT, Groups.count(GROUP));
    kafka = EmbeddedKafka.start(directory.resolve("kafka"), 0);
    kafka.createTopics(InputLog.PARTITIONS);
    log = new InputLog(kafka.bootstrapServers());
    Path tokens = directory.resolve("tokens");
    String token = Tokens.issue(tokens, "default", "ada");
    String foreign = Tokens.issue(tokens, "other", "eve");
    console =
        Console.start(TestConsole.settings(kafka.bootstrapServers(), database.url(), 0, tokens));
    api = new Api(console.url(), token);
    other = new Api(console.url(), foreign);
  }

  @AfterAll
  static void stop() {
    console.close();
    log.close();
    kafka.close();
  }

  @Test
  void aCommandIsPendingUntilItsChangeIsInTheTable() throws Exception {
    String commandId = accepted(api.command(ID, "acknowledge", "", null));
    assertThat(api.get(path(commandId)).json())
        .hasToString("{\"commandId\":\"" + commandId + "\",\"state\":\"pending\"}");

    ExecutorService waiter = Executors.newSingleThreadExecutor();
    try {
      Future<Api.Answer> waiting = waiter.submit(() -> api.get(path(commandId) + "?wait=30s"));
      assertThat(waiting.isDone()).isFalse();
      judge(commandId, null);
      long told = System.nanoTime();

      JsonNode effect = waiting.get().json();
      assertThat(Duration.ofNanos(System.nanoTime() - told)).isLessThan(Duration.ofSeconds(2));
      assertThat(effect.get("state").asText()).isEqualTo("applied");
      assertThat(effect.has("refusal")).isFalse();
      assertThat(effect.at("/change/reason").asText()).isEqualTo("acknowledged");
      assertThat(effect.at("/change/actor").asText()).isEqualTo("ada");
      assertThat(effect.at("/change/at").asText()).isEqualTo("2026-03-02T00:01:00.000Z");
      assertThat(effect.at("/change/statusBefore").asText()).isEqualTo("open");
      assertThat(effect.at("/change/statusAfter").asText()).isEqualTo("acknowledged");
    } finally {
      waiter.shutdownNow();
    }
  }

  @Test
  void aRefusedCommandSaysWhyAndTheTimelineShowsIt() throws Exception {
    String commandId = accepted(api.command(ID, "unacknowledge", "", null));
    judge(commandId, Refusal.WRONG_STATUS);

    JsonNode effect = api.get(path(commandId) + "?wait=30s").json();

    assertThat(effect.get("state").asText()).isEqualTo("refused");
    assertThat(effect.get("refusal").asText()).isEqualTo("wrong-status");
    assertThat(effect.at("/change/refusal").asText()).isEqualTo("wrong-status");
    JsonNode timeline = api.get("/api/v1/alert-groups/" + ID).json().get("timeline");
    List<JsonNode> shown = new ArrayList<>();
    timeline.forEach(shown::add);
    assertThat(shown).contains(effect.get("change"));
  }

  @Test
  void aCommandThatWasJudgedIsNotSentAgainUnderItsKeyWhateverHasChangedSince() throws Exception {
    String body = "{\"expectedVersion\":5}";
    String commandId = accepted(api.command(ID, "escalate", body, "night-1"));
    long before = log.size();
    judge(commandId, null);
    AlertGroup later = Groups.of("checkout", T0).version(6).build();
    database.write(AlertGroupRows.UPSERT, Groups.count(later));
    try {
      assertThat(accepted(api.command(ID, "escalate", body, "night-1"))).isEqualTo(commandId);
      assertThat(api.command(ID, "escalate", body, "night-2").status()).isEqualTo(409);
      assertThat(log.size()).isEqualTo(before);
    } finally {
      database.execute("update alert_groups set version = 5 where group_id = '" + ID + "'");
    }
  }

  @Test
  void whoWaitsIsToldPendingWhenTheTimeIsOver() throws Exception {
    long start = System.nanoTime();
    JsonNode effect = api.get(path(NEVER_SENT) + "?wait=500ms").json();
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    assertThat(effect.get("state").asText()).isEqualTo("pending");
    assertThat(took).isBetween(Duration.ofMillis(500), Duration.ofSeconds(3));
  }

  @Test
  void anotherWorkspaceLearnsNothingOfACommand() throws Exception {
    String commandId = accepted(api.command(ID, "reopen", "", null));
    judge(commandId, null);
    assertThat(api.get(path(commandId)).json().get("state").asText()).isEqualTo("applied");
    assertThat(other.get(path(commandId)).json().get("state").asText()).isEqualTo("pending");
  }

  @ParameterizedTest
  @ValueSource(strings = {"31s", "1m", "-1s", "soon", "10", ""})
  void aWaitThatIsNoneIsABadRequest(String wait) throws Exception {
    Api.Answer answer = api.get(path(NEVER_SENT) + "?wait=" + wait);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.faults()).first().asString().startsWith("wait: write");
  }

  @Test
  void anIdThatIsNoneIsNotFound() throws Exception {
    assertThat(api.get(path("x")).status()).isEqualTo(404);
    assertThat(api.get(path("0123456789ABCDEF0123456789ABCDEF")).status()).isEqualTo(404);
  }

  @Test
  void manyWaitWithoutHoldingAThreadAndTooManyAreToldToComeBack() throws Exception {
    ExecutorService waiters = Executors.newFixedThreadPool(70);
    try {
      List<Future<Api.Answer>> answers = new ArrayList<>();
      for (int i = 0; i < 70; i++) {
        answers.add(waiters.submit(() -> api.get(path(NEVER_SENT) + "?wait=4s")));
      }
      long start = System.nanoTime();
      assertThat(api.groups().status()).isEqualTo(200);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
      int refused = 0;
      for (Future<Api.Answer> answer : answers) {
        refused += answer.get().status() == 503 ? 1 : 0;
      }
      assertThat(refused).isEqualTo(6);
    } finally {
      waiters.shutdownNow();
    }
  }

  private static String path(String commandId) {
    return "/api/v1/commands/" + commandId;
  }

  private static String accepted(Api.Answer answer) {
    assertThat(answer.status()).isEqualTo(202);
    return answer.json().get("commandId").asText();
  }

  /** Writes what the jobs write when a command's turn has come. */
  private static void judge(String commandId, Refusal refusal) throws Exception {
    Command command = log.commands().get(commandId).get(0).command();
    GroupStatus after = refusal == null ? GroupStatus.ACKNOWLEDGED : GroupStatus.OPEN;
    GroupChange change =
        new GroupChange(
            refusal == null ? 6 : 7,
            refusal == null ? ChangeReason.ACKNOWLEDGED : ChangeReason.REFUSED,
            command.actor(),
            null,
            null,
            null,
            command,
            refusal,
            GroupStatus.OPEN,
            after,
            GROUP.severity(),
            GROUP.severity(),
            null,
            null,
            null);
    database.write(
        AlertGroupChangeRows.UPSERT,
        new AlertChange(
            AlertChange.Kind.CHANGE,
            GROUP.groupKey(),
            ID,
            "default",
            T0.plusSeconds(60),
            GROUP,
            change,
            null,
            false,
            null,
            null,
            null));
  }
}
