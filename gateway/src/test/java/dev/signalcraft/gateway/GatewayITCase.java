// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.gateway;

import static dev.signalcraft.gateway.Signing.bytes;
import static dev.signalcraft.gateway.Signing.gzip;
import static dev.signalcraft.gateway.Signing.jsonOf;
import static dev.signalcraft.gateway.Signing.sha256;
import static dev.signalcraft.gateway.Signing.sign;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.signalcraft.domain.Topic;
import dev.signalcraft.domain.ingest.Input;
import dev.signalcraft.domain.json.Json;
import dev.signalcraft.domain.secret.Keyset;
import dev.signalcraft.domain.secret.Secrets;
import dev.signalcraft.embedded.kafka.EmbeddedKafka;
import dev.signalcraft.gateway.config.Senders;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The gateway before a real Kafka. */
class GatewayITCase {
  private static final String PATH = "/webhooks/sentry/default.demo";
  private static final int PARTITIONS = 2;

  @TempDir static Path directory;
  private static EmbeddedKafka kafka;
  private static Topics topics;
  private static Gateway gateway;
  private static Secrets secrets;
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  @BeforeAll
  static void start() throws Exception {
    kafka = EmbeddedKafka.start(directory.resolve("kafka"), 0);
    kafka.createTopics(PARTITIONS);
    topics = new Topics(kafka, PARTITIONS);
    Path keyset = directory.resolve("keyset.json");
    secrets = new Secrets(Keyset.create(keyset), Map.of());
    topics.config("default", "demo", 1, "\"secrets\":[\"" + sealed("default", "s3cret") + "\"]");
    topics.config("other", "demo", 1, "\"secrets\":[\"" + sealed("other", "theirs") + "\"]");
    topics.config("default", "legacy", 1, "\"keySha256\":[\"" + sha256("legacy-key") + "\"]");
    gateway =
        Gateway.start(
            GatewaySettings.read(
                List.of(
                    "--bootstrap-servers=" + kafka.bootstrapServers(),
                    "--gateway.port=0",
                    "--gateway.produce-timeout=2s",
                    "--keyset-file=" + keyset),
                Map.of()));
    awaitReady();
  }

  @AfterAll
  static void stop() {
    gateway.close();
    kafka.close();
  }

  private static void awaitReady() {
    await().atMost(Duration.ofSeconds(30)).until(() -> get("/ready").statusCode() == 200);
  }

  private static String sealed(String workspace, String secret) {
    return secrets.seal(secret, workspace, "Integration", "demo", Senders.SECRET_FIELD);
  }

  private static HttpResponse<String> get(String path) throws Exception {
    return CLIENT.send(
        HttpRequest.newBuilder(URI.create(gateway.url() + path)).build(), BodyHandlers.ofString());
  }

  private static HttpResponse<String> post(String path, byte[] body, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(gateway.url() + path))
            .POST(BodyPublishers.ofByteArray(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return CLIENT.send(request.build(), BodyHandlers.ofString());
  }

  private static HttpResponse<String> signed(byte[] body) throws Exception {
    return post(PATH, body, "Sentry-Hook-Signature", sign("s3cret", body));
  }

  private static ConsumerRecord<byte[], byte[]> assertKept(
      HttpResponse<String> response, byte[] body) {
    assertThat(response.statusCode()).isEqualTo(202);
    String id = response.headers().firstValue("Request-Id").orElseThrow();
    assertThat(response.body()).contains(id);
    ConsumerRecord<byte[], byte[]> record = topics.kept().get(id);
    assertThat(record).isNotNull();
    assertThat(record.key()).isNull();
    assertThat(record.value()).isEqualTo(body);
    return record;
  }

  private static void assertRefused(HttpResponse<String> response, int status) {
    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    assertThat(topics.kept())
        .doesNotContainKey(response.headers().firstValue("Request-Id").orElseThrow());
  }

  @Test
  void aClickInSlackIsACommandUnderTheKeyOfItsGroup() throws Exception {
    topics.configure(
        """
        {"kind":"Integration","metadata":{"workspace":"default","name":"slack"},"version":1,
         "baseVersion":0,"deleted":false,
         "spec":{"source":"slack","secrets":["%s"],"users":{"U1":"ada"}}}"""
            .formatted(
                secrets.seal("signing", "default", "Integration", "slack", Senders.SECRET_FIELD)));
    String key = "0123456789abcdef0123456789abcdef";
    String payload =
        """
        {"type":"block_actions","user":{"id":"U1"},"actions":[{"action_id":"resolve",
         "value":"%s-1772409600000:3","action_ts":"1772445600.5"}]}"""
            .formatted(key);
    byte[] body = bytes("payload=" + URLEncoder.encode(payload, StandardCharsets.UTF_8));
    String time = Long.toString(System.currentTimeMillis() / 1_000);
    byte[] signed = bytes("v0:" + time + ":" + new String(body, StandardCharsets.UTF_8));

    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () ->
                post(
                            "/webhooks/slack/actions",
                            body,
                            "Content-Type",
                            "application/x-www-form-urlencoded",
                            "X-Slack-Request-Timestamp",
                            time,
                            "X-Slack-Signature",
                            "v0=" + sign("signing", signed))
                        .statusCode()
                    == 200);

    List<ConsumerRecord<byte[], byte[]>> records = topics.records(Topic.INPUTS);
    assertThat(records).hasSize(1);
    assertThat(new String(records.get(0).key(), StandardCharsets.UTF_8)).isEqualTo(key);
    Input input = Json.mapper().readValue(records.get(0).value(), Input.class);
    assertThat(input.command().actor()).isEqualTo("ada");
    assertThat(input.command().groupId()).isEqualTo(key + "-1772409600000");
  }

  static List<byte[]> unreadableBodies() {
    return List.of(
        bytes(""),
        bytes("not json"),
        bytes("{\"a\":\"\0\"}"),
        bytes("[".repeat(10_000) + "]".repeat(10_000)),
        bytes("{\"datetime\":\"2099-01-01T00:00:00Z\"}"),
        jsonOf(1 << 20));
  }

  @ParameterizedTest
  @MethodSource("unreadableBodies")
  void aSignedBodyIsKeptByteForByteWhateverItSays(byte[] body) throws Exception {
    assertKept(signed(body), body);
  }

  @Test
  void theRouteStandsBesideTheBodyAndNoCredentialDoes() throws Exception {
    byte[] body = bytes("{\"action\":\"created\"}\n");

    ConsumerRecord<byte[], byte[]> record =
        assertKept(
            post(
                PATH + "?key=legacy-key",
                gzip(body),
                "Content-Type",
                "application/json",
                "Content-Encoding",
                "gzip",
                "Sentry-Hook-Resource",
                "issue",
                "Sentry-Hook-Signature",
                sign("s3cret", body),
                "Authorization",
                "Bearer legacy-key"),
            body);

    List<String> names = new ArrayList<>();
    record
        .headers()
        .forEach(header -> names.add(header.key() + "=" + Topics.header(record, header.key())));
    assertThat(names)
        .containsExactlyInAnyOrder(
            "workspace=default",
            "source=sentry",
            "integration=demo",
            "request-id=" + Topics.header(record, "request-id"),
            "content-type=application/json",
            "sentry-hook-resource=issue");
  }

  @Test
  void theLegacyPluginSendsWithAKeyInItsUrl() throws Exception {
    byte[] body = bytes("{\"id\":\"1\"}");

    assertKept(post("/webhooks/sentry/default.legacy?key=legacy-key", body), body);
  }

  @Test
  void whatMayNotBeSentIsRefusedAndNotKept() throws Exception {
    byte[] body = bytes("{}");
    String signature = sign("s3cret", body);

    assertRefused(post(PATH, body, "Sentry-Hook-Signature", sign("wrong", body)), 401);
    assertRefused(
        post("/webhooks/sentry/other.demo", body, "Sentry-Hook-Signature", signature), 401);
    assertRefused(
        post("/webhooks/jira/default.demo", body, "Sentry-Hook-Signature", signature), 404);
    assertRefused(signed(jsonOf(2 << 20)), 413);
    assertRefused(
        post(PATH, body, "Sentry-Hook-Signature", signature, "Content-Type", "image/png"), 415);
  }

  @Test
  void aNewSecretIsValidBesideTheOldOneAndBadRecordsOfTheConfigLogDoNotMatter() throws Exception {
    byte[] body = bytes("{}");
    topics.configure("not json");
    topics.configure("{\"kind\":\"Integration\"}");
    topics.config("default", "rotated", 1, "\"secrets\":[\"env:PATH\"]");
    topics.config(
        "default",
        "rotated",
        2,
        "\"secrets\":[\"env:PATH\",\""
            + secrets.seal("new", "default", "Integration", "rotated", Senders.SECRET_FIELD)
            + "\"]");

    for (String secret : List.of("new", System.getenv("PATH"))) {
      await()
          .atMost(Duration.ofSeconds(10))
          .until(
              () ->
                  post(
                              "/webhooks/sentry/default.rotated",
                              body,
                              "Sentry-Hook-Signature",
                              sign(secret, body))
                          .statusCode()
                      == 202);
    }
  }

  @Test
  void withKafkaAwaySendersAreToldToTryAgainAndAfterwardsAllIsWell() throws Exception {
    kafka.stop();
    try {
      HttpResponse<String> response = signed(bytes("{}"));

      assertThat(response.statusCode()).isEqualTo(503);
      assertThat(response.headers().firstValue("Retry-After")).hasValue("5");
      assertThat(response.body()).contains("\"status\":503").doesNotContain("127.0.0.1");
      await().atMost(Duration.ofSeconds(30)).until(() -> get("/ready").statusCode() == 503);
      assertThat(get("/ready").body()).contains("Kafka cannot be reached.");
      assertThat(get("/health").statusCode()).isEqualTo(200);
    } finally {
      kafka.start();
    }
    awaitReady();
    byte[] body = bytes("{\"after\":true}");
    await().atMost(Duration.ofSeconds(30)).until(() -> signed(body).statusCode() == 202);
    assertKept(signed(body), body);
  }

  @Test
  void aGatewayThatStartsBeforeKafkaTakesNothingUntilTheConfigurationIsRead() throws Exception {
    try (EmbeddedKafka late = EmbeddedKafka.start(directory.resolve("late"), 0)) {
      late.stop();
      try (Gateway early =
          Gateway.start(
              GatewaySettings.read(
                  List.of("--bootstrap-servers=" + late.bootstrapServers(), "--gateway.port=0"),
                  Map.of()))) {
        URI ready = URI.create(early.url() + "/ready");
        HttpRequest webhook =
            HttpRequest.newBuilder(URI.create(early.url() + PATH))
                .POST(BodyPublishers.ofString("{}"))
                .build();

        HttpResponse<String> response = CLIENT.send(webhook, BodyHandlers.ofString());

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.body()).contains("configuration has not been read");
        late.start();
        late.createTopics(1);
        await()
            .atMost(Duration.ofSeconds(30))
            .until(
                () ->
                    CLIENT
                            .send(HttpRequest.newBuilder(ready).build(), BodyHandlers.ofString())
                            .statusCode()
                        == 200);
        assertThat(CLIENT.send(webhook, BodyHandlers.ofString()).statusCode()).isEqualTo(401);
      }
    }
  }

  @Test
  void manySendersAtOnceAreAllAnsweredAndAllKept() throws Exception {
    List<CompletableFuture<String>> answers = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      byte[] body = bytes("{\"n\":" + i + "}");
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(gateway.url() + PATH))
              .POST(BodyPublishers.ofByteArray(body))
              .header("Sentry-Hook-Signature", sign("s3cret", body))
              .build();
      answers.add(
          CLIENT
              .sendAsync(request, BodyHandlers.ofString())
              .thenApply(response -> response.headers().firstValue("Request-Id").orElseThrow()));
    }
    List<String> ids = answers.stream().map(CompletableFuture::join).toList();

    assertThat(topics.kept().keySet()).containsAll(ids);
  }
}
