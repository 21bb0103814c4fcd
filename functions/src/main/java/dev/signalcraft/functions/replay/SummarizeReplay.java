// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.functions.replay;

import dev.signalcraft.domain.replay.Difference;
import dev.signalcraft.domain.replay.Replay;
import dev.signalcraft.domain.replay.RuleDifferences;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Says how far a replay is, and at its end how many decisions differ how, by rule and channel. It
 * hears first that the replay begins, then every difference.
 *
 * <p>State: the replay, and the counts of each rule and channel. Cleared: at its end.
 *
 * <p>Timers: one for each part of its span, the last at its end.
 */
public final class SummarizeReplay
    extends KeyedCoProcessFunction<String, Replay, Difference, Replay> {
  private static final int PARTS = 50;
  private static final char SEPARATOR = '\u001f';

  private transient ValueState<Replay> replay;
  private transient MapState<String, RuleDifferences> counts;

  @Override
  public void open(OpenContext context) {
    replay =
        getRuntimeContext()
            .getState(new ValueStateDescriptor<>("replay", TypeInformation.of(Replay.class)));
    counts =
        getRuntimeContext()
            .getMapState(
                new MapStateDescriptor<>(
                    "rule-differences", Types.STRING, TypeInformation.of(RuleDifferences.class)));
  }

  @Override
  public void processElement1(Replay begun, Context context, Collector<Replay> out)
      throws Exception {
    replay.update(begun);
    out.collect(begun);
    long from = begun.span().from().toEpochMilli();
    long whole = begun.span().until().toEpochMilli() - from;
    for (int part = 1; part <= PARTS; part++) {
      context.timerService().registerEventTimeTimer(from + whole * part / PARTS);
    }
  }

  @Override
  public void processElement2(Difference difference, Context context, Collector<Replay> out)
      throws Exception {
    String key = difference.rule() + SEPARATOR + difference.channel();
    RuleDifferences before = counts.get(key);
    if (before == null) {
      before = RuleDifferences.none(difference.rule(), difference.channel());
    }
    counts.put(key, before.and(difference.kind()));
  }

  @Override
  public void onTimer(long time, OnTimerContext context, Collector<Replay> out) throws Exception {
    Replay begun = replay.value();
    if (begun == null) {
      return;
    }
    Instant reached = Instant.ofEpochMilli(time);
    if (reached.isBefore(begun.span().until())) {
      out.collect(
          new Replay(begun.span(), begun.candidate(), Replay.Status.RUNNING, reached, List.of()));
      return;
    }
    Map<String, RuleDifferences> sorted = new TreeMap<>();
    for (Map.Entry<String, RuleDifferences> entry : counts.entries()) {
      sorted.put(entry.getKey(), entry.getValue());
    }
    out.collect(
        new Replay(
            begun.span(),
            begun.candidate(),
            Replay.Status.DONE,
            reached,
            new ArrayList<>(sorted.values())));
    replay.clear();
    counts.clear();
  }
}
