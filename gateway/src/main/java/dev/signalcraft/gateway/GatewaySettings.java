// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.gateway;

import dev.signalcraft.domain.config.KafkaSettings;
import dev.signalcraft.domain.config.Setting;
import dev.signalcraft.domain.config.Settings;
import dev.signalcraft.domain.secret.Secrets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The settings of the gateway.
 *
 * @param bootstrapServers Kafka
 * @param kafkaPropertiesFile more settings of the Kafka clients; empty means none
 * @param host the address to listen on
 * @param port the port to listen on; 0 lets the system choose
 * @param keysetFile the keyset of sealed secrets; empty means none
 * @param secretsDirectory where secrets in files lie
 * @param maxBodyBytes the largest body, as sent and as decoded
 * @param maxBufferedBytes the most memory that bodies under way hold together
 * @param maxConnections connections that are served at once; more wait
 * @param readTimeout for a request to arrive whole
 * @param produceTimeout for Kafka to take a body
 */
public record GatewaySettings(
    String bootstrapServers,
    String kafkaPropertiesFile,
    String host,
    int port,
    String keysetFile,
    String secretsDirectory,
    int maxBodyBytes,
    int maxBufferedBytes,
    int maxConnections,
    Duration readTimeout,
    Duration produceTimeout) {
  private static final Setting<String> HOST =
      Setting.text("gateway.host", "127.0.0.1", "Address on which the gateway listens.");
  private static final Setting<Integer> PORT =
      Setting.number("gateway.port", 0, 65_535, "8090", "Port of the gateway; 0 takes a free one.");
  private static final Setting<Integer> MAX_BODY_BYTES =
      Setting.number(
          "gateway.max-body-bytes",
          1,
          3 << 20,
          "1048576",
          "Largest body of a webhook in bytes, as sent and as decoded.");
  private static final Setting<Integer> MAX_BUFFERED_BYTES =
      Setting.number(
          "gateway.max-buffered-bytes",
          8 << 20,
          1 << 30,
          "33554432",
          "Memory in bytes that all bodies under way may hold together.");
  private static final Setting<Integer> MAX_CONNECTIONS =
      Setting.number(
          "gateway.max-connections", 1, 65_535, "512", "Connections that are served at once.");
  private static final Setting<Duration> READ_TIMEOUT =
      Setting.duration("gateway.read-timeout", "10s", "Time for a request to arrive whole.");
  private static final Setting<Duration> PRODUCE_TIMEOUT =
      Setting.duration("gateway.produce-timeout", "5s", "Time for Kafka to take a webhook.");

  /** Every setting, for the documents. */
  public static final List<Setting<?>> OPTIONS =
      List.of(
          KafkaSettings.BOOTSTRAP_SERVERS,
          KafkaSettings.PROPERTIES_FILE,
          HOST,
          PORT,
          Secrets.KEYSET_FILE,
          Secrets.DIRECTORY,
          MAX_BODY_BYTES,
          MAX_BUFFERED_BYTES,
          MAX_CONNECTIONS,
          READ_TIMEOUT,
          PRODUCE_TIMEOUT);

  public GatewaySettings {
    if (readTimeout.toMillis() < 100 || produceTimeout.toMillis() < 100) {
      throw new IllegalArgumentException(
          "settings 'gateway.read-timeout' and 'gateway.produce-timeout': write 100ms or more");
    }
  }

  /**
   * Reads the settings.
   *
   * @throws IllegalArgumentException one line for each fault
   */
  public static GatewaySettings read(List<String> arguments, Map<String, String> environment) {
    Settings settings = Settings.read(OPTIONS, arguments, environment);
    return new GatewaySettings(
        settings.get(KafkaSettings.BOOTSTRAP_SERVERS),
        settings.get(KafkaSettings.PROPERTIES_FILE),
        settings.get(HOST),
        settings.get(PORT),
        settings.get(Secrets.KEYSET_FILE),
        settings.get(Secrets.DIRECTORY),
        settings.get(MAX_BODY_BYTES),
        settings.get(MAX_BUFFERED_BYTES),
        settings.get(MAX_CONNECTIONS),
        settings.get(READ_TIMEOUT),
        settings.get(PRODUCE_TIMEOUT));
  }
}
