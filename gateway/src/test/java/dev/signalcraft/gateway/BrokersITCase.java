// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import dev.signalcraft.embedded.Ports;
import dev.signalcraft.embedded.kafka.EmbeddedKafka;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How the gateway meets the brokers that it is pointed at. */
class BrokersITCase {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  @TempDir private Path directory;

  @ParameterizedTest
  @CsvSource({
    "kafka, Invalid url in bootstrap.servers: kafka",
    "'', must not be empty",
    "kafka:nine, Invalid url in bootstrap.servers: kafka:nine"
  })
  void addressesThatNoClientCanReadEndTheStart(String servers, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Gateway.start(settings(servers, "")))
        .withMessageContaining("setting")
        .withMessageContaining("bootstrap-servers")
        .withMessageContaining(message);
  }

  @Test
  void theClientsHaveThePropertiesOfTheFile() throws IOException {
    Path file = properties("security.protocol=SSL\nssl.truststore.location=/nowhere.p12\n");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> Gateway.start(settings("127.0.0.1:1", file.toString())))
        .withMessageContaining("/nowhere.p12");
  }

  @Test
  void aGatewayWhoseBrokersHaveNoNameYetWaitsAndSaysSo() throws Exception {
    try (EmbeddedKafka kafka = EmbeddedKafka.start(directory.resolve("kafka"), 0)) {
      kafka.createTopics(1);
      Path hosts = Files.writeString(directory.resolve("hosts"), "127.0.0.1 localhost\n");
      int port = Ports.resolve(0);
      String servers = kafka.bootstrapServers().replace("127.0.0.1", "broker.test");
      Process gateway =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Djdk.net.hosts.file=" + hosts,
                  "-Dsun.net.inetaddr.negative.ttl=0",
                  "-cp",
                  System.getProperty("java.class.path"),
                  GatewayMain.class.getName(),
                  "--bootstrap-servers=" + servers,
                  "--gateway.port=" + port)
              .redirectErrorStream(true)
              .redirectOutput(directory.resolve("gateway.log").toFile())
              .start();
      try {
        String url = "http://127.0.0.1:" + port;
        await()
            .atMost(Duration.ofSeconds(30))
            .ignoreExceptions()
            .untilAsserted(
                () ->
                    assertThat(ready(url).body())
                        .contains("\"status\":503")
                        .contains("No name in the setting 'bootstrap-servers' can be resolved."));

        Files.writeString(hosts, "127.0.0.1 localhost broker.test\n");

        await().atMost(Duration.ofSeconds(30)).until(() -> ready(url).statusCode() == 200);
      } finally {
        gateway.destroy();
        gateway.waitFor();
      }
    }
  }

  private Path properties(String text) throws IOException {
    return Files.writeString(directory.resolve("client.properties"), text);
  }

  private static GatewaySettings settings(String servers, String propertiesFile) {
    return GatewaySettings.read(
        List.of(
            "--gateway.port=0",
            "--bootstrap-servers=" + servers,
            "--kafka-properties-file=" + propertiesFile),
        Map.of());
  }

  private static HttpResponse<String> ready(String url) throws IOException, InterruptedException {
    return CLIENT.send(
        HttpRequest.newBuilder(URI.create(url + "/ready")).build(), BodyHandlers.ofString());
  }
}
