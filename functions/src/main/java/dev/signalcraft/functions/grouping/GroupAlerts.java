// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.functions.grouping;

import dev.signalcraft.domain.grouping.AlertChange;
import dev.signalcraft.domain.grouping.Grouping;
import dev.signalcraft.domain.grouping.KeyState;
import dev.signalcraft.domain.grouping.RecentIds;
import dev.signalcraft.domain.ingest.AlertEvent;
import dev.signalcraft.domain.ingest.Input;
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
import org.apache.flink.streaming.api.TimerService;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * Runs the life of the groups of a key ({@link Grouping}) in keyed state, by log time.
 *
 * <p>State: the key's latest group with its clocks, and the ids of the last 24 h. Cleared: when the
 * rule says that nothing can refer to the key any more.
 *
 * <p>Timers: at most one for the counts (over within a second, so it is never deleted) and one for
 * the earliest of the other clocks; that one is moved only when it fires or must fire earlier.
 */
public final class GroupAlerts extends KeyedProcessFunction<String, Input, AlertChange> {
  private final long dedupWindowMillis;
  private final long autoCloseMillis;

  private transient Grouping grouping;
  private transient ValueState<KeyState> group;
  private transient MapState<Integer, long[]> ids;
  private transient RecentIds.Pages pages;
  private transient Counter steppedBack;

  /** With the windows of {@link Grouping}. */
  @SuppressWarnings("NullAway.Init")
  public GroupAlerts(long dedupWindowMillis, long autoCloseMillis) {
    this.dedupWindowMillis = dedupWindowMillis;
    this.autoCloseMillis = autoCloseMillis;
  }

  @Override
  public void open(OpenContext context) {
    grouping = new Grouping(dedupWindowMillis, autoCloseMillis);
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
    pages = new StatePages(ids);
    steppedBack = getRuntimeContext().getMetricGroup().counter("logTimeSteppedBack");
  }

  @Override
  public void processElement(Input input, Context context, Collector<AlertChange> out)
      throws Exception {
    AlertEvent event = input.event();
    if (event == null) {
      return;
    }
    long t = Objects.requireNonNull(context.timestamp(), "inputs carry log time");
    KeyState before = stateOrEmpty();
    if (t < before.now()) {
      steppedBack.inc();
    }
    long now = Math.max(t, before.now());
    KeyState advanced = grouping.advanceTo(before, now, out::collect);
    if (before.idPages() != 0 && advanced.idPages() == 0) {
      ids.clear();
    }
    RecentIds recent = new RecentIds(pages, advanced.idPages());
    boolean known = recent.learn(RecentIds.hash(event.eventId()), now);
    KeyState after =
        grouping.apply(
            advanced, input.groupKey(), event, known, recent.pageCount(), now, out::collect);
    store(after, before.flushAt(), context.timerService());
  }

  @Override
  public void onTimer(long time, OnTimerContext context, Collector<AlertChange> out)
      throws Exception {
    KeyState before = stateOrEmpty();
    if (before.isEmpty()) {
      return;
    }
    KeyState after = grouping.advanceTo(before, time, out::collect);
    if (before.idPages() != 0 && after.idPages() == 0) {
      ids.clear();
    }
    if (after.isEmpty()) {
      group.clear();
      return;
    }
    store(
        before.wakeUpAt() <= time ? after.wakeUpAt(0) : after,
        before.flushAt(),
        context.timerService());
  }

  private KeyState stateOrEmpty() throws Exception {
    KeyState state = group.value();
    return state == null ? KeyState.EMPTY : state;
  }

  private void store(KeyState state, long timedFlush, TimerService timers) throws Exception {
    if (state.flushAt() != 0 && state.flushAt() != timedFlush) {
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
}
