// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.bench.grouping;

import dev.signalcraft.bench.Cluster;
import dev.signalcraft.bench.CountedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.flink.api.common.JobID;
import org.apache.flink.core.execution.CheckpointType;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;

/**
 * What AlertsJob keeps once it has read the whole log.
 *
 * @param checkpointBytes a full checkpoint: RocksDB's files, compressed
 * @param savepointBytes a canonical savepoint: every key and value as serialized, uncompressed
 */
record StateSize(long checkpointBytes, long savepointBytes) {
  private static final long POLL_MILLIS = 50;

  /** Runs the job over the log and looks at its state at the end. */
  static StateSize measure(Cluster cluster, InputLog log, Path directory) throws Exception {
    CountedReader.reset();
    CountedSink.reset();
    JobID job =
        cluster.submit(
            env ->
                Variant.ALERTS.define(
                    env, log.unbounded(), 0, new CountedSink(new DiscardingSink<>())));
    CountedReader.begin();
    MiniCluster flink = cluster.flink();
    while (CountedReader.read() < log.events()) {
      if (flink.getJobStatus(job).get().isGloballyTerminalState()) {
        flink.requestJobResult(job).get().toJobExecutionResult(StateSize.class.getClassLoader());
      }
      Thread.sleep(POLL_MILLIS);
    }
    // Both come after the last record in the stream, so they hold all of them.
    String savepoint =
        flink
            .triggerSavepoint(
                job,
                directory.resolve("savepoint").toUri().toString(),
                false,
                SavepointFormatType.CANONICAL)
            .get();
    long id = flink.triggerCheckpoint(job, CheckpointType.FULL).get();
    long checkpoint =
        Objects.requireNonNull(
                Objects.requireNonNull(
                        flink.getExecutionGraph(job).get().getCheckpointStatsSnapshot())
                    .getHistory()
                    .getCheckpointById(id))
            .getStateSize();
    flink.cancelJob(job).get();
    flink.requestJobResult(job).get();
    return new StateSize(checkpoint, size(Path.of(URI.create(savepoint))));
  }

  private static long size(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(Files::isRegularFile).mapToLong(StateSize::sizeOf).sum();
    }
  }

  private static long sizeOf(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
