// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.jobs.grouping;

import dev.signalcraft.domain.ingest.RawRecord;
import dev.signalcraft.functions.time.LogTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceOutput;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.connector.source.lib.NumberSequenceSource;
import org.apache.flink.api.connector.source.lib.NumberSequenceSource.NumberSequenceSplit;
import org.apache.flink.core.io.InputStatus;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * A bounded log in memory with the partitions of a topic, each with its own clock, as Kafka's
 * source has them: a reader takes a share of the partitions and reads them in turn.
 */
final class LogSource
    implements Source<RawRecord, NumberSequenceSplit, Collection<NumberSequenceSplit>> {
  /** The readers run in this process; what they read is too large to travel with the job. */
  private static volatile List<List<RawRecord>> log = List.of();

  private final NumberSequenceSource numbers;

  private LogSource(int partitions) {
    numbers = new NumberSequenceSource(0, partitions - 1);
  }

  static LogSource of(List<List<RawRecord>> partitions) {
    log = partitions;
    return new LogSource(partitions.size());
  }

  @Override
  public Boundedness getBoundedness() {
    return Boundedness.BOUNDED;
  }

  @Override
  public SplitEnumerator<NumberSequenceSplit, Collection<NumberSequenceSplit>> createEnumerator(
      SplitEnumeratorContext<NumberSequenceSplit> context) {
    return numbers.createEnumerator(context);
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
    return new Reader(context);
  }

  private static final class Reader implements SourceReader<RawRecord, NumberSequenceSplit> {
    private final SourceReaderContext context;
    private final CompletableFuture<Void> assigned = new CompletableFuture<>();
    private final List<Integer> partitions = new ArrayList<>();
    private final List<String> shares = new ArrayList<>();
    private int turn;

    Reader(SourceReaderContext context) {
      this.context = context;
    }

    @Override
    public void start() {
      // Once: each reader has one share.
      context.sendSplitRequest();
    }

    @Override
    public InputStatus pollNext(ReaderOutput<RawRecord> output) {
      // A share has a clock that would never go: its partitions have their own.
      shares.forEach(output::releaseOutputForSplit);
      shares.clear();
      int longest = partitions.stream().mapToInt(p -> log.get(p).size()).max().orElse(0);
      if (turn / Math.max(1, partitions.size()) >= longest) {
        if (!assigned.isDone()) {
          return InputStatus.NOTHING_AVAILABLE;
        }
        partitions.forEach(partition -> tellTheTime(partition, output));
        return InputStatus.END_OF_INPUT;
      }
      int partition = partitions.get(turn % partitions.size());
      int offset = turn / partitions.size();
      turn++;
      if (offset < log.get(partition).size()) {
        RawRecord record = log.get(partition).get(offset);
        clock(partition, output).collect(record, record.logTime());
      }
      return InputStatus.MORE_AVAILABLE;
    }

    /** A log that goes on would tell it soon after its last record. */
    private static void tellTheTime(int partition, ReaderOutput<RawRecord> output) {
      List<RawRecord> records = log.get(partition);
      long last = records.get(records.size() - 1).logTime();
      clock(partition, output).emitWatermark(new Watermark(last - LogTime.BEHIND_MILLIS));
    }

    private static SourceOutput<RawRecord> clock(int partition, ReaderOutput<RawRecord> output) {
      return output.createOutputForSplit("partition-" + partition);
    }

    @Override
    public void addSplits(List<NumberSequenceSplit> splits) {
      for (NumberSequenceSplit split : splits) {
        shares.add(split.splitId());
        for (long p = split.from(); p <= split.to(); p++) {
          partitions.add((int) p);
        }
      }
      assigned.complete(null);
    }

    @Override
    public void notifyNoMoreSplits() {
      assigned.complete(null);
    }

    @Override
    public CompletableFuture<Void> isAvailable() {
      return assigned;
    }

    @Override
    public List<NumberSequenceSplit> snapshotState(long checkpointId) {
      return List.of();
    }

    @Override
    public void close() {}
  }
}
