// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalcraft.domain.grouping.Windows;
import dev.signalcraft.domain.ingest.RawRecord;
import dev.signalcraft.domain.replay.Replay;
import dev.signalcraft.domain.replay.ReplaySpan;
import dev.signalcraft.functions.delivery.DeliveryLog;
import dev.signalcraft.jobs.delivery.DeliveryJob;
import dev.signalcraft.jobs.grouping.AlertsJob;
import dev.signalcraft.jobs.ingest.IngestJob;
import dev.signalcraft.jobs.monitor.MonitorsJob;
import dev.signalcraft.jobs.replay.ReplayJob;
import dev.signalcraft.jobs.tables.TablesJob;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.runtime.jobgraph.JobVertex;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.streaming.api.graph.StreamNode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A uid names a state for ever: these maps change only by addition, or savepoints are lost. */
class TopologyTest {
  private StreamExecutionEnvironment env;

  @BeforeEach
  void strictEnvironment() {
    Configuration configuration = new Configuration();
    configuration.set(PipelineOptions.AUTO_GENERATE_UIDS, false);
    configuration.set(PipelineOptions.GENERIC_TYPES, false);
    env = StreamExecutionEnvironment.getExecutionEnvironment(configuration);
    env.setParallelism(2);
  }

  @Test
  void alertsJobKeepsItsUids() {
    defineAlerts();

    assertThat(uids())
        .containsExactlyInAnyOrderEntriesOf(
            names(
                "inputs",
                "end-of-log",
                "drop-ticks",
                "config",
                "group-alerts",
                "inhibit-alerts",
                "told",
                "notifications",
                "shadows",
                "shadow-changes",
                "write-shadows",
                "alert-changes",
                "dead-letters",
                "ticks",
                "tick-inputs"));
  }

  @Test
  void changesReachTheirSinkWithoutBeingSerialized() {
    defineAlerts();

    assertThat(env.getStreamGraph().getJobGraph().getVertices())
        .extracting(JobVertex::getName)
        .anyMatch(name -> name.contains("group-alerts") && name.contains("alert-changes: Writer"));
  }

  private void defineAlerts() {
    AlertsJob.define(
        env,
        new AlertsJob.Inputs(records(), ticks(), records(), List::of),
        new AlertsJob.Outputs(
            new DiscardingSink<>(),
            new DiscardingSink<>(),
            new DiscardingSink<>(),
            new DiscardingSink<>(),
            new DiscardingSink<>()),
        new Windows(1, 1, 0));
  }

  @Test
  void ingestJobKeepsItsUids() {
    IngestJob.define(
        env,
        new IngestJob.Inputs(records(), records(), List::of),
        new IngestJob.Outputs(new DiscardingSink<>(), new DiscardingSink<>()));

    assertThat(uids())
        .containsExactlyInAnyOrderEntriesOf(
            names("config", "raw", "ingest", "inputs", "dead-letters"));
  }

  @Test
  void tablesJobKeepsItsUids() {
    TablesJob.define(
        env,
        new TablesJob.Inputs(records(), records(), records(), records(), records(), records()),
        new TablesJob.Outputs(
            new DiscardingSink<>(),
            new DiscardingSink<>(),
            new DiscardingSink<>(),
            new DiscardingSink<>(),
            new DiscardingSink<>(),
            new DiscardingSink<>(),
            new DiscardingSink<>()));

    assertThat(uids())
        .containsExactlyInAnyOrderEntriesOf(
            names(
                "alert-changes",
                "parse-alert-changes",
                "alert-tables",
                "notifications",
                "parse-notifications",
                "notification-table",
                "deliveries",
                "parse-deliveries",
                "split-digests",
                "notification-log-table",
                "metric-windows",
                "parse-metric-windows",
                "metric-window-table",
                "slo-windows",
                "parse-slo-windows",
                "slo-window-table",
                "unreadable",
                "dead-letters",
                "parse-dead-letters",
                "dead-letter-table"));
  }

  @Test
  void monitorsJobKeepsItsUids() {
    MonitorsJob.define(
        env,
        new MonitorsJob.Inputs(records(), records(), ticks(), ticks(), records(), List::of),
        new MonitorsJob.Outputs(
            new DiscardingSink<>(),
            new DiscardingSink<>(),
            new DiscardingSink<>(),
            new DiscardingSink<>(),
            new DiscardingSink<>(),
            new DiscardingSink<>()));

    assertThat(uids())
        .containsExactlyInAnyOrderEntriesOf(
            names(
                "metrics",
                "end-of-log",
                "inputs",
                "end-of-inputs",
                "drop-ticks",
                "config",
                "select-samples",
                "select-events",
                "admit-series",
                "watch-series",
                "watch-objectives",
                "metric-windows",
                "slo-windows",
                "monitor-alerts",
                "dead-letters",
                "ticks",
                "tick-metrics",
                "input-ticks",
                "tick-inputs"));
  }

  @Test
  void deliveryJobKeepsItsUids() {
    DeliveryJob.define(
        env,
        new DeliveryJob.Inputs(records(), records(), records(), records(), List::of),
        new DeliveryJob.Outputs(
            Map::of, TopologyTest::noLog, new DiscardingSink<>(), new DiscardingSink<>()));

    assertThat(uids())
        .containsExactlyInAnyOrderEntriesOf(
            names(
                "config",
                "notifications",
                "parse-notifications",
                "spend-budget",
                "alert-changes",
                "parse-alert-changes",
                "fan-out-changes",
                "deliveries",
                "parse-deliveries",
                "fall-back",
                "deliver-to-channels",
                "channel-alerts",
                "dead-letters"));
  }

  private static DeliveryLog noLog() {
    throw new AssertionError("nothing runs here");
  }

  @Test
  void replayJobKeepsItsUidsAndThoseOfTheOperatorsThatItTakesFromAlertsJob() {
    Instant since = Instant.EPOCH;
    ReplayJob.define(
        env,
        new ReplayJob.Inputs(records(), List::of, records(), records()),
        new ReplayJob.Outputs(new DiscardingSink<>(), new DiscardingSink<>()),
        new Windows(1, 1, 0),
        new Replay(
            new ReplaySpan("r", "default", since, since, since.plusMillis(1)),
            false,
            Replay.Status.RUNNING,
            since,
            List.of()));

    assertThat(uids())
        .containsExactlyInAnyOrderEntriesOf(
            names(
                "replayed-inputs",
                "last-moment",
                "end-of-log",
                "drop-ticks",
                "no-config",
                "group-alerts",
                "inhibit-alerts",
                "shadows",
                "shadow-changes",
                "told",
                "replayed-decisions-of-workspace",
                "replayed-decisions",
                "recorded",
                "parse-recorded",
                "recorded-decisions-of-workspace",
                "recorded-decisions",
                "recorded-changes",
                "parse-recorded-changes",
                "groups-of-workspace",
                "recorded-groups",
                "compare-decisions",
                "replay-decisions",
                "begun",
                "summarize-replay",
                "replays"));
  }

  @Test
  void anOperatorWithoutAUidIsRefused() {
    env.fromSource(
            ticks(), org.apache.flink.api.common.eventtime.WatermarkStrategy.noWatermarks(), "t")
        .sinkTo(new DiscardingSink<>());

    assertThatThrownBy(() -> env.getStreamGraph().getJobGraph())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("UID");
  }

  /** From uid to name, as the graph has them. */
  private Map<String, String> uids() {
    Map<String, String> uids = new TreeMap<>();
    for (StreamNode node : env.getStreamGraph().getStreamNodes()) {
      uids.put(node.getTransformationUID(), withoutEnd(node.getOperatorName()));
    }
    return uids;
  }

  /** Flink puts "Source: " before the names of sources and ": Writer" behind those of sinks. */
  private static String withoutEnd(String name) {
    return name.replace("Source: ", "").replace(": Writer", "");
  }

  private static Map<String, String> names(String... uids) {
    Map<String, String> names = new TreeMap<>();
    for (String uid : uids) {
      names.put(uid, uid);
    }
    return names;
  }

  private static Source<RawRecord, ?, ?> records() {
    return new DataGeneratorSource<>(
        index -> new RawRecord("t", 0, index, 0, Map.of(), null, null),
        1,
        TypeInformation.of(RawRecord.class));
  }

  private static Source<Integer, ?, ?> ticks() {
    return new DataGeneratorSource<>(Long::intValue, 1, Types.INT);
  }
}
