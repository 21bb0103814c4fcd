// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalcraft.console.access.Tokens;
import dev.signalcraft.console.http.HttpServer;
import dev.signalcraft.sql.TestDatabase;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConsoleITCase {
  private static final String GROUPS = "/api/v1/alert-groups";

  @TempDir private static Path directory;
  private static TestDatabase database;
  private static Path tokens;
  private static Console console;
  private static String token;
  private static Api api;

  @BeforeAll
  static void start() throws Exception {
    database = TestDatabase.migrated();
    tokens = directory.resolve("tokens");
    token = Tokens.issue(tokens, "default", "test");
    console = Console.start(settings(database.url(), 0));
    api = new Api(console.url(), token);
  }

  @AfterAll
  static void stop() {
    console.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {GROUPS, GROUPS + "/x", "/api/v1/nothing", "/api", "/API/v1/alert-groups"})
  void noPathOfTheApiAnswersWithoutAToken(String path) throws Exception {
    Api.Answer answer = new Api(console.url(), null).get(path);
    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer realm=\"signalcraft\"");
    assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(answer.json().get("title").asText()).isEqualTo("Unauthorized");
  }

  @Test
  void aPathCannotBeWrittenSoThatItPassesTheGate() throws Exception {
    for (String path :
        new String[] {
          "//api/v1/alert-groups",
          "/x/../api/v1/alert-groups",
          "/%61pi/v1/alert-groups",
          "/./api/v1/alert-groups",
          "/api;x=1/v1/alert-groups",
          "/health/..%2fapi/v1/alert-groups"
        }) {
      String answer = RawHttp.exchange(console.port(), "GET " + path + " HTTP/1.1\r\n");
      assertThat(answer.split(" ", 3)[1]).as(path).isIn("400", "401", "404");
      assertThat(answer).as(path).doesNotContain("\"items\"");
    }
  }

  @Test
  void onlyTheTokenItselfOpens() throws Exception {
    assertThat(api.get(GROUPS).status()).isEqualTo(200);
    for (String wrong :
        new String[] {
          "", "sc_", token + "x", token.substring(1), token.toUpperCase(Locale.ROOT), "Ä"
        }) {
      Api.Answer answer =
          new Api(console.url(), null)
              .send(api.request(GROUPS).header("Authorization", "Bearer " + wrong));
      assertThat(answer.status()).as(wrong).isEqualTo(401);
    }
    assertThat(
            new Api(console.url(), null)
                .send(api.request(GROUPS).header("Authorization", "Basic " + token))
                .status())
        .isEqualTo(401);
    assertThat(
            new Api(console.url(), null)
                .send(api.request(GROUPS).header("Authorization", "bearer  " + token))
                .status())
        .isEqualTo(200);
  }

  @Test
  void aTokenIsKnownAsSoonAsItIsIssuedAndEndsWithTheNextOfItsName() throws Exception {
    String first = Tokens.issue(tokens, "default", "fresh");
    assertThat(new Api(console.url(), first).get(GROUPS).status()).isEqualTo(200);
    String second = Tokens.issue(tokens, "default", "fresh");
    assertThat(new Api(console.url(), first).get(GROUPS).status()).isEqualTo(401);
    assertThat(new Api(console.url(), second).get(GROUPS).status()).isEqualTo(200);
    assertThat(api.get(GROUPS).status()).isEqualTo(200);
  }

  @Test
  void everyAnswerCarriesSecurityHeadersAndNoServerName() throws Exception {
    for (String path : new String[] {GROUPS, "/health", "/nothing"}) {
      Api.Answer answer = api.get(path);
      assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
      assertThat(answer.header("X-Frame-Options")).isEqualTo("DENY");
      assertThat(answer.header("Content-Security-Policy")).startsWith("default-src 'none'");
      assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
      assertThat(answer.header("Server")).isEmpty();
    }
  }

  @Test
  void otherPathsMethodsAndSizesAreProblems() throws Exception {
    assertThat(api.get("/api/v1/nothing").json().get("detail").asText())
        .isEqualTo("There is nothing at this path.");
    assertThat(api.get("/").status()).isEqualTo(404);

    for (String method : new String[] {"POST", "PUT", "DELETE", "PATCH"}) {
      Api.Answer answer =
          api.send(api.request(GROUPS).method(method, HttpRequest.BodyPublishers.ofString("{}")));
      assertThat(answer.status()).as(method).isEqualTo(405);
      assertThat(answer.header("Allow")).isEqualTo("GET, HEAD");
      assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
    }
    assertThat(
            api.send(api.request(GROUPS).method("HEAD", HttpRequest.BodyPublishers.noBody()))
                .status())
        .isEqualTo(200);

    Api.Answer tooLarge =
        api.send(
            api.request(GROUPS)
                .PUT(HttpRequest.BodyPublishers.ofByteArray(new byte[HttpServer.BODY_BYTES + 1])));
    assertThat(tooLarge.status()).isEqualTo(413);
    assertThat(tooLarge.json().get("status").asInt()).isEqualTo(413);

    assertThat(api.get(GROUPS + "?q=" + "x".repeat(20_000)).status()).isIn(414, 431);
    assertThat(RawHttp.exchange(console.port(), "GET\0/ HTTP/1.1\r\n"))
        .startsWith("HTTP/1.1 400")
        .contains("application/problem+json")
        .doesNotContain("jetty");
  }

  @Test
  void probesAndMetricsNeedNoToken() throws Exception {
    Api anybody = new Api(console.url(), null);
    assertThat(anybody.get("/health").response().body()).isEqualTo("{\"status\":\"up\"}");
    assertThat(anybody.get("/ready").response().body()).isEqualTo("{\"status\":\"ready\"}");
    api.get(GROUPS);
    assertThat(anybody.get("/metrics").response().body())
        .contains(
            "signalcraft_console_requests_seconds_count{route=\"/api/v1/alert-groups\",status=\"200\"}")
        .contains("hikaricp_connections_active")
        .contains("jvm_memory_used_bytes");
  }

  @Test
  void withPostgresAwayTheAnswerIs503AndItComesSoon() throws Exception {
    int nobody;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      nobody = socket.getLocalPort();
    }
    isUnavailable("jdbc:postgresql://127.0.0.1:" + nobody + "/x");
  }

  @Test
  void withAPostgresThatSaysNothingTheAnswerIs503AndItComesSoon() throws Exception {
    try (ServerSocket mute = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      isUnavailable("jdbc:postgresql://127.0.0.1:" + mute.getLocalPort() + "/x");
    }
  }

  @Test
  void aDatabaseWithoutTheSchemaIsNotReady() throws Exception {
    isUnavailable(TestDatabase.empty().url());
  }

  @Test
  void connectionsThatPostgresEndsAreReplaced() throws Exception {
    assertThat(api.get(GROUPS).status()).isEqualTo(200);
    database.execute(
        "select pg_terminate_backend(pid) from pg_stat_activity"
            + " where application_name = 'signalcraft-console'");
    assertThat(api.get(GROUPS).status()).isIn(200, 503);
    for (int i = 0; i < 5; i++) {
      api.get(GROUPS);
    }
    assertThat(api.get(GROUPS).status()).isEqualTo(200);
  }

  @Test
  void whatGoesWrongInsideIsNotTold() throws Exception {
    TestDatabase broken = TestDatabase.migrated();
    broken.execute("alter table alert_groups rename column title to heading");
    try (Console other = Console.start(settings(broken.url(), 0))) {
      Api.Answer answer = new Api(other.url(), token).get(GROUPS + "?q=x");
      assertThat(answer.status()).isEqualTo(500);
      assertThat(answer.response().body())
          .isEqualTo(
              "{\"type\":\"about:blank\",\"title\":\"Server Error\",\"status\":500,"
                  + "\"detail\":\"The console failed.\"}");
    }
  }

  @Test
  void aPortInUseIsToldInOneLine() {
    assertThatThrownBy(() -> Console.start(settings(database.url(), console.port())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("127.0.0.1:" + console.port())
        .hasMessageContaining("console.port");
  }

  @Test
  void withoutATokensFileNobodyPasses() throws Exception {
    Path file = directory.resolve("later/tokens");
    try (Console other = Console.start(TestConsole.settings(database.url(), file))) {
      assertThat(new Api(other.url(), token).get(GROUPS).status()).isEqualTo(401);
      String issued = Tokens.issue(file, "default", "late");
      assertThat(new Api(other.url(), issued).get(GROUPS).status()).isEqualTo(200);
      Files.delete(file);
      assertThat(new Api(other.url(), issued).get(GROUPS).status()).isEqualTo(401);
    }
  }

  private static void isUnavailable(String url) throws Exception {
    try (Console other = Console.start(settings(url, 0))) {
      for (String path : new String[] {"/ready", GROUPS}) {
        long start = System.nanoTime();
        Api.Answer answer = new Api(other.url(), token).get(path);
        assertThat(answer.status()).as(path).isEqualTo(503);
        assertThat(answer.header("Retry-After")).isEqualTo("5");
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.response().body()).doesNotContain("postgres").doesNotContain("127.0");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(6));
      }
      assertThat(new Api(other.url(), null).get("/health").status()).isEqualTo(200);
    }
  }

  private static ConsoleSettings settings(String url, int port) {
    return TestConsole.settings(TestConsole.NO_KAFKA, url, port, tokens);
  }
}
