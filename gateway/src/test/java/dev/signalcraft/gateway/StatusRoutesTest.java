// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.gateway;

import static dev.signalcraft.gateway.Signing.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class StatusRoutesTest {
  private static TestServer server;

  @BeforeAll
  static void startServer() {
    server = new TestServer(Map.of());
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @Test
  void readinessSaysWhatIsMissing() {
    assertThat(server.get("/health").body()).isEqualTo("{\"status\":\"alive\"}");
    assertThat(server.get("/ready").statusCode()).isEqualTo(200);
    server.obstacle = "Kafka cannot be reached.";
    try {
      HttpResponse<String> response = server.get("/ready");

      assertThat(response.statusCode()).isEqualTo(503);
      assertThat(response.body()).contains("Kafka cannot be reached.");
      assertThat(server.get("/health").statusCode()).isEqualTo(200);
    } finally {
      server.obstacle = null;
    }
  }

  @Test
  void metricsCountByRouteSourceAndStatusOnly() {
    server.post("/webhooks/sentry/default.surprise", bytes("{}"));
    server.post("/webhooks/unheard-of/default.surprise", bytes("{}"));
    server.get("/surprise");

    // A request is counted just after its answer has left.
    await()
        .atMost(Duration.ofSeconds(5))
        .untilAsserted(
            () ->
                assertThat(server.get("/metrics").body())
                    .contains(
                        "signalcraft_gateway_requests_seconds_count{route=\"/webhooks/{source}/{integration}\",source=\"sentry\",status=\"401\"}")
                    .contains("source=\"none\",status=\"404\"")
                    .contains("jvm_memory_used_bytes")
                    .doesNotContain("surprise")
                    .doesNotContain("unheard-of"));
  }
}
