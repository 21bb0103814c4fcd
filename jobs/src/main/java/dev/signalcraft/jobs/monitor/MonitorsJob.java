// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.jobs.monitor;

import dev.signalcraft.domain.Topic;
import dev.signalcraft.domain.config.KafkaSettings;
import dev.signalcraft.domain.config.Setting;
import dev.signalcraft.domain.config.Settings;
import dev.signalcraft.domain.ingest.DeadLetter;
import dev.signalcraft.domain.ingest.Input;
import dev.signalcraft.domain.ingest.RawRecord;
import dev.signalcraft.domain.monitor.MetricWindow;
import dev.signalcraft.domain.monitor.Partial;
import dev.signalcraft.domain.slo.SloPartial;
import dev.signalcraft.domain.slo.SloWindow;
import dev.signalcraft.functions.config.ConfigReader;
import dev.signalcraft.functions.ingest.DropTicks;
import dev.signalcraft.functions.ingest.KeyedRecord;
import dev.signalcraft.functions.monitor.AdmitSeries;
import dev.signalcraft.functions.monitor.SelectEvents;
import dev.signalcraft.functions.monitor.SelectSamples;
import dev.signalcraft.functions.monitor.WatchSeries;
import dev.signalcraft.functions.monitor.WrittenType;
import dev.signalcraft.functions.slo.WatchObjectives;
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
 * Measurements and events become windows of series, budgets of objectives, and the alerts of both.
 */
public final class MonitorsJob {
  /** Its name in Flink and in Kafka's client ids. */
  public static final String NAME = "monitors";

  /** Its settings. */
  public static final List<Setting<?>> OPTIONS =
      List.of(
          KafkaSettings.BOOTSTRAP_SERVERS,
          KafkaSettings.PROPERTIES_FILE,
          JobSettings.START,
          JobSettings.DELIVERY,
          JobSettings.TRANSACTION_TIMEOUT);

  /** Documents are kept by the operators themselves: they are no state of Flink's. */
  private static final MapStateDescriptor<?, ?>[] NO_STATE = {};

  private MonitorsJob() {}

  /**
   * What it reads: the measurements and the inputs, the ticks that it writes into both, the config
   * log, and that log as it lies there.
   */
  public record Inputs(
      Source<RawRecord, ?, ?> metrics,
      Source<RawRecord, ?, ?> inputs,
      Source<Integer, ?, ?> ticks,
      Source<Integer, ?, ?> inputTicks,
      Source<RawRecord, ?, ?> config,
      ConfigReader configReader) {}

  /** What it writes. */
  public record Outputs(
      Sink<MetricWindow> windows,
      Sink<SloWindow> objectives,
      Sink<Input> alerts,
      Sink<Integer> ticks,
      Sink<Integer> inputTicks,
      Sink<DeadLetter> deadLetters) {}

  /** The whole flow. */
  public static void define(StreamExecutionEnvironment env, Inputs in, Outputs out) {
    DataStream<RawRecord> config =
        env.fromSource(in.config(), LogTime.unbounded(), "config").uid("config").setParallelism(1);

    SingleOutputStreamOperator<Partial> samples =
        env.fromSource(in.metrics(), LogTime.watermarks(), "metrics")
            .uid("metrics")
            .transform("end-of-log", TypeInformation.of(RawRecord.class), new EndOfLog<>())
            .uid("end-of-log")
            .connect(config.broadcast())
            .transform("select-samples", WrittenType.PARTIAL, new SelectSamples(in.configReader()))
            .uid("select-samples");

    SingleOutputStreamOperator<Partial> events =
        env.fromSource(in.inputs(), LogTime.watermarks(), "inputs")
            .uid("inputs")
            .transform("end-of-inputs", TypeInformation.of(RawRecord.class), new EndOfLog<>())
            .uid("end-of-inputs")
            // What has no key is AlertsJob's to park.
            .process(new DropTicks())
            .uid("drop-ticks")
            .name("drop-ticks")
            .keyBy(KeyedRecord::key)
            .connect(config.broadcast())
            .transform("select-events", WrittenType.PARTIAL, new SelectEvents(in.configReader()))
            .uid("select-events");

    SingleOutputStreamOperator<Partial> refusals =
        samples
            .getSideOutput(SelectSamples.CANDIDATES)
            .union(events.getSideOutput(SelectSamples.CANDIDATES))
            .keyBy(candidate -> candidate.series().watch())
            .connect(config.broadcast(NO_STATE))
            .process(new AdmitSeries(in.configReader()), WrittenType.PARTIAL)
            .uid("admit-series")
            .name("admit-series");

    SingleOutputStreamOperator<MetricWindow> windows =
        samples
            .union(events, refusals)
            .keyBy(Partial::key)
            .connect(config.broadcast(NO_STATE))
            .process(new WatchSeries(in.configReader()))
            .uid("watch-series")
            .name("watch-series");

    SingleOutputStreamOperator<SloWindow> objectives =
        samples
            .getSideOutput(WatchObjectives.EVENTS)
            .keyBy(SloPartial::key)
            .connect(config.broadcast(NO_STATE))
            .process(new WatchObjectives(in.configReader()))
            .uid("watch-objectives")
            .name("watch-objectives");

    objectives.sinkTo(out.objectives()).uid("slo-windows").name("slo-windows");
    windows.sinkTo(out.windows()).uid("metric-windows").name("metric-windows");
    windows
        .getSideOutput(WatchSeries.ALERTS)
        .union(
            refusals.getSideOutput(WatchSeries.ALERTS),
            objectives.getSideOutput(WatchObjectives.ALERTS))
        .sinkTo(out.alerts())
        .uid("monitor-alerts")
        .name("monitor-alerts");
    samples
        .getSideOutput(SelectSamples.DEAD_LETTERS)
        .sinkTo(out.deadLetters())
        .uid("dead-letters")
        .name("dead-letters");

    tick(env, in.ticks(), out.ticks(), "ticks", "tick-metrics");
    tick(env, in.inputTicks(), out.inputTicks(), "input-ticks", "tick-inputs");
  }

  private static void tick(
      StreamExecutionEnvironment env,
      Source<Integer, ?, ?> ticks,
      Sink<Integer> out,
      String source,
      String sink) {
    env.fromSource(ticks, WatermarkStrategy.noWatermarks(), source)
        .uid(source)
        .setParallelism(1)
        .sinkTo(out)
        .uid(sink)
        .name(sink)
        .setParallelism(1);
  }

  /** Reads the settings, builds the real ends and defines the flow between them. */
  public static void assemble(
      StreamExecutionEnvironment env, List<String> arguments, Map<String, String> environment) {
    Settings settings = Settings.read(OPTIONS, arguments, environment);
    KafkaEnds kafka = new KafkaEnds(NAME, settings);
    kafka.check(
        env.getParallelism(),
        Set.of(Topic.METRICS, Topic.INPUTS, Topic.CONFIG),
        Set.of(
            Topic.METRICS,
            Topic.METRIC_WINDOWS,
            Topic.SLO_WINDOWS,
            Topic.INPUTS,
            Topic.DEAD_LETTERS));
    define(
        env,
        new Inputs(
            kafka.source(Topic.METRICS),
            kafka.source(Topic.INPUTS),
            kafka.ticks(Topic.METRICS),
            kafka.ticks(Topic.INPUTS),
            kafka.configSource(),
            kafka.configReader()),
        new Outputs(
            kafka.metricWindows(),
            kafka.sloWindows(),
            kafka.inputs(),
            kafka.tickSink(Topic.METRICS),
            kafka.tickSink(Topic.INPUTS),
            kafka.deadLetters()));
  }

  /** The entry of {@code flink run}. */
  public static void main(String[] arguments) throws Exception {
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
    assemble(env, List.of(arguments), System.getenv());
    env.execute(NAME);
  }
}
