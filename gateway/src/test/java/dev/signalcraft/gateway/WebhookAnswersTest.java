// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.gateway;

import static dev.signalcraft.gateway.Signing.bytes;
import static dev.signalcraft.gateway.Signing.sha256;
import static dev.signalcraft.gateway.Signing.sign;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalcraft.gateway.config.Sender;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookAnswersTest {
  private static final String PATH = "/webhooks/sentry/default.demo";
  private static TestServer server;

  @BeforeAll
  static void startServer() {
    server =
        new TestServer(
            Map.of(
                "default.demo",
                TestServer.sentry("old-secret", "new-secret"),
                "other.demo",
                TestServer.sentry("their-secret"),
                "default.legacy",
                new Sender("sentry", List.of(), List.of(sha256("legacy-key"))),
                "default.grafana",
                new Sender("grafana", List.of(bytes("new-secret")), List.of())));
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @BeforeEach
  void reset() {
    server.kept.clear();
    server.obstacle = null;
    server.answerOfTheLog = CompletableFuture.completedFuture(null);
  }

  private static HttpResponse<String> signed(byte[] body, String... headers) {
    return signed("new-secret", body, headers);
  }

  private static HttpResponse<String> signed(String secret, byte[] body, String... headers) {
    String[] all = Arrays.copyOf(headers, headers.length + 2);
    all[headers.length] = "Sentry-Hook-Signature";
    all[headers.length + 1] = sign(secret, body);
    return server.post(PATH, body, all);
  }

  private static void assertKept(HttpResponse<String> response, byte[] body) {
    assertThat(response.statusCode()).isEqualTo(202);
    assertThat(server.kept).hasSize(1);
    assertThat(server.kept.get(0).body()).isEqualTo(body);
  }

  private static void assertProblem(HttpResponse<String> response, int status) {
    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    assertThat(response.body())
        .contains("\"status\":" + status)
        .contains("\"instance\":\"" + response.headers().firstValue("Request-Id").orElseThrow());
    assertThat(server.kept).isEmpty();
  }

  @Test
  void aSignedBodyIsKeptByteForByteUnderItsRoute() {
    byte[] body = bytes("{ \"action\" : \"créé\" }\n");

    HttpResponse<String> response =
        signed(
            body,
            "Content-Type",
            "application/json; charset=utf-8",
            "Sentry-Hook-Resource",
            "issue",
            "Sentry-Hook-Timestamp",
            "1772409600",
            "Idempotency-Key",
            "i".repeat(300),
            "Authorization",
            "Basic c2VjcmV0",
            "Cookie",
            "session=1");

    assertKept(response, body);
    String id = response.headers().firstValue("Request-Id").orElseThrow();
    assertThat(id).matches("[0-9a-f]{32}");
    assertThat(response.body()).isEqualTo("{\"requestId\":\"" + id + "\"}");
    assertThat(server.kept.get(0).headers())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "workspace", "default",
                "source", "sentry",
                "integration", "demo",
                "request-id", id,
                "content-type", "application/json; charset=utf-8",
                "sentry-hook-resource", "issue",
                "sentry-hook-timestamp", "1772409600",
                "idempotency-key", "i".repeat(256)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"old-secret", "new-secret"})
  void eachOfTwoSecretsIsValidWhileOneIsRotated(String secret) {
    byte[] body = bytes("{}");

    assertKept(signed(secret, body), body);
  }

  @Test
  void theSignatureIsOverTheBytesNotTheJson() {
    byte[] body = bytes("{\"a\":1}\n");

    assertProblem(
        server.post(PATH, body, "Sentry-Hook-Signature", sign("new-secret", bytes("{\"a\":1}"))),
        401);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "00",
        "zz",
        "ünïcode",
        "0000000000000000000000000000000000000000000000000000000000000000"
      })
  void aWrongSignatureIsRefused(String signature) throws Exception {
    String response =
        server.raw(
            "POST "
                + PATH
                + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 2\r\n"
                + "Sentry-Hook-Signature: "
                + signature
                + "\r\n\r\n{}");

    assertThat(response).startsWith("HTTP/1.1 401 ").contains("WWW-Authenticate: Bearer");
    assertThat(server.kept).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/webhooks/sentry/default.absent",
        "/webhooks/sentry/absent.demo",
        "/webhooks/sentry/other.demo",
        "/webhooks/sentry/default.grafana",
        "/webhooks/sentry/default.legacy",
        "/webhooks/sentry/demo",
        "/webhooks/sentry/default.demo.x",
        "/webhooks/sentry/DEFAULT.demo",
        "/webhooks/sentry/.",
        "/webhooks/sentry/default.%20demo"
      })
  void whoDoesNotExistCannotBeToldFromWhoSignsWrongly(String path) {
    byte[] body = bytes("{}");
    HttpResponse<String> wrong = signed("no-secret", body);
    String signature = sign("new-secret", body);

    HttpResponse<String> response = server.post(path, body, "Sentry-Hook-Signature", signature);

    assertProblem(response, 401);
    assertThat(withoutId(response)).isEqualTo(withoutId(wrong));
  }

  private static String withoutId(HttpResponse<String> response) {
    return response.body().replaceAll("\"instance\":\"[0-9a-f]{32}\"", "");
  }

  @Test
  void nobodyMaySendWithoutCredentials() {
    assertProblem(server.post(PATH, bytes("{}")), 401);
    assertProblem(server.post("/webhooks/sentry/default.legacy", bytes("{}")), 401);
  }

  @Test
  void aSenderThatCannotSignGivesItsKeyAsBearerOrInTheQuery() {
    String path = "/webhooks/sentry/default.legacy";

    assertThat(server.post(path, bytes("{}"), "Authorization", "Bearer legacy-key").statusCode())
        .isEqualTo(202);
    assertThat(server.post(path + "?key=legacy-key", bytes("{}")).statusCode()).isEqualTo(202);
    assertThat(server.kept).hasSize(2);
    assertThat(server.kept.toString()).doesNotContain("legacy-key");
    server.kept.clear();
    assertProblem(server.post(path + "?key=other", bytes("{}")), 401);
    assertProblem(server.post(path + "?key=" + sha256("legacy-key"), bytes("{}")), 401);
    assertProblem(server.post(PATH + "?key=legacy-key", bytes("{}")), 401);
  }

  @Test
  void anUnknownSourceIsNotFound() {
    assertProblem(server.post("/webhooks/jira/default.demo", bytes("{}")), 404);
  }

  @Test
  void nothingIsTakenBeforeTheConfigurationIsRead() {
    server.obstacle = "Not yet.";

    HttpResponse<String> response = signed(bytes("{}"));

    assertProblem(response, 503);
    assertThat(response.headers().firstValue("Retry-After")).hasValue("5");
  }

  @Test
  void aLogThatDoesNotTakeItIsAReasonToTryAgain() {
    server.answerOfTheLog = CompletableFuture.failedFuture(new TimeoutException("secret detail"));

    HttpResponse<String> response = signed(bytes("{}"));

    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(response.headers().firstValue("Retry-After")).hasValue("5");
    assertThat(response.body()).contains("send it again").doesNotContain("secret detail");
  }

  @Test
  void aFaultOfTheGatewayIsToldWithoutItsInsides() {
    server.answerOfTheLog =
        CompletableFuture.failedFuture(new IllegalStateException("secret detail"));

    HttpResponse<String> response = signed(bytes("{}"));

    assertThat(response.statusCode()).isEqualTo(500);
    assertThat(response.body()).contains("\"status\":500").doesNotContain("secret detail");
  }
}
