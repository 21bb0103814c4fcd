// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.functions.delivery;

import dev.signalcraft.domain.config.ConfigHistory;
import dev.signalcraft.domain.config.Workspace;
import dev.signalcraft.domain.delivery.Spent;
import dev.signalcraft.domain.ingest.RawRecord;
import dev.signalcraft.domain.routing.Notification;
import dev.signalcraft.functions.config.ConfigFollower;
import dev.signalcraft.functions.config.ConfigReader;
import java.io.IOException;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.TimerService;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Hands decisions to their channels, and says of those beyond the budget of their workspace that
 * they go in digests. The minute is that of log time, so that a restart counts the same.
 *
 * <p>State: per workspace what was told in its newest minute. Cleared: by a timer some minutes
 * later.
 */
public final class SpendBudget
    extends KeyedBroadcastProcessFunction<String, Notification, RawRecord, ChannelInput> {
  private static final long LOOK_MILLIS = 600_000;

  private final ConfigReader config;

  private transient ConfigHistory<Workspace> workspaces;
  private transient ConfigFollower follower;
  private transient ValueState<Spent> spent;
  private transient Counter beyondBudget;

  /** Reads the config log with this reader at its start. */
  @SuppressWarnings("NullAway.Init")
  public SpendBudget(ConfigReader config) {
    this.config = config;
  }

  @Override
  public void open(OpenContext context) throws IOException {
    follower = new ConfigFollower(getRuntimeContext().getMetricGroup());
    workspaces = follower.follow(Workspace.KIND, Workspace::read);
    follower.start(config);
    spent =
        getRuntimeContext()
            .getState(new ValueStateDescriptor<>("spent", TypeInformation.of(Spent.class)));
    beyondBudget = getRuntimeContext().getMetricGroup().counter("beyondBudget");
  }

  @Override
  public void processElement(
      Notification told, ReadOnlyContext context, Collector<ChannelInput> out) throws IOException {
    long decided = told.at().toEpochMilli();
    follower.judged(decided);
    Spent before = spent.value();
    Spent now = (before == null ? Spent.NOTHING : before).one(decided);
    spent.update(now);
    if (before == null) {
      look(context.timerService().currentProcessingTime(), context.timerService());
    }
    int most = Workspace.at(workspaces, told.workspace(), decided).notificationsPerMinute();
    boolean beyond = now.count() > most;
    if (beyond) {
      beyondBudget.inc();
    }
    out.collect(ChannelInput.of(told, beyond));
  }

  private static void look(long time, TimerService timers) {
    timers.registerProcessingTimeTimer(time + LOOK_MILLIS);
  }

  @Override
  public void onTimer(long time, OnTimerContext context, Collector<ChannelInput> out)
      throws IOException {
    Spent last = spent.value();
    if (last != null && !last.isOver(time)) {
      look(time, context.timerService());
    } else {
      spent.clear();
    }
  }

  @Override
  public void processBroadcastElement(
      RawRecord record, Context context, Collector<ChannelInput> out) {
    follower.take(record);
  }
}
