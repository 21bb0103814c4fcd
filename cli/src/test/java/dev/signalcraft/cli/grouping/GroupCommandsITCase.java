// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.cli.grouping;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalcraft.cli.TestCommandLine;
import dev.signalcraft.console.Console;
import dev.signalcraft.console.ConsoleSettings;
import dev.signalcraft.console.access.Tokens;
import dev.signalcraft.console.replay.FlinkAccess;
import dev.signalcraft.domain.grouping.GroupKey;
import dev.signalcraft.domain.ingest.AlertEvent;
import dev.signalcraft.domain.ingest.Events;
import dev.signalcraft.domain.json.Json;
import dev.signalcraft.embedded.kafka.EmbeddedKafka;
import dev.signalcraft.sql.TestDatabase;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands on groups against a console, with the real rules behind it. */
class GroupCommandsITCase {
  private static final int PARTITIONS = 3;

  @TempDir private static Path directory;
  private static TestDatabase database;
  private static EmbeddedKafka kafka;
  private static Judge judge;
  private static Console console;
  private static Path token;

  private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
  private String group;
  private TestCommandLine line;

  @BeforeAll
  static void start() throws Exception {
    database = TestDatabase.migrated();
    kafka = EmbeddedKafka.start(directory.resolve("kafka"), 0);
    kafka.createTopics(PARTITIONS);
    judge = new Judge(kafka.bootstrapServers(), PARTITIONS, database);
    Path tokens = directory.resolve("tokens");
    token = directory.resolve("token");
    Files.writeString(token, Tokens.issue(tokens, "default", "ada") + "\n");
    console =
        Console.start(
            new ConsoleSettings(
                kafka.bootstrapServers(),
                "",
                "127.0.0.1",
                0,
                database.url(),
                database.user(),
                database.password(),
                tokens,
                FlinkAccess.NONE));
  }

  @AfterAll
  static void stop() throws Exception {
    console.close();
    judge.close();
    kafka.close();
  }

  @BeforeEach
  void openAGroup() throws Exception {
    line = new TestCommandLine();
    database.execute("truncate alert_groups, alert_group_changes");
    group = open("checkout");
  }

  private String open(String fingerprint) throws Exception {
    AlertEvent event = Events.event(fingerprint, "e-" + System.nanoTime(), now);
    // Every test its own episodes: those of the one before are over for the judge.
    String unique = GroupKey.hash(fingerprint, event.eventId());
    return judge.open(unique, event, now.toEpochMilli());
  }

  /** Runs a command with the console's address and token. */
  private int run(String... arguments) {
    List<String> all = new ArrayList<>(Arrays.asList(arguments));
    all.addAll(List.of("--url", console.url() + "/", "--token-file", token.toString()));
    return line.run(all.toArray(String[]::new));
  }

  @Test
  void aGroupsLifeIsToldInALineForEachCommand() {
    assertThat(run("ack", group)).isZero();
    assertThat(run("unack", group)).isZero();
    assertThat(run("assign", group, "--to", "bob")).isZero();
    assertThat(run("assign", group, "--to-nobody")).isZero();
    assertThat(run("note", group, "--text", "it is the disk")).isZero();
    assertThat(run("runbook", group, "--text", "https://wiki/disk")).isZero();
    assertThat(run("runbook", group, "--remove")).isZero();
    assertThat(run("snooze", group, "--until", "2099-01-01T00:00:00Z")).isEqualTo(2);
    String until = now.plus(2, ChronoUnit.DAYS).toString();
    assertThat(run("snooze", group, "--until", until)).isZero();
    assertThat(run("escalate", group)).isZero();
    assertThat(run("resolve", group, "--outcome", "fixed")).isZero();
    assertThat(run("resolve", group, "--outcome", "fixed")).isEqualTo(1);
    assertThat(run("ack", group)).isEqualTo(1);
    assertThat(run("reopen", group)).isZero();
    assertThat(run("resolve", group)).isZero();

    assertThat(line.out())
        .containsExactly(
            "acknowledged " + group,
            "unacknowledged " + group,
            "assigned " + group + " to bob",
            "assigned " + group + " to nobody",
            "noted on " + group,
            "set the runbook of " + group,
            "removed the runbook of " + group,
            "refused: " + group + ": until: ends more than 366 days ahead",
            "snoozed " + group + " until " + until.replace("Z", ".000Z"),
            "escalated " + group,
            "resolved " + group + " as fixed",
            "refused: already resolved: " + group,
            "refused: " + group + " is resolved; this needs one that is open",
            "reopened " + group,
            "resolved " + group);
    assertThat(line.err()).isEmpty();
  }

  @Test
  void aSnoozeForATimeBeginsNow() throws Exception {
    assertThat(run("snooze", group, "--for", "4h")).isZero();
    assertThat(database.rows("select status from alert_groups")).containsExactly("snoozed");
    Instant until = Instant.parse(line.out().get(0).replaceFirst(".* until ", ""));
    assertThat(until).isBetween(now.plusSeconds(4 * 3600), Instant.now().plusSeconds(4 * 3600));
  }

  @Test
  void ofSeveralGroupsEachHasItsLineAndTheWorstHolds() throws Exception {
    String second = open("page");
    assertThat(run("ack", second)).isZero();
    String unknown = "0123456789abcdef0123456789abcdef-1";

    assertThat(run("ack", group, second, unknown)).isEqualTo(1);

    assertThat(line.out())
        .containsExactly(
            "acknowledged " + second,
            "acknowledged " + group,
            "refused: already acknowledged: " + second,
            "refused: "
                + unknown
                + ": This workspace has no alert group of this id."
                + " ('signalcraft groups' lists those that there are)");
  }

  @Test
  void aVersionThatHasPassedIsRefused() {
    assertThat(run("ack", group, "--expected-version", "1")).isZero();
    assertThat(run("resolve", group, "--expected-version", "1")).isEqualTo(1);
    assertThat(line.out())
        .containsExactly(
            "acknowledged " + group,
            "refused: " + group + ": The group has version 2 by now, not 1; read it again.");
  }

  @Test
  void withoutWaitingTheLineSaysWhereTheEffectIs() {
    assertThat(run("ack", group, "--no-wait")).isZero();
    assertThat(line.out())
        .singleElement()
        .asString()
        .matches("accepted " + group + "; its effect: /api/v1/commands/[0-9a-f]{32}");
  }

  @Test
  void jsonHoldsTheWholeEffectInALine() throws Exception {
    assertThat(run("ack", group, "-o", "json")).isZero();
    assertThat(run("ack", group, "-o", "json")).isEqualTo(1);
    JsonNode applied = Json.mapper().readTree(line.out().get(0));
    assertThat(applied.get("groupId").asText()).isEqualTo(group);
    assertThat(applied.at("/effect/state").asText()).isEqualTo("applied");
    assertThat(applied.at("/effect/change/actor").asText()).isEqualTo("ada");
    assertThat(Json.mapper().readTree(line.out().get(1)).at("/effect/refusal").asText())
        .isEqualTo("wrong-status");
  }

  @Test
  void groupsAreListedAsATableAsJsonAndAsIds() throws Exception {
    String second = open("page");
    assertThat(run("assign", second, "--to", "bob")).isZero();
    line = new TestCommandLine();

    assertThat(run("groups")).isZero();
    assertThat(line.out()).hasSize(3);
    assertThat(line.out().get(0)).matches("GROUP +STATUS +SEVERITY +COUNT +LAST ACTIVITY .*");
    assertThat(line.out().get(1) + line.out().get(2))
        .contains(group, second, "Broken checkout", "Broken page", " bob ");
    line = new TestCommandLine();
    assertThat(run("groups", "--assignee", "bob", "-o", "id")).isZero();
    assertThat(run("groups", "--status", "resolved", "-o", "id")).isZero();
    assertThat(run("groups", "--project", "other", "-o", "id")).isZero();
    assertThat(line.out()).containsExactly(second);
    assertThat(run("groups", "--assignee", "none", "-o", "json")).isZero();
    assertThat(Json.mapper().readTree(line.out().get(1)).get("groupId").asText()).isEqualTo(group);
  }

  @Test
  void aTitleCannotMoveTheCursor() throws Exception {
    database.execute("update alert_groups set title = E'a\\x1b[2Jb'");
    assertThat(run("groups")).isZero();
    assertThat(line.out().get(1)).endsWith("a [2Jb");
  }

  @Test
  void whatIsWronglyUsedIsOneLineAndNothingIsSent() throws Exception {
    assertThat(run("ack")).isEqualTo(2);
    assertThat(run("ack", "checkout")).isEqualTo(2);
    assertThat(run("snooze", group)).isEqualTo(2);
    assertThat(run("snooze", group, "--for", "4h", "--until", "2099-01-01T00:00:00Z")).isEqualTo(2);
    assertThat(run("assign", group)).isEqualTo(2);
    assertThat(run("note", group)).isEqualTo(2);
    assertThat(run("ack", group, "--timeout", "soon")).isEqualTo(2);
    assertThat(run("groups", "--status", "closed")).isEqualTo(2);
    assertThat(line.err())
        .hasSize(8)
        .anyMatch(text -> text.contains("Missing required parameter: 'GROUP-ID'"))
        .anyMatch(text -> text.startsWith("'checkout' is no group id"))
        .anyMatch(text -> text.contains("--timeout: write a duration such as 30s"))
        .anyMatch(
            text ->
                text.equals("status: write one or more of open, acknowledged, snoozed, resolved"));
    assertThat(database.rows("select count(*) from alert_group_changes")).containsExactly("1");
  }

  @Test
  void aTokenThatIsNotKnownOrNotThereIsAMatterOfUse() throws Exception {
    Path wrong = Files.writeString(directory.resolve("wrong"), "sc_wrong");
    assertThat(line.run("ack", group, "--url", console.url(), "--token-file", wrong.toString()))
        .isEqualTo(2);
    assertThat(line.out())
        .singleElement()
        .asString()
        .contains("Send a valid token", "'signalcraft token' makes one");
    for (String file : List.of("absent", "empty")) {
      Files.writeString(directory.resolve("empty"), "\n");
      assertThat(
              line.run(
                  "ack",
                  group,
                  "--url",
                  console.url(),
                  "--token-file",
                  directory.resolve(file).toString()))
          .isEqualTo(2);
    }
    assertThat(line.err()).hasSize(2).allMatch(text -> text.contains("--token-file"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost:8080", "ftp://localhost", "http://", "not a url"})
  void anAddressThatIsNoneIsAMatterOfUse(String url) {
    assertThat(line.run("ack", group, "--url", url, "--token-file", token.toString())).isEqualTo(2);
    assertThat(line.err()).singleElement().asString().contains("'" + url + "' is no address");
  }

  @Test
  void aConsoleThatIsNotThereIsToldWithWhatToDo() throws Exception {
    int nobody;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      nobody = socket.getLocalPort();
    }
    String url = "http://127.0.0.1:" + nobody;
    for (String command : List.of("ack", "groups")) {
      List<String> arguments = new ArrayList<>(List.of(command));
      if (command.equals("ack")) {
        arguments.add(group);
      }
      arguments.addAll(List.of("--url", url, "--token-file", token.toString()));
      assertThat(line.run(arguments.toArray(String[]::new))).isEqualTo(3);
    }
    assertThat(line.err())
        .hasSize(2)
        .allMatch(
            text ->
                text.equals(
                    "cannot reach the console at "
                        + url
                        + ": start it, or name another with SIGNALCRAFT_URL or --url"));
  }

  @Test
  void anEffectThatDoesNotComeInTimeIsPending() throws Exception {
    judge.close();
    try {
      assertThat(run("ack", group, "--timeout", "2s")).isEqualTo(3);
      assertThat(line.out())
          .containsExactly(
              "pending: "
                  + group
                  + "; Kafka has the command, it is applied when the jobs come to it");
    } finally {
      judge = new Judge(kafka.bootstrapServers(), PARTITIONS, database);
    }
  }

  @Test
  void whileKafkaIsAwayACommandIsTriedAgainAndActsOnce() throws Exception {
    kafka.stop();
    ExecutorService person = Executors.newSingleThreadExecutor();
    try {
      assertThat(run("groups")).isZero();
      assertThat(run("ack", group, "--timeout", "1s")).isEqualTo(3);
      assertThat(line.out().get(line.out().size() - 1))
          .startsWith("unknown: " + group + ": Kafka did not confirm the command in time");

      Future<Integer> exit =
          person.submit(() -> run("note", group, "--text", "n", "--timeout", "2m"));
      kafka.start();

      assertThat(exit.get()).isZero();
      assertThat(line.out().get(line.out().size() - 1)).isEqualTo("noted on " + group);
      assertThat(database.rows("select count(*) from alert_group_changes where reason = 'noted'"))
          .containsExactly("1");
    } finally {
      person.shutdownNow();
      kafka.start();
    }
  }
}
