// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.gateway;

import static dev.signalcraft.gateway.Signing.bytes;
import static dev.signalcraft.gateway.Signing.sign;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerRobustnessTest {
  private static final String PATH = "/webhooks/sentry/default.demo";
  private static final String POST =
      "POST " + PATH + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n";

  private static TestServer server;

  @BeforeAll
  static void startServer() {
    server =
        new TestServer(
            Map.of("default.demo", TestServer.sentry("s3cret")), Duration.ofSeconds(1), 8 << 20);
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  private static HttpResponse<String> signed(byte[] body) {
    return server.post(PATH, body, "Sentry-Hook-Signature", sign("s3cret", body));
  }

  private static void assertProblem(String response, int status) {
    assertThat(response)
        .startsWith("HTTP/1.1 " + status + " ")
        .contains("Content-Type: application/problem+json")
        .contains("X-Content-Type-Options: nosniff")
        .contains("\"status\":" + status)
        .doesNotContainIgnoringCase("jetty")
        .doesNotContainIgnoringCase("javalin");
    String id = response.replaceAll("(?s).*Request-Id: ([0-9a-f]{32})\r.*", "$1");
    assertThat(response).contains("\"instance\":\"" + id + "\"");
  }

  @Test
  void aPathThatIsNotThereIsAProblem() throws IOException {
    assertProblem(server.raw("GET /nothing HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"), 404);
    assertProblem(server.raw("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"), 404);
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /webhooks/sentry/default.demo, POST",
    "PUT, /webhooks/sentry/default.demo, POST",
    "POST, /health, GET",
    "DELETE, /metrics, GET"
  })
  void aMethodThatIsNotTakenNamesTheOnesThatAre(String method, String path, String allowed)
      throws IOException {
    String response =
        server.raw(
            method
                + " "
                + path
                + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                + "Content-Length: 0\r\n\r\n");

    assertProblem(response, 405);
    assertThat(response).contains("Allow: " + allowed + "\r\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"TRACE", "OPTIONS", "QUERY", "BREW"})
  void rareMethodsAreRefusedAsProblems(String method) throws IOException {
    String response =
        server.raw(method + " " + PATH + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

    assertThat(response).matches("(?s)HTTP/1.1 40[45] .*Content-Type: application/problem.json.*");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "BROKEN\r\n\r\n",
        "GET /health HTTP/9.9\r\nHost: x\r\n\r\n",
        "POST /webhooks/sentry/default.%0d%0ademo HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
        "GET /%zz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
        "GET /health HTTP/1.1\r\nConnection: close\r\n\r\n"
      })
  void brokenHttpIsAProblem(String request) throws IOException {
    String response = server.raw(request);

    assertThat(response).matches("(?s)HTTP/1.1 (400|505) .*");
    assertThat(response)
        .contains("application/problem+json")
        .doesNotContainIgnoringCase("jetty")
        .doesNotContain("<html");
  }

  @Test
  void headersAreLimited() throws IOException {
    String response =
        server.raw("GET /health HTTP/1.1\r\nHost: x\r\nX-Large: " + "x".repeat(9_000) + "\r\n\r\n");

    assertThat(response).startsWith("HTTP/1.1 431 ").contains("application/problem+json");
  }

  @Test
  void aLengthThatIsTooShortCannotSmuggleARequest() throws IOException {
    String response = server.raw(POST + "Content-Length: 2\r\n\r\n{}GET /health HTTP/1.1\r\n\r\n");

    assertProblem(response, 401);
    assertThat(response).doesNotContain("alive");
  }

  @Test
  void aLengthAndChunksTogetherAreRefused() throws IOException {
    String response =
        server.raw(
            POST + "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n");

    assertThat(response).startsWith("HTTP/1.1 400 ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "99999999999999999999", "two"})
  void aLengthThatIsNoLengthIsRefused(String length) throws IOException {
    assertThat(server.raw(POST + "Content-Length: " + length + "\r\n\r\n{}"))
        .matches("(?s)HTTP/1.1 4\\d\\d .*");
  }

  @Test
  void aLengthThatIsTooLongEndsWithTheTimeToRead() throws IOException {
    assertProblem(server.raw(POST + "Content-Length: 100\r\n\r\n{}"), 408);
  }

  @Test
  void aSenderThatHangsUpLeavesNothingBehind() throws IOException {
    server.kept.clear();
    try (Socket socket = server.connect()) {
      socket.getOutputStream().write(bytes(POST + "Content-Length: 100000\r\n\r\n{"));
    }

    assertThat(signed(bytes("{}")).statusCode()).isEqualTo(202);
    assertThat(server.kept).hasSize(1);
  }

  @Test
  void aSlowSenderIsGivenUpAndDoesNotHoldUpOthers() throws IOException {
    List<Socket> slow = new ArrayList<>();
    try {
      for (int i = 0; i < 40; i++) {
        Socket socket = server.connect();
        slow.add(socket);
        socket.getOutputStream().write(bytes(POST + "Content-Length: 50000\r\n\r\n{"));
      }
      assertThat(signed(bytes("{}")).statusCode()).isEqualTo(202);
      Socket first = slow.get(0);
      // Drips on, so that the connection is never idle.
      await()
          .atMost(Duration.ofSeconds(10))
          .pollInterval(Duration.ofMillis(50))
          .until(
              () -> {
                if (first.getInputStream().available() > 0) {
                  return true;
                }
                first.getOutputStream().write(' ');
                return false;
              });
      byte[] answer = new byte[12];
      assertThat(first.getInputStream().readNBytes(answer, 0, 12)).isEqualTo(12);
      assertThat(new String(answer, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 408");
    } finally {
      for (Socket socket : slow) {
        socket.close();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "GET /health HTTP/1.1\r\nHost: x\r\n\r\n"})
  void aSenderOfSlowHeadersIsCutOffAlsoAfterAGoodRequest(String before) throws IOException {
    try (Socket socket = server.connect()) {
      socket.getOutputStream().write(bytes(before + "POST " + PATH + " HTTP/1.1\r\nX-Slow: "));
      // Drips on, so that the connection is never idle, until the server has closed it.
      await()
          .atMost(Duration.ofSeconds(10))
          .pollInterval(Duration.ofMillis(50))
          .until(
              () -> {
                try {
                  socket.getOutputStream().write('x');
                  return false;
                } catch (IOException e) {
                  return true;
                }
              });
    }
  }

  @Test
  void aConnectionThatWaitsForTheLogIsNotTakenForASlowOne() throws Exception {
    CompletableFuture<Void> log = new CompletableFuture<>();
    server.answerOfTheLog = log;
    CompletableFuture<HttpResponse<String>> answer =
        CompletableFuture.supplyAsync(() -> signed(bytes("{}")));
    // Longer than any time-out of this server.
    CompletableFuture.delayedExecutor(5, TimeUnit.SECONDS).execute(() -> log.complete(null));

    assertThat(answer.get(10, TimeUnit.SECONDS).statusCode()).isEqualTo(202);
    server.answerOfTheLog = CompletableFuture.completedFuture(null);
  }

  @Test
  void aServerThatEndsAnswersWhatIsUnderWay() throws Exception {
    CompletableFuture<Void> log = new CompletableFuture<>();
    TestServer ending = new TestServer(Map.of("default.demo", TestServer.sentry("s3cret")));
    ending.answerOfTheLog = log;
    byte[] body = bytes("{}");
    CompletableFuture<HttpResponse<String>> answer =
        CompletableFuture.supplyAsync(
            () -> ending.post(PATH, body, "Sentry-Hook-Signature", sign("s3cret", body)));
    await().until(() -> !ending.kept.isEmpty());

    CompletableFuture<Void> closed = CompletableFuture.runAsync(ending::close);
    CompletableFuture.delayedExecutor(300, TimeUnit.MILLISECONDS).execute(() -> log.complete(null));

    assertThat(answer.get(5, TimeUnit.SECONDS).statusCode()).isEqualTo(202);
    closed.get(5, TimeUnit.SECONDS);
  }

  @Test
  void aPortInUseIsToldInOneLine() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> server.anotherOnTheSamePort())
        .withMessageContaining("is the port in use? choose another with gateway.port");
  }

  @Test
  void aBodyThatTheHeadersForbidIsNotAskedFor() throws IOException {
    String response = server.raw(POST + "Expect: 100-continue\r\nContent-Length: 2000000\r\n\r\n");

    assertProblem(response, 413);
    assertThat(response).doesNotContain("100 Continue");
  }

  @Test
  void bodiesThatWaitForTheLogTogetherHoldNoMoreThanAllowed() throws Exception {
    server.answerOfTheLog = new CompletableFuture<>();
    byte[] body = Signing.jsonOf(TestServer.LIMIT);
    List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      answers.add(CompletableFuture.supplyAsync(() -> signed(body)));
    }
    CompletableFuture.anyOf(answers.toArray(CompletableFuture[]::new)).join();
    server.answerOfTheLog.complete(null);
    server.answerOfTheLog = CompletableFuture.completedFuture(null);

    List<Integer> statuses = answers.stream().map(answer -> answer.join().statusCode()).toList();

    assertThat(statuses).contains(503).containsAnyOf(202).doesNotContain(500);
    for (int i = 0; i < 10; i++) {
      assertThat(signed(body).statusCode()).isEqualTo(202);
    }
  }
}
