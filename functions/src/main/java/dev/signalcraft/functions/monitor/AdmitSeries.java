// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.functions.monitor;

import dev.signalcraft.domain.config.ConfigHistory;
import dev.signalcraft.domain.config.Workspace;
import dev.signalcraft.domain.grouping.GroupKey;
import dev.signalcraft.domain.ingest.AlertEvent;
import dev.signalcraft.domain.ingest.Input;
import dev.signalcraft.domain.ingest.RawRecord;
import dev.signalcraft.domain.monitor.Admission;
import dev.signalcraft.domain.monitor.Monitor;
import dev.signalcraft.domain.monitor.Partial;
import dev.signalcraft.functions.config.ConfigFollower;
import dev.signalcraft.functions.config.ConfigReader;
import java.io.IOException;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Runs {@link Admission} over the series of a monitor: of those that ask to be watched at a close,
 * the refused ones leave. A refusal leaves before the watermark that its close waits for, so that a
 * series knows it when the close falls due. That there are too many goes to {@link
 * WatchSeries#ALERTS}.
 *
 * <p>State: the keys of the watched series with their last close, and who asks. Cleared: when all
 * series have been quiet for a day (or their window).
 *
 * <p>Timers: one for each close that somebody asks for, and one for the next whole hour.
 */
public final class AdmitSeries
    extends KeyedBroadcastProcessFunction<String, Partial, RawRecord, Partial> {
  private final ConfigReader configReader;

  private transient ConfigFollower config;
  private transient ConfigHistory<Monitor> monitors;
  private transient ConfigHistory<Workspace> workspaces;
  private transient ValueState<Admission> admissions;
  private transient Counter refused;

  /** Reads the config log with this reader at its start. */
  @SuppressWarnings("NullAway.Init")
  public AdmitSeries(ConfigReader configReader) {
    this.configReader = configReader;
  }

  @Override
  public void open(OpenContext context) throws IOException {
    MetricGroup metrics = getRuntimeContext().getMetricGroup();
    config = new ConfigFollower(metrics);
    monitors = config.follow(Monitor.KIND, Monitor::read);
    workspaces = config.follow(Workspace.KIND, Workspace::read);
    config.start(configReader);
    admissions =
        getRuntimeContext()
            .getState(new ValueStateDescriptor<>("admission", AdmissionSerializer.INSTANCE));
    refused = metrics.counter("refusedSeries");
  }

  @Override
  public void processElement(Partial candidate, ReadOnlyContext context, Collector<Partial> out)
      throws Exception {
    Admission before = admissions.value();
    Admission admission = before == null ? new Admission(candidate.series()) : before;
    long close = admission.offer(candidate);
    context.timerService().registerEventTimeTimer(close);
    context.timerService().registerEventTimeTimer(Admission.nextHour(close));
    admissions.update(admission);
  }

  @Override
  public void processBroadcastElement(RawRecord record, Context context, Collector<Partial> out) {
    config.take(record);
  }

  @Override
  public void onTimer(long time, OnTimerContext context, Collector<Partial> out) throws Exception {
    Admission admission = admissions.value();
    if (admission == null) {
      return;
    }
    config.judged(time);
    boolean more =
        admission.advanceTo(
            time,
            monitors.at(admission.workspace(), admission.monitor(), time),
            Workspace.at(workspaces, admission.workspace(), time),
            new Outputs(context, out, refused));
    if (more) {
      admissions.update(admission);
      context.timerService().registerEventTimeTimer(Admission.nextHour(time));
    } else {
      admissions.clear();
    }
  }

  private record Outputs(
      KeyedBroadcastProcessFunction<String, Partial, RawRecord, Partial>.OnTimerContext context,
      Collector<Partial> out,
      Counter refused)
      implements Admission.Outputs {
    @Override
    public void refused(Partial refusal) {
      refused.inc();
      out.collect(refusal);
    }

    @Override
    public void alert(AlertEvent event) {
      context.output(WatchSeries.ALERTS, Input.of(GroupKey.of(event), event));
    }
  }
}
