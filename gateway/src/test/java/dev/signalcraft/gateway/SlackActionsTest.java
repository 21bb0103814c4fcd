// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.gateway;

import static dev.signalcraft.gateway.Signing.bytes;
import static dev.signalcraft.gateway.Signing.sign;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.signalcraft.domain.grouping.Action;
import dev.signalcraft.domain.grouping.Command;
import dev.signalcraft.gateway.config.Sender;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SlackActionsTest {
  private static final String PATH = "/webhooks/slack/actions";
  private static final String SECRET = "8f742231b10e8888abcd99yyyzzz85a5";
  private static final long NOW = TestServer.NOW / 1_000;
  private static final String GROUP = "0123456789abcdef0123456789abcdef-1772409600000";

  private final List<String> replies = new CopyOnWriteArrayList<>();
  private HttpServer slack;
  private TestServer server;

  @BeforeEach
  void start() throws IOException {
    slack = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
    slack.createContext(
        "/",
        exchange -> {
          replies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    slack.start();
    server =
        new TestServer(
            Map.of(
                "default.buttons",
                new Sender("slack", List.of(bytes("older"), bytes(SECRET)), List.of()),
                "default.shop",
                new Sender("sentry", List.of(bytes("of-sentry")), List.of())),
            Duration.ofSeconds(5),
            32 << 20,
            hooks());
  }

  @AfterEach
  void stop() {
    server.close();
    slack.stop(0);
  }

  private String hooks() {
    return "http://127.0.0.1:" + slack.getAddress().getPort();
  }

  private String click(String user, String action, String value) {
    return click(user, action, value, hooks() + "/actions/1");
  }

  private static String click(String user, String action, String value, String responseUrl) {
    return """
        {"type":"block_actions","user":{"id":"%s"},"team":{"id":"T1"},"channel":{"id":"C1"},
         "container":{"message_ts":"1.1"},"response_url":"%s","trigger_id":"x",
         "actions":[{"action_id":"%s","block_id":"b","value":"%s","type":"button",
                     "action_ts":"1772445600.123456"}]}"""
        .formatted(user, responseUrl, action, value);
  }

  private static byte[] form(String payload) {
    return bytes("payload=" + URLEncoder.encode(payload, StandardCharsets.UTF_8));
  }

  private HttpResponse<String> send(String payload) {
    return send(form(payload), NOW, SECRET);
  }

  private HttpResponse<String> send(byte[] body, long time, String secret) {
    byte[] signed = bytes("v0:" + time + ":" + new String(body, StandardCharsets.UTF_8));
    return post(body, Long.toString(time), "v0=" + sign(secret, signed));
  }

  private HttpResponse<String> post(byte[] body, String time, String signature) {
    return server.post(
        PATH,
        body,
        "Content-Type",
        "application/x-www-form-urlencoded",
        "X-Slack-Request-Timestamp",
        time,
        "X-Slack-Signature",
        signature);
  }

  @Test
  void aClickIsACommandOfWhoeverClicked() {
    HttpResponse<String> answer = send(click("U1", "acknowledge", GROUP + ":3"));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEmpty();
    assertThat(server.commands).hasSize(1);
    assertThat(server.commands.get(0).groupKey()).isEqualTo("0123456789abcdef0123456789abcdef");
    Command command = server.commands.get(0).command();
    assertThat(command.workspace()).isEqualTo("default");
    assertThat(command.groupId()).isEqualTo(GROUP);
    assertThat(command.expectedVersion()).isEqualTo(3);
    assertThat(command.action()).isEqualTo(Action.ACKNOWLEDGE);
    assertThat(command.actor()).isEqualTo("ada");
    assertThat(server.kept).isEmpty();
  }

  @Test
  void aSnoozeEndsByTheTimeOfTheClick() {
    send(click("U1", "snooze-1-hour", GROUP + ":3"));

    assertThat(server.commands.get(0).command().until())
        .isEqualTo(Instant.parse("2026-03-02T11:00:00.123Z"));
  }

  @Test
  void theSameClickIsTheSameCommand() {
    send(click("U1", "resolve", GROUP + ":3"));
    send(click("U1", "resolve", GROUP + ":3"));

    assertThat(server.commands).hasSize(2);
    assertThat(server.commands.get(0)).isEqualTo(server.commands.get(1));
  }

  @Test
  void whoeverIsNotKnownIsToldSoAloneAndDoesNothing() {
    assertThat(send(click("U9", "resolve", GROUP + ":3")).statusCode()).isEqualTo(200);

    await().atMost(Duration.ofSeconds(10)).until(() -> replies.size() == 1);
    assertThat(replies.get(0))
        .contains("\"response_type\":\"ephemeral\"", "\"replace_original\":false", "`U9`");
    assertThat(server.commands).isEmpty();
  }

  @Test
  void aButtonThatIsNotKnownDoesNothing() {
    assertThat(send(click("U1", "reboot", GROUP + ":3")).statusCode()).isEqualTo(200);

    await().atMost(Duration.ofSeconds(10)).until(() -> replies.size() == 1);
    assertThat(replies.get(0)).contains("none that Signalcraft knows");
    assertThat(server.commands).isEmpty();
  }

  @Test
  void answersGoToSlackAlone() {
    String elsewhere = hooks().replace("127.0.0.1", "localhost") + "/actions/1";
    send(click("U9", "resolve", GROUP + ":3", elsewhere));
    send(click("U9", "resolve", GROUP + ":3", hooks() + "0/"));
    send(click("U9", "resolve", GROUP + ":3", hooks() + "@evil.example/"));
    send(click("U9", "resolve", GROUP + ":3"));

    await().atMost(Duration.ofSeconds(10)).until(() -> !replies.isEmpty());
    assertThat(replies).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(longs = {-301, -100_000, 301, 100_000})
  void whatIsOldOrOfTheFutureIsRefused(long seconds) {
    byte[] body = form(click("U1", "resolve", GROUP + ":3"));

    assertThat(send(body, NOW + seconds, SECRET).statusCode()).isEqualTo(401);
    assertThat(server.commands).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {-299, 0, 299})
  void whatIsOfTheseMinutesIsTaken(long seconds) {
    byte[] body = form(click("U1", "resolve", GROUP + ":3"));

    assertThat(send(body, NOW + seconds, SECRET).statusCode()).isEqualTo(200);
    assertThat(send(body, NOW + seconds, "older").statusCode()).isEqualTo(200);
  }

  @Test
  void nobodySendsWithoutTheSignature() {
    byte[] body = form(click("U1", "resolve", GROUP + ":3"));
    String time = Long.toString(NOW);
    String good =
        "v0=" + sign(SECRET, bytes("v0:" + time + ":" + new String(body, StandardCharsets.UTF_8)));

    assertThat(send(body, NOW, "of-sentry").statusCode()).isEqualTo(401);
    assertThat(send(body, NOW, "wrong").statusCode()).isEqualTo(401);
    for (String signature :
        List.of("", "v0=", good.substring(3), good + "0", "v1" + good.substring(2))) {
      assertThat(post(body, time, signature).statusCode()).isEqualTo(401);
    }
    assertThat(post(body, "now", good).statusCode()).isEqualTo(401);
    assertThat(post(body, Long.toString(NOW + 1), good).statusCode()).isEqualTo(401);
    assertThat(post(bytes("payload=x"), time, good).statusCode()).isEqualTo(401);
    assertThat(server.commands).isEmpty();
    assertThat(post(body, time, good).statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "7",
        "{\"type\":\"view_submission\"}",
        "{\"type\":\"block_actions\"}"
      })
  void whatElseSlackSendsIsTakenAndDoesNothing(String payload) {
    assertThat(send(payload).statusCode()).isEqualTo(200);
    assertThat(server.commands).isEmpty();
  }

  @Test
  void aFormThatIsBrokenDoesNothing() {
    assertThat(send(bytes("payload=%zz"), NOW, SECRET).statusCode()).isEqualTo(200);
    assertThat(send(bytes("other=1"), NOW, SECRET).statusCode()).isEqualTo(200);
    assertThat(server.post(PATH, bytes("{}"), "Content-Type", "application/json").statusCode())
        .isEqualTo(415);
  }

  @Test
  void whenKafkaIsSlowTheAnswerComesBeforeSlackGivesUp() {
    server.answerOfTheLog = new CompletableFuture<>();
    long begin = System.nanoTime();

    HttpResponse<String> answer = send(click("U1", "resolve", GROUP + ":3"));

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(System.nanoTime() - begin).isLessThan(3_000_000_000L);
  }

  @Test
  void whenKafkaRefusesTheClickFails() {
    server.answerOfTheLog =
        CompletableFuture.failedFuture(new org.apache.kafka.common.errors.TimeoutException("x"));

    assertThat(send(click("U1", "resolve", GROUP + ":3")).statusCode()).isEqualTo(503);
  }
}
