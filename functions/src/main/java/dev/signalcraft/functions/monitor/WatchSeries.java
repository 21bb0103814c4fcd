// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.functions.monitor;

import dev.signalcraft.domain.config.ConfigHistory;
import dev.signalcraft.domain.config.Workspace;
import dev.signalcraft.domain.grouping.GroupKey;
import dev.signalcraft.domain.ingest.AlertEvent;
import dev.signalcraft.domain.ingest.Input;
import dev.signalcraft.domain.ingest.RawRecord;
import dev.signalcraft.domain.monitor.Evaluation;
import dev.signalcraft.domain.monitor.MetricWindow;
import dev.signalcraft.domain.monitor.Monitor;
import dev.signalcraft.domain.monitor.Partial;
import dev.signalcraft.domain.monitor.Series;
import dev.signalcraft.domain.monitor.SeriesState;
import dev.signalcraft.functions.config.ConfigFollower;
import dev.signalcraft.functions.config.ConfigReader;
import java.io.IOException;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Runs {@link Evaluation} over a series, close by close, with the monitors that the broadcast
 * config log brings. What fires goes to {@link #ALERTS}.
 *
 * <p>State: panes that wait and panes that closed, and how the evaluations went. Cleared: when the
 * series has been quiet for a day (or its window), or is no longer watched.
 *
 * <p>Timers: one for the next close, and one for each later close that samples wait for.
 */
public final class WatchSeries
    extends KeyedBroadcastProcessFunction<String, Partial, RawRecord, MetricWindow> {
  /** What fires and what is over, as inputs under their group key. */
  public static final OutputTag<Input> ALERTS =
      new OutputTag<>("alerts", TypeInformation.of(Input.class));

  private final ConfigReader configReader;

  private transient ConfigFollower config;
  private transient ConfigHistory<Monitor> monitors;
  private transient ConfigHistory<Workspace> workspaces;
  private transient ValueState<SeriesState> series;
  private transient Counter evaluations;
  private transient Counter alerts;

  /** Reads the config log with this reader at its start. */
  @SuppressWarnings("NullAway.Init")
  public WatchSeries(ConfigReader configReader) {
    this.configReader = configReader;
  }

  @Override
  public void open(OpenContext context) throws IOException {
    MetricGroup metrics = getRuntimeContext().getMetricGroup();
    config = new ConfigFollower(metrics);
    monitors = config.follow(Monitor.KIND, Monitor::read);
    workspaces = config.follow(Workspace.KIND, Workspace::read);
    config.start(configReader);
    series =
        getRuntimeContext()
            .getState(new ValueStateDescriptor<>("series", WrittenType.SERIES_STATE));
    evaluations = metrics.counter("evaluations");
    alerts = metrics.counter("monitorAlerts");
  }

  @Override
  public void processElement(Partial partial, ReadOnlyContext context, Collector<MetricWindow> out)
      throws Exception {
    SeriesState before = series.value();
    SeriesState state = before == null ? new SeriesState(partial.series()) : before;
    long close = partial.close();
    switch (partial.kind()) {
      case SAMPLES -> close = state.add(close, partial.pane(), partial.samples());
      case REFUSED -> state.refuse(close);
      case EXPECTED -> {}
    }
    context.timerService().registerEventTimeTimer(close);
    series.update(state);
  }

  @Override
  public void processBroadcastElement(
      RawRecord record, Context context, Collector<MetricWindow> out) {
    config.take(record);
  }

  @Override
  public void onTimer(long close, OnTimerContext context, Collector<MetricWindow> out)
      throws Exception {
    SeriesState state = series.value();
    if (state == null) {
      return;
    }
    config.judged(close);
    evaluations.inc();
    Series mine = state.series();
    long next =
        Evaluation.close(
            state,
            monitors.at(mine.workspace(), mine.monitor(), close),
            Workspace.at(workspaces, mine.workspace(), close),
            close,
            new Outputs(context, out, alerts));
    if (next == Long.MAX_VALUE) {
      series.clear();
    } else {
      series.update(state);
      context.timerService().registerEventTimeTimer(next);
    }
  }

  private record Outputs(
      KeyedBroadcastProcessFunction<String, Partial, RawRecord, MetricWindow>.OnTimerContext
          context,
      Collector<MetricWindow> out,
      Counter alerts)
      implements Evaluation.Outputs {
    @Override
    public void window(MetricWindow row) {
      out.collect(row);
    }

    @Override
    public void alert(AlertEvent event) {
      alerts.inc();
      context.output(ALERTS, Input.of(GroupKey.of(event), event));
    }
  }
}
