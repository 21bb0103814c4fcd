// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.jobs.grouping;

import dev.signalcraft.domain.Topic;
import dev.signalcraft.domain.config.KafkaSettings;
import dev.signalcraft.domain.config.Setting;
import dev.signalcraft.domain.config.Settings;
import dev.signalcraft.domain.grouping.AlertChange;
import dev.signalcraft.domain.grouping.Windows;
import dev.signalcraft.domain.ingest.DeadLetter;
import dev.signalcraft.domain.ingest.RawRecord;
import dev.signalcraft.domain.routing.Notification;
import dev.signalcraft.domain.silence.Announcement;
import dev.signalcraft.functions.config.ConfigReader;
import dev.signalcraft.functions.grouping.GroupAlerts;
import dev.signalcraft.functions.ingest.DropTicks;
import dev.signalcraft.functions.ingest.KeyedRecord;
import dev.signalcraft.functions.ingest.ParseJson;
import dev.signalcraft.functions.silence.InhibitAlerts;
import dev.signalcraft.functions.time.EndOfLog;
import dev.signalcraft.functions.time.LogTime;
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
 * Inputs become groups, their life and the decisions who is told: idempotency, grouping by key in a
 * window, routing, silences, inhibition.
 */
public final class AlertsJob {
  /** Its name in Flink and in Kafka's client ids. */
  public static final String NAME = "alerts";

  /** Its settings. */
  public static final List<Setting<?>> OPTIONS =
      List.of(
          KafkaSettings.BOOTSTRAP_SERVERS,
          KafkaSettings.PROPERTIES_FILE,
          JobSettings.START,
          JobSettings.DELIVERY,
          JobSettings.TRANSACTION_TIMEOUT,
          JobSettings.DEDUP_WINDOW,
          JobSettings.AUTO_CLOSE_AFTER,
          JobSettings.ACK_TIMEOUT);

  /** Documents are kept by the operator itself: they are no state of Flink's. */
  private static final MapStateDescriptor<?, ?>[] NO_STATE = {};

  private AlertsJob() {}

  /**
   * What it reads: the inputs, the ticks that it writes into them, the config log, and that log as
   * it lies there.
   */
  public record Inputs(
      Source<RawRecord, ?, ?> inputs,
      Source<Integer, ?, ?> ticks,
      Source<RawRecord, ?, ?> config,
      ConfigReader configReader) {}

  /** What it writes. */
  public record Outputs(
      Sink<AlertChange> alertChanges,
      Sink<AlertChange> shadows,
      Sink<Notification> notifications,
      Sink<Integer> ticks,
      Sink<DeadLetter> deadLetters) {}

  /** What it decides, and what of its log could not be read. */
  public record Decided(
      DataStream<AlertChange> changes,
      DataStream<AlertChange> shadows,
      DataStream<Notification> notifications,
      DataStream<DeadLetter> deadLetters) {}

  /** The whole flow. */
  public static void define(
      StreamExecutionEnvironment env, Inputs in, Outputs out, Windows windows) {
    DataStream<RawRecord> inputs =
        env.fromSource(in.inputs(), LogTime.watermarks(), "inputs").uid("inputs");
    DataStream<RawRecord> config =
        env.fromSource(in.config(), LogTime.unbounded(), "config").uid("config").setParallelism(1);

    Decided decided = decide(inputs, config, in.configReader(), windows);
    decided.changes().sinkTo(out.alertChanges()).uid("alert-changes").name("alert-changes");
    // A sink of their own: one of both could not be chained to the groups, and every change would
    // be serialized to reach it.
    decided.shadows().sinkTo(out.shadows()).uid("write-shadows").name("write-shadows");
    decided.notifications().sinkTo(out.notifications()).uid("notifications").name("notifications");
    decided.deadLetters().sinkTo(out.deadLetters()).uid("dead-letters").name("dead-letters");

    env.fromSource(in.ticks(), WatermarkStrategy.noWatermarks(), "ticks")
        .uid("ticks")
        .setParallelism(1)
        .sinkTo(out.ticks())
        .uid("tick-inputs")
        .name("tick-inputs")
        .setParallelism(1);
  }

  /** What is decided about a log of inputs, by the documents of a config log. */
  public static Decided decide(
      DataStream<RawRecord> log,
      DataStream<RawRecord> config,
      ConfigReader configReader,
      Windows windows) {
    SingleOutputStreamOperator<KeyedRecord> inputs =
        log.transform("end-of-log", TypeInformation.of(RawRecord.class), new EndOfLog<>())
            .uid("end-of-log")
            .process(new DropTicks())
            .uid("drop-ticks")
            .name("drop-ticks");

    SingleOutputStreamOperator<AlertChange> changes =
        inputs
            .keyBy(KeyedRecord::key)
            .connect(config.broadcast())
            .transform(
                "group-alerts",
                TypeInformation.of(AlertChange.class),
                new GroupAlerts(windows, configReader))
            .uid("group-alerts");

    DataStream<Notification> notifications =
        changes
            .getSideOutput(GroupAlerts.ANNOUNCEMENTS)
            .keyBy(Announcement::workspace)
            .connect(config.broadcast(NO_STATE))
            .process(new InhibitAlerts(configReader))
            .uid("inhibit-alerts")
            .name("inhibit-alerts")
            .union(changes.getSideOutput(GroupAlerts.NOTIFICATIONS));

    DataStream<AlertChange> shadows =
        notifications
            .filter(Notification::shadow)
            .uid("shadows")
            .name("shadows")
            .map(AlertChange::shadow)
            .returns(AlertChange.class)
            .uid("shadow-changes")
            .name("shadow-changes");

    DataStream<DeadLetter> deadLetters =
        inputs
            .getSideOutput(ParseJson.DEAD_LETTERS)
            .union(changes.getSideOutput(ParseJson.DEAD_LETTERS));
    return new Decided(
        changes,
        shadows,
        notifications.filter(told -> !told.shadow()).uid("told").name("told"),
        deadLetters);
  }

  /** Reads the settings, builds the real ends and defines the flow between them. */
  public static void assemble(
      StreamExecutionEnvironment env, List<String> arguments, Map<String, String> environment) {
    Settings settings = Settings.read(OPTIONS, arguments, environment);
    KafkaEnds kafka = new KafkaEnds(NAME, settings);
    kafka.check(
        env.getParallelism(),
        Set.of(Topic.INPUTS, Topic.CONFIG),
        Set.of(Topic.INPUTS, Topic.ALERT_CHANGES, Topic.NOTIFICATIONS, Topic.DEAD_LETTERS));
    define(
        env,
        new Inputs(
            kafka.source(Topic.INPUTS),
            kafka.ticks(Topic.INPUTS),
            kafka.configSource(),
            kafka.configReader()),
        new Outputs(
            kafka.alertChanges(),
            kafka.shadows(),
            kafka.notifications(),
            kafka.tickSink(Topic.INPUTS),
            kafka.deadLetters()),
        new Windows(
            settings.get(JobSettings.DEDUP_WINDOW).toMillis(),
            settings.get(JobSettings.AUTO_CLOSE_AFTER).toMillis(),
            settings.get(JobSettings.ACK_TIMEOUT).toMillis()));
  }

  /** The entry of {@code flink run}. */
  public static void main(String[] arguments) throws Exception {
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
    assemble(env, List.of(arguments), System.getenv());
    env.execute(NAME);
  }
}
