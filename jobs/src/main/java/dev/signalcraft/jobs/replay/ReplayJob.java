// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.jobs.replay;

import dev.signalcraft.domain.Topic;
import dev.signalcraft.domain.config.KafkaSettings;
import dev.signalcraft.domain.config.Setting;
import dev.signalcraft.domain.config.Settings;
import dev.signalcraft.domain.grouping.Windows;
import dev.signalcraft.domain.ingest.RawRecord;
import dev.signalcraft.domain.replay.Difference;
import dev.signalcraft.domain.replay.Replay;
import dev.signalcraft.domain.replay.ReplaySpan;
import dev.signalcraft.domain.routing.Notification;
import dev.signalcraft.domain.routing.NotificationReason;
import dev.signalcraft.functions.config.ConfigReader;
import dev.signalcraft.functions.ingest.ParseJson;
import dev.signalcraft.functions.replay.CompareDecisions;
import dev.signalcraft.functions.replay.Evidence;
import dev.signalcraft.functions.replay.RecordedChange;
import dev.signalcraft.functions.replay.SummarizeReplay;
import dev.signalcraft.functions.time.LastMoment;
import dev.signalcraft.functions.time.LogTime;
import dev.signalcraft.jobs.JobSettings;
import dev.signalcraft.jobs.grouping.AlertsJob;
import dev.signalcraft.jobs.kafka.KafkaRange;
import dev.signalcraft.jobs.postgres.ReplayTables;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * What would have been decided about a part of the log, by other documents or the same ones, beside
 * what was: the operators of {@link AlertsJob}, and a comparison. It writes rows of {@code
 * replay_*} tables, and nothing else anywhere.
 */
public final class ReplayJob {
  /** Its name in Kafka's client ids. */
  public static final String NAME = "replay";

  /** Its settings. */
  public static final List<Setting<?>> OPTIONS =
      List.of(
          KafkaSettings.BOOTSTRAP_SERVERS,
          KafkaSettings.PROPERTIES_FILE,
          ReplaySettings.SINCE,
          ReplaySettings.UNTIL,
          ReplaySettings.WARM_UP,
          ReplaySettings.WORKSPACE,
          ReplaySettings.REPLAY_ID,
          ReplaySettings.CONFIG_FILE,
          JobSettings.DEDUP_WINDOW,
          JobSettings.AUTO_CLOSE_AFTER,
          JobSettings.ACK_TIMEOUT,
          JobSettings.POSTGRES_URL,
          JobSettings.POSTGRES_USER,
          JobSettings.POSTGRES_PASSWORD,
          JobSettings.POSTGRES_FLUSH_INTERVAL,
          JobSettings.POSTGRES_GIVE_UP_AFTER);

  /** Records lie in a topic after they were decided; clocks of brokers may differ by this. */
  private static final Duration CLOCKS = Duration.ofMinutes(1);

  private ReplayJob() {}

  /** What it reads: the log, the documents that it is decided by, and what was decided. */
  public record Inputs(
      Source<RawRecord, ?, ?> inputs,
      ConfigReader configReader,
      Source<RawRecord, ?, ?> notifications,
      Source<RawRecord, ?, ?> alertChanges) {}

  /** What it writes. */
  public record Outputs(Sink<Difference> decisions, Sink<Replay> replays) {}

  /**
   * The whole flow.
   *
   * @param begun the replay before its first record
   */
  public static void define(
      StreamExecutionEnvironment env, Inputs in, Outputs out, Windows windows, Replay begun) {
    ReplaySpan span = begun.span();
    String workspace = span.workspace();
    Instant from = span.from();
    // The uids of what keeps state are those of AlertsJob, so that its savepoint can be restored.
    DataStream<RawRecord> log =
        env.fromSource(in.inputs(), LogTime.watermarks(), "replayed-inputs")
            .uid("replayed-inputs")
            .transform(
                "last-moment",
                TypeInformation.of(RawRecord.class),
                new LastMoment<>(span.until().toEpochMilli()))
            .uid("last-moment");
    DataStream<Evidence> replayed =
        evidence(
            AlertsJob.decide(log, KnownConfig.nothingMore(env), in.configReader(), windows)
                .notifications(),
            "replayed-decisions",
            workspace,
            Evidence.Kind.REPLAYED);

    // What cannot be read here is parked by TablesJob, which reads it too.
    DataStream<Evidence> recorded =
        evidence(
            env.fromSource(in.notifications(), WatermarkStrategy.noWatermarks(), "recorded")
                .uid("recorded")
                .process(new ParseJson<>(Notification.class))
                .uid("parse-recorded")
                .name("parse-recorded"),
            "recorded-decisions",
            workspace,
            Evidence.Kind.RECORDED);
    DataStream<Evidence> groups =
        env.fromSource(in.alertChanges(), WatermarkStrategy.noWatermarks(), "recorded-changes")
            .uid("recorded-changes")
            .process(new ParseJson<>(RecordedChange.class))
            .uid("parse-recorded-changes")
            .name("parse-recorded-changes")
            .filter(change -> change.workspace().equals(workspace) && change.tellsOfAGroup(from))
            .uid("groups-of-workspace")
            .name("groups-of-workspace")
            .map(RecordedChange::evidence)
            .uid("recorded-groups")
            .name("recorded-groups");

    SingleOutputStreamOperator<Difference> differences =
        replayed
            .union(recorded, groups)
            .keyBy(Evidence::groupKey)
            .process(new CompareDecisions(span))
            .uid("compare-decisions")
            .name("compare-decisions");
    differences.sinkTo(out.decisions()).uid("replay-decisions").name("replay-decisions");

    env.fromSource(
            new DataGeneratorSource<>(number -> begun, 1, TypeInformation.of(Replay.class)),
            WatermarkStrategy.noWatermarks(),
            "begun")
        .uid("begun")
        .setParallelism(1)
        .keyBy(replay -> replay.span().replayId())
        .connect(differences.keyBy(Difference::replayId))
        .process(new SummarizeReplay())
        .uid("summarize-replay")
        .name("summarize-replay")
        .setParallelism(1)
        .sinkTo(out.replays())
        .uid("replays")
        .name("replays")
        .setParallelism(1);
  }

  private static DataStream<Evidence> evidence(
      DataStream<Notification> told, String name, String workspace, Evidence.Kind kind) {
    // No rule decides that a channel is tested.
    return told.filter(
            one -> one.workspace().equals(workspace) && one.reason() != NotificationReason.TEST)
        .uid(name + "-of-workspace")
        .name(name + "-of-workspace")
        .map(one -> Evidence.of(kind, one))
        .uid(name)
        .name(name);
  }

  /**
   * Reads the settings, builds the real ends and defines the flow between them.
   *
   * @return what is decided about
   */
  public static ReplaySpan assemble(
      StreamExecutionEnvironment env,
      List<String> arguments,
      Map<String, String> environment,
      Instant now) {
    Settings settings = Settings.read(OPTIONS, arguments, environment);
    ReplaySettings.Question question = ReplaySettings.question(settings, now);
    KafkaRange kafka = new KafkaRange(NAME, settings);
    ReplaySpan asked = question.span();
    Instant reached =
        kafka.check(
            env.getParallelism(),
            Set.of(Topic.INPUTS, Topic.CONFIG, Topic.NOTIFICATIONS, Topic.ALERT_CHANGES),
            Topic.INPUTS,
            asked.from());
    ReplaySpan span = asked.reaching(reached);
    ReplayTables tables = new ReplayTables(settings);
    define(
        env,
        new Inputs(
            kafka.between(Topic.INPUTS, span.from(), span.until()),
            question.candidate() == null ? kafka.configReader() : question.candidate(),
            kafka.from(Topic.NOTIFICATIONS, span.since().minus(CLOCKS)),
            kafka.from(Topic.ALERT_CHANGES, span.from().minus(CLOCKS))),
        new Outputs(tables.decisions(), tables.replays()),
        JobSettings.windows(settings),
        new Replay(
            span, question.candidate() != null, Replay.Status.RUNNING, span.from(), List.of()));
    return span;
  }

  /** The entry of {@code flink run}. */
  public static void main(String[] arguments) throws Exception {
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
    ReplaySpan span = assemble(env, List.of(arguments), System.getenv(), Instant.now());
    env.execute(span.jobName());
  }
}
