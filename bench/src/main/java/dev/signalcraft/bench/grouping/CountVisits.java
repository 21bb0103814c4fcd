// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.bench.grouping;

import dev.signalcraft.domain.ingest.Input;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * The least that a keyed operator can do: reads and writes one small record for each input.
 *
 * <p>State: the visits of a key. Cleared: never; it lives for one run of a benchmark.
 */
final class CountVisits extends KeyedProcessFunction<String, Input, CountVisits.Visits> {
  /** How often a key came, and when it last did (log time). */
  public record Visits(long count, long last) {}

  private transient ValueState<Visits> visits;

  @SuppressWarnings("NullAway.Init")
  CountVisits() {}

  @Override
  public void open(OpenContext context) {
    visits =
        getRuntimeContext()
            .getState(new ValueStateDescriptor<>("visits", TypeInformation.of(Visits.class)));
  }

  @Override
  public void processElement(Input input, Context context, Collector<Visits> out) throws Exception {
    Visits before = visits.value();
    Visits after = new Visits(before == null ? 1 : before.count() + 1, context.timestamp());
    visits.update(after);
    out.collect(after);
  }
}
