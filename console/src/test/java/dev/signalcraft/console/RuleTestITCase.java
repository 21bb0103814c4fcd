// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalcraft.console.access.Tokens;
import dev.signalcraft.domain.Topic;
import dev.signalcraft.domain.config.ConfigRecord;
import dev.signalcraft.domain.json.Json;
import dev.signalcraft.embedded.kafka.EmbeddedKafka;
import dev.signalcraft.sql.TestDatabase;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What rules would do, asked over HTTP, also when others than the console write documents. */
class RuleTestITCase {
  private static final String CONFIG = "/api/v1/config/";
  private static final String EVENT =
      "{'source':'shop','title':'Out of order','severity':'critical','tags':{'team':'pay'},"
          + "'occurredAt':'2020-01-01T00:00:00Z'}";

  @TempDir private static Path directory;
  private static EmbeddedKafka kafka;
  private static KafkaProducer<String, byte[]> producer;
  private static Console console;
  private static Path tokens;
  private static int workspaces;

  @BeforeAll
  static void start() throws Exception {
    kafka = EmbeddedKafka.start(directory.resolve("kafka"), 0);
    kafka.createTopics(1);
    producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", kafka.bootstrapServers()),
            new StringSerializer(),
            new ByteArraySerializer());
    tokens = directory.resolve("tokens");
    console =
        Console.start(
            TestConsole.settings(
                kafka.bootstrapServers(), TestDatabase.migrated().url(), 0, tokens));
    Api ada = person("default");
    await().atMost(Duration.ofSeconds(30)).until(() -> ada.get("/api/v1/config").status() == 200);
  }

  @AfterAll
  static void stop() {
    console.close();
    producer.close();
    kafka.close();
  }

  private static Api person(String workspace) throws Exception {
    return new Api(console.url(), Tokens.issue(tokens, workspace, "ada"));
  }

  private static String workspace() {
    return "w" + ++workspaces;
  }

  @Test
  void theRulesOfTheWorkspaceAreExplainedAsTheyStandNow() throws Exception {
    Api ada = person(workspace());
    put(ada, "RoutingRule/all", "{'priority':2,'notify':[{'channel':'mail','wait':'5m'}]}");
    put(
        ada,
        "RoutingRule/critical",
        "{'when':'severity == \\'critical\\' && tags.team == \\'ops\\'','priority':1,"
            + "'notify':[{'channel':'pager'}]}");
    put(
        ada,
        "Silence/deploy",
        "{'matchers':['source=shop'],'endsAt':'2999-01-01T00:00:00Z'," + "'reason':'x'}");

    Api.Answer answer = test(ada, "{'event':" + EVENT + "}");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(outcomes(answer)).containsExactly("critical 1 does-not-hold", "all 1 acts");
    JsonNode condition = answer.json().at("/rules/0/condition");
    assertThat(condition.get("join").asText()).isEqualTo("all");
    assertThat(condition.at("/parts/0/verdict").asText()).isEqualTo("holds");
    assertThat(condition.at("/parts/1/verdict").asText()).isEqualTo("does-not-hold");
    assertThat(condition.at("/parts/1/facts/tags.team").asText()).isEqualTo("pay");
    assertThat(answer.json().at("/targets/0/channel").asText()).isEqualTo("mail");
    assertThat(answer.json().at("/targets/0/waitMillis").asLong()).isEqualTo(300_000);
    assertThat(answer.json().at("/targets/0/heldBy/0").asText()).isEqualTo("Silence/deploy");

    Api.Answer later = test(ada, "{'at':'2999-06-01T00:00:00Z','event':" + EVENT + "}");
    assertThat(later.json().at("/targets/0/heldBy")).isEmpty();
    assertThat(later.json().get("at").asText()).isEqualTo("2999-06-01T00:00:00.000Z");
  }

  @Test
  void rulesThatAreGivenAreTestedInsteadAndNothingIsWritten() throws Exception {
    Api ada = person(workspace());
    put(ada, "RoutingRule/all", "{'notify':[{'channel':'mail'}]}");

    Api.Answer answer =
        test(
            ada,
            "{'event':"
                + EVENT
                + ",'rules':[{'name':'mine','spec':{'notify':[{'channel':'slack'}]}}]}");

    assertThat(outcomes(answer)).containsExactly("mine 0 acts");
    assertThat(answer.json().at("/targets/0/channel").asText()).isEqualTo("slack");
    assertThat(ada.get("/api/v1/config").json().get("items")).hasSize(1);
    assertThat(outcomes(test(ada, "{'event':" + EVENT + ",'rules':[]}"))).isEmpty();
    assertThat(outcomes(test(person(workspace()), "{'event':" + EVENT + "}"))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{} | event: give an event as on the topic events",
        "{'event':{'source':'shop'}} | event.title: missing or empty; an alert needs one",
        "{'event':{'source':'S','title':'x'}} | event.source: expected a name of 1 to 63 of a-z, 0-9 and -, found string",
        "{'event':{'source':'s','title':'x','workspace':'elsewhere'}} | event.workspace: the token opens default",
        "{'event':{'source':'s','title':'x'},'at':'soon'} | at: write a time such as 2026-03-01T12:00:00Z",
        "{'event':{'source':'s','title':'x'},'rule':[]} | rule: no such field; did you mean rules?",
        "{'event':{'source':'s','title':'x'},'rules':{}} | rules: give an array of at most 1000",
        "{'event':{'source':'s','title':'x'},'rules':[{'name':'a','spec':{'when':'x','stop':true}}]} | rules[0].spec.when: line 1, column 1: undeclared reference to 'x' (in container '')",
        "{'event':{'source':'s','title':'x'},'rules':[{'name':'A','spec':{'stop':true}}]} | rules[0].name: 1 to 63 lower-case letters, digits or hyphens",
        "{'event':{'source':'s','title':'x'},'rules':[7]} | rules[0].name: 1 to 63 lower-case letters, digits or hyphens",
        "{'event':{'source':'s','title':'x'},'rules':[{'name':'a','spec':{'stop':true}},{'name':'a','spec':{'stop':true}}]} | rules[1].name: is given twice",
      })
  void whatCannotBeTestedIsRefusedWithItsPlace(String body, String fault) throws Exception {
    Api.Answer answer = test(person("default"), body);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.faults()).containsExactly(fault);
  }

  @Test
  void aBodyThatIsNoneIsRefused() throws Exception {
    Api ada = person("default");
    assertThat(test(ada, "[]").status()).isEqualTo(400);
    assertThat(test(ada, "{").status()).isEqualTo(400);
    HttpRequest.Builder plain =
        ada.request("/api/v1/routing-rules/test").POST(BodyPublishers.ofString("{}"));
    assertThat(ada.send(plain).status()).isEqualTo(415);
    assertThat(test(new Api(console.url(), null), "{}").status()).isEqualTo(401);
    String rules =
        IntStream.range(0, 1_001)
            .mapToObj(i -> "{'name':'r" + i + "','spec':{'stop':true}}")
            .collect(Collectors.joining(","));
    assertThat(test(ada, "{'event':" + EVENT + ",'rules':[" + rules + "]}").faults())
        .containsExactly("rules: give an array of at most 1000");
  }

  @Test
  void aVersionThatSomebodyElseWroteAndNobodyCanUseLeavesTheOneBeforeInForce() throws Exception {
    String workspace = workspace();
    Api ada = person(workspace);
    put(ada, "RoutingRule/all", "{'notify':[{'channel':'mail'}]}");
    assertThat(ada.get(CONFIG + "RoutingRule/all").json().get("inForceVersion").asLong())
        .isEqualTo(1);
    write(workspace, "RoutingRule", "all", 2, "{'notify':[{'channel':'MAIL'}]}");
    write(workspace, "RoutingRule", "fresh", 1, "{'when':'nonsense'}");
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> ada.get(CONFIG + "RoutingRule/fresh").status() == 200);

    JsonNode all = ada.get(CONFIG + "RoutingRule/all").json();
    assertThat(all.get("version").asLong()).isEqualTo(2);
    assertThat(all.get("inForceVersion").asLong()).isEqualTo(1);
    assertThat(all.get("refusal").asText()).startsWith("spec.notify[0].channel: name a channel");
    assertThat(all.at("/spec/notify/0/channel").asText()).isEqualTo("MAIL");
    JsonNode fresh = ada.get(CONFIG + "RoutingRule/fresh").json();
    assertThat(fresh.get("inForceVersion").asLong()).isZero();
    assertThat(fresh.has("refusal")).isTrue();
    JsonNode items = ada.get("/api/v1/config").json().get("items");
    assertThat(items.get(0).has("refusal")).isTrue();

    Api.Answer answer = test(ada, "{'event':" + EVENT + "}");
    assertThat(outcomes(answer)).containsExactly("all 1 acts");
    assertThat(answer.json().at("/targets/0/channel").asText()).isEqualTo("mail");

    Api.Answer mended =
        ada.send(
            ada.request(CONFIG + "RoutingRule/all")
                .header("If-Match", "\"2\"")
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString(json("{'spec':{'stop':true}}"))));
    assertThat(mended.json().get("inForceVersion").asLong()).isEqualTo(3);
    assertThat(mended.json().has("refusal")).isFalse();
  }

  @Test
  void aWorkspaceHasAtMostFiveThousandDocuments() throws Exception {
    String workspace = workspace();
    Api ada = person(workspace);
    for (int i = 0; i < 5_000; i++) {
      write(workspace, "RoutingRule", "r" + i, 1, "{'stop':true}");
    }
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> ada.get(CONFIG + "RoutingRule/r4999").status() == 200);

    Api.Answer more = send(ada, "RoutingRule/more", "{'stop':true}");
    assertThat(more.status()).isEqualTo(409);
    assertThat(more.json().get("detail").asText())
        .isEqualTo("A workspace has at most 5000 documents; delete some first.");
    Api.Answer changed =
        ada.send(
            ada.request(CONFIG + "RoutingRule/r0")
                .header("If-Match", "\"1\"")
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString(json("{'spec':{'stop':true,'priority':1}}"))));
    assertThat(changed.status()).isEqualTo(200);
    Api.Answer deleted =
        ada.send(ada.request(CONFIG + "RoutingRule/r1").header("If-Match", "\"1\"").DELETE());
    assertThat(deleted.status()).isEqualTo(200);
    assertThat(send(ada, "RoutingRule/more", "{'stop':true}").status()).isEqualTo(201);
    assertThat(send(person(workspace()), "RoutingRule/more", "{'stop':true}").status())
        .isEqualTo(201);
  }

  @Test
  void anEditThatDoesNotSayThatItIsJsonIsRefused() throws Exception {
    Api ada = person(workspace());
    for (String type : List.of("text/plain", "application/x-www-form-urlencoded", "")) {
      HttpRequest.Builder request =
          ada.request(CONFIG + "RoutingRule/typed")
              .header("If-None-Match", "*")
              .PUT(BodyPublishers.ofString(json("{'spec':{'stop':true}}")));
      Api.Answer answer = ada.send(type.isEmpty() ? request : request.header("Content-Type", type));
      assertThat(answer.status()).as(type).isEqualTo(415);
      assertThat(answer.json().get("detail").asText())
          .isEqualTo("Send JSON, with Content-Type: application/json.");
    }
    assertThat(ada.get(CONFIG + "RoutingRule/typed").status()).isEqualTo(404);
  }

  private static List<String> outcomes(Api.Answer answer) {
    List<String> outcomes = new ArrayList<>();
    answer
        .json()
        .get("rules")
        .forEach(
            rule ->
                outcomes.add(
                    "%s %s %s"
                        .formatted(
                            rule.get("name").asText(),
                            rule.get("version").asText(),
                            rule.get("outcome").asText())));
    return outcomes;
  }

  private static Api.Answer test(Api person, String body) throws Exception {
    return person.send(
        person
            .request("/api/v1/routing-rules/test")
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(json(body))));
  }

  private static void put(Api person, String path, String spec) throws Exception {
    assertThat(send(person, path, spec).status()).isEqualTo(201);
  }

  private static Api.Answer send(Api person, String path, String spec) throws Exception {
    return person.send(
        person
            .request(CONFIG + path)
            .header("If-None-Match", "*")
            .header("Content-Type", "application/json; charset=utf-8")
            .PUT(BodyPublishers.ofString("{\"spec\":" + json(spec) + "}")));
  }

  /** What somebody else writes, who checks nothing. */
  private static void write(String workspace, String kind, String name, long version, String spec)
      throws Exception {
    ConfigRecord record =
        new ConfigRecord(
            kind,
            new ConfigRecord.Metadata(workspace, name),
            version,
            version - 1,
            false,
            Json.mapper().readTree(json(spec)));
    Future<?> unused =
        producer.send(
            new ProducerRecord<>(
                Topic.CONFIG.topicName(), record.key(), Json.mapper().writeValueAsBytes(record)));
  }

  /** Written with single quotation marks; those that are meant so stand behind a backslash. */
  private static String json(String text) {
    return text.replace("\\'", "\u0000").replace('\'', '"').replace('\u0000', '\'');
  }
}
