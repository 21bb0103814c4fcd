// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.gateway;

import static dev.signalcraft.gateway.Signing.sha256;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.signalcraft.domain.Topic;
import dev.signalcraft.domain.config.ConfigHistory;
import dev.signalcraft.domain.config.Workspace;
import dev.signalcraft.domain.ingest.MetricSample;
import dev.signalcraft.domain.ingest.MetricSamples;
import dev.signalcraft.domain.ingest.Rejection;
import dev.signalcraft.embedded.kafka.EmbeddedKafka;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Measurements on their way through the gateway to a real Kafka. */
class MetricsITCase {
  private static final int PARTITIONS = 2;
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  @TempDir static Path directory;
  private static EmbeddedKafka kafka;
  private static Topics topics;
  private static Gateway gateway;

  @BeforeAll
  static void start() throws Exception {
    kafka = EmbeddedKafka.start(directory.resolve("kafka"), 0);
    kafka.createTopics(PARTITIONS);
    topics = new Topics(kafka, PARTITIONS);
    integration("acme", "app", "metrics", "sk_acme", "");
    integration("acme", "staging", "metrics", "sk_staging", ",\"environments\":[\"staging\"]");
    integration("default", "legacy", "sentry", "legacy-key", "");
    topics.configure(
        """
        {"kind":"Workspace","metadata":{"workspace":"acme","name":"workspace"},"version":1,
         "baseVersion":0,"deleted":false,"spec":{"defaultEnvironment":"live"}}""");
    gateway =
        Gateway.start(
            GatewaySettings.read(
                List.of(
                    "--bootstrap-servers=" + kafka.bootstrapServers(),
                    "--gateway.port=0",
                    "--gateway.produce-timeout=2s"),
                Map.of()));
    awaitReady();
  }

  @AfterAll
  static void stop() {
    gateway.close();
    kafka.close();
  }

  private static void integration(
      String workspace, String name, String source, String key, String more) throws Exception {
    topics.configure(
        """
        {"kind":"Integration","metadata":{"workspace":"%s","name":"%s"},"version":1,
         "baseVersion":0,"deleted":false,"spec":{"source":"%s","keySha256":["%s"]%s}}"""
            .formatted(workspace, name, source, sha256(key), more));
  }

  private static void awaitReady() {
    URI ready = URI.create(gateway.url() + "/ready");
    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () ->
                CLIENT
                        .send(HttpRequest.newBuilder(ready).build(), BodyHandlers.ofString())
                        .statusCode()
                    == 200);
  }

  private static HttpResponse<String> post(String key, String json) throws Exception {
    return CLIENT.send(
        HttpRequest.newBuilder(URI.create(gateway.url() + "/api/metrics"))
            .header("Authorization", "Bearer " + key)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(json.replace('\'', '"')))
            .build(),
        BodyHandlers.ofString());
  }

  /** What the topic holds of a name, read as the job of monitors reads it. */
  private static List<MetricSample> kept(String name) throws Rejection {
    MetricSamples reader = new MetricSamples(new ConfigHistory<>(Workspace.KIND, Workspace::read));
    List<MetricSample> samples = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> record : topics.records(Topic.METRICS)) {
      MetricSample sample = reader.read(record.value(), record.timestamp());
      if (sample != null && sample.name().equals(name)) {
        samples.add(sample);
      }
    }
    return samples;
  }

  @Test
  void aMeasurementLiesInTheLogWhenItsSenderIsAnswered() throws Exception {
    Instant at = Instant.now().truncatedTo(ChronoUnit.MILLIS).minusSeconds(30);

    HttpResponse<String> response =
        post(
            "sk_acme",
            """
            {'name':'one','value':0.25,'unit':'s','outcome':'ok','timestamp':'%s',
             'project':'shop','environment':'qa','tags':{'route':'/cart','code':200}}"""
                .formatted(at));

    assertThat(response.statusCode()).isEqualTo(202);
    assertThat(response.body()).endsWith(",\"accepted\":1}");
    assertThat(kept("one"))
        .containsExactly(
            new MetricSample(
                "acme",
                "shop",
                "qa",
                "one",
                0.25,
                "s",
                MetricSample.Outcome.OK,
                at,
                Map.of("route", "/cart", "code", "200")));
  }

  @Test
  void aMeasurementWithoutATimeHasThatOfTheLog() throws Exception {
    post("sk_acme", "{'name':'timeless','value':1}");

    ConsumerRecord<byte[], byte[]> record =
        topics.records(Topic.METRICS).stream()
            .filter(each -> new String(each.value(), UTF_8).contains("timeless"))
            .findFirst()
            .orElseThrow();
    assertThat(record.key()).isNull();
    assertThat(kept("timeless"))
        .extracting(MetricSample::occurredAt)
        .containsExactly(Instant.ofEpochMilli(record.timestamp()));
  }

  @Test
  void theGoodOnesOfAnArrayAreKeptAndTheOthersNamed() throws Exception {
    HttpResponse<String> response =
        post(
            "sk_staging",
            "[{'name':'part','value':1},{'name':'part'},{'name':'part','value':2},"
                + "{'name':'part','value':-1,'unit':'ms'},null]");

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    assertThat(response.body())
        .contains("\"status\":400")
        .endsWith(
            """
            ,'accepted':2,'errors':[{'index':1,'reason':'value: missing; give a number'},\
            {'index':3,'reason':'value: a duration is not negative'},\
            {'index':4,'reason':'payload: expected an object, one measurement'}]}"""
                .replace('\'', '"'));
    assertThat(kept("part"))
        .extracting(MetricSample::value, MetricSample::workspace, MetricSample::environment)
        .containsExactlyInAnyOrder(tuple(1.0, "acme", "staging"), tuple(2.0, "acme", "staging"));
  }

  @Test
  void nobodySendsWithAnotherKey() throws Exception {
    for (String key : List.of("sk_wrong", "legacy-key", sha256("sk_acme"))) {
      HttpResponse<String> response = post(key, "{'name':'foreign','value':1}");
      assertThat(response.statusCode()).isEqualTo(401);
      assertThat(response.body()).contains("\"status\":401").doesNotContain(key);
    }
    assertThat(kept("foreign")).isEmpty();
  }

  @Test
  void theEnvironmentIsThatOfTheWorkspaceOnceItsDocumentIsInForce() throws Exception {
    await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () -> {
              post("sk_acme", "{'name':'where','value':1}");
              return kept("where").stream().anyMatch(s -> s.environment().equals("live"));
            });
  }

  @Test
  void allElementsOfALargeArrayAreKept() throws Exception {
    String[] elements =
        IntStream.range(0, 5_000)
            .mapToObj(i -> "{'name':'large','value':" + i + "}")
            .toArray(String[]::new);

    HttpResponse<String> response = post("sk_acme", "[" + String.join(",", elements) + "]");

    assertThat(response.body()).endsWith(",\"accepted\":5000}");
    assertThat(kept("large").stream().mapToDouble(MetricSample::value).sorted())
        .containsExactlyElementsOf(IntStream.range(0, 5_000).mapToObj(i -> (double) i).toList());
  }

  @Test
  void withKafkaAwaySendersAreToldToTryAgainAndAfterwardsAllIsWell() throws Exception {
    kafka.stop();
    try {
      HttpResponse<String> response =
          post("sk_acme", "[{'name':'away','value':1},{'name':'away','value':2}]");

      assertThat(response.statusCode()).isEqualTo(503);
      assertThat(response.headers().firstValue("Retry-After")).hasValue("5");
    } finally {
      kafka.start();
    }
    awaitReady();
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> post("sk_acme", "{'name':'back','value':1}").statusCode() == 202);
    assertThat(kept("back")).extracting(MetricSample::value).containsOnly(1.0);
  }
}
