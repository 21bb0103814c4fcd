// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.bench.grouping;

import dev.signalcraft.bench.CountedReader;
import dev.signalcraft.domain.grouping.AlertChange;
import dev.signalcraft.domain.grouping.ChangeReason;
import dev.signalcraft.domain.json.WireName;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;

/**
 * Counts changes before another sink takes them; static for the reason of {@link CountedReader}.
 */
record CountedSink(Sink<AlertChange> sink) implements Sink<AlertChange> {
  private static final LongAdder OPENED = new LongAdder();
  private static final Map<AlertChange.Kind, LongAdder> KINDS =
      new EnumMap<>(AlertChange.Kind.class);

  static {
    for (AlertChange.Kind kind : AlertChange.Kind.values()) {
      KINDS.put(kind, new LongAdder());
    }
  }

  /** Before a job. */
  static void reset() {
    OPENED.reset();
    KINDS.values().forEach(LongAdder::reset);
  }

  /** How many groups the job has opened. */
  static long opened() {
    return OPENED.sum();
  }

  /** How many changes of each kind the job has told. */
  static Map<String, Long> changes() {
    Map<String, Long> changes = new TreeMap<>();
    KINDS.forEach((kind, count) -> changes.put(WireName.of(kind), count.sum()));
    return changes;
  }

  @Override
  public SinkWriter<AlertChange> createWriter(WriterInitContext context) throws IOException {
    return new Writer(sink.createWriter(context));
  }

  private record Writer(SinkWriter<AlertChange> writer) implements SinkWriter<AlertChange> {
    @Override
    public void write(AlertChange change, Context context)
        throws IOException, InterruptedException {
      Objects.requireNonNull(KINDS.get(change.kind())).increment();
      if (change.change() != null && change.change().reason() == ChangeReason.OPENED) {
        OPENED.increment();
      }
      writer.write(change, context);
    }

    @Override
    public void flush(boolean endOfInput) throws IOException, InterruptedException {
      writer.flush(endOfInput);
    }

    @Override
    public void close() throws IOException {
      try {
        writer.close();
      } catch (Exception e) {
        throw new IOException("cannot close the sink", e);
      }
    }
  }
}
