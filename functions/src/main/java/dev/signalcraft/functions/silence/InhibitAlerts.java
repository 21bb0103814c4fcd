// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.functions.silence;

import dev.signalcraft.domain.ingest.RawRecord;
import dev.signalcraft.domain.routing.Notification;
import dev.signalcraft.domain.silence.Announcement;
import dev.signalcraft.domain.silence.Held;
import dev.signalcraft.domain.silence.InhibitRule;
import dev.signalcraft.domain.silence.Inhibition;
import dev.signalcraft.functions.config.ConfigFollower;
import dev.signalcraft.functions.config.ConfigReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * Runs {@link Inhibition} over the announcements of a workspace: each waits until the watermark has
 * passed its log time, so that they are judged in their order whatever the parallelism.
 *
 * <p>State: announcements that wait, which groups hold others, and what they hold. Cleared: an
 * announcement when it is judged, a holder when its group is over, what is held when it is told or
 * its group is over.
 *
 * <p>Timers: one for each log time at which an announcement waits, one for the next whole minute
 * while something is held.
 */
public final class InhibitAlerts
    extends KeyedBroadcastProcessFunction<String, Announcement, RawRecord, Notification> {
  private final ConfigReader configReader;

  private transient ConfigFollower config;
  private transient Inhibition inhibition;
  private transient MapState<Long, List<Announcement>> waiting;
  private transient StateMemory memory;

  /** Reads the config log with this reader at its start. */
  @SuppressWarnings("NullAway.Init")
  public InhibitAlerts(ConfigReader configReader) {
    this.configReader = configReader;
  }

  @Override
  public void open(OpenContext context) throws IOException {
    config = new ConfigFollower(getRuntimeContext().getMetricGroup());
    inhibition = new Inhibition(config.follow(InhibitRule.KIND, InhibitRule::read));
    config.start(configReader);
    waiting =
        getRuntimeContext()
            .getMapState(
                new MapStateDescriptor<>(
                    "waiting", Types.LONG, Types.LIST(TypeInformation.of(Announcement.class))));
    memory =
        new StateMemory(
            getRuntimeContext()
                .getMapState(new MapStateDescriptor<>("sources", Types.STRING, Types.INT)),
            getRuntimeContext()
                .getMapState(
                    new MapStateDescriptor<>(
                        "source-rules", Types.STRING, Types.LIST(Types.STRING))),
            getRuntimeContext()
                .getMapState(
                    new MapStateDescriptor<>(
                        "held", Types.STRING, TypeInformation.of(Held.class))));
  }

  @Override
  public void processElement(
      Announcement said, ReadOnlyContext context, Collector<Notification> out) throws Exception {
    List<Announcement> others = waiting.get(said.at());
    List<Announcement> all = others == null ? new ArrayList<>() : new ArrayList<>(others);
    all.add(said);
    waiting.put(said.at(), all);
    context.timerService().registerEventTimeTimer(said.at());
  }

  @Override
  public void processBroadcastElement(
      RawRecord record, Context context, Collector<Notification> out) {
    config.take(record);
  }

  @Override
  public void onTimer(long time, OnTimerContext context, Collector<Notification> out)
      throws Exception {
    config.judged(time);
    List<Announcement> due = waiting.get(time);
    if (due != null) {
      waiting.remove(time);
      List<Announcement> ordered = new ArrayList<>(due);
      ordered.sort(Announcement.ORDER);
      for (Announcement said : ordered) {
        inhibition.judge(said, memory, out::collect);
      }
    }
    if (time % Inhibition.ASK_MILLIS == 0) {
      inhibition.ask(time, memory, out::collect);
    }
    if (memory.holds()) {
      long next = time - Math.floorMod(time, Inhibition.ASK_MILLIS) + Inhibition.ASK_MILLIS;
      context.timerService().registerEventTimeTimer(next);
    }
  }

  private record StateMemory(
      MapState<String, Integer> sources,
      MapState<String, List<String>> rules,
      MapState<String, Held> held)
      implements Inhibition.Memory {
    boolean holds() throws Exception {
      return !held.isEmpty();
    }

    @Override
    public int sources(String rule) throws Exception {
      Integer groups = sources.get(rule);
      return groups == null ? 0 : groups;
    }

    @Override
    public void sources(String rule, int groups) throws Exception {
      if (groups > 0) {
        sources.put(rule, groups);
      } else {
        sources.remove(rule);
      }
    }

    @Override
    public @Nullable List<String> rulesOf(String groupId) throws Exception {
      return rules.get(groupId);
    }

    @Override
    public void rulesOf(String groupId, List<String> by) throws Exception {
      if (by.isEmpty()) {
        rules.remove(groupId);
      } else {
        rules.put(groupId, by);
      }
    }

    @Override
    public @Nullable Held held(String groupId) throws Exception {
      return held.get(groupId);
    }

    @Override
    public void held(String groupId, @Nullable Held what) throws Exception {
      if (what == null) {
        held.remove(groupId);
      } else {
        held.put(groupId, what);
      }
    }

    @Override
    public List<String> heldGroups() throws Exception {
      List<String> groups = new ArrayList<>();
      for (String groupId : held.keys()) {
        groups.add(groupId);
      }
      groups.sort(null);
      return groups;
    }
  }
}
