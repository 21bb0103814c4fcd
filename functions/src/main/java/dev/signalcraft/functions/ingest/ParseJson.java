// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.functions.ingest;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.signalcraft.domain.ingest.DeadLetter;
import dev.signalcraft.domain.ingest.RawRecord;
import dev.signalcraft.domain.json.Json;
import java.io.IOException;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

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
  private transient ObjectReader reader;
  private transient Counter deadLetters;

  /** Reads records of this type. */
  @SuppressWarnings("NullAway.Init")
  public ParseJson(Class<T> type) {
    this.type = type;
  }

  @Override
  public void open(OpenContext context) {
    reader = Json.mapper().readerFor(type);
    deadLetters = getRuntimeContext().getMetricGroup().counter("deadLetters");
  }

  @Override
  public void processElement(RawRecord raw, Context context, Collector<T> out) {
    byte[] value = raw.value();
    if (value == null) {
      park(raw, "a tombstone; this topic has none", context);
      return;
    }
    @Nullable T parsed;
    try {
      parsed = reader.readValue(value);
    } catch (JacksonException e) {
      park(raw, e.getOriginalMessage(), context);
      return;
    } catch (IOException e) {
      park(raw, "not in UTF-8", context);
      return;
    }
    if (parsed == null) {
      park(raw, "the JSON word null; this topic has none", context);
      return;
    }
    out.collect(parsed);
  }

  private void park(RawRecord raw, String detail, Context context) {
    deadLetters.inc();
    context.output(
        DEAD_LETTERS, DeadLetter.of(raw, null, null, DeadLetter.Reason.BAD_ENVELOPE, detail));
  }

  @Override
  public TypeInformation<T> getProducedType() {
    return TypeInformation.of(type);
  }
}
