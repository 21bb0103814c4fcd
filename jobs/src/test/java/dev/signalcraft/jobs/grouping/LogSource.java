// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.jobs.grouping;

import dev.signalcraft.domain.ingest.RawRecord;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.Source;
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
      int longest = partitions.stream().mapToInt(p -> log.get(p).size()).max().orElse(0);
      if (turn / Math.max(1, partitions.size()) >= longest) {
        return assigned.isDone() ? InputStatus.END_OF_INPUT : InputStatus.NOTHING_AVAILABLE;
      }
      int partition = partitions.get(turn % partitions.size());
      int offset = turn / partitions.size();
      turn++;
      if (offset < log.get(partition).size()) {
        RawRecord record = log.get(partition).get(offset);
        output.createOutputForSplit(Integer.toString(partition)).collect(record, record.logTime());
      }
      return InputStatus.MORE_AVAILABLE;
    }

    @Override
    public void addSplits(List<NumberSequenceSplit> splits) {
      for (NumberSequenceSplit split : splits) {
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
