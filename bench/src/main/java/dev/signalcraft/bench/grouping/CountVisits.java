// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.bench.grouping;

import dev.signalcraft.domain.ingest.Input;
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
 * The least that a keyed operator can do which takes each event once: reads and writes one small
 * record for each input, looks its id up and inserts it where it is new.
 *
 * <p>State: the visits of a key and its ids. Cleared: never; it lives for one run of a benchmark.
 */
final class CountVisits extends KeyedProcessFunction<String, Input, CountVisits.Visits> {
  /** How often a key came, and when it last did (log time). */
  public record Visits(long count, long last) {}

  private transient ValueState<Visits> visits;
  private transient MapState<String, Long> ids;

  @SuppressWarnings("NullAway.Init")
  CountVisits() {}

  @Override
  public void open(OpenContext context) {
    visits =
        getRuntimeContext()
            .getState(new ValueStateDescriptor<>("visits", TypeInformation.of(Visits.class)));
    ids =
        getRuntimeContext().getMapState(new MapStateDescriptor<>("ids", Types.STRING, Types.LONG));
  }

  @Override
  public void processElement(Input input, Context context, Collector<Visits> out) throws Exception {
    Visits before = visits.value();
    Visits after = new Visits(before == null ? 1 : before.count() + 1, context.timestamp());
    visits.update(after);
    if (!ids.contains(input.id())) {
      ids.put(input.id(), context.timestamp());
    }
    out.collect(after);
  }
}
