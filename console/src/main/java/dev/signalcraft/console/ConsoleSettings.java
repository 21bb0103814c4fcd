// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.console;

import dev.signalcraft.console.replay.FlinkAccess;
import dev.signalcraft.domain.config.KafkaSettings;
import dev.signalcraft.domain.config.Setting;
import dev.signalcraft.domain.config.Settings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The settings of the console.
 *
 * @param bootstrapServers Kafka, for commands
 * @param kafkaPropertiesFile more settings of the Kafka client; empty means none
 * @param host the address to listen on
 * @param port the port to listen on; 0 lets the system choose
 * @param postgresUrl as JDBC has it
 * @param tokensFile the access tokens' hashes; followed when it changes
 * @param flink where replays run
 */
public record ConsoleSettings(
    String bootstrapServers,
    String kafkaPropertiesFile,
    String host,
    int port,
    String postgresUrl,
    String postgresUser,
    String postgresPassword,
    Path tokensFile,
    FlinkAccess flink) {
  private static final Setting<String> HOST =
      Setting.text("console.host", "127.0.0.1", "Address on which the console listens.");
  private static final Setting<Integer> PORT =
      Setting.number("console.port", 0, 65_535, "8080", "Port of the console; 0 takes a free one.");
  private static final Setting<String> POSTGRES_URL =
      Setting.text(
          "postgres.url", null, "Database as jdbc:postgresql://host:port/name, without password.");
  private static final Setting<String> POSTGRES_USER =
      Setting.text("postgres.user", null, "User of the database.");
  private static final Setting<String> POSTGRES_PASSWORD =
      Setting.secret("postgres.password", null, "Password of the database's user.");
  private static final Setting<String> TOKENS_FILE =
      Setting.text("tokens-file", null, "File of access tokens' hashes, a line of JSON for each.");
  private static final Setting<String> FLINK_URL =
      Setting.text(
          "flink-url", "", "REST address of the Flink cluster that runs replays; empty for none.");
  private static final Setting<String> FLINK_JAR =
      Setting.text("flink-jar", "", "The file signalcraft-jobs.jar, which flink-url is given.");
  private static final Setting<String> FLINK_JOB_CONFIG =
      Setting.text(
          "flink-job-config",
          "",
          "File on the cluster with settings of replays that its environment does not hold.");
  private static final Setting<String> FLINK_AUTHORIZATION =
      Setting.secret(
          "flink-authorization", "", "Header Authorization for flink-url; empty for none.");

  /** Every setting, for the documents. */
  public static final List<Setting<?>> OPTIONS =
      List.of(
          KafkaSettings.BOOTSTRAP_SERVERS,
          KafkaSettings.PROPERTIES_FILE,
          HOST,
          PORT,
          POSTGRES_URL,
          POSTGRES_USER,
          POSTGRES_PASSWORD,
          TOKENS_FILE,
          FLINK_URL,
          FLINK_JAR,
          FLINK_JOB_CONFIG,
          FLINK_AUTHORIZATION);

  /**
   * Reads the settings.
   *
   * @throws IllegalArgumentException one line for each fault
   */
  public static ConsoleSettings read(List<String> arguments, Map<String, String> environment) {
    Settings settings = Settings.read(OPTIONS, arguments, environment);
    return new ConsoleSettings(
        settings.get(KafkaSettings.BOOTSTRAP_SERVERS),
        settings.get(KafkaSettings.PROPERTIES_FILE),
        settings.get(HOST),
        settings.get(PORT),
        settings.get(POSTGRES_URL),
        settings.get(POSTGRES_USER),
        settings.get(POSTGRES_PASSWORD),
        Path.of(settings.get(TOKENS_FILE)),
        new FlinkAccess(
            settings.get(FLINK_URL),
            settings.get(FLINK_JAR),
            settings.get(FLINK_JOB_CONFIG),
            settings.get(FLINK_AUTHORIZATION)));
  }

  /** Without the password. */
  @Override
  public String toString() {
    return "console on %s:%d, %s as %s, Kafka at %s, tokens in %s, %s"
        .formatted(host, port, postgresUrl, postgresUser, bootstrapServers, tokensFile, flink);
  }
}
