// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.bench.grouping;

import dev.signalcraft.bench.CountedReader;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;

/**
 * Knows when the last record of a job has gone through it; static for the reason of {@link
 * CountedReader}.
 */
record TimedSink<T>(Sink<T> sink) implements Sink<T> {
  private static final AtomicLong LAST_NANOS = new AtomicLong();

  /** When the writer that ended last had written everything, as {@link System#nanoTime()}. */
  static long lastNanos() {
    return LAST_NANOS.get();
  }

  @Override
  public SinkWriter<T> createWriter(WriterInitContext context) throws IOException {
    return new Writer<>(sink.createWriter(context));
  }

  private record Writer<T>(SinkWriter<T> writer) implements SinkWriter<T> {
    @Override
    public void write(T element, Context context) throws IOException, InterruptedException {
      writer.write(element, context);
    }

    @Override
    public void flush(boolean endOfInput) throws IOException, InterruptedException {
      writer.flush(endOfInput);
      if (endOfInput) {
        LAST_NANOS.set(System.nanoTime());
      }
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
