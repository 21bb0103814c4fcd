// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.jobs.delivery;

import dev.signalcraft.domain.Topic;
import dev.signalcraft.domain.config.KafkaSettings;
import dev.signalcraft.domain.config.Setting;
import dev.signalcraft.domain.config.Settings;
import dev.signalcraft.domain.delivery.Delivery;
import dev.signalcraft.domain.grouping.AlertChange;
import dev.signalcraft.domain.ingest.DeadLetter;
import dev.signalcraft.domain.ingest.Input;
import dev.signalcraft.domain.ingest.RawRecord;
import dev.signalcraft.domain.routing.Notification;
import dev.signalcraft.domain.secret.Secrets;
import dev.signalcraft.functions.config.ConfigReader;
import dev.signalcraft.functions.delivery.ChannelInput;
import dev.signalcraft.functions.delivery.DeliverToChannelsFactory;
import dev.signalcraft.functions.delivery.DeliveryLog;
import dev.signalcraft.functions.delivery.FallBack;
import dev.signalcraft.functions.delivery.FanOutChanges;
import dev.signalcraft.functions.delivery.Senders;
import dev.signalcraft.functions.delivery.SpendBudget;
import dev.signalcraft.functions.ingest.ParseJson;
import dev.signalcraft.jobs.JobSettings;
import dev.signalcraft.jobs.kafka.KafkaEnds;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Notifications reach the channels that they are for, and each attempt is recorded. At least once:
 * after a restart only what was under way can be sent again.
 */
public final class DeliveryJob {
  /** Its name in Flink and in Kafka's client ids. */
  public static final String NAME = "delivery";

  /** Whether {@code allowPrivate} of a channel is heard. */
  private static final Setting<String> ALLOW_PRIVATE_RECEIVERS =
      Setting.choice(
          "allow-private-receivers",
          List.of("false", "true"),
          "false",
          "Whether channels with allowPrivate may lead to private addresses.");

  /** Its settings. */
  public static final List<Setting<?>> OPTIONS =
      List.of(
          KafkaSettings.BOOTSTRAP_SERVERS,
          KafkaSettings.PROPERTIES_FILE,
          JobSettings.START,
          JobSettings.DELIVERY,
          JobSettings.TRANSACTION_TIMEOUT,
          Secrets.KEYSET_FILE,
          Secrets.DIRECTORY,
          ALLOW_PRIVATE_RECEIVERS);

  /** Documents are kept by the operators themselves: they are no state of Flink's. */
  private static final MapStateDescriptor<?, ?>[] NO_STATE = {};

  private DeliveryJob() {}

  /** What it reads: decisions, changes, its own records, the config log as it grows and lies. */
  public record Inputs(
      Source<RawRecord, ?, ?> notifications,
      Source<RawRecord, ?, ?> alertChanges,
      Source<RawRecord, ?, ?> deliveries,
      Source<RawRecord, ?, ?> config,
      ConfigReader configReader) {}

  /** Where it sends, what it records, and what it writes besides. */
  public record Outputs(
      Senders senders, DeliveryLog.Opener log, Sink<Input> alerts, Sink<DeadLetter> deadLetters) {}

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

    SingleOutputStreamOperator<AlertChange> changes =
        env.fromSource(in.alertChanges(), WatermarkStrategy.noWatermarks(), "alert-changes")
            .uid("alert-changes")
            .process(new ParseJson<>(AlertChange.class))
            .uid("parse-alert-changes")
            .name("parse-alert-changes");

    SingleOutputStreamOperator<Delivery> deliveries =
        env.fromSource(in.deliveries(), WatermarkStrategy.noWatermarks(), "deliveries")
            .uid("deliveries")
            .process(new ParseJson<>(Delivery.class))
            .uid("parse-deliveries")
            .name("parse-deliveries");

    DataStream<ChannelInput> told =
        notifications
            .keyBy(Notification::workspace)
            .connect(config.broadcast(NO_STATE))
            .process(new SpendBudget(in.configReader()))
            .uid("spend-budget")
            .name("spend-budget");
    DataStream<ChannelInput> changed =
        changes.flatMap(new FanOutChanges()).uid("fan-out-changes").name("fan-out-changes");
    DataStream<ChannelInput> fallenBack =
        deliveries.flatMap(new FallBack()).uid("fall-back").name("fall-back");

    told.union(changed, fallenBack)
        .keyBy(ChannelInput::key)
        .connect(config.broadcast())
        .transform(
            "deliver-to-channels",
            TypeInformation.of(Input.class),
            new DeliverToChannelsFactory(in.configReader(), out.senders(), out.log()))
        .uid("deliver-to-channels")
        .sinkTo(out.alerts())
        .uid("channel-alerts")
        .name("channel-alerts");

    notifications
        .getSideOutput(ParseJson.DEAD_LETTERS)
        .union(
            changes.getSideOutput(ParseJson.DEAD_LETTERS),
            deliveries.getSideOutput(ParseJson.DEAD_LETTERS))
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
        Set.of(Topic.NOTIFICATIONS, Topic.ALERT_CHANGES, Topic.DELIVERIES, Topic.CONFIG),
        Set.of(Topic.INPUTS, Topic.DEAD_LETTERS));
    define(
        env,
        new Inputs(
            kafka.source(Topic.NOTIFICATIONS),
            kafka.source(Topic.ALERT_CHANGES),
            kafka.source(Topic.DELIVERIES),
            kafka.configSource(),
            kafka.configReader()),
        new Outputs(
            new ChannelSenders(
                settings.get(Secrets.KEYSET_FILE),
                settings.get(Secrets.DIRECTORY),
                settings.get(ALLOW_PRIVATE_RECEIVERS).equals("true")),
            kafka.deliveryLog(),
            kafka.inputs(),
            kafka.deadLetters()));
  }

  /** The entry of {@code flink run}. */
  public static void main(String[] arguments) throws Exception {
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
    assemble(env, List.of(arguments), System.getenv());
    env.execute(NAME);
  }
}
