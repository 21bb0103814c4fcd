// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.functions.replay;

import dev.signalcraft.domain.replay.Comparison;
import dev.signalcraft.domain.replay.Decision;
import dev.signalcraft.domain.replay.Difference;
import dev.signalcraft.domain.replay.RecordedGroups;
import dev.signalcraft.domain.replay.ReplaySpan;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Runs {@link Comparison} over what was told and what a replay tells about the groups of a key,
 * when both are known: at the end of its span.
 *
 * <p>State: the decisions of both sides, and what is recorded of the key's groups. Cleared: when
 * they are compared.
 *
 * <p>Timers: one, at the end of the span.
 */
public final class CompareDecisions extends KeyedProcessFunction<String, Evidence, Difference> {
  private final ReplaySpan span;

  private transient MapState<String, Decision> recorded;
  private transient MapState<String, Decision> replayed;
  private transient ValueState<RecordedGroups> groups;

  /** Compares within this span; the watermark reaches its end and goes no further. */
  @SuppressWarnings("NullAway.Init")
  public CompareDecisions(ReplaySpan span) {
    this.span = span;
  }

  @Override
  public void open(OpenContext context) {
    recorded =
        getRuntimeContext()
            .getMapState(
                new MapStateDescriptor<>(
                    "recorded-decisions", Types.STRING, TypeInformation.of(Decision.class)));
    replayed =
        getRuntimeContext()
            .getMapState(
                new MapStateDescriptor<>(
                    "replayed-decisions", Types.STRING, TypeInformation.of(Decision.class)));
    groups =
        getRuntimeContext()
            .getState(
                new ValueStateDescriptor<>(
                    "recorded-groups", TypeInformation.of(RecordedGroups.class)));
  }

  @Override
  public void processElement(Evidence evidence, Context context, Collector<Difference> out)
      throws Exception {
    Decision decision = evidence.decision();
    if (evidence.kind() == Evidence.Kind.REPLAYED) {
      if (decision != null) {
        replayed.put(decision.notificationId(), decision);
      }
    } else {
      if (decision != null) {
        recorded.put(decision.notificationId(), decision);
      }
      RecordedGroups before = known();
      RecordedGroups after = before.and(evidence.groupId(), span.from().toEpochMilli());
      if (!after.equals(before)) {
        groups.update(after);
      }
    }
    context.timerService().registerEventTimeTimer(span.until().toEpochMilli());
  }

  @Override
  public void onTimer(long time, OnTimerContext context, Collector<Difference> out)
      throws Exception {
    Comparison.compare(span, all(recorded), all(replayed), known(), out::collect);
    recorded.clear();
    replayed.clear();
    groups.clear();
  }

  private RecordedGroups known() throws Exception {
    RecordedGroups known = groups.value();
    return known == null ? RecordedGroups.NONE : known;
  }

  private static Map<String, Decision> all(MapState<String, Decision> state) throws Exception {
    Map<String, Decision> all = new HashMap<>();
    for (Map.Entry<String, Decision> entry : state.entries()) {
      all.put(entry.getKey(), entry.getValue());
    }
    return all;
  }
}
