// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalcraft.console.access.Tokens;
import dev.signalcraft.console.http.HttpServer;
import dev.signalcraft.domain.Topic;
import dev.signalcraft.domain.config.ConfigHistory;
import dev.signalcraft.domain.config.ConfigRecord;
import dev.signalcraft.domain.json.Json;
import dev.signalcraft.domain.routing.RoutingRule;
import dev.signalcraft.embedded.kafka.EmbeddedKafka;
import dev.signalcraft.sql.TestDatabase;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Documents over HTTP, and what then lies in the config log. */
class ConfigITCase {
  private static final String CONFIG = "/api/v1/config";
  private static final String STOP = "{\"spec\":{\"stop\":true}}";
  private static final TopicPartition LOG = new TopicPartition(Topic.CONFIG.topicName(), 0);

  @TempDir private static Path directory;
  private static EmbeddedKafka kafka;
  private static Console console;
  private static Api ada;
  private static Api bob;
  private static Api stranger;

  @BeforeAll
  static void start() throws Exception {
    kafka = EmbeddedKafka.start(directory.resolve("kafka"), 0);
    kafka.createTopics(1);
    Path tokens = directory.resolve("tokens");
    console =
        Console.start(
            TestConsole.settings(
                kafka.bootstrapServers(), TestDatabase.migrated().url(), 0, tokens));
    ada = new Api(console.url(), Tokens.issue(tokens, "default", "ada"));
    bob = new Api(console.url(), Tokens.issue(tokens, "default", "bob"));
    stranger = new Api(console.url(), Tokens.issue(tokens, "other", "eve"));
    await().atMost(Duration.ofSeconds(30)).until(() -> ada.get(CONFIG).status() == 200);
  }

  @AfterAll
  static void stop() {
    console.close();
    kafka.close();
  }

  @Test
  void aDocumentIsCreatedChangedDeletedAndCreatedAgain() throws Exception {
    Api.Answer created = put(ada, "RoutingRule/life", null, STOP);
    assertThat(created.status()).isEqualTo(201);
    assertThat(created.header("ETag")).isEqualTo("\"1\"");
    assertThat(created.json().get("author").asText()).isEqualTo("ada");
    assertThat(created.json().at("/spec/stop").asBoolean()).isTrue();

    Api.Answer changed =
        put(bob, "RoutingRule/life", 1, "{\"spec\":{\"stop\":true,\"priority\":7}}");
    assertThat(changed.status()).isEqualTo(200);
    assertThat(changed.header("ETag")).isEqualTo("\"2\"");
    Api.Answer found = ada.get(CONFIG + "/RoutingRule/life");
    assertThat(found.json()).isEqualTo(changed.json());
    assertThat(found.json().get("author").asText()).isEqualTo("bob");

    Api.Answer deleted = delete(ada, "RoutingRule/life", 2);
    assertThat(deleted.status()).isEqualTo(200);
    assertThat(deleted.json().has("spec")).isFalse();
    assertThat(ada.get(CONFIG + "/RoutingRule/life").status()).isEqualTo(404);
    assertThat(put(ada, "RoutingRule/life", 3, STOP).status()).isEqualTo(412);
    assertThat(put(ada, "RoutingRule/life", null, STOP).header("ETag")).isEqualTo("\"4\"");

    assertThat(log("RoutingRule/default/life"))
        .extracting(r -> r.baseVersion() + ">" + r.version() + " " + r.author() + " " + r.deleted())
        .containsExactly("0>1 ada false", "1>2 bob false", "2>3 ada true", "3>4 ada false");
  }

  @Test
  void whatIsSoAlreadyIsNotWrittenAgain() throws Exception {
    assertThat(put(ada, "RoutingRule/same", null, STOP).status()).isEqualTo(201);
    Api.Answer again = put(bob, "RoutingRule/same", 1, STOP);
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.header("ETag")).isEqualTo("\"1\"");
    assertThat(log("RoutingRule/default/same")).hasSize(1);
  }

  @Test
  void whoSawAnOldVersionIsToldThePresentOne() throws Exception {
    assertThat(put(ada, "RoutingRule/stale", null, STOP).status()).isEqualTo(201);
    Api.Answer again = put(bob, "RoutingRule/stale", null, STOP);
    assertThat(again.status()).isEqualTo(412);
    assertThat(
            put(ada, "RoutingRule/stale", 1, "{\"spec\":{\"stop\":true,\"priority\":1}}").status())
        .isEqualTo(200);
    Api.Answer stale = put(bob, "RoutingRule/stale", 1, STOP);
    assertThat(stale.status()).isEqualTo(412);
    assertThat(stale.json().get("detail").asText())
        .isEqualTo("The document has version 2 by now, not version 1; read it again.");
    assertThat(delete(bob, "RoutingRule/stale", 1).status()).isEqualTo(412);
    assertThat(delete(bob, "RoutingRule/never", 1).status()).isEqualTo(412);
    assertThat(log("RoutingRule/default/stale")).hasSize(2);
  }

  @Test
  void ofTwoEditsOfOneVersionTheFirstInTheLogWinsAndTheOtherIsTold() throws Exception {
    ExecutorService people = Executors.newFixedThreadPool(2);
    boolean raced = false;
    try {
      for (int i = 0; i < 200 && !raced; i++) {
        String name = "race-" + i;
        assertThat(put(ada, "RoutingRule/" + name, null, STOP).status()).isEqualTo(201);
        CountDownLatch start = new CountDownLatch(1);
        List<Future<Api.Answer>> answers = new ArrayList<>();
        for (Api person : List.of(ada, bob)) {
          String spec = "{\"spec\":{\"stop\":true,\"priority\":" + (person == ada ? 1 : 2) + "}}";
          answers.add(
              people.submit(
                  () -> {
                    start.await();
                    return put(person, "RoutingRule/" + name, 1, spec);
                  }));
        }
        start.countDown();
        Api.Answer first = answers.get(0).get();
        Api.Answer second = answers.get(1).get();

        assertThat(List.of(first.status(), second.status())).containsExactlyInAnyOrder(200, 412);
        Api.Answer winner = first.status() == 200 ? first : second;
        assertThat(ada.get(CONFIG + "/RoutingRule/" + name).json()).isEqualTo(winner.json());
        List<ConfigRecord> records = log("RoutingRule/default/" + name);
        assertThat(records.get(1).spec()).isEqualTo(winner.json().get("spec"));
        ConfigHistory<RoutingRule> reader =
            new ConfigHistory<>(RoutingRule.KIND, RoutingRule::read);
        records.forEach(record -> reader.accept(record, 0));
        assertThat(reader.version("default", name)).isEqualTo(2);
        assertThat(reader.newest("default", name).priority())
            .isEqualTo(winner.json().at("/spec/priority").asInt());
        raced = records.size() == 3;
      }
    } finally {
      people.shutdownNow();
    }
    assertThat(raced).as("two edits of one version lay in the log").isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "RoutingRule/bad|{'spec':{'stop':true,'when':'severty == 1'}}|400|spec.when: line 1, column 1: undeclared reference to 'severty' (in container '')",
        "RoutingRule/bad|{'spec':{'notify':[{'channel':'OPS'}]}}|400|spec.notify[0].channel: name a channel: 1 to 63 lower-case letters, digits or hyphens",
        "RoutingRule/bad|{'spec':{'sotp':true}}|400|spec.sotp: no such field; did you mean stop?",
        "RoutingRule/bad|{'spec':null}|400|spec: give an object",
        "RoutingRule/Bad|{'spec':{'stop':true}}|400|metadata.name: 1 to 63 lower-case letters, digits or hyphens",
        "Channel/bad|{'spec':{'type':'slakc'}}|400|spec.type: no such type; did you mean slack?",
        "RoutingRules/bad|{'spec':{'stop':true}}|404|There is no such kind of documents; did you mean RoutingRule?",
        "RoutingRule/bad|{'stop':true}|400|The body is a JSON object with spec and nothing else, and names no field twice.",
        "RoutingRule/bad|{|400|The body is a JSON object with spec and nothing else, and names no field twice.",
      })
  void whatCannotWorkIsRefusedWithItsPlace(String path, String body, int status, String fault)
      throws Exception {
    long before = end();
    Api.Answer answer =
        put(
            ada,
            path,
            null,
            body.replace("'severty", "\"severty").replace("== 1'", "== 1\"").replace('\'', '"'));
    assertThat(answer.status()).isEqualTo(status);
    assertThat(
            answer.json().has("errors")
                ? answer.faults().get(0)
                : answer.json().get("detail").asText())
        .isEqualTo(fault);
    assertThat(end()).isEqualTo(before);
  }

  @Test
  void anInhibitRuleThatWouldCloseACircleIsRefused() throws Exception {
    String rule = "{\"spec\":{\"source\":[\"project=%s\"],\"target\":[\"project=%s\"]}}";
    assertThat(put(ada, "InhibitRule/one", null, rule.formatted("a", "b")).status()).isEqualTo(201);
    assertThat(put(ada, "InhibitRule/two", null, rule.formatted("b", "c")).status()).isEqualTo(201);
    long before = end();

    Api.Answer answer = put(ada, "InhibitRule/three", null, rule.formatted("c", "a"));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.faults().get(0)).startsWith("spec.target: the rules ").contains("three");
    assertThat(end()).isEqualTo(before);
    assertThat(put(ada, "InhibitRule/three", null, rule.formatted("c", "d")).status())
        .isEqualTo(201);
  }

  @Test
  void anEditSaysWhatItSaw() throws Exception {
    String path = CONFIG + "/RoutingRule/saw";
    assertThat(ada.send(typed(path).PUT(BodyPublishers.ofString(STOP))).status()).isEqualTo(428);
    for (String tag : List.of("1", "*", "W/\"1\"", "\"0\"", "\"1\", \"2\"")) {
      HttpRequest.Builder request =
          typed(path).header("If-Match", tag).PUT(BodyPublishers.ofString(STOP));
      assertThat(ada.send(request).status()).as(tag).isEqualTo(400);
    }
    byte[] large = new byte[HttpServer.BODY_BYTES + 1];
    HttpRequest.Builder request =
        ada.request(path).header("If-None-Match", "*").PUT(BodyPublishers.ofByteArray(large));
    assertThat(ada.send(request).status()).isEqualTo(413);
  }

  @Test
  void anotherWorkspaceSeesNothing() throws Exception {
    assertThat(put(ada, "Channel/ours", null, "{\"spec\":{\"type\":\"log\"}}").status())
        .isEqualTo(201);
    assertThat(stranger.get(CONFIG).json().get("items")).isEmpty();
    assertThat(stranger.get(CONFIG).json().get("workspace").asText()).isEqualTo("other");
    assertThat(stranger.get(CONFIG + "/Channel/ours").status()).isEqualTo(404);
    assertThat(delete(stranger, "Channel/ours", 1).status()).isEqualTo(412);
    List<String> names = new ArrayList<>();
    ada.get(CONFIG + "?kind=Channel")
        .json()
        .get("items")
        .forEach(item -> names.add(item.get("kind").asText() + "/" + item.get("name").asText()));
    assertThat(names).containsExactly("Channel/ours");
    assertThat(ada.get(CONFIG + "?kind=Chanel").status()).isEqualTo(400);
  }

  @Test
  void whatProvesASenderIsNeverShown() throws Exception {
    String hash = "0123456789abcdef".repeat(4);
    String body =
        "{\"spec\":{\"source\":\"sentry\",\"secrets\":[\"env:ONE\",\"enc:v1:two\"],\"keySha256\":[\""
            + hash
            + "\"]}}";
    Api.Answer created = put(ada, "Integration/shop", null, body);
    assertThat(created.status()).isEqualTo(201);
    Api.Answer found = ada.get(CONFIG + "/Integration/shop");
    for (Api.Answer answer : List.of(created, found)) {
      assertThat(answer.json().get("spec").toString())
          .isEqualTo(
              "{\"source\":\"sentry\",\"secrets\":[\"***\",\"***\"],\"keySha256\":[\"***\"]}");
    }
    JsonNode kept = log("Integration/default/shop").get(0).spec();
    assertThat(kept.at("/keySha256/0").asText()).isEqualTo(hash);
  }

  private static HttpRequest.Builder typed(String path) {
    return ada.request(path).header("Content-Type", "application/json");
  }

  private static Api.Answer put(Api person, String path, Integer seen, String body)
      throws Exception {
    return person.send(
        seen(person.request(CONFIG + "/" + path), seen)
            .header("Content-Type", "application/json")
            .PUT(BodyPublishers.ofString(body)));
  }

  private static Api.Answer delete(Api person, String path, Integer seen) throws Exception {
    return person.send(seen(person.request(CONFIG + "/" + path), seen).DELETE());
  }

  private static HttpRequest.Builder seen(HttpRequest.Builder request, Integer version) {
    return version == null
        ? request.header("If-None-Match", "*")
        : request.header("If-Match", "\"" + version + "\"");
  }

  private static KafkaConsumer<byte[], byte[]> consumer() {
    KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", kafka.bootstrapServers()),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    consumer.assign(List.of(LOG));
    consumer.seekToBeginning(List.of(LOG));
    return consumer;
  }

  private static long end() {
    try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
      return consumer.endOffsets(List.of(LOG)).get(LOG);
    }
  }

  /** The records of this key, in their order. */
  private static List<ConfigRecord> log(String key) throws Exception {
    List<ConfigRecord> records = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
      long end = consumer.endOffsets(List.of(LOG)).get(LOG);
      while (consumer.position(LOG) < end) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
          if (key.equals(new String(record.key(), StandardCharsets.UTF_8))) {
            records.add(Json.mapper().readValue(record.value(), ConfigRecord.class));
          }
        }
      }
    }
    return records;
  }
}
