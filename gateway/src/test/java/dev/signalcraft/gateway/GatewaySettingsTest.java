// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GatewaySettingsTest {
  @Test
  void onlyKafkaMustBeNamed() {
    GatewaySettings settings =
        GatewaySettings.read(List.of("--bootstrap-servers", "kafka:9092"), Map.of());

    assertThat(settings)
        .isEqualTo(
            new GatewaySettings(
                "kafka:9092",
                "",
                "127.0.0.1",
                8090,
                "",
                "/run/secrets",
                1 << 20,
                32 << 20,
                512,
                Duration.ofSeconds(10),
                Duration.ofSeconds(5)));
  }

  @Test
  void everySettingCanBeGiven() {
    GatewaySettings settings =
        GatewaySettings.read(
            List.of(
                "--gateway.port=0",
                "--gateway.host",
                "0.0.0.0",
                "--keyset-file",
                "/k",
                "--secrets-directory=/s"),
            Map.of(
                "SIGNALCRAFT_BOOTSTRAP_SERVERS", "a:1",
                "SIGNALCRAFT_KAFKA_PROPERTIES_FILE", "/p",
                "SIGNALCRAFT_GATEWAY_MAX_BODY_BYTES", "1000",
                "SIGNALCRAFT_GATEWAY_MAX_BUFFERED_BYTES", "9000000",
                "SIGNALCRAFT_GATEWAY_MAX_CONNECTIONS", "7",
                "SIGNALCRAFT_GATEWAY_READ_TIMEOUT", "2s",
                "SIGNALCRAFT_GATEWAY_PRODUCE_TIMEOUT", "500ms"));

    assertThat(settings)
        .isEqualTo(
            new GatewaySettings(
                "a:1",
                "/p",
                "0.0.0.0",
                0,
                "/k",
                "/s",
                1_000,
                9_000_000,
                7,
                Duration.ofSeconds(2),
                Duration.ofMillis(500)));
  }

  @Test
  void faultsNameTheirSettings() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> GatewaySettings.read(List.of("--gateway.prot", "1"), Map.of()))
        .withMessageContaining("did you mean 'gateway.port'")
        .withMessageContaining("missing setting 'bootstrap-servers'");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                GatewaySettings.read(
                    List.of("--bootstrap-servers", "a:1", "--gateway.produce-timeout", "1ms"),
                    Map.of()))
        .withMessageContaining("100ms or more");
  }
}
