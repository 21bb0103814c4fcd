// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.jobs.tables;

import dev.signalcraft.domain.Topic;
import dev.signalcraft.domain.config.KafkaSettings;
import dev.signalcraft.domain.config.Setting;
import dev.signalcraft.domain.config.Settings;
import dev.signalcraft.domain.delivery.Delivery;
import dev.signalcraft.domain.grouping.AlertChange;
import dev.signalcraft.domain.ingest.DeadLetter;
import dev.signalcraft.domain.ingest.RawRecord;
import dev.signalcraft.domain.monitor.MetricWindow;
import dev.signalcraft.domain.routing.Notification;
import dev.signalcraft.domain.slo.SloWindow;
import dev.signalcraft.functions.delivery.SplitDigests;
import dev.signalcraft.functions.ingest.ParseJson;
import dev.signalcraft.jobs.JobSettings;
import dev.signalcraft.jobs.kafka.KafkaEnds;
import dev.signalcraft.jobs.postgres.PostgresTables;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Results become rows: the only writer of the result tables. */
public final class TablesJob {
  /** Its name in Flink and in Kafka's client ids. */
  public static final String NAME = "tables";

  /** Its settings. */
  public static final List<Setting<?>> OPTIONS =
      List.of(
          KafkaSettings.BOOTSTRAP_SERVERS,
          KafkaSettings.PROPERTIES_FILE,
          JobSettings.START,
          JobSettings.DELIVERY,
          JobSettings.TRANSACTION_TIMEOUT,
          JobSettings.POSTGRES_URL,
          JobSettings.POSTGRES_USER,
          JobSettings.POSTGRES_PASSWORD,
          JobSettings.POSTGRES_FLUSH_INTERVAL,
          JobSettings.POSTGRES_GIVE_UP_AFTER);

  private TablesJob() {}

  /** What it reads. */
  public record Inputs(
      Source<RawRecord, ?, ?> alertChanges,
      Source<RawRecord, ?, ?> notifications,
      Source<RawRecord, ?, ?> deliveries,
      Source<RawRecord, ?, ?> metricWindows,
      Source<RawRecord, ?, ?> sloWindows,
      Source<RawRecord, ?, ?> deadLetters) {}

  /** What it writes; what it cannot read itself goes to {@code unreadable}. */
  public record Outputs(
      Sink<AlertChange> alertChanges,
      Sink<Notification> notifications,
      Sink<Delivery> notificationLog,
      Sink<MetricWindow> metricWindows,
      Sink<SloWindow> sloWindows,
      Sink<DeadLetter> deadLetters,
      Sink<DeadLetter> unreadable) {}

  /** The whole flow. */
  public static void define(StreamExecutionEnvironment env, Inputs in, Outputs out) {
    SingleOutputStreamOperator<AlertChange> changes =
        env.fromSource(in.alertChanges(), WatermarkStrategy.noWatermarks(), "alert-changes")
            .uid("alert-changes")
            .process(new ParseJson<>(AlertChange.class))
            .uid("parse-alert-changes")
            .name("parse-alert-changes");
    changes.sinkTo(out.alertChanges()).uid("alert-tables").name("alert-tables");

    SingleOutputStreamOperator<Notification> notifications =
        env.fromSource(in.notifications(), WatermarkStrategy.noWatermarks(), "notifications")
            .uid("notifications")
            .process(new ParseJson<>(Notification.class))
            .uid("parse-notifications")
            .name("parse-notifications");
    notifications.sinkTo(out.notifications()).uid("notification-table").name("notification-table");

    SingleOutputStreamOperator<Delivery> deliveries =
        env.fromSource(in.deliveries(), WatermarkStrategy.noWatermarks(), "deliveries")
            .uid("deliveries")
            .process(new ParseJson<>(Delivery.class))
            .uid("parse-deliveries")
            .name("parse-deliveries");
    deliveries
        .flatMap(new SplitDigests())
        .uid("split-digests")
        .name("split-digests")
        .sinkTo(out.notificationLog())
        .uid("notification-log-table")
        .name("notification-log-table");

    SingleOutputStreamOperator<MetricWindow> windows =
        env.fromSource(in.metricWindows(), WatermarkStrategy.noWatermarks(), "metric-windows")
            .uid("metric-windows")
            .process(new ParseJson<>(MetricWindow.class))
            .uid("parse-metric-windows")
            .name("parse-metric-windows");
    windows.sinkTo(out.metricWindows()).uid("metric-window-table").name("metric-window-table");

    SingleOutputStreamOperator<SloWindow> objectives =
        env.fromSource(in.sloWindows(), WatermarkStrategy.noWatermarks(), "slo-windows")
            .uid("slo-windows")
            .process(new ParseJson<>(SloWindow.class))
            .uid("parse-slo-windows")
            .name("parse-slo-windows");
    objectives.sinkTo(out.sloWindows()).uid("slo-window-table").name("slo-window-table");

    changes
        .getSideOutput(ParseJson.DEAD_LETTERS)
        .union(
            notifications.getSideOutput(ParseJson.DEAD_LETTERS),
            deliveries.getSideOutput(ParseJson.DEAD_LETTERS),
            windows.getSideOutput(ParseJson.DEAD_LETTERS),
            objectives.getSideOutput(ParseJson.DEAD_LETTERS))
        .sinkTo(out.unreadable())
        .uid("unreadable")
        .name("unreadable");

    SingleOutputStreamOperator<DeadLetter> letters =
        env.fromSource(in.deadLetters(), WatermarkStrategy.noWatermarks(), "dead-letters")
            .uid("dead-letters")
            .process(new ParseJson<>(DeadLetter.class))
            .uid("parse-dead-letters")
            .name("parse-dead-letters");
    // A letter about a letter goes into the table alone: in the topic it could come back for ever.
    letters
        .union(letters.getSideOutput(ParseJson.DEAD_LETTERS))
        .sinkTo(out.deadLetters())
        .uid("dead-letter-table")
        .name("dead-letter-table");
  }

  /** Reads the settings, builds the real ends and defines the flow between them. */
  public static void assemble(
      StreamExecutionEnvironment env, List<String> arguments, Map<String, String> environment) {
    Settings settings = Settings.read(OPTIONS, arguments, environment);
    KafkaEnds kafka = new KafkaEnds(NAME, settings);
    kafka.check(
        env.getParallelism(),
        Set.of(
            Topic.ALERT_CHANGES,
            Topic.NOTIFICATIONS,
            Topic.DELIVERIES,
            Topic.METRIC_WINDOWS,
            Topic.SLO_WINDOWS,
            Topic.DEAD_LETTERS),
        Set.of(Topic.DEAD_LETTERS));
    PostgresTables tables = new PostgresTables(settings);
    define(
        env,
        new Inputs(
            kafka.source(Topic.ALERT_CHANGES),
            kafka.source(Topic.NOTIFICATIONS),
            kafka.source(Topic.DELIVERIES),
            kafka.source(Topic.METRIC_WINDOWS),
            kafka.source(Topic.SLO_WINDOWS),
            kafka.source(Topic.DEAD_LETTERS)),
        new Outputs(
            tables.alertChanges(),
            tables.notifications(),
            tables.notificationLog(),
            tables.metricWindows(),
            tables.sloWindows(),
            tables.deadLetters(),
            kafka.deadLetters()));
  }

  /** The entry of {@code flink run}. */
  public static void main(String[] arguments) throws Exception {
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
    assemble(env, List.of(arguments), System.getenv());
    env.execute(NAME);
  }
}
