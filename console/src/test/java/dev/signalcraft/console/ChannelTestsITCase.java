// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalcraft.console.access.Tokens;
import dev.signalcraft.domain.Topic;
import dev.signalcraft.domain.delivery.ChannelTrial;
import dev.signalcraft.domain.delivery.Delivery;
import dev.signalcraft.domain.delivery.Delivery.Form;
import dev.signalcraft.domain.delivery.Delivery.Part;
import dev.signalcraft.domain.delivery.Delivery.Status;
import dev.signalcraft.domain.grouping.GroupStatus;
import dev.signalcraft.domain.json.Json;
import dev.signalcraft.domain.routing.Notification;
import dev.signalcraft.domain.routing.NotificationReason;
import dev.signalcraft.embedded.kafka.EmbeddedKafka;
import dev.signalcraft.sql.TestDatabase;
import dev.signalcraft.sql.delivery.NotificationLogRows;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

/** The tests of channels that the API takes and tells of; here the test is the job that sends. */
class ChannelTestsITCase {
  private static final TopicPartition PLACE =
      new TopicPartition(Topic.NOTIFICATIONS.topicName(), 0);

  @TempDir private static Path directory;
  private static TestDatabase database;
  private static EmbeddedKafka kafka;
  private static Console console;
  private static Api api;
  private static Api other;

  @BeforeAll
  static void start() throws Exception {
    database = TestDatabase.migrated();
    kafka = EmbeddedKafka.start(directory.resolve("kafka"), 0);
    kafka.createTopics(1);
    Path tokens = directory.resolve("tokens");
    String token = Tokens.issue(tokens, "default", "ada");
    String foreign = Tokens.issue(tokens, "other", "eve");
    console =
        Console.start(TestConsole.settings(kafka.bootstrapServers(), database.url(), 0, tokens));
    api = new Api(console.url(), token);
    other = new Api(console.url(), foreign);
    await().until(() -> api.get("/api/v1/config").status() == 200);
    assertThat(
            api.send(
                    api.request("/api/v1/config/Channel/ops")
                        .header("Content-Type", "application/json")
                        .header("If-None-Match", "*")
                        .PUT(BodyPublishers.ofString("{\"spec\":{\"type\":\"log\"}}")))
                .status())
        .isEqualTo(201);
  }

  @AfterAll
  static void stop() {
    console.close();
    kafka.close();
  }

  private static Api.Answer test(Api as, String channel, String rest, String key) throws Exception {
    HttpRequest.Builder request =
        as.request("/api/v1/channels/" + channel + "/test" + rest).POST(BodyPublishers.noBody());
    return as.send(key == null ? request : request.header("Idempotency-Key", key));
  }

  /** What lies in the topic about a notification. */
  private static List<ConsumerRecord<byte[], byte[]>> records(String id) throws Exception {
    List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", kafka.bootstrapServers()),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      consumer.assign(List.of(PLACE));
      consumer.seekToBeginning(List.of(PLACE));
      long end = consumer.endOffsets(List.of(PLACE)).get(PLACE);
      while (consumer.position(PLACE) < end) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
          if (read(record).notificationId().equals(id)) {
            found.add(record);
          }
        }
      }
    }
    return found;
  }

  private static Notification read(ConsumerRecord<byte[], byte[]> record) throws Exception {
    return Json.mapper().readValue(record.value(), Notification.class);
  }

  private static void attempt(String id, Status status, int number, String error) throws Exception {
    Notification told = read(records(id).get(0));
    database.write(
        NotificationLogRows.UPSERT,
        new Delivery(
            id,
            "default",
            "ops",
            Form.NOTIFICATION,
            status,
            number,
            List.of(new Part(told.groupId(), 1, id, told.reason(), told.at())),
            error == null ? 200 : 503,
            error,
            40,
            error == null ? "m1" : null,
            null,
            Instant.now()));
  }

  @Test
  void aTestIsOneNotificationThatOpensNothing() throws Exception {
    Instant before = Instant.now().minusSeconds(1);
    Api.Answer answer = test(api, "ops", "", "night-1");

    assertThat(answer.status()).isEqualTo(202);
    String id = answer.json().get("notificationId").asText();
    String result = "/api/v1/channels/ops/test/" + id;
    assertThat(answer.header("Location")).isEqualTo(result);
    assertThat(answer.json())
        .hasToString(
            "{\"notificationId\":\"%s\",\"channel\":\"ops\",\"result\":\"%s\",\"status\":\"pending\"}"
                .formatted(id, result));
    List<ConsumerRecord<byte[], byte[]>> kept = records(id);
    assertThat(kept).hasSize(1);
    Notification told = read(kept.get(0));
    assertThat(new String(kept.get(0).key(), StandardCharsets.UTF_8)).isEqualTo(told.groupKey());
    assertThat(told.at()).isBetween(before, Instant.now().plusSeconds(1));
    assertThat(told).isEqualTo(ChannelTrial.of("default", "ops", "night-1", "ada", told.at()));
    assertThat(told.reason()).isEqualTo(NotificationReason.TEST);
    assertThat(told.group().status()).isEqualTo(GroupStatus.RESOLVED);
    assertThat(told.group().title()).isEqualTo("Test of the channel ops");
  }

  @Test
  void askedForAgainUnderItsKeyItIsTheSameNotification() throws Exception {
    String first = test(api, "ops", "", "again").json().get("notificationId").asText();
    String second = test(api, "ops", "", "again").json().get("notificationId").asText();
    String third = test(api, "ops", "", null).json().get("notificationId").asText();
    String fourth = test(api, "ops", "", null).json().get("notificationId").asText();

    assertThat(second).isEqualTo(first);
    assertThat(List.of(first, third, fourth)).doesNotHaveDuplicates();
    assertThat(test(api, "ops", "", " ").status()).isEqualTo(400);
  }

  @Test
  void whatTheWorkspaceDoesNotHaveIsNotTested() throws Exception {
    assertThat(test(api, "none", "", null).status()).isEqualTo(404);
    assertThat(test(other, "ops", "", null).status()).isEqualTo(404);
    assertThat(test(api, "ops", "?wait=31s", null).status()).isEqualTo(400);
    assertThat(api.get("/api/v1/channels/ops/test/x").status()).isEqualTo(404);
  }

  @Test
  void whoWaitsIsToldWhatCameOfItForGood() throws Exception {
    String id = test(api, "ops", "", "wait").json().get("notificationId").asText();
    ExecutorService waiter = Executors.newSingleThreadExecutor();
    try {
      Future<Api.Answer> waiting = waiter.submit(() -> test(api, "ops", "?wait=15s", "wait"));
      attempt(id, Status.RETRYING, 1, "HTTP 503");
      JsonNode meanwhile = api.get("/api/v1/channels/ops/test/" + id).json();
      assertThat(meanwhile.get("status").asText()).isEqualTo("retrying");
      assertThat(meanwhile.get("error").asText()).isEqualTo("HTTP 503");
      assertThat(meanwhile.get("httpStatus").asInt()).isEqualTo(503);
      assertThat(waiting.isDone()).isFalse();
      attempt(id, Status.SENT, 2, null);

      Api.Answer answer = waiting.get();
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.json())
          .hasToString(
              ("{\"notificationId\":\"%1$s\",\"channel\":\"ops\","
                      + "\"result\":\"/api/v1/channels/ops/test/%1$s\",\"status\":\"sent\","
                      + "\"attempt\":2,\"httpStatus\":200,\"latencyMillis\":40,"
                      + "\"messageId\":\"m1\"}")
                  .formatted(id));
      assertThat(other.get("/api/v1/channels/ops/test/" + id).json().get("status").asText())
          .isEqualTo("pending");
    } finally {
      waiter.shutdownNow();
    }
  }

  @Test
  void whenTheTimeIsOverTheLastAttemptIsTold() throws Exception {
    String id = test(api, "ops", "", "slow").json().get("notificationId").asText();
    attempt(id, Status.RETRYING, 1, "HTTP 503");

    Api.Answer answer = test(api, "ops", "?wait=500ms", "slow");

    assertThat(answer.status()).isEqualTo(202);
    assertThat(answer.json().get("status").asText()).isEqualTo("retrying");
    JsonNode asked = api.get("/api/v1/channels/ops/test/" + id + "?wait=500ms").json();
    assertThat(asked.get("status").asText()).isEqualTo("retrying");
  }
}
