// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.functions.slo;

import dev.signalcraft.domain.config.ConfigHistory;
import dev.signalcraft.domain.config.Workspace;
import dev.signalcraft.domain.grouping.GroupKey;
import dev.signalcraft.domain.ingest.AlertEvent;
import dev.signalcraft.domain.ingest.Input;
import dev.signalcraft.domain.ingest.RawRecord;
import dev.signalcraft.domain.monitor.Series;
import dev.signalcraft.domain.slo.Slo;
import dev.signalcraft.domain.slo.SloEvaluation;
import dev.signalcraft.domain.slo.SloPartial;
import dev.signalcraft.domain.slo.SloState;
import dev.signalcraft.domain.slo.SloWindow;
import dev.signalcraft.functions.config.ConfigFollower;
import dev.signalcraft.functions.config.ConfigReader;
import dev.signalcraft.functions.monitor.WrittenType;
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
 * Runs {@link SloEvaluation} over a series, close by close, with the SLOs that the broadcast config
 * log brings. What burns goes to {@link #ALERTS}.
 *
 * <p>State: events that wait, sums of the windows and the panes that fall out of them, and what
 * burns. Cleared: when the series has been quiet for a day and its longest window, or is no longer
 * watched.
 *
 * <p>Timers: one for the next close, and one for each later close that events wait for.
 */
public final class WatchObjectives
    extends KeyedBroadcastProcessFunction<String, SloPartial, RawRecord, SloWindow> {
  /** What burns and what no longer does, as inputs under their group key. */
  public static final OutputTag<Input> ALERTS =
      new OutputTag<>("slo-alerts", TypeInformation.of(Input.class));

  /** Events on their way to their series. */
  public static final OutputTag<SloPartial> EVENTS =
      new OutputTag<>(
          "slo-events", new WrittenType<>(SloPartial.class, SloPartialSerializer.INSTANCE));

  private final ConfigReader configReader;

  private transient ConfigFollower config;
  private transient ConfigHistory<Slo> slos;
  private transient ConfigHistory<Workspace> workspaces;
  private transient ValueState<SloState> series;
  private transient Counter evaluations;
  private transient Counter alerts;

  /** Reads the config log with this reader at its start. */
  @SuppressWarnings("NullAway.Init")
  public WatchObjectives(ConfigReader configReader) {
    this.configReader = configReader;
  }

  @Override
  public void open(OpenContext context) throws IOException {
    MetricGroup metrics = getRuntimeContext().getMetricGroup();
    config = new ConfigFollower(metrics);
    slos = config.follow(Slo.KIND, Slo::read);
    workspaces = config.follow(Workspace.KIND, Workspace::read);
    config.start(configReader);
    series =
        getRuntimeContext()
            .getState(
                new ValueStateDescriptor<>(
                    "objectives", new WrittenType<>(SloState.class, SloStateSerializer.INSTANCE)));
    evaluations = metrics.counter("evaluations");
    alerts = metrics.counter("sloAlerts");
  }

  @Override
  public void processElement(SloPartial events, ReadOnlyContext context, Collector<SloWindow> out)
      throws Exception {
    SloState before = series.value();
    SloState state = before == null ? new SloState(events.series()) : before;
    context.timerService().registerEventTimeTimer(state.add(events));
    series.update(state);
  }

  @Override
  public void processBroadcastElement(RawRecord record, Context context, Collector<SloWindow> out) {
    config.take(record);
  }

  @Override
  public void onTimer(long close, OnTimerContext context, Collector<SloWindow> out)
      throws Exception {
    SloState state = series.value();
    if (state == null) {
      return;
    }
    config.judged(close);
    evaluations.inc();
    Series mine = state.series();
    long next =
        SloEvaluation.close(
            state,
            slos.at(mine.workspace(), mine.monitor(), close),
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
      KeyedBroadcastProcessFunction<String, SloPartial, RawRecord, SloWindow>.OnTimerContext
          context,
      Collector<SloWindow> out,
      Counter alerts)
      implements SloEvaluation.Outputs {
    @Override
    public void window(SloWindow row) {
      out.collect(row);
    }

    @Override
    public void alert(AlertEvent event) {
      alerts.inc();
      context.output(ALERTS, Input.of(GroupKey.of(event), event));
    }
  }
}
