// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.cli.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalcraft.cli.TestCommandLine;
import dev.signalcraft.console.Console;
import dev.signalcraft.console.ConsoleSettings;
import dev.signalcraft.console.access.Tokens;
import dev.signalcraft.console.replay.FlinkAccess;
import dev.signalcraft.domain.Topic;
import dev.signalcraft.domain.config.ConfigRecord;
import dev.signalcraft.domain.json.Json;
import dev.signalcraft.embedded.kafka.EmbeddedKafka;
import dev.signalcraft.sql.TestDatabase;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands on documents against a console with a real Kafka; each test its own workspace. */
class ConfigCommandsITCase {
  private static final String CRITICAL =
      """
      kind: RoutingRule
      metadata: {name: critical}
      spec:
        priority: 10
        when: severity == "critical"
        notify:
          - {channel: ops, mention: "@oncall"}
      """;
  private static final String CHANNEL =
      """
      kind: Channel
      metadata: {name: ops}
      spec: {type: log}
      """;

  @TempDir private static Path shared;
  @TempDir private Path directory;
  private static EmbeddedKafka kafka;
  private static Console console;
  private static Path tokens;
  private static int workspaces;

  private String workspace;
  private Path token;
  private TestCommandLine line;

  @BeforeAll
  static void start() throws Exception {
    TestDatabase database = TestDatabase.migrated();
    kafka = EmbeddedKafka.start(shared.resolve("kafka"), 0);
    kafka.createTopics(1);
    tokens = shared.resolve("tokens");
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
  static void stop() {
    console.close();
    kafka.close();
  }

  @BeforeEach
  void openAWorkspace() throws Exception {
    workspace = "w" + ++workspaces;
    token =
        Files.writeString(
            shared.resolve("token-" + workspace), Tokens.issue(tokens, workspace, "ada"));
    line = new TestCommandLine();
  }

  private int run(String... arguments) {
    return at(console.url(), arguments);
  }

  private int at(String url, String... arguments) {
    line = new TestCommandLine();
    List<String> all = new ArrayList<>(Arrays.asList(arguments));
    all.addAll(List.of("--url", url, "--token-file", token.toString()));
    return line.run(all.toArray(String[]::new));
  }

  private void write(String file, String text) throws Exception {
    Files.writeString(directory.resolve(file), text);
  }

  private int apply(String... more) {
    List<String> all = new ArrayList<>(List.of("apply", "-f", directory.toString()));
    all.addAll(List.of(more));
    return run(all.toArray(String[]::new));
  }

  @Test
  void whatIsAppliedIsWhatIsGotAndApplyingThatChangesNothing() throws Exception {
    write("all.yaml", CRITICAL + "---\n" + CHANNEL);
    assertThat(apply()).isZero();
    assertThat(line.out())
        .containsExactly(
            "+ Channel/ops (version 1)",
            "+ RoutingRule/critical (version 1)",
            "2 created, 0 changed, 0 unchanged, 0 pruned");

    assertThat(run("get", "routing-rules", "-o", "yaml")).isZero();
    String got = String.join("\n", line.out()) + "\n";
    assertThat(Yaml.MAPPER.readTree(got).get("spec"))
        .isEqualTo(Yaml.MAPPER.readTree(CRITICAL).get("spec"));
    write("all.yaml", got);
    assertThat(apply()).isZero();
    assertThat(line.out())
        .containsExactly("= RoutingRule/critical", "0 created, 0 changed, 1 unchanged, 0 pruned");

    assertThat(run("get", "RoutingRule", "critical", "-o", "json")).isZero();
    JsonNode json = Json.mapper().readTree(line.out().get(0));
    assertThat(json.get("author").asText()).isEqualTo("ada");
    assertThat(json.get("version").asInt()).isEqualTo(1);
    assertThat(run("get", "channel")).isZero();
    assertThat(line.out().get(0)).matches("KIND +NAME +VERSION +CHANGED +AUTHOR");
    assertThat(line.out().get(1)).matches("Channel +ops +1  [0-9T:.-]+Z +ada");
    assertThat(run("describe", "Channel", "ops")).isZero();
    assertThat(line.out()).contains("author:    ada", "spec:", "  type: log");
  }

  @Test
  void aDryRunShowsWhatWouldChangeAndChangesNothing() throws Exception {
    write("all.yaml", CRITICAL + "---\n" + CHANNEL);
    assertThat(apply()).isZero();
    long end = end();
    write("all.yaml", CRITICAL.replace("priority: 10", "priority: 20"));
    write("more.yml", CHANNEL.replace("ops", "team"));

    assertThat(apply("--dry-run", "--prune")).isZero();
    List<String> dry = line.out();
    assertThat(dry)
        .containsExactly(
            "+ Channel/team (new)",
            "~ RoutingRule/critical (version 1 → 2)",
            "      …",
            "        - channel: ops",
            "          mention: '@oncall'",
            "    - priority: 10",
            "    + priority: 20",
            "      when: severity == \"critical\"",
            "- Channel/ops (version 1 → 2)",
            "1 created, 1 changed, 0 unchanged, 1 pruned (dry run: nothing was sent)");
    assertThat(end()).isEqualTo(end);

    assertThat(apply("--prune")).isZero();
    assertThat(line.out()).contains("+ Channel/team (version 1)", "- Channel/ops (version 1 → 2)");
    assertThat(end()).isEqualTo(end + 3);
    assertThat(run("get", "Channel", "ops")).isEqualTo(1);
    assertThat(run("get", "RoutingRule", "critical", "-o", "json")).isZero();
    assertThat(Json.mapper().readTree(line.out().get(0)).at("/spec/priority").asInt())
        .isEqualTo(20);
  }

  @Test
  void ofWhatIsInvalidEveryFaultIsToldAndNothingIsApplied() throws Exception {
    long end = end();
    write("a.yaml", CHANNEL + "---\n" + CRITICAL.replace("severity ==", "severty =="));
    write("b.yaml", "kind: Chanel\nmetadata: {name: x}\nspec: {}\n");
    write("c.yaml", CHANNEL);
    write("d.yaml", "kind: [\n");
    write("e.yaml", CHANNEL.replace("spec", "spce"));

    assertThat(apply()).isEqualTo(2);
    String at = directory + "/";
    assertThat(line.err()).hasSize(5);
    assertThat(line.err().get(0))
        .startsWith(
            at + "a.yaml, document 2 (RoutingRule/critical): spec.when: line 1, column 1: undecl");
    assertThat(line.err().get(1))
        .isEqualTo(at + "b.yaml, document 1 (Chanel/x): kind: no such kind; did you mean Channel?");
    assertThat(line.err().get(2))
        .isEqualTo(at + "c.yaml, document 1 (Channel/ops): is also " + at + "a.yaml, document 1");
    assertThat(line.err().get(3)).startsWith(at + "d.yaml, document 1: line ");
    assertThat(line.err().get(4))
        .isEqualTo(
            at + "e.yaml, document 1 (Channel/ops): spce: no such field; did you mean spec?");
    assertThat(end()).isEqualTo(end);
  }

  @Test
  void aFileOfAnotherWorkspaceIsRefused() throws Exception {
    write("a.yaml", CHANNEL.replace("{name: ops}", "{name: ops, workspace: elsewhere}"));
    assertThat(apply()).isEqualTo(2);
    assertThat(line.err().get(0))
        .endsWith("(Channel/ops): is of workspace elsewhere; the token opens " + workspace);
    assertThat(run("get", "Channel")).isZero();
    assertThat(line.out()).hasSize(1);
  }

  @Test
  void whoProvesASenderIsComparedAsFarAsItIsShown() throws Exception {
    String shop =
        "kind: Integration\nmetadata: {name: shop}\nspec: {source: sentry, secrets: ['env:ONE']}\n";
    write("a.yaml", shop);
    assertThat(apply()).isZero();
    assertThat(apply()).isZero();
    assertThat(line.out().get(0)).isEqualTo("= Integration/shop");
    write("a.yaml", shop.replace("ONE", "TWO"));
    assertThat(apply("--dry-run")).isZero();
    assertThat(line.out().get(0)).isEqualTo("= Integration/shop (as far as can be seen)");
    assertThat(apply()).isZero();
    assertThat(line.out().get(0)).isEqualTo("~ Integration/shop (version 1 → 2)");
    assertThat(String.join("\n", line.out())).doesNotContain("env:");
  }

  @Test
  void silencesAreAddedListedAndExpired() throws Exception {
    assertThat(
            run(
                "silence",
                "add",
                "environment=test",
                "tags.team=~pay.*",
                "--for",
                "2h",
                "--reason",
                "load test",
                "--name",
                "load"))
        .isZero();
    assertThat(line.out().get(0)).matches("silenced until [0-9T:.-]+Z: load");
    Instant end = Instant.parse(line.out().get(0).replaceAll("silenced until |: load", ""));
    assertThat(Duration.between(Instant.now(), end))
        .isBetween(Duration.ofMinutes(115), Duration.ofMinutes(120));
    assertThat(run("silence", "list")).isZero();
    assertThat(line.out().get(1))
        .matches("load +active +[0-9T:.-]+Z +ada +environment=test tags.team=~pay.\\* · load test");
    assertThat(run("silence", "expire", "load")).isZero();
    assertThat(line.out()).containsExactly("expired load");
    assertThat(run("silence", "list")).isZero();
    assertThat(line.out()).hasSize(1);
    assertThat(run("silence", "list", "--all")).isZero();
    assertThat(line.out().get(1)).matches("load +over .*");
    assertThat(run("silence", "expire", "load")).isEqualTo(1);
    assertThat(run("silence", "expire", "never")).isEqualTo(1);
    assertThat(run("silence", "add", "enviroment=test", "--for", "2h", "--reason", "x"))
        .isEqualTo(2);
    assertThat(line.err().get(0))
        .contains("spec.matchers[0]: enviroment: no such label; did you mean environment?");
    assertThat(
            run(
                "silence",
                "add",
                "environment=test",
                "--for",
                "2h",
                "--reason",
                "x",
                "--name",
                "load"))
        .isEqualTo(1);
  }

  @Test
  void theRulesOfTheConsoleAreTestedAndChangeNothing() throws Exception {
    write("all.yaml", CRITICAL + "---\n" + CHANNEL);
    assertThat(apply()).isZero();
    Path sample =
        Files.writeString(
            shared.resolve("alert-" + workspace),
            "{\"source\":\"shop\",\"title\":\"Down\",\"severity\":\"critical\"}");
    long end = end();

    assertThat(run("rules", "test", "--sample", sample.toString(), "--expect", "ops")).isZero();
    assertThat(line.out())
        .containsExactly(
            "Down",
            "  severity critical · project default · environment production · source shop",
            "critical (priority 10, version 1): acts",
            "  yes   severity == \"critical\" · severity is \"critical\"",
            "told:",
            "  at once  ops @oncall by critical");
    assertThat(run("rules", "test", "--sample", sample.toString(), "--expect", "none"))
        .isEqualTo(1);
    assertThat(line.err()).containsExactly("expected: none; would be told: ops");
    String legacy = "{\"event_id\":\"1\",\"title\":\"Down\",\"level\":\"fatal\"}";
    Files.writeString(
        sample, "{\"project_slug\":\"shop\",\"level\":\"fatal\",\"event\":" + legacy + "}");
    assertThat(
            run(
                "rules",
                "test",
                "--sample",
                sample.toString(),
                "--source",
                "sentry",
                "--expect",
                "ops"))
        .isZero();
    Files.writeString(
        sample, "{\"source\":\"shop\",\"title\":\"Down\",\"workspace\":\"elsewhere\"}");
    assertThat(run("rules", "test", "--sample", sample.toString())).isEqualTo(2);
    assertThat(line.err()).containsExactly("event.workspace: the token opens " + workspace);
    assertThat(end()).isEqualTo(end);
  }

  @Test
  void aVersionThatNobodyCanUseIsShownAsSuch() throws Exception {
    write("all.yaml", CRITICAL);
    assertThat(apply()).isZero();
    ConfigRecord foreign =
        new ConfigRecord(
            "RoutingRule",
            new ConfigRecord.Metadata(workspace, "critical"),
            2,
            1,
            false,
            Json.mapper().readTree("{\"when\":\"severty == 1\",\"stop\":true}"));
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", kafka.bootstrapServers()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      producer
          .send(
              new ProducerRecord<>(
                  Topic.CONFIG.topicName(), Json.mapper().writeValueAsBytes(foreign)))
          .get();
    }
    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> {
              run("describe", "RoutingRule", "critical");
              return line.out().contains("version:   2");
            });
    assertThat(line.out()).contains("in force:  version 1");
    assertThat(line.out())
        .anyMatch(shown -> shown.startsWith("refused:   spec.when: line 1, column 1: undeclared"));
    assertThat(run("get", "RoutingRule")).isZero();
    assertThat(line.err()).hasSize(1);
    assertThat(line.err().get(0))
        .startsWith(
            "RoutingRule/critical: version 2 cannot be used, version 1 is in force: spec.when: ");
  }

  @Test
  void whatIsWronglyUsedOrNotReachedSaysSo() throws Exception {
    write("a.yaml", CHANNEL);
    assertThat(run("get", "Chanel")).isEqualTo(2);
    assertThat(line.err().get(0))
        .contains("'Chanel' is no kind of documents; did you mean Channel?");
    assertThat(run("apply", "-f", directory.resolve("absent").toString())).isEqualTo(2);
    int nobody;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      nobody = socket.getLocalPort();
    }
    assertThat(at("http://127.0.0.1:" + nobody, "apply", "-f", directory.toString())).isEqualTo(3);
    assertThat(line.err().get(0)).startsWith("cannot reach the console at ");
  }

  /** How many records the config log holds. */
  private static long end() {
    TopicPartition log = new TopicPartition(Topic.CONFIG.topicName(), 0);
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", kafka.bootstrapServers()),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      return consumer.endOffsets(List.of(log)).get(log);
    }
  }
}
