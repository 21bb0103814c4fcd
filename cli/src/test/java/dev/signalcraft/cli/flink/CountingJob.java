// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.cli.flink;

import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.util.Collector;

/** Numbers without end; shows the total of each key that it has reached. */
final class CountingJob {
  static final Set<Long> SEEN = new ConcurrentSkipListSet<>();

  private CountingJob() {}

  static void define(StreamExecutionEnvironment env) {
    env.fromSource(
            new DataGeneratorSource<>(
                number -> number, Long.MAX_VALUE, RateLimiterStrategy.perSecond(100), Types.LONG),
            WatermarkStrategy.noWatermarks(),
            "numbers")
        .uid("numbers")
        .keyBy(number -> 0)
        .process(new Total())
        .uid("total")
        .sinkTo(new DiscardingSink<>())
        .uid("sink");
  }

  static void defineFailing(StreamExecutionEnvironment env) {
    env.fromSource(
            new DataGeneratorSource<>(
                number -> {
                  throw new SuppressRestartsException(
                      new IllegalStateException("this job cannot start"));
                },
                Long.MAX_VALUE,
                Types.LONG),
            WatermarkStrategy.noWatermarks(),
            "numbers")
        .uid("numbers")
        .sinkTo(new DiscardingSink<>())
        .uid("sink");
  }

  static long lowest() {
    return SEEN.iterator().next();
  }

  static long highest() {
    return SEEN.stream().reduce(0L, Math::max);
  }

  private static final class Total extends KeyedProcessFunction<Integer, Long, Long> {
    private transient ValueState<Long> total;

    @Override
    public void open(OpenContext context) {
      total = getRuntimeContext().getState(new ValueStateDescriptor<>("total", Types.LONG));
    }

    @Override
    public void processElement(Long number, Context context, Collector<Long> out) throws Exception {
      Long before = total.value();
      long after = before == null ? 0 : before + 1;
      total.update(after);
      SEEN.add(after);
      out.collect(after);
    }
  }
}
