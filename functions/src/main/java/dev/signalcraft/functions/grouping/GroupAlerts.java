// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.functions.grouping;

import dev.signalcraft.domain.config.Workspace;
import dev.signalcraft.domain.grouping.AlertChange;
import dev.signalcraft.domain.grouping.Decisions;
import dev.signalcraft.domain.grouping.Grouping;
import dev.signalcraft.domain.grouping.KeyState;
import dev.signalcraft.domain.grouping.RecentIds;
import dev.signalcraft.domain.grouping.Rules;
import dev.signalcraft.domain.grouping.SeverityRule;
import dev.signalcraft.domain.grouping.SeverityRules;
import dev.signalcraft.domain.grouping.Windows;
import dev.signalcraft.domain.ingest.Input;
import dev.signalcraft.domain.ingest.RawRecord;
import dev.signalcraft.domain.routing.Notification;
import dev.signalcraft.domain.routing.Plan;
import dev.signalcraft.domain.routing.Routing;
import dev.signalcraft.domain.routing.RoutingRule;
import dev.signalcraft.domain.silence.Announcement;
import dev.signalcraft.domain.silence.InhibitRule;
import dev.signalcraft.domain.silence.Inhibition;
import dev.signalcraft.domain.silence.MuteTiming;
import dev.signalcraft.domain.silence.Silence;
import dev.signalcraft.domain.silence.Silences;
import dev.signalcraft.functions.config.ConfigFollower;
import dev.signalcraft.functions.config.ConfigReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.streaming.api.TimerService;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * Runs the life of the groups of a key ({@link Grouping}) in keyed state, by log time, with the
 * rules that the broadcast config log brings. What is told about a group on a side of an inhibit
 * rule goes to {@link #ANNOUNCEMENTS}, all else at once to {@link #NOTIFICATIONS}.
 *
 * <p>State: the key's latest group with its clocks, its plan, and the ids of the last 24 h.
 * Cleared: when the rule says that nothing can refer to the key any more.
 *
 * <p>Timers: at most one for the counts (over within a second, so it is never deleted) and one for
 * the earliest of the other clocks; that one is moved only when it fires or must fire earlier.
 */
public final class GroupAlerts
    extends KeyedBroadcastProcessFunction<String, Input, RawRecord, AlertChange> {
  /** What is told at once. */
  public static final OutputTag<Notification> NOTIFICATIONS =
      new OutputTag<>("notifications", TypeInformation.of(Notification.class));

  /** What the groups that may hold others hear of first. */
  public static final OutputTag<Announcement> ANNOUNCEMENTS =
      new OutputTag<>("announcements", TypeInformation.of(Announcement.class));

  private final Windows windows;
  private final ConfigReader configReader;

  private transient Grouping grouping;
  private transient ConfigFollower config;
  private transient ValueState<KeyState> group;
  private transient MapState<Integer, long[]> ids;
  private transient ValueState<Plan> plan;
  private transient RecentIds.Pages pages;
  private transient Counter steppedBack;
  private transient Counter commands;

  /** With these windows; reads the config log with this reader at its start. */
  @SuppressWarnings("NullAway.Init")
  public GroupAlerts(Windows windows, ConfigReader configReader) {
    this.windows = windows;
    this.configReader = configReader;
  }

  @Override
  public void open(OpenContext context) throws IOException {
    MetricGroup metrics = getRuntimeContext().getMetricGroup();
    config = new ConfigFollower(metrics);
    grouping = new Grouping(windows, rules(config));
    config.start(configReader);
    group =
        getRuntimeContext()
            .getState(
                new ValueStateDescriptor<>("alert-group", TypeInformation.of(KeyState.class)));
    ids =
        getRuntimeContext()
            .getMapState(
                new MapStateDescriptor<>(
                    "recent-ids",
                    Types.INT,
                    PrimitiveArrayTypeInfo.LONG_PRIMITIVE_ARRAY_TYPE_INFO));
    plan =
        getRuntimeContext()
            .getState(new ValueStateDescriptor<>("plan", TypeInformation.of(Plan.class)));
    pages = new StatePages(ids);
    steppedBack = metrics.counter("logTimeSteppedBack");
    commands = metrics.counter("commands");
  }

  @Override
  public void processElement(Input input, ReadOnlyContext context, Collector<AlertChange> out)
      throws Exception {
    long t = Objects.requireNonNull(context.timestamp(), "inputs carry log time");
    KeyState before = stateOrEmpty();
    if (t < before.now()) {
      steppedBack.inc();
    }
    config.judged(t);
    long now = Math.max(t, before.now());
    Decisions decisions = new Outputs(plan, config, context, out);
    KeyState advanced = grouping.advanceTo(before, now, decisions);
    if (before.idPages() != 0 && advanced.idPages() == 0) {
      ids.clear();
    }
    boolean known = false;
    int idPages = advanced.idPages();
    if (grouping.learns(advanced, input)) {
      RecentIds recent = new RecentIds(pages, idPages);
      known = recent.learn(RecentIds.hash(input.id()), now);
      idPages = recent.pageCount();
    }
    if (input.kind() == Input.Kind.COMMAND) {
      commands.inc();
    }
    KeyState after = grouping.apply(advanced, input, known, idPages, now, decisions);
    store(before, after, context.timerService());
  }

  @Override
  public void processBroadcastElement(
      RawRecord record, Context context, Collector<AlertChange> out) {
    config.take(record);
  }

  @Override
  public void onTimer(long time, OnTimerContext context, Collector<AlertChange> out)
      throws Exception {
    KeyState before = stateOrEmpty();
    if (before.isEmpty()) {
      return;
    }
    KeyState after = grouping.advanceTo(before, time, new Outputs(plan, config, context, out));
    if (before.idPages() != 0 && after.idPages() == 0) {
      ids.clear();
    }
    boolean fired = before.wakeUpAt() <= time;
    store(before, fired ? after.wakeUpAt(0) : after, context.timerService());
  }

  private static Rules rules(ConfigFollower config) {
    return new Rules(
        new SeverityRules(config.follow(SeverityRule.KIND, SeverityRule::read)),
        new Routing(
            config.follow(RoutingRule.KIND, RoutingRule::read),
            new Silences(
                config.follow(Silence.KIND, Silence::read),
                config.follow(MuteTiming.KIND, MuteTiming::read),
                config.follow(Workspace.KIND, Workspace::read))),
        new Inhibition(config.follow(InhibitRule.KIND, InhibitRule::read)));
  }

  private KeyState stateOrEmpty() throws Exception {
    KeyState state = group.value();
    return state == null ? KeyState.EMPTY : state;
  }

  private void store(KeyState before, KeyState state, TimerService timers) throws Exception {
    if (state.isEmpty()) {
      forget(before, timers);
      return;
    }
    if (state.flushAt() != 0 && state.flushAt() != before.flushAt()) {
      timers.registerEventTimeTimer(state.flushAt());
    }
    long wakeUp = grouping.nextWakeUp(state);
    KeyState stored = state;
    if (wakeUp != Long.MAX_VALUE && (state.wakeUpAt() == 0 || wakeUp < state.wakeUpAt())) {
      if (state.wakeUpAt() != 0 && state.wakeUpAt() != state.flushAt()) {
        timers.deleteEventTimeTimer(state.wakeUpAt());
      }
      timers.registerEventTimeTimer(wakeUp);
      stored = state.wakeUpAt(wakeUp);
    }
    group.update(stored);
  }

  /** Leaves neither state nor a timer behind. */
  private void forget(KeyState before, TimerService timers) {
    if (before.wakeUpAt() > timers.currentWatermark()) {
      timers.deleteEventTimeTimer(before.wakeUpAt());
    }
    if (!before.isEmpty()) {
      group.clear();
    }
  }

  private record StatePages(MapState<Integer, long[]> state) implements RecentIds.Pages {
    @Override
    public long @Nullable [] get(int page) throws Exception {
      return state.get(page);
    }

    @Override
    public void put(int page, long[] ids) throws Exception {
      state.put(page, ids);
    }
  }

  /** Collects the decisions of one call; the plan lies in keyed state. */
  private record Outputs(
      ValueState<Plan> state,
      ConfigFollower config,
      KeyedBroadcastProcessFunction<String, Input, RawRecord, AlertChange>.ReadOnlyContext context,
      Collector<AlertChange> out)
      implements Decisions {
    @Override
    public void change(AlertChange change) {
      List<String> late = null;
      if (change.kind() == AlertChange.Kind.CHANGE && config.hasLate()) {
        late = config.takeLate(change.workspace());
      }
      out.collect(late == null ? change : change.after(late));
    }

    @Override
    public void tell(Notification notification) {
      context.output(NOTIFICATIONS, notification);
    }

    @Override
    public void announce(Announcement announcement) {
      context.output(ANNOUNCEMENTS, announcement);
    }

    @Override
    public Plan plan() {
      try {
        Plan plan = state.value();
        return plan == null ? Plan.NOBODY : plan;
      } catch (IOException e) {
        throw new UncheckedIOException("the plan cannot be read from state", e);
      }
    }

    @Override
    public void plan(Plan plan) {
      try {
        if (plan.equals(Plan.NOBODY)) {
          state.clear();
        } else {
          state.update(plan);
        }
      } catch (IOException e) {
        throw new UncheckedIOException("the plan cannot be kept in state", e);
      }
    }
  }
}
