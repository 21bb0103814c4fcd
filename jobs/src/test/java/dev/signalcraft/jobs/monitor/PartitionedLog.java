// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.jobs.monitor;

import dev.signalcraft.domain.ingest.RawRecord;
import dev.signalcraft.functions.time.LogTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.connector.source.lib.NumberSequenceSource;
import org.apache.flink.api.connector.source.lib.NumberSequenceSource.NumberSequenceSplit;
import org.apache.flink.api.connector.source.lib.util.IteratorSourceEnumerator;
import org.apache.flink.core.io.InputStatus;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * Bounded partitions of a log, one for each reader, that are read on from a checkpoint. The first
 * reader fails as often as is asked, each time after a checkpoint in the middle of its partition.
 */
final class PartitionedLog
    implements Source<RawRecord, NumberSequenceSplit, Collection<NumberSequenceSplit>> {
  /** The readers run in this process. */
  private static final Map<String, List<List<RawRecord>>> LOGS = new ConcurrentHashMap<>();

  private static volatile List<Integer> points = List.of();
  private static final AtomicInteger FAILURES = new AtomicInteger();

  private final String name;
  private final NumberSequenceSource numbers = new NumberSequenceSource(0, 1);

  private PartitionedLog(String name) {
    this.name = name;
  }

  /** Partitions to read, under a name. */
  static PartitionedLog of(String name, List<List<RawRecord>> log) {
    LOGS.put(name, log);
    return new PartitionedLog(name);
  }

  /** The first reader fails so often, each time a part of its partition further. */
  PartitionedLog failing(int failures) {
    int part = size() / (failures + 1);
    return failingAt(IntStream.rangeClosed(1, failures).mapToObj(n -> n * part).toList());
  }

  /** The first reader fails before each of these records of its partition, in this order. */
  PartitionedLog failingAt(List<Integer> records) {
    points = records;
    FAILURES.set(records.size());
    return this;
  }

  /** How many records the first reader reads. */
  int size() {
    return partitions(name).get(0).size();
  }

  private static List<List<RawRecord>> partitions(String name) {
    return LOGS.getOrDefault(name, List.of());
  }

  /** How many failures are still to come. */
  static int failuresLeft() {
    return FAILURES.get();
  }

  @Override
  public Boundedness getBoundedness() {
    return Boundedness.BOUNDED;
  }

  @Override
  public SplitEnumerator<NumberSequenceSplit, Collection<NumberSequenceSplit>> createEnumerator(
      SplitEnumeratorContext<NumberSequenceSplit> context) {
    List<NumberSequenceSplit> splits = new ArrayList<>();
    for (int p = 0; p < partitions(name).size(); p++) {
      splits.add(new NumberSequenceSplit(Integer.toString(p), 0, partitions(name).get(p).size()));
    }
    return new IteratorSourceEnumerator<>(context, splits);
  }

  @Override
  public SplitEnumerator<NumberSequenceSplit, Collection<NumberSequenceSplit>> restoreEnumerator(
      SplitEnumeratorContext<NumberSequenceSplit> context, Collection<NumberSequenceSplit> state) {
    return numbers.restoreEnumerator(context, state);
  }

  @Override
  public SimpleVersionedSerializer<NumberSequenceSplit> getSplitSerializer() {
    return numbers.getSplitSerializer();
  }

  @Override
  public SimpleVersionedSerializer<Collection<NumberSequenceSplit>>
      getEnumeratorCheckpointSerializer() {
    return numbers.getEnumeratorCheckpointSerializer();
  }

  @Override
  public SourceReader<RawRecord, NumberSequenceSplit> createReader(SourceReaderContext context) {
    return new Reader(name, context);
  }

  private static final class Reader implements SourceReader<RawRecord, NumberSequenceSplit> {
    private final String name;
    private final SourceReaderContext context;
    private CompletableFuture<Void> available = new CompletableFuture<>();
    private int partition = -1;
    private int next;
    private int failAt = Integer.MAX_VALUE;
    private long snapshotAtFailure = Long.MAX_VALUE;
    private boolean snapshotComplete;

    Reader(String name, SourceReaderContext context) {
      this.name = name;
      this.context = context;
    }

    @Override
    public void start() {
      if (partition < 0) {
        context.sendSplitRequest();
      }
    }

    @Override
    public InputStatus pollNext(ReaderOutput<RawRecord> output) {
      if (partition < 0) {
        return InputStatus.NOTHING_AVAILABLE;
      }
      List<RawRecord> log = partitions(name).get(partition);
      if (next == failAt) {
        if (!snapshotComplete) {
          return InputStatus.MORE_AVAILABLE;
        }
        FAILURES.decrementAndGet();
        throw new IllegalStateException("killed at " + next);
      }
      if (next == log.size()) {
        // A log that goes on would tell the time soon after its last record.
        long last = log.get(next - 1).logTime();
        output.emitWatermark(new Watermark(last - LogTime.BEHIND_MILLIS));
        if (FAILURES.get() == 0) {
          return InputStatus.END_OF_INPUT;
        }
        // One that had ended would not be read again after a failure, and time would stand still.
        available = new CompletableFuture<>();
        return InputStatus.NOTHING_AVAILABLE;
      }
      RawRecord record = log.get(next++);
      output.collect(record, record.logTime());
      return InputStatus.MORE_AVAILABLE;
    }

    @Override
    public void addSplits(List<NumberSequenceSplit> splits) {
      partition = Integer.parseInt(splits.get(0).splitId());
      next = (int) splits.get(0).from();
      if (name.equals("metrics") && partition == 0 && FAILURES.get() > 0) {
        failAt = points.get(points.size() - FAILURES.get());
      }
      available.complete(null);
    }

    @Override
    public void notifyNoMoreSplits() {}

    @Override
    public CompletableFuture<Void> isAvailable() {
      return available;
    }

    @Override
    public List<NumberSequenceSplit> snapshotState(long checkpointId) {
      if (next == failAt) {
        snapshotAtFailure = Math.min(snapshotAtFailure, checkpointId);
      }
      return partition < 0
          ? List.of()
          : List.of(
              new NumberSequenceSplit(
                  Integer.toString(partition), next, partitions(name).get(partition).size()));
    }

    @Override
    public void notifyCheckpointComplete(long checkpointId) {
      snapshotComplete |= checkpointId >= snapshotAtFailure;
    }

    @Override
    public void close() {}
  }
}
