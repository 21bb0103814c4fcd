// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.bench;

import dev.signalcraft.domain.ingest.RawRecord;
import dev.signalcraft.jobs.kafka.RawRecordReader;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The jobs' own reader, which knows when the first record was read and how many were. Its figures
 * are static: the job that is measured runs in this JVM, and only one at a time.
 */
public final class CountedReader implements KafkaRecordDeserializationSchema<RawRecord> {
  private static final AtomicLong FIRST_NANOS = new AtomicLong();
  private static final LongAdder READ = new LongAdder();
  private static volatile CountDownLatch gate = new CountDownLatch(1);

  private final RawRecordReader reader = new RawRecordReader();
  private transient boolean began;

  /** Before a job. */
  public static void reset() {
    FIRST_NANOS.set(0);
    READ.reset();
    gate = new CountDownLatch(1);
  }

  /** Lets the first record through: what the other operators do before is not measured. */
  public static void begin() {
    gate.countDown();
  }

  /** When the first record of the job was read, as {@link System#nanoTime()}. */
  public static long firstNanos() {
    return FIRST_NANOS.get();
  }

  /** How many the job has read. */
  public static long read() {
    return READ.sum();
  }

  @Override
  public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<RawRecord> out) {
    if (!began) {
      began = true;
      awaitBegin();
      FIRST_NANOS.compareAndSet(0, System.nanoTime());
    }
    READ.increment();
    reader.deserialize(record, out);
  }

  private static void awaitBegin() {
    try {
      gate.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the job ends before it began", e);
    }
  }

  @Override
  public TypeInformation<RawRecord> getProducedType() {
    return reader.getProducedType();
  }
}
