// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.jobs.replay;

import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;

/**
 * Results of a job that runs in this process, handed over as they come; the job carries only the
 * number by which the place is found. Delivery: at most once, for a job that is not restarted.
 *
 * @param <T> a record; writers of several subtasks hand theirs over at the same time
 */
final class Gathered<T> implements Sink<T>, AutoCloseable {
  private static final Map<Long, Consumer<?>> PLACES = new ConcurrentHashMap<>();
  private static final AtomicLong NUMBERS = new AtomicLong();

  private final long number = NUMBERS.incrementAndGet();

  Gathered(Consumer<T> place) {
    PLACES.put(number, place);
  }

  @Override
  @SuppressWarnings("unchecked") // The constructor put it there.
  public SinkWriter<T> createWriter(WriterInitContext context) {
    Consumer<T> place = (Consumer<T>) Objects.requireNonNull(PLACES.get(number), "closed");
    return new SinkWriter<>() {
      @Override
      public void write(T written, Context at) {
        place.accept(written);
      }

      @Override
      public void flush(boolean endOfInput) {}

      @Override
      public void close() {}
    };
  }

  @Override
  public void close() {
    PLACES.remove(number);
  }
}
