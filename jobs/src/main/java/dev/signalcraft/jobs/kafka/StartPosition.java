// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.jobs.kafka;

import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;
import org.apache.kafka.common.TopicPartition;

/**
 * Where a source begins that finds no state: {@code earliest}, {@code now} or a time. Asked only
 * without state, and again by each restart before the first checkpoint: every answer is the same
 * then, for {@code now} is when the job was submitted. Without an answer a topic that held records
 * by then ends the job, for a job that silently skips or repeats a log is worse than one that does
 * not start. What came later, such as the job's own ticks, it reads.
 *
 * <p>A position that Kafka no longer has fails the job instead of moving it: see {@link
 * #getAutoOffsetResetStrategy()}.
 *
 * @param start the answer; empty where none was given
 * @param submittedMillis when the job was submitted, by the clock of who submits it, in epoch
 *     milliseconds; compared with log time, so it should not be far from the brokers' clocks
 */
record StartPosition(String start, long submittedMillis) implements OffsetsInitializer {
  @Override
  public Map<TopicPartition, Long> getPartitionOffsets(
      Collection<TopicPartition> partitions, PartitionOffsetsRetriever retriever) {
    return switch (start) {
      case "earliest" -> OffsetsInitializer.earliest().getPartitionOffsets(partitions, retriever);
      case "now" -> from(submittedMillis, partitions, retriever);
      case "" -> onlyEmpty(partitions, retriever);
      default -> from(Instant.parse(start).toEpochMilli(), partitions, retriever);
    };
  }

  private static Map<TopicPartition, Long> from(
      long logTime, Collection<TopicPartition> partitions, PartitionOffsetsRetriever retriever) {
    return OffsetsInitializer.timestamp(logTime).getPartitionOffsets(partitions, retriever);
  }

  private Map<TopicPartition, Long> onlyEmpty(
      Collection<TopicPartition> partitions, PartitionOffsetsRetriever retriever) {
    Map<TopicPartition, Long> beginnings = retriever.beginningOffsets(partitions);
    Map<TopicPartition, Long> submitted = from(submittedMillis, partitions, retriever);
    for (TopicPartition partition : partitions) {
      if (submitted.getOrDefault(partition, 0L) > beginnings.getOrDefault(partition, 0L)) {
        throw new SuppressRestartsException(
            new IllegalStateException(
                "This job has no state and "
                    + partition.topic()
                    + " is not empty: say where to begin with --start earliest, --start now or"
                    + " --start TIME, or restore a savepoint with flink run -s PATH."));
      }
    }
    return beginnings;
  }

  /**
   * None: a job that was away for longer than the topic keeps its records must not jump over those
   * that are gone without a word. The consumer fails with {@code OffsetOutOfRangeException} then.
   */
  @Override
  @SuppressWarnings("deprecation") // The interface asks for it.
  public OffsetResetStrategy getAutoOffsetResetStrategy() {
    return OffsetResetStrategy.NONE;
  }
}
