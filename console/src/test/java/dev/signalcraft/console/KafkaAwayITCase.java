// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.console;

import static dev.signalcraft.domain.ingest.Events.T0;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import dev.signalcraft.console.access.Tokens;
import dev.signalcraft.console.replay.FlinkAccess;
import dev.signalcraft.domain.grouping.AlertGroup;
import dev.signalcraft.embedded.kafka.EmbeddedKafka;
import dev.signalcraft.sql.TestDatabase;
import dev.signalcraft.sql.grouping.AlertGroupRows;
import dev.signalcraft.sql.grouping.Groups;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Without Kafka nobody can command, and everybody can read. */
class KafkaAwayITCase {
  private static final AlertGroup GROUP = Groups.of("checkout", T0).build();

  private static final String CONFIG = "/api/v1/config/RoutingRule/";

  @TempDir private Path directory;
  private TestDatabase database;
  private Path tokens;
  private String token;

  @BeforeEach
  void prepare() throws Exception {
    database = TestDatabase.migrated();
    database.write(AlertGroupRows.UPSERT, Groups.count(GROUP));
    tokens = directory.resolve("tokens");
    token = Tokens.issue(tokens, "default", "ada");
  }

  @Test
  void commandsAreRefusedInTimeWhileReadingGoesOnAndWorkWhenKafkaIsBack() throws Exception {
    try (EmbeddedKafka kafka = EmbeddedKafka.start(directory.resolve("kafka"), 0)) {
      kafka.createTopics(InputLog.PARTITIONS);
      try (Console console = Console.start(settings(kafka.bootstrapServers()))) {
        Api api = new Api(console.url(), token);
        assertThat(acknowledge(api).status()).isEqualTo(202);

        kafka.stop();
        ExecutorService people = Executors.newFixedThreadPool(20);
        try {
          List<Future<Duration>> answers = new ArrayList<>();
          for (int i = 0; i < 20; i++) {
            answers.add(people.submit(() -> isUnavailable(api)));
          }
          for (int i = 0; i < 20; i++) {
            long start = System.nanoTime();
            assertThat(api.groups().titles()).containsExactly(GROUP.title());
            assertThat(since(start)).isLessThan(Duration.ofSeconds(2));
          }
          for (Future<Duration> answer : answers) {
            assertThat(answer.get()).isLessThan(Duration.ofSeconds(10));
          }
        } finally {
          people.shutdownNow();
        }
        assertThat(api.get("/ready").status()).isEqualTo(200);
        assertThat(new Api(console.url(), null).get("/metrics").response().body())
            .containsPattern("commands_total\\{action=\"acknowledge\",outcome=\"unavailable\"");

        kafka.start();
        await().atMost(Duration.ofSeconds(30)).until(() -> acknowledge(api).status() == 202);
      }
    }
  }

  @Test
  void editsAreRefusedInTimeAndLeaveNothingHalfDone() throws Exception {
    try (EmbeddedKafka kafka = EmbeddedKafka.start(directory.resolve("kafka"), 0)) {
      kafka.createTopics(InputLog.PARTITIONS);
      try (Console console = Console.start(settings(kafka.bootstrapServers()))) {
        Api api = new Api(console.url(), token);
        await().atMost(Duration.ofSeconds(30)).until(() -> put(api, "kept", 0, 1).status() == 201);
        String kept = api.get(CONFIG + "kept").response().body();

        kafka.stop();
        ExecutorService people = Executors.newFixedThreadPool(20);
        try {
          List<Future<Api.Answer>> answers = new ArrayList<>();
          long start = System.nanoTime();
          for (int i = 0; i < 20; i++) {
            int priority = 100 + i;
            answers.add(
                people.submit(
                    () ->
                        priority % 2 == 0
                            ? put(api, "kept", 1, priority)
                            : put(api, "new-" + priority, 0, priority)));
          }
          for (Future<Api.Answer> answer : answers) {
            assertThat(answer.get().status()).isEqualTo(503);
            assertThat(answer.get().header("Retry-After")).isEqualTo("5");
            assertThat(answer.get().json().get("detail").asText())
                .matches(".*(it may still be made. Read the document|this one is not sent).*");
          }
          assertThat(since(start)).isLessThan(Duration.ofSeconds(15));
        } finally {
          people.shutdownNow();
        }
        assertThat(api.get(CONFIG + "kept").response().body()).isEqualTo(kept);
        assertThat(api.get("/api/v1/config").json().get("items")).hasSize(1);

        kafka.start();
        await()
            .atMost(Duration.ofSeconds(30))
            .until(() -> put(api, "kept", 1, 2).header("ETag").equals("\"2\""));
        assertThat(api.get(CONFIG + "kept").json().at("/spec/priority").asInt()).isEqualTo(2);
        assertThat(api.get("/api/v1/config").json().get("items")).hasSize(1);
      }
    }
  }

  private static Api.Answer put(Api api, String name, int seen, int priority) throws Exception {
    HttpRequest.Builder request =
        api.request(CONFIG + name)
            .header("Content-Type", "application/json")
            .PUT(
                BodyPublishers.ofString(
                    "{\"spec\":{\"stop\":true,\"priority\":" + priority + "}}"));
    return api.send(
        seen == 0
            ? request.header("If-None-Match", "*")
            : request.header("If-Match", "\"" + seen + "\""));
  }

  @ParameterizedTest
  @ValueSource(strings = {TestConsole.NO_KAFKA, "broker.invalid:9092"})
  void aConsoleStartsAndReadsWithoutABroker(String servers) throws Exception {
    try (Console console = Console.start(settings(servers))) {
      Api api = new Api(console.url(), token);
      assertThat(api.get("/ready").status()).isEqualTo(200);
      assertThat(api.groups().titles()).containsExactly(GROUP.title());
      assertThat(isUnavailable(api)).isLessThan(Duration.ofSeconds(10));
    }
  }

  @Test
  void settingsOfWhichNoClientCanBeMadeEndTheStart() throws Exception {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Console.start(settings("kafka")))
        .withMessageContaining("'bootstrap-servers'")
        .withMessageContaining("Invalid url in bootstrap.servers: kafka");
    Path properties =
        Files.writeString(
            directory.resolve("client.properties"),
            "security.protocol=SSL\nssl.truststore.location=/nowhere.p12\n");
    ConsoleSettings plain = settings(TestConsole.NO_KAFKA);
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                Console.start(
                    new ConsoleSettings(
                        plain.bootstrapServers(),
                        properties.toString(),
                        plain.host(),
                        plain.port(),
                        plain.postgresUrl(),
                        plain.postgresUser(),
                        plain.postgresPassword(),
                        tokens,
                        FlinkAccess.NONE)))
        .withMessageContaining("/nowhere.p12");
  }

  private ConsoleSettings settings(String kafka) {
    return TestConsole.settings(kafka, database.url(), 0, tokens);
  }

  private static Api.Answer acknowledge(Api api) throws Exception {
    return api.command(GROUP.groupId(), "acknowledge", "", "the same");
  }

  private static Duration isUnavailable(Api api) throws Exception {
    long start = System.nanoTime();
    Api.Answer answer = acknowledge(api);
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.header("Retry-After")).isEqualTo("5");
    assertThat(answer.json().get("detail").asText())
        .matches(".*(it may still be applied.*same Idempotency-Key|this one is not sent).*");
    return since(start);
  }

  private static Duration since(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }
}
