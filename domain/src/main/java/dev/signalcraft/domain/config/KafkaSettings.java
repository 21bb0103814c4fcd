// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.config;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/** The settings of every program that has a Kafka client, and what they give the client. */
public final class KafkaSettings {
  /** Where Kafka is. */
  public static final Setting<String> BOOTSTRAP_SERVERS =
      Setting.text("bootstrap-servers", null, "Kafka brokers to start from, as host:port,….");

  /** More settings of the Kafka clients. */
  public static final Setting<String> PROPERTIES_FILE =
      Setting.text(
          "kafka-properties-file",
          "",
          "Java properties for every Kafka client, such as its security settings.");

  private KafkaSettings() {}

  /**
   * What every client begins with; what the program needs for its promises stands above it.
   *
   * @param propertiesFile empty where there is none
   * @throws IllegalArgumentException when the file cannot be read
   */
  public static Properties client(String bootstrapServers, String propertiesFile) {
    Properties client = new Properties();
    if (!propertiesFile.isEmpty()) {
      try (Reader reader = Files.newBufferedReader(Path.of(propertiesFile))) {
        client.load(reader);
      } catch (IOException | IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "setting 'kafka-properties-file': cannot read " + propertiesFile, e);
      }
    }
    client.setProperty("bootstrap.servers", bootstrapServers);
    return client;
  }
}
