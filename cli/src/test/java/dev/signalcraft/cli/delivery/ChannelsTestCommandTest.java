// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.cli.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.signalcraft.cli.TestCommandLine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The command against a server that answers what a console may answer, the last again and again.
 */
class ChannelsTestCommandTest {
  private static final String ID = "0123456789abcdef0123456789abcdef";
  private static final String PATH = "/api/v1/channels/ops/test";

  @TempDir private Path directory;
  private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
  private final Deque<String> answers = new ArrayDeque<>();
  private HttpServer server;
  private TestCommandLine line;

  @BeforeEach
  void start() throws Exception {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private synchronized void answer(HttpExchange exchange) {
    try (exchange) {
      asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
      exchange.getRequestBody().readAllBytes();
      String next = answers.size() > 1 ? answers.removeFirst() : answers.getFirst();
      byte[] body = next.substring(4).getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(Integer.parseInt(next, 0, 3, 10), body.length);
      exchange.getResponseBody().write(body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String test(int code, String status, String more) {
    return "%d {\"notificationId\":\"%s\",\"channel\":\"ops\",\"result\":\"%s/%s\",\"status\":\"%s\"%s}"
        .formatted(code, ID, PATH, ID, status, more);
  }

  private int run(String... arguments) throws Exception {
    List<String> all = new ArrayList<>(List.of("channels", "test"));
    Path token = Files.writeString(directory.resolve("token"), "sc_x");
    all.addAll(List.of(arguments));
    String url = "http://127.0.0.1:" + server.getAddress().getPort();
    all.addAll(List.of("--url", url, "--token-file", token.toString()));
    line = new TestCommandLine();
    return line.run(all.toArray(String[]::new));
  }

  @Test
  void whatWasSentIsALine() throws Exception {
    answers.add(test(202, "pending", ""));
    answers.add(test(200, "retrying", ",\"attempt\":1,\"error\":\"HTTP 503\""));
    answers.add(
        test(
            200,
            "sent",
            ",\"attempt\":2,\"httpStatus\":200,\"latencyMillis\":40,\"messageId\":\"m1\""));

    assertThat(run("ops", "--wait", "30s")).isZero();
    assertThat(line.out()).containsExactly("sent ops in 40 ms (HTTP 200), message m1");
    assertThat(asked)
        .hasSize(3)
        .startsWith("POST " + PATH)
        .last()
        .asString()
        .startsWith("GET " + PATH + "/" + ID + "?wait=");
  }

  @Test
  void whomItDidNotReachIsSaid() throws Exception {
    answers.add(
        test(202, "sent", ",\"latencyMillis\":40,\"error\":\"not to 1 of 2: a@b.c (450)\""));

    assertThat(run("ops")).isZero();
    assertThat(line.out()).containsExactly("sent ops in 40 ms, not to 1 of 2: a@b.c (450)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "given-up|failed: ops: invalid_auth",
        "retrying|retrying: ops failed 3 times: invalid_auth; it is tried again",
        "pending|pending: ops; Kafka has the test, nothing is known of it yet: it waits where the channel is paused by Retry-After, fails or is at its rate; else, does the delivery job run?"
      })
  void whatWasNotSentEndsWithOne(String status, String said) throws Exception {
    answers.add(
        test(
            202,
            status,
            status.equals("pending") ? "" : ",\"attempt\":3,\"error\":\"invalid_auth\""));

    assertThat(run("ops", "--wait", "0s")).isEqualTo(1);
    assertThat(line.out()).containsExactly(said);
    assertThat(asked).containsExactly("POST " + PATH);
  }

  @Test
  void aChannelThatDoesNotExistIsToldWithWhatToDo() throws Exception {
    answers.add("404 {\"detail\":\"This workspace has no such channel.\"}");

    assertThat(run("ops")).isEqualTo(1);
    assertThat(line.err())
        .containsExactly(
            "ops: This workspace has no such channel."
                + " ('signalcraft get Channel' lists those that there are)");
  }

  @Test
  void whatIsNoNameAndNoDurationIsWrongUse() throws Exception {
    answers.add("500 {}");

    assertThat(run("Ops!")).isEqualTo(2);
    assertThat(run("ops", "--wait", "soon")).isEqualTo(2);
    assertThat(asked).isEmpty();
  }
}
