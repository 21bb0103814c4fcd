// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.console;

import static dev.signalcraft.domain.ingest.Events.T0;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalcraft.console.access.Tokens;
import dev.signalcraft.console.http.HttpServer;
import dev.signalcraft.domain.grouping.Action;
import dev.signalcraft.domain.grouping.AlertGroup;
import dev.signalcraft.domain.grouping.Command;
import dev.signalcraft.domain.grouping.Outcome;
import dev.signalcraft.domain.json.WireName;
import dev.signalcraft.embedded.kafka.EmbeddedKafka;
import dev.signalcraft.sql.TestDatabase;
import dev.signalcraft.sql.grouping.AlertGroupRows;
import dev.signalcraft.sql.grouping.Groups;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the API takes for a command, and what then lies in Kafka. */
class CommandsITCase {
  private static final AlertGroup GROUP = Groups.of("checkout", T0).version(5).build();
  private static final AlertGroup FOREIGN = Groups.of("checkout", T0).workspace("other").build();
  private static final String ID = GROUP.groupId();

  @TempDir private static Path directory;
  private static TestDatabase database;
  private static EmbeddedKafka kafka;
  private static InputLog log;
  private static Console console;
  private static Api api;

  @BeforeAll
  static void start() throws Exception {
    database = TestDatabase.migrated();
    for (AlertGroup group : List.of(GROUP, FOREIGN)) {
      database.write(AlertGroupRows.UPSERT, Groups.count(group));
    }
    kafka = EmbeddedKafka.start(directory.resolve("kafka"), 0);
    kafka.createTopics(InputLog.PARTITIONS);
    log = new InputLog(kafka.bootstrapServers());
    Path tokens = directory.resolve("tokens");
    String token = Tokens.issue(tokens, "default", "ada");
    console =
        Console.start(TestConsole.settings(kafka.bootstrapServers(), database.url(), 0, tokens));
    api = new Api(console.url(), token);
  }

  @AfterAll
  static void stop() {
    console.close();
    log.close();
    kafka.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "acknowledge;acknowledge;;;;",
        "unacknowledge;unacknowledge;{};;;",
        "snooze;snooze;{'until':'2099-01-01T00:00:00Z'};;;",
        "resolve;resolve;{'outcome':'wont-fix'};;wont-fix;",
        "resolve;resolve;{'outcome':null};;;",
        "reopen;reopen;;;;",
        "assign;assign;{'assignee':'bob'};bob;;",
        "assign;assign;{'assignee':null};;;",
        "notes;note;{'text':'it is the disk'};;;it is the disk",
        "runbook;runbook;{'text':'https://wiki/disk'};;;https://wiki/disk",
        "runbook;runbook;{'text':null};;;",
        "escalate;escalate;{'expectedVersion':5};;;"
      })
  void eachActionLiesInKafkaAsTheCommandThatWasAskedFor(
      String path, String action, String body, String assignee, String outcome, String text)
      throws Exception {
    String sent = body == null ? "" : body.replace('\'', '"');
    if (path.equals("snooze")) {
      sent = sent.replace("2099-01-01T00:00:00Z", inDays(366 - 1).toString());
    }

    Api.Answer answer = api.command(ID, path, sent, null);

    assertThat(answer.status()).isEqualTo(202);
    String commandId = answer.json().get("commandId").asText();
    assertThat(commandId).matches("[0-9a-f]{32}");
    assertThat(answer.json().get("groupId").asText()).isEqualTo(ID);
    assertThat(answer.json().get("effect").asText()).isEqualTo("/api/v1/commands/" + commandId);
    assertThat(answer.header("Location")).isEqualTo("/api/v1/commands/" + commandId);
    List<InputLog.Entry> kept = log.commands().get(commandId);
    assertThat(kept).hasSize(1);
    assertThat(kept.get(0).command())
        .isEqualTo(
            new Command(
                commandId,
                "default",
                ID,
                sent.contains("expected") ? 5 : null,
                WireName.parse(Action.class, action),
                "ada",
                path.equals("snooze") ? inDays(365) : null,
                assignee,
                outcome == null ? null : WireName.parse(Outcome.class, outcome),
                text));
  }

  private static Instant inDays(int days) {
    return Instant.now().truncatedTo(ChronoUnit.DAYS).plus(days, ChronoUnit.DAYS);
  }

  @Test
  void aCommandGoesWhereJavasPartitionerPutsItsGroupKey() throws Exception {
    Set<Integer> partitions = new HashSet<>();
    try (var oracle =
        new KafkaProducer<>(
            Map.<String, Object>of("bootstrap.servers", kafka.bootstrapServers()),
            new StringSerializer(),
            new StringSerializer())) {
      for (int i = 0; i < 20; i++) {
        AlertGroup group = Groups.of("partition-" + i, T0).build();
        database.write(AlertGroupRows.UPSERT, Groups.count(group));
        String id =
            api.command(group.groupId(), "acknowledge", "", null).json().get("commandId").asText();
        var record = log.commands().get(id).get(0).record();

        assertThat(new String(record.key(), StandardCharsets.UTF_8)).isEqualTo(group.groupKey());
        // Another topic of as many partitions: the topic is no part of the choice.
        var place =
            oracle
                .send(new ProducerRecord<>("signalcraft.events.v1", group.groupKey(), "{}"))
                .get();
        assertThat(record.partition()).isEqualTo(place.partition());
        partitions.add(record.partition());
      }
    }
    assertThat(partitions).hasSizeGreaterThan(3);
  }

  @Test
  void aSnoozeForSomeTimeEndsThatLongFromNow() throws Exception {
    Instant before = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    String id =
        api.command(ID, "snooze", "{\"for\":\"4h\"}", null).json().get("commandId").asText();
    assertThat(log.commands().get(id).get(0).command().until())
        .isBetween(before.plusSeconds(4 * 3600), Instant.now().plusSeconds(4 * 3600));

    long end = inDays(2).toEpochMilli();
    String other =
        api.command(ID, "snooze", "{\"until\":" + end + "}", null).json().get("commandId").asText();
    assertThat(log.commands().get(other).get(0).command().until()).isEqualTo(inDays(2));
  }

  @Test
  void oneIdempotencyKeyIsOneCommandIdForItsGroupAndAction() throws Exception {
    String id =
        api.command(ID, "notes", "{\"text\":\"a\"}", "k-1").json().get("commandId").asText();
    byte[] digest =
        MessageDigest.getInstance("SHA-256")
            .digest(
                String.join("\u001f", "default", ID, "note", "k-1")
                    .getBytes(StandardCharsets.UTF_8));
    assertThat(id).isEqualTo(HexFormat.of().formatHex(digest).substring(0, 32));
    assertThat(api.command(ID, "notes", "{\"text\":\"a\"}", "k-1").json().get("commandId").asText())
        .isEqualTo(id);
    assertThat(log.commands().get(id)).hasSize(2);
    for (Api.Answer other :
        List.of(
            api.command(ID, "notes", "{\"text\":\"a\"}", "k-2"),
            api.command(ID, "acknowledge", "", "k-1"),
            api.command(ID, "notes", "{\"text\":\"a\"}", null))) {
      assertThat(other.json().get("commandId").asText()).isNotEqualTo(id);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "snooze;{'for':'0s'};for: ends in the past",
        "snooze;{'until':'2020-01-01T00:00:00Z'};until: ends in the past",
        "snooze;{'until':1583020800000};until: ends in the past",
        "snooze;{'until':'2199-01-01T00:00:00Z'};until: ends more than 366 days ahead",
        "snooze;{'for':'367d'};for: ends more than 366 days ahead",
        "snooze;{'for':'999999999d'};for: ends more than 366 days ahead",
        "snooze;{'for':'soon'};for: write a duration",
        "snooze;{'for':4};for: write a duration",
        "snooze;{'until':'tomorrow'};until: write a time",
        "snooze;{'until':99999999999999999999};until: write a time",
        "snooze;{'until':1.5};until: write a time",
        "snooze;{'until':null};until: write a time",
        "snooze;{'until':'2099-01-01T00:00:00Z','for':'4h'};until: write until, a time, or for",
        "snooze;{};until: write until, a time, or for",
        "acknowledge;{'until':'2099-01-01T00:00:00Z'};until: unknown here",
        "acknowledge;{'expectedVersoin':1};expectedVersoin: unknown here; did you mean 'expectedVersion'?",
        "acknowledge;{'expectedVersion':'5'};expectedVersion: write the group's version",
        "acknowledge;{'expectedVersion':5.0};expectedVersion: write the group's version",
        "acknowledge;{'expectedVersion':0};expectedVersion: write the group's version",
        "acknowledge;{'expectedVersion':99999999999};expectedVersion: write the group's version",
        "resolve;{'outcome':'done'};outcome: write one of fixed, deferred, wont-fix",
        "resolve;{'outcome':1};outcome: write one of",
        "assign;{};assignee: is missing",
        "assign;{'assignee':''};assignee: 1 to 256 characters",
        "assign;{'assignee':['a']};assignee: write text",
        "notes;{};text: is missing",
        "notes;{'text':null};text: is missing",
        "notes;{'text':'  '};text: 1 to 2048 characters",
        "notes;{'text':'a\\u0000b'};text: holds a NUL character",
        "notes;{'text':'a\\ud800b'};text: holds half a character",
        "runbook;{};text: is missing"
      })
  void aFieldThatNoGroupCouldTakeIsNamedAndNothingIsSent(String path, String body, String fault)
      throws Exception {
    long before = log.size();
    Api.Answer answer = api.command(ID, path, body.replace('\'', '"'), null);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.faults()).hasSize(1).first().asString().startsWith(fault);
    assertThat(log.size()).isEqualTo(before);
  }

  @Test
  void aTextMayHaveItsLongestLengthAndNoCharacterMore() throws Exception {
    long before = log.size();
    String longest = "x".repeat(Command.MAX_TEXT);
    assertThat(api.command(ID, "notes", "{\"text\":\"" + longest + "x\"}", null).faults())
        .containsExactly("text: 1 to 2048 characters");
    assertThat(log.size()).isEqualTo(before);
    assertThat(api.command(ID, "notes", "{\"text\":\"" + longest + "\"}", null).status())
        .isEqualTo(202);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"nonsense", "[]", "\"text\"", "null", "{\"text\":", "{} {}", "{\"a\":1,\"a\":2}"})
  void aBodyThatIsNoObjectIsABadRequest(String body) throws Exception {
    long before = log.size();
    Api.Answer answer = api.command(ID, "acknowledge", body, null);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().get("detail").asText()).startsWith("The body is no JSON object");
    assertThat(log.size()).isEqualTo(before);
  }

  @Test
  void aBodyThatIsTooLargeIsToldSoWhole() throws Exception {
    long before = log.size();
    for (int bytes : new int[] {HttpServer.BODY_BYTES + 1, 1 << 20}) {
      String body = "{\"text\":\"" + "x".repeat(bytes - 11) + "\"}";
      Api.Answer answer = api.command(ID, "notes", body, null);
      assertThat(answer.status()).as("%d bytes", bytes).isEqualTo(413);
      assertThat(answer.json().get("detail").asText())
          .contains(Integer.toString(HttpServer.BODY_BYTES));
      Api.Answer chunked =
          api.send(
              api.request("/api/v1/alert-groups/" + ID + "/notes")
                  .header("Content-Type", "application/json")
                  .POST(BodyPublishers.fromPublisher(BodyPublishers.ofString(body))));
      assertThat(chunked.status()).isEqualTo(413);
    }
    String fits = "{\"text\":\"" + "x".repeat(HttpServer.BODY_BYTES - 11) + "\"}";
    assertThat(api.command(ID, "notes", fits, null).status()).isEqualTo(400);
    assertThat(log.size()).isEqualTo(before);
  }

  @Test
  void whatIsNotJsonOrNotAPostIsRefused() throws Exception {
    long before = log.size();
    String path = "/api/v1/alert-groups/" + ID + "/acknowledge";
    HttpRequest.Builder form =
        api.request(path)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString("a=b"));
    assertThat(api.send(form).status()).isEqualTo(415);
    Api.Answer get = api.get(path);
    assertThat(get.status()).isEqualTo(405);
    assertThat(get.header("Allow")).isEqualTo("POST");
    Api.Answer parameter = api.command(ID, "acknowledge?force=1", "", null);
    assertThat(parameter.faults()).containsExactly("force: unknown; there are none here");
    Api nobody = new Api(console.url(), null);
    assertThat(nobody.command(ID, "acknowledge", "", null).status()).isEqualTo(401);
    for (String key : new String[] {"x".repeat(129), " "}) {
      assertThat(api.command(ID, "acknowledge", "", key).status()).isEqualTo(400);
    }
    assertThat(log.size()).isEqualTo(before);
  }

  @Test
  void anUnknownActionIsToldWhichThereAre() throws Exception {
    long before = log.size();
    Api.Answer answer = api.command(ID, "close", "", null);
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.json().get("detail").asText())
        .isEqualTo(
            "There is no such action; write one of acknowledge, unacknowledge, snooze, resolve,"
                + " reopen, assign, notes, runbook, escalate.");
    assertThat(log.size()).isEqualTo(before);
  }

  @Test
  void aGroupThatTheWorkspaceDoesNotHaveIsNotFound() throws Exception {
    long before = log.size();
    for (String id :
        List.of(FOREIGN.groupId(), "x", GROUP.groupKey(), GROUP.groupKey() + "-1", ID + "0000")) {
      Api.Answer answer = api.command(id, "acknowledge", "", null);
      assertThat(answer.status()).as(id).isEqualTo(404);
      assertThat(answer.json().get("detail").asText())
          .isEqualTo("This workspace has no alert group of this id.");
    }
    assertThat(log.size()).isEqualTo(before);
  }

  @Test
  void aVersionThatTheTableHasPassedIsAConflictAndOneAheadIsForTheJob() throws Exception {
    long before = log.size();
    Api.Answer answer = api.command(ID, "acknowledge", "{\"expectedVersion\":4}", null);
    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.json().get("detail").asText())
        .isEqualTo("The group has version 5 by now, not 4; read it again.");
    assertThat(log.size()).isEqualTo(before);
    assertThat(api.command(ID, "acknowledge", "{\"expectedVersion\":6}", null).status())
        .isEqualTo(202);
  }

  @Test
  void commandsAreCountedByActionAndOutcome() throws Exception {
    api.command(ID, "escalate", "", null);
    api.command(ID, "escalate", "{\"x\":1}", null);
    String metrics = new Api(console.url(), null).get("/metrics").response().body();
    for (String outcome : List.of("accepted", "refused")) {
      assertThat(metrics)
          .containsPattern(
              "signalcraft_console_commands_total\\{action=\"escalate\",outcome=\"" + outcome);
    }
  }
}
