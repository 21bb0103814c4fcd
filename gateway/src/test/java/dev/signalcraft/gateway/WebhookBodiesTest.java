// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.gateway;

import static dev.signalcraft.gateway.Signing.bytes;
import static dev.signalcraft.gateway.Signing.gzip;
import static dev.signalcraft.gateway.Signing.jsonOf;
import static dev.signalcraft.gateway.Signing.sign;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookBodiesTest {
  private static final String PATH = "/webhooks/sentry/default.demo";
  private static TestServer server;

  @BeforeAll
  static void startServer() {
    server = new TestServer(Map.of("default.demo", TestServer.sentry("s3cret")));
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @BeforeEach
  void forget() {
    server.kept.clear();
  }

  private static HttpResponse<String> signed(byte[] body, String... headers) {
    String[] all = Arrays.copyOf(headers, headers.length + 2);
    all[headers.length] = "Sentry-Hook-Signature";
    all[headers.length + 1] = sign("s3cret", body);
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

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/json",
        "APPLICATION/JSON",
        "text/plain;charset=utf-8",
        "application/vnd.x+json"
      })
  void whatCanBeJsonIsTaken(String type) {
    byte[] body = bytes("{}");

    assertKept(signed(body, "Content-Type", type), body);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/xml",
        "multipart/form-data",
        "application/x-www-form-urlencoded",
        "json",
        "application/json,text/html"
      })
  void whatCannotBeJsonIsRefused(String type) {
    assertProblem(signed(bytes("{}"), "Content-Type", type), 415);
  }

  @ParameterizedTest
  @ValueSource(strings = {"br", "deflate", "gzip, gzip", "gzip,identity", "identity, gzip", "x"})
  void otherAndChainedCodingsAreRefused(String coding) {
    assertProblem(signed(bytes("{}"), "Content-Encoding", coding), 415);
  }

  @Test
  void codingsInTwoHeadersAreChainedToo() {
    assertProblem(signed(bytes("{}"), "Content-Encoding", "gzip", "Content-Encoding", "gzip"), 415);
  }

  @Test
  void aPackedBodyMayBeSignedPackedOrUnpacked() {
    byte[] body = bytes("{\"a\":\"" + "x".repeat(1_000) + "\"}");
    byte[] packed = gzip(body);

    assertKept(signed(packed, "Content-Encoding", "gzip"), body);
    server.kept.clear();
    assertKept(
        server.post(
            PATH,
            packed,
            "Content-Encoding",
            "GZIP",
            "Sentry-Hook-Signature",
            sign("s3cret", body)),
        body);
  }

  @Test
  void aBodyThatIsNotPackedAsItSaysIsRefused() {
    assertProblem(signed(bytes("{}"), "Content-Encoding", "gzip"), 400);
    byte[] cut = Arrays.copyOf(gzip(jsonOf(5_000)), 40);
    assertProblem(signed(cut, "Content-Encoding", "gzip"), 400);
  }

  @Test
  void exactlyTheLimitIsTaken() {
    byte[] body = jsonOf(TestServer.LIMIT);

    assertKept(signed(body), body);
    server.kept.clear();
    assertKept(signed(gzip(body), "Content-Encoding", "gzip"), body);
  }

  @Test
  void oneByteMoreIsTooLarge() {
    byte[] body = jsonOf(TestServer.LIMIT + 1);

    assertProblem(signed(body), 413);
    assertProblem(signed(gzip(body), "Content-Encoding", "gzip"), 413);
  }

  @Test
  void twoMebibytesAreTooLargeWhetherTheLengthIsSaidOrNot() {
    byte[] body = jsonOf(2 << 20);

    assertProblem(signed(body), 413);
    assertProblem(
        server.post(PATH, BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body))), 413);
  }

  @Test
  void aChunkedBodyOfTheLimitIsTaken() {
    byte[] body = jsonOf(TestServer.LIMIT);

    assertKept(
        server.post(
            PATH,
            BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)),
            "Sentry-Hook-Signature",
            sign("s3cret", body)),
        body);
  }

  @Test
  void aGzipBombStopsAtTheLimit() {
    byte[] bomb = gzip(new byte[100 << 20]);
    assertThat(bomb.length).isLessThan(TestServer.LIMIT);

    assertProblem(signed(bomb, "Content-Encoding", "gzip"), 413);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "not json", "{\"a\":\"\0\"}", "{\"a\":\"\\u0000\"}", "[1,"})
  void whatCannotBeReadIsKeptForOthersToPark(String text) {
    assertKept(signed(bytes(text)), bytes(text));
  }

  @Test
  void tenThousandNestedArraysAreKept() {
    byte[] body = bytes("[".repeat(10_000) + "]".repeat(10_000));

    assertKept(signed(body), body);
  }

  @Test
  void anEmptyBodyThatSaysItIsPackedIsKept() {
    assertKept(signed(new byte[0], "Content-Encoding", "gzip"), new byte[0]);
  }
}
