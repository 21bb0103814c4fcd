// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.bench.monitor;

import dev.signalcraft.domain.monitor.MetricWindow;
import java.util.concurrent.atomic.LongAdder;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;

/**
 * Counts the rows and the samples in them. Its figures are static: the job that is measured runs in
 * this JVM, and only one at a time.
 */
record CountedRows() implements Sink<MetricWindow> {
  private static final LongAdder ROWS = new LongAdder();
  private static final LongAdder SAMPLES = new LongAdder();

  /** Before a job. */
  static void reset() {
    ROWS.reset();
    SAMPLES.reset();
  }

  static long rows() {
    return ROWS.sum();
  }

  static long samples() {
    return SAMPLES.sum();
  }

  @Override
  public SinkWriter<MetricWindow> createWriter(WriterInitContext context) {
    return new SinkWriter<>() {
      @Override
      public void write(MetricWindow row, Context at) {
        ROWS.increment();
        SAMPLES.add(row.count());
      }

      @Override
      public void flush(boolean endOfInput) {}

      @Override
      public void close() {}
    };
  }
}
