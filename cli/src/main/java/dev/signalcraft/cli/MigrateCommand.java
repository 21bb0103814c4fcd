// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.cli;

import static java.util.stream.Collectors.joining;

import dev.signalcraft.domain.config.KafkaSettings;
import dev.signalcraft.domain.config.Setting;
import dev.signalcraft.domain.config.Settings;
import dev.signalcraft.embedded.StartFault;
import dev.signalcraft.embedded.kafka.TopicSetup;
import dev.signalcraft.sql.Migrations;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;
import org.flywaydb.core.api.FlywayException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Brings a database and, where one is named, a Kafka cluster to what this version needs. */
@Command(
    name = "migrate",
    description = "Applies the migrations and creates the topics that are missing.",
    mixinStandardHelpOptions = true,
    footer = {"", "Its settings stand in docs/configuration.md."})
@SuppressWarnings("NullAway.Init") // picocli sets the fields.
public final class MigrateCommand implements Callable<Integer> {
  private static final Setting<String> POSTGRES_URL =
      Setting.text("postgres.url", null, "JDBC URL of the database, jdbc:postgresql://….");
  private static final Setting<String> POSTGRES_USER =
      Setting.text("postgres.user", "signalcraft", "Role that owns the tables.");
  private static final Setting<String> POSTGRES_PASSWORD =
      Setting.secret("postgres.password", null, "Password of that role.");
  private static final Setting<String> BOOTSTRAP_SERVERS =
      Setting.text(
          "bootstrap-servers", "", "Kafka brokers; empty where something else makes the topics.");
  private static final Setting<Duration> KAFKA_GIVE_UP_AFTER =
      Setting.duration("kafka-give-up-after", "1m", "Longest wait for an answer of Kafka.");
  private static final Setting<Integer> PARTITIONS =
      Setting.number("partitions", 1, 1_000, "12", "Partitions of a new topic; fixed for ever.");
  private static final Setting<Integer> REPLICATION =
      Setting.number("replication-factor", 1, 9, "1", "Replicas of a new topic.");

  /** Every setting, for the documents. */
  public static final List<Setting<?>> OPTIONS =
      List.of(
          POSTGRES_URL,
          POSTGRES_USER,
          POSTGRES_PASSWORD,
          BOOTSTRAP_SERVERS,
          KafkaSettings.PROPERTIES_FILE,
          KAFKA_GIVE_UP_AFTER,
          PARTITIONS,
          REPLICATION);

  @Spec private CommandSpec spec;

  @Parameters(arity = "0..*", paramLabel = "--SETTING VALUE", description = "Its settings.")
  private List<String> arguments = List.of();

  @Override
  public Integer call() {
    Settings settings = Settings.read(OPTIONS, arguments, System.getenv());
    Properties kafka =
        KafkaSettings.client(
            settings.get(BOOTSTRAP_SERVERS), settings.get(KafkaSettings.PROPERTIES_FILE));
    migrate(settings);
    if (!settings.get(BOOTSTRAP_SERVERS).isEmpty()) {
      createTopics(settings, kafka);
    }
    return 0;
  }

  private static void migrate(Settings settings) {
    try {
      Migrations.apply(
          settings.get(POSTGRES_URL), settings.get(POSTGRES_USER), settings.get(POSTGRES_PASSWORD));
    } catch (FlywayException e) {
      throw new StartFault("cannot migrate the database: " + reason(e, SQLException.class), e);
    }
  }

  private void createTopics(Settings settings, Properties kafka) {
    Logging.without("org.apache.kafka");
    // The two together: a client is refused whose one request may last longer than its call.
    String millis = Long.toString(settings.get(KAFKA_GIVE_UP_AFTER).toMillis());
    kafka.setProperty(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, millis);
    kafka.setProperty(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, millis);
    try (Admin admin = Admin.create(kafka)) {
      new TopicSetup(admin, settings.get(PARTITIONS), settings.get(REPLICATION).shortValue())
          .run()
          .forEach(spec.commandLine().getOut()::println);
    } catch (StartFault | KafkaException e) {
      throw new StartFault(
          "cannot create the topics at %s: %s"
              .formatted(settings.get(BOOTSTRAP_SERVERS), reason(e, KafkaException.class)),
          e);
    }
  }

  /** What the innermost fault of this kind says, or else the outermost, in one line. */
  private static String reason(Throwable fault, Class<? extends Throwable> kind) {
    Throwable innermost = fault;
    for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
      if (kind.isInstance(cause)) {
        innermost = cause;
      }
    }
    return String.valueOf(innermost.getMessage())
        .lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .collect(joining("; "));
  }
}
