// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.functions.ingest;

import dev.signalcraft.domain.ingest.DeadLetter;
import dev.signalcraft.domain.ingest.RawRecord;
import dev.signalcraft.domain.ingest.Rejection;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Reads the records of one of our own topics; what its writer should not have written goes to the
 * side output with its reason.
 *
 * <p>State: none.
 *
 * @param <T> a record of the domain
 */
public final class ParseJson<T> extends ProcessFunction<RawRecord, T>
    implements ResultTypeQueryable<T> {
  /** Where records go that cannot be read. */
  public static final OutputTag<DeadLetter> DEAD_LETTERS =
      new OutputTag<>("dead-letters", TypeInformation.of(DeadLetter.class));

  private final Class<T> type;
  private transient JsonRecords<T> records;
  private transient Counter deadLetters;

  /** Reads records of this type. */
  @SuppressWarnings("NullAway.Init")
  public ParseJson(Class<T> type) {
    this.type = type;
  }

  @Override
  public void open(OpenContext context) {
    records = new JsonRecords<>(type);
    deadLetters = getRuntimeContext().getMetricGroup().counter("deadLetters");
  }

  @Override
  public void processElement(RawRecord raw, Context context, Collector<T> out) {
    T parsed;
    try {
      parsed = records.read(raw.value());
    } catch (Rejection e) {
      deadLetters.inc();
      context.output(DEAD_LETTERS, DeadLetter.of(raw, null, null, e.reason(), e.detail()));
      return;
    }
    out.collect(parsed);
  }

  @Override
  public TypeInformation<T> getProducedType() {
    return TypeInformation.of(type);
  }
}
