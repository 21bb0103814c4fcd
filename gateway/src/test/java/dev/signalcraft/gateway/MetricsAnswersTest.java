// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.gateway;

import static dev.signalcraft.gateway.Signing.bytes;
import static dev.signalcraft.gateway.Signing.gzip;
import static dev.signalcraft.gateway.Signing.jsonOf;
import static dev.signalcraft.gateway.Signing.sha256;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.signalcraft.gateway.config.Sender;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MetricsAnswersTest {
  private static final String PATH = "/api/metrics";
  private static final String KEY = "sk_0123";
  private static final String GOOD = "{\"name\":\"queue.depth\",\"value\":7}";
  private static final Map<String, Sender> SENDERS =
      Map.of(
          "acme.app",
          new Sender("metrics", List.of(), List.of(sha256("sk_older"), sha256(KEY))),
          "default.legacy",
          new Sender("sentry", List.of(), List.of(sha256("legacy-key"))));
  private static TestServer server;

  @BeforeAll
  static void startServer() {
    server = new TestServer(SENDERS);
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @BeforeEach
  void reset() {
    server.measured.clear();
    server.obstacle = null;
    server.answerOfTheLog = CompletableFuture.completedFuture(null);
  }

  private static HttpResponse<String> send(String json, String... headers) {
    return send(bytes(json.replace('\'', '"')), headers);
  }

  private static HttpResponse<String> send(byte[] body, String... headers) {
    List<String> all = new ArrayList<>(List.of("Authorization", "Bearer " + KEY));
    all.addAll(List.of(headers));
    return server.post(PATH, body, all.toArray(new String[0]));
  }

  private static void assertProblem(HttpResponse<String> response, int status, String detail) {
    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    assertThat(response.body())
        .contains("\"status\":" + status)
        .contains("\"instance\":\"" + response.headers().firstValue("Request-Id").orElseThrow())
        .contains("\"detail\":\"" + detail);
  }

  @Test
  void oneMeasurementIsKeptForTheWorkspaceOfItsKey() {
    HttpResponse<String> response =
        send(
            """
            {'name': 'http.duration', 'value': 12.5, 'unit': 'ms', 'outcome': 'error',
             'timestamp': '2026-03-02T09:59:00Z', 'project': 'shop', 'environment': 'staging',
             'tags': {'route': '/cart'}, 'workspace': 'other', 'more': 1}""");

    assertThat(response.statusCode()).isEqualTo(202);
    String id = response.headers().firstValue("Request-Id").orElseThrow();
    assertThat(response.body()).isEqualTo("{\"requestId\":\"" + id + "\",\"accepted\":1}");
    assertThat(server.measured)
        .containsExactly(
            """
            {'workspace':'acme','project':'shop','environment':'staging','name':'http.duration',\
            'value':12.5,'unit':'ms','outcome':'error','occurredAt':'2026-03-02T09:59:00.000Z',\
            'tags':{'route':'/cart'}}"""
                .replace('\'', '"'));
  }

  @Test
  void aMeasurementWithoutATimeIsLeftToTheLog() {
    assertThat(send("[" + GOOD + "]").statusCode()).isEqualTo(202);

    assertThat(server.measured)
        .containsExactly(
            """
            {'workspace':'acme','project':'default','environment':'production',\
            'name':'queue.depth','value':7.0,'outcome':'none','tags':{}}"""
                .replace('\'', '"'));
  }

  @Test
  void eachBadElementIsNamedAndTheGoodOnesAreKept() {
    HttpResponse<String> response =
        send(
            "[{'name':'a','value':1},{'name':'a'},7,{'name':'a','value':'x'},"
                + "{'name':'b','value':1e16},{'name':'c','value':3}]");

    assertProblem(
        response, 400, "Of 6 measurements 4 cannot be used; see errors. The others are kept.");
    assertThat(response.body())
        .endsWith(
            """
            ,'accepted':2,'errors':[\
            {'index':1,'reason':'value: missing; give a number'},\
            {'index':2,'reason':'payload: expected an object, one measurement'},\
            {'index':3,'reason':'value: expected a number, found text'},\
            {'index':4,'reason':'value: expected a finite number from -1e15 to 1e15'}]}"""
                .replace('\'', '"'));
    assertThat(server.measured)
        .satisfiesExactly(
            record -> assertThat(record).contains("\"name\":\"a\",\"value\":1.0"),
            record -> assertThat(record).contains("\"name\":\"c\",\"value\":3.0"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "``|the body is empty; send JSON",
        "nope|not JSON, at line 1, column 1",
        "[{'name':'a','value':1},{]|not JSON, at line 1, column 26",
        "{'name':'a','value':1}{'name':'b','value':1}|more than one JSON value",
        "[{'name':'a','name':'b','value':1}]|a name is given twice, at line 1, column 20"
      })
  void ofABodyThatIsNoJsonNothingIsKept(String body, String detail) {
    HttpResponse<String> response = send(body);

    assertProblem(response, 400, detail);
    assertThat(response.body()).endsWith(",\"accepted\":0,\"errors\":[]}");
    assertThat(server.measured).isEmpty();
  }

  @Test
  void anEmptyArrayIsNoFault() {
    assertThat(send("[]").body()).endsWith(",\"accepted\":0}");
  }

  @Test
  void nobodySendsWithoutTheKeyOfAnIntegrationOfMeasurements() {
    byte[] body = bytes(GOOD);
    for (String shown :
        List.of("Bearer sk_", "Bearer " + sha256(KEY), "Bearer legacy-key", "Basic " + KEY)) {
      HttpResponse<String> response = server.post(PATH, body, "Authorization", shown);
      assertProblem(response, 401, "No integration of measurements has this key");
      assertThat(response.headers().firstValue("WWW-Authenticate"))
          .hasValue("Bearer realm=\"signalcraft\"");
    }
    assertProblem(server.post(PATH, body), 401, "No integration");
    assertProblem(server.post(PATH + "?key=" + KEY, body), 401, "No integration");
    assertThat(server.measured).isEmpty();
    assertThat(server.post(PATH, body, "Authorization", "bearer sk_older").statusCode())
        .isEqualTo(202);
  }

  @Test
  void whatIsTooLargeOrOfAnotherKindIsRefusedAsWebhooksAre() {
    assertProblem(send(jsonOf((1 << 20) + 1)), 413, "The body is larger than 1048576 bytes");
    assertProblem(
        send(gzip(jsonOf((1 << 20) + 1)), "Content-Encoding", "gzip"), 413, "The body is larger");
    assertProblem(send(GOOD, "Content-Type", "image/png"), 415, "Send application/json");
    assertProblem(send(GOOD, "Content-Encoding", "br"), 415, "Send the body as it is");
    assertProblem(send(many(10_001)), 413, "The body has more than 10000 measurements.");
    assertThat(server.measured).isEmpty();

    assertThat(send(gzip(bytes(GOOD)), "Content-Encoding", "gzip").statusCode()).isEqualTo(202);
    server.measured.clear();
    assertThat(send(many(10_000)).body()).endsWith("\"accepted\":10000}");
    assertThat(server.measured).hasSize(10_000);
  }

  @Test
  void recordsThatWouldTakeTooMuchMemoryWaitAndTheMemoryIsGivenBack() {
    try (TestServer small = new TestServer(SENDERS, Duration.ofSeconds(5), 1 << 20)) {
      String[] key = {"Authorization", "Bearer " + KEY};

      assertProblem(small.post(PATH, bytes(many(10_000)), key), 503, "Too many bodies");
      assertThat(small.measured).isEmpty();
      for (int i = 0; i < 10; i++) {
        assertThat(small.post(PATH, bytes(many(2_000)), key).statusCode()).isEqualTo(202);
      }
    }
  }

  private static String many(int count) {
    return "[" + String.join(",", Collections.nCopies(count, GOOD)) + "]";
  }

  @Test
  void nothingIsTakenWhileItCannotBeKept() {
    server.obstacle = "Not yet.";
    HttpResponse<String> early = send(GOOD);
    server.obstacle = null;
    server.answerOfTheLog = CompletableFuture.failedFuture(new TimeoutException("secret detail"));
    HttpResponse<String> late = send("[" + GOOD + ",1]");

    assertProblem(early, 503, "Not yet.");
    assertProblem(late, 503, "Kafka did not take the body; send it again.");
    assertThat(List.of(early, late))
        .allSatisfy(
            response -> assertThat(response.headers().firstValue("Retry-After")).hasValue("5"));
  }

  @Test
  void measurementsAreCountedByWhatBecameOfThem() {
    try (TestServer fresh = new TestServer(SENDERS)) {
      String[] key = {"Authorization", "Bearer " + KEY};
      fresh.post(PATH, bytes("[" + GOOD + "," + GOOD + ",0]"), key);
      fresh.post(PATH, bytes(GOOD), key);

      assertThat(fresh.get("/metrics").body())
          .contains("signalcraft_gateway_measurements_total{outcome=\"accepted\"} 3.0")
          .contains("signalcraft_gateway_measurements_total{outcome=\"refused\"} 1.0");
      await()
          .atMost(Duration.ofSeconds(5))
          .untilAsserted(
              () ->
                  assertThat(fresh.get("/metrics").body())
                      .contains("{route=\"/api/metrics\",source=\"metrics\",status=\"400\"} 1"));
    }
  }
}
