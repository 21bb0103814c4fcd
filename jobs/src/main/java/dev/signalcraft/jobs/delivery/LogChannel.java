// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.jobs.delivery;

import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The channels of type {@code log}: each line goes to the logger {@code signalcraft.channel} of the
 * TaskManager, at INFO. Delivery: at least once; after a restart the lines since the last
 * checkpoint are written again.
 */
record LogChannel() implements Sink<String> {
  private static final Logger LOG = LoggerFactory.getLogger("signalcraft.channel");

  @Override
  public SinkWriter<String> createWriter(WriterInitContext context) {
    return new Writer();
  }

  private record Writer() implements SinkWriter<String> {
    @Override
    public void write(String line, Context context) {
      LOG.info("{}", line);
    }

    @Override
    public void flush(boolean endOfInput) {}

    @Override
    public void close() {}
  }
}
