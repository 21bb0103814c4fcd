// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.gateway;

import static dev.signalcraft.gateway.Signing.sha256;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalcraft.gateway.config.Sender;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Several requests on one connection: none profits from what another has shown. */
class KeptConnectionTest {
  private static final Pattern STATUS = Pattern.compile("HTTP/1.1 (\\d{3}) ");

  private static TestServer server;

  @BeforeAll
  static void startServer() {
    server =
        new TestServer(
            Map.of("default.demo", new Sender("sentry", List.of(), List.of(sha256("TheKey")))));
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  private static String request(String header, String end) {
    return "POST /webhooks/sentry/default.demo HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n"
        + header
        + "\r\nConnection: "
        + end
        + "\r\n\r\n{}";
  }

  private static List<String> statuses(String... headers) throws IOException {
    StringBuilder requests = new StringBuilder();
    for (int i = 0; i < headers.length; i++) {
      requests.append(request(headers[i], i + 1 < headers.length ? "keep-alive" : "close"));
    }
    return STATUS
        .matcher(server.raw(requests.toString()))
        .results()
        .map(hit -> hit.group(1))
        .toList();
  }

  @Test
  void aKeyInAnotherCaseIsAnotherKeyAlsoAfterTheRightOne() throws IOException {
    assertThat(
            statuses(
                "Authorization: Bearer TheKey",
                "Authorization: Bearer thekey",
                "authorization: BEARER THEKEY",
                "Authorization: Bearer TheKey"))
        .containsExactly("202", "401", "401", "202");
  }

  @Test
  void aRequestWithoutAKeyDoesNotInheritOne() throws IOException {
    assertThat(statuses("Authorization: Bearer TheKey", "X-Other: 1"))
        .containsExactly("202", "401");
  }
}
