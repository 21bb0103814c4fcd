// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.cli.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalcraft.cli.TestCommandLine;
import dev.signalcraft.console.Console;
import dev.signalcraft.console.ConsoleSettings;
import dev.signalcraft.domain.Topic;
import dev.signalcraft.domain.json.Json;
import dev.signalcraft.embedded.postgres.EmbeddedPostgres;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Replays on the command line, through the console of the local stack, in its own Flink. */
abstract class UpReplays {
  private static final int GROUPS = 12;
  private static final String REPLAYS = "/api/v1/replays";

  private static LiveStack stack;
  private static Instant begin;
  private static Instant end;

  private final TestCommandLine line = new TestCommandLine();

  @BeforeAll
  static void live() throws Exception {
    stack = UpStackITCase.stack;
    begin = Instant.now();
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", stack.addresses().kafka()),
            new StringSerializer(),
            new StringSerializer())) {
      for (int i = 0; i < GROUPS; i++) {
        var unused =
            producer.send(
                new ProducerRecord<>(
                    Topic.EVENTS.topicName(),
                    "{\"source\":\"shop\",\"title\":\"replayed %d\"}".formatted(i)));
      }
    }
    await().atMost(Duration.ofSeconds(60)).until(() -> notifications() == GROUPS);
    // The test of a channel is one more, and no decision of the rules.
    assertThat(stack.run(new TestCommandLine(), "channels", "test", "chat")).isZero();
    await().atMost(Duration.ofSeconds(60)).until(() -> notifications() == GROUPS + 1);
    // The log has ticks: a replay that ends here has all that came before.
    end = Instant.now();
    Instant ticked = end.plusSeconds(4);
    await().atMost(Duration.ofSeconds(20)).until(() -> Instant.now().isAfter(ticked));
  }

  @Test
  void whatRanLiveComesOutAgainAndCanBeShownOnceMore() throws Exception {
    assertThat(replay("-o", "json")).as(line.err().toString()).isZero();

    JsonNode found = Json.mapper().readTree(String.join("", line.out()));
    assertThat(found.get("state").asText()).isEqualTo("finished");
    assertThat(found.get("totals"))
        .hasToString(
            "{\"same\":%d,\"added\":0,\"suppressed\":0,\"earlier\":0,\"later\":0,\"unknown\":0}"
                .formatted(GROUPS));
    assertThat(line.err()).isNotEmpty().allMatch(told -> told.startsWith("replay "));
    String id = found.get("replayId").asText();
    TestCommandLine again = new TestCommandLine();
    assertThat(stack.run(again, "rules", "replay", "--id", id)).isZero();
    assertThat(again.out().get(0)).startsWith("replay " + id + " from ");
    assertThat(stack.get(REPLAYS).body()).contains(id);
    assertThat(stack.get(REPLAYS + "/" + id + "/decisions").body()).isEqualTo("{\"items\":[]}");
    assertThat(Files.getPosixFilePermissions(stack.data().resolve("replay.yaml"))).hasSize(2);
  }

  @Test
  void otherDocumentsDifferByRuleAndChannel() throws Exception {
    Path with = rules("other", "{notify: [{channel: mail}]}");

    assertThat(replay("--with", with.toString())).as(line.err().toString()).isZero();

    assertThat(line.out().stream().skip(1).map(row -> row.strip().replaceAll(" +", " ")))
        .containsExactly(
            "RULE CHANNEL SAME ADDED SUPPRESSED EARLIER LATER UNKNOWN",
            "all chat 0 0 %d 0 0 0".formatted(GROUPS),
            "all mail 0 %d 0 0 0 0".formatted(GROUPS),
            "all together 0 %1$d %1$d 0 0 0".formatted(GROUPS));
    String id = line.out().get(0).split(" ", -1)[1];
    JsonNode page =
        Json.mapper()
            .readTree(stack.get(REPLAYS + "/" + id + "/decisions?kind=added&limit=200").body());
    assertThat(page.get("items")).hasSize(GROUPS);
    assertThat(page.get("items").findValuesAsText("channel")).containsOnly("mail");
  }

  @Test
  void aSecondOneIsRefusedWhileTheFirstRunsAndNamesIt() throws Exception {
    String question = "{\"since\":\"%s\",\"until\":\"%s\",\"warmUp\":\"1m\"}".formatted(begin, end);
    HttpResponse<String> first = stack.post(REPLAYS, question);
    assertThat(first.statusCode()).as(first.body()).isEqualTo(202);
    String id = Json.mapper().readTree(first.body()).get("replayId").asText();
    assertThat(first.headers().firstValue("Location")).hasValue(REPLAYS + "/" + id);

    assertThat(replay()).isEqualTo(1);
    assertThat(line.err())
        .containsExactly(
            "Replay " + id + " of this workspace is running; ask again when it is over.");

    TestCommandLine followed = new TestCommandLine();
    assertThat(stack.run(followed, "rules", "replay", "--id", id)).isZero();
    assertThat(followed.out().get(0)).contains(id);
  }

  @Test
  void whatTheJobRefusesIsSaid() throws Exception {
    // Empty is a span in which the log has not ticked yet; it ticks about twice a second.
    List<TestCommandLine> lines = new ArrayList<>();
    await()
        .atMost(Duration.ofMinutes(2))
        .until(
            () -> {
              lines.add(new TestCommandLine());
              return stack.run(
                      lines.get(lines.size() - 1),
                      "rules",
                      "replay",
                      "--since",
                      "0s",
                      "--until",
                      "2999-01-01T00:00:00Z")
                  == 1;
            });
    assertThat(lines.get(lines.size() - 1).err())
        .last()
        .asString()
        .contains(" failed: the time from 20", " is empty;");
  }

  @Test
  void aQuestionThatMakesNoSenseIsAWrongUse() throws Exception {
    assertThat(stack.run(line, "rules", "replay", "--since", "soon")).isEqualTo(2);
    assertThat(stack.run(line, "rules", "replay", "--since", "7d", "--file", "x")).isEqualTo(2);
    assertThat(stack.run(line, "rules", "replay", "--file", "x", "--until", "1h")).isEqualTo(2);
    assertThat(stack.run(line, "rules", "replay", "--id", "x")).isEqualTo(2);
    assertThat(stack.run(line, "rules", "replay")).isEqualTo(2);
    assertThat(stack.run(line, "rules", "replay", "--id", "0".repeat(32))).isEqualTo(1);

    assertThat(line.err()).hasSize(6);
    assertThat(line.err().get(0)).startsWith("since: write a time");
    assertThat(line.err().get(1)).contains("mutually exclusive");
    assertThat(line.err().get(2)).contains("stand beside --since only");
    assertThat(line.err().get(3)).contains("write the 32 hex digits of a replay");
    assertThat(line.err().get(4)).contains("--file").contains("--since");
    assertThat(line.err().get(5)).isEqualTo("This workspace has no such replay.");
  }

  @Test
  void aClusterThatTakesNoJobsIsAnsweredWithTheLineToRun() throws Exception {
    Configuration closed =
        Configuration.fromMap(
            Map.of("web.submit.enable", "false", "rest.port", "0", "rest.bind-port", "0"));
    try (MiniCluster cluster =
        new MiniCluster(new MiniClusterConfiguration.Builder().setConfiguration(closed).build())) {
      cluster.start();
      // One has no such path, the other wants a secret.
      for (String url :
          List.of(cluster.getRestAddress().get().toString(), stack.addresses().flink())) {
        try (Console console = console(url)) {
          TestCommandLine asked = new TestCommandLine();
          int code =
              asked.run(
                  "rules",
                  "replay",
                  "--since",
                  "1h",
                  "--url",
                  console.url(),
                  "--token-file",
                  stack.token().toString());
          assertThat(code).isEqualTo(1);
          assertThat(asked.out()).singleElement().asString().startsWith("flink run -d -c ");
          assertThat(asked.err()).singleElement().asString().startsWith("Flink takes no jobs");
        }
      }
    }
  }

  @Test
  void aClusterThatIsAwayIsNoEndOfTheQuestion() throws Exception {
    try (Console console = console("http://127.0.0.1:1")) {
      HttpResponse<String> answer = stack.post(console.url(), REPLAYS, "{\"since\":\"1h\"}");

      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(answer.headers().firstValue("Retry-After")).isPresent();
      assertThat(stack.post(console.url(), REPLAYS, "{\"since\":\"1h\"}").statusCode())
          .isEqualTo(503);
    }
  }

  @Test
  void whoLeavesIsToldHowToComeBackAndTheReplayGoesOn() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "dev.signalcraft.cli.Main",
                "rules",
                "replay",
                "--since",
                begin.toString(),
                "--until",
                end.toString(),
                "--url",
                stack.addresses().console(),
                "--token-file",
                stack.token().toString())
            .redirectErrorStream(true)
            .start();
    try (var told = process.inputReader()) {
      String first = told.readLine();
      assertThat(first).startsWith("replay ");
      String id = first.substring("replay ".length(), "replay ".length() + 32);
      process.toHandle().destroy();
      assertThat(told.lines())
          .contains("replay " + id + " goes on in Flink;")
          .contains("see it with: signalcraft rules replay --id " + id);
      assertThat(stack.run(line, "rules", "replay", "--id", id)).isZero();
    } finally {
      process.destroyForcibly();
    }
  }

  private int replay(String... more) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "rules",
                "replay",
                "--since",
                begin.toString(),
                "--until",
                end.toString(),
                "--warm-up",
                "1m"));
    all.addAll(Arrays.asList(more));
    return stack.run(line, all.toArray(String[]::new));
  }

  private static Console console(String flink) throws Exception {
    return Console.start(
        ConsoleSettings.read(
            List.of(
                "--bootstrap-servers=" + stack.addresses().kafka(),
                "--console.port=0",
                "--postgres.url=" + stack.jdbcUrl(),
                "--postgres.user=" + EmbeddedPostgres.NAME,
                "--tokens-file=" + stack.data().resolve(Credentials.TOKENS_FILE),
                "--flink-url=" + flink,
                "--flink-jar=" + stack.data().resolve("replay.jar")),
            Map.of("SIGNALCRAFT_POSTGRES_PASSWORD", EmbeddedPostgres.NAME)));
  }

  private static long notifications() throws Exception {
    return Long.parseLong(
        stack.rows("select count(*) from notifications where channel = 'chat'").get(0));
  }

  private static Path rules(String name, String spec) throws Exception {
    Path rules = Files.createDirectories(UpStackITCase.directory.resolve(name));
    Files.writeString(rules.resolve("rules.yaml"), documents(spec));
    return rules;
  }

  /** Two channels and a rule of this content. */
  static String documents(String spec) {
    return """
        kind: Channel
        metadata: {name: chat}
        spec: {type: log}
        ---
        kind: Channel
        metadata: {name: mail}
        spec: {type: log}
        ---
        kind: RoutingRule
        metadata: {name: all}
        spec: %s
        """
        .formatted(spec);
  }
}
