// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.functions.ingest;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.signalcraft.domain.ingest.DeadLetter;
import dev.signalcraft.domain.ingest.Input;
import dev.signalcraft.domain.ingest.RawRecord;
import dev.signalcraft.domain.ingest.Rejection;
import dev.signalcraft.domain.json.Json;
import java.util.Arrays;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Lets the inputs that have a key go their way unread and drops the ticks, whose time the watermark
 * has taken. Whatever else has no key goes to {@link ParseJson#DEAD_LETTERS}.
 *
 * <p>State: none.
 */
public final class DropTicks extends ProcessFunction<RawRecord, KeyedRecord> {
  private transient byte[] tick;
  private transient JsonRecords<Input> inputs;
  private transient Counter deadLetters;

  /** The same for every log of inputs. */
  @SuppressWarnings("NullAway.Init")
  public DropTicks() {}

  @Override
  public void open(OpenContext context) throws JsonProcessingException {
    tick = Json.mapper().writeValueAsBytes(Input.tick());
    inputs = new JsonRecords<>(Input.class);
    deadLetters = getRuntimeContext().getMetricGroup().counter("deadLetters");
  }

  @Override
  public void processElement(RawRecord raw, Context context, Collector<KeyedRecord> out) {
    String key = raw.key();
    byte[] value = raw.value();
    if (key != null && !key.isEmpty() && value != null) {
      out.collect(new KeyedRecord(key, raw.partition(), raw.offset(), value));
    } else if (value == null || !Arrays.equals(value, tick)) {
      dropOrPark(raw, context);
    }
  }

  /** A tick may be written otherwise than we do it. */
  private void dropOrPark(RawRecord raw, Context context) {
    String detail;
    try {
      if (inputs.read(raw.value()).kind() == Input.Kind.TICK) {
        return;
      }
      detail = "an input without the key of its group as the record's key";
    } catch (Rejection e) {
      detail = e.detail();
    }
    deadLetters.inc();
    context.output(
        ParseJson.DEAD_LETTERS,
        DeadLetter.of(raw, null, null, DeadLetter.Reason.BAD_ENVELOPE, detail));
  }
}
