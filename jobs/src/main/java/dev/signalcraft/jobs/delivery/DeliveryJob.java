// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.jobs.delivery;

import dev.signalcraft.domain.Topic;
import dev.signalcraft.domain.config.KafkaSettings;
import dev.signalcraft.domain.config.Setting;
import dev.signalcraft.domain.config.Settings;
import dev.signalcraft.domain.ingest.DeadLetter;
import dev.signalcraft.domain.ingest.RawRecord;
import dev.signalcraft.domain.routing.Notification;
import dev.signalcraft.functions.config.ConfigReader;
import dev.signalcraft.functions.delivery.DeliverNotifications;
import dev.signalcraft.functions.ingest.ParseJson;
import dev.signalcraft.jobs.JobSettings;
import dev.signalcraft.jobs.kafka.KafkaEnds;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Notifications reach the channels that they are for. Today that is the log. At least once: what
 * was told since the last checkpoint is told again after a restart, and nothing before it.
 */
public final class DeliveryJob {
  /** Its name in Flink and in Kafka's client ids. */
  public static final String NAME = "delivery";

  /** Its settings. */
  public static final List<Setting<?>> OPTIONS =
      List.of(
          KafkaSettings.BOOTSTRAP_SERVERS,
          KafkaSettings.PROPERTIES_FILE,
          JobSettings.START,
          JobSettings.DELIVERY,
          JobSettings.TRANSACTION_TIMEOUT);

  /** Documents are kept by the operator itself: they are no state of Flink's. */
  private static final MapStateDescriptor<?, ?>[] NO_STATE = {};

  private DeliveryJob() {}

  /** What it reads: notifications, the config log, and that log as it lies there. */
  public record Inputs(
      Source<RawRecord, ?, ?> notifications,
      Source<RawRecord, ?, ?> config,
      ConfigReader configReader) {}

  /** What it writes. */
  public record Outputs(Sink<String> log, Sink<DeadLetter> deadLetters) {}

  /** The whole flow. */
  public static void define(StreamExecutionEnvironment env, Inputs in, Outputs out) {
    DataStream<RawRecord> config =
        env.fromSource(in.config(), WatermarkStrategy.noWatermarks(), "config")
            .uid("config")
            .setParallelism(1);

    SingleOutputStreamOperator<Notification> notifications =
        env.fromSource(in.notifications(), WatermarkStrategy.noWatermarks(), "notifications")
            .uid("notifications")
            .process(new ParseJson<>(Notification.class))
            .uid("parse-notifications")
            .name("parse-notifications");

    notifications
        .connect(config.broadcast(NO_STATE))
        .process(new DeliverNotifications(in.configReader()))
        .uid("deliver-notifications")
        .name("deliver-notifications")
        .sinkTo(out.log())
        .uid("log-channel")
        .name("log-channel");

    notifications
        .getSideOutput(ParseJson.DEAD_LETTERS)
        .sinkTo(out.deadLetters())
        .uid("dead-letters")
        .name("dead-letters");
  }

  /** Reads the settings, builds the real ends and defines the flow between them. */
  public static void assemble(
      StreamExecutionEnvironment env, List<String> arguments, Map<String, String> environment) {
    Settings settings = Settings.read(OPTIONS, arguments, environment);
    KafkaEnds kafka = new KafkaEnds(NAME, settings);
    kafka.check(
        env.getParallelism(),
        Set.of(Topic.NOTIFICATIONS, Topic.CONFIG),
        Set.of(Topic.DEAD_LETTERS));
    define(
        env,
        new Inputs(kafka.source(Topic.NOTIFICATIONS), kafka.configSource(), kafka.configReader()),
        new Outputs(new LogChannel(), kafka.deadLetters()));
  }

  /** The entry of {@code flink run}. */
  public static void main(String[] arguments) throws Exception {
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
    assemble(env, List.of(arguments), System.getenv());
    env.execute(NAME);
  }
}
