// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.jobs.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.signalcraft.domain.Topic;
import dev.signalcraft.jobs.Stack;
import dev.signalcraft.jobs.ingest.IngestJob;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.JobID;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.executiongraph.ErrorInfo;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A job that was away for longer than a topic keeps its records. */
class RetentionITCase {
  @TempDir Path directory;

  private static void send(Stack stack, int from, int to) throws Exception {
    for (int i = from; i < to; i++) {
      // Not JSON: each becomes a dead letter, which is easy to count.
      stack.send(Topic.EVENTS, "k" + i, "{".getBytes(StandardCharsets.UTF_8), Map.of());
    }
    stack.flushSent();
  }

  private static String stop(Stack stack, JobID job, Path directory) throws Exception {
    return stack
        .flink()
        .stopWithSavepoint(
            job,
            directory.resolve("savepoints").toUri().toString(),
            false,
            SavepointFormatType.CANONICAL)
        .get(60, TimeUnit.SECONDS);
  }

  @Test
  void itGoesOnFromItsSavepointAndFailsWhereRecordsInBetweenAreGone() throws Exception {
    try (Stack stack = Stack.start(directory)) {
      JobID first = stack.run(IngestJob::assemble, 2, null);
      send(stack, 0, 40);
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> stack.read(Topic.DEAD_LETTERS).size() == 40);
      String savepoint = stop(stack, first, directory);

      send(stack, 40, 80);
      JobID second = stack.run(IngestJob::assemble, 2, savepoint);
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> stack.read(Topic.DEAD_LETTERS).size() == 80);
      stop(stack, second, directory);

      Map<TopicPartition, RecordsToDelete> gone = new HashMap<>();
      for (int i = 0; i < 4; i++) {
        gone.put(new TopicPartition(Topic.EVENTS.topicName(), i), RecordsToDelete.beforeOffset(-1));
      }
      try (Admin admin =
          Admin.create(Map.of("bootstrap.servers", stack.kafka.bootstrapServers()))) {
        admin.deleteRecords(gone).all().get();
      }
      JobID third = stack.run(IngestJob::assemble, 2, savepoint);
      await().atMost(Duration.ofSeconds(60)).until(() -> failure(stack, third) != null);
      assertThat(failure(stack, third)).contains("OffsetOutOfRangeException");
      assertThat(stack.read(Topic.DEAD_LETTERS)).hasSize(80);
    }
  }

  private static String failure(Stack stack, JobID job) throws Exception {
    ErrorInfo failure = stack.flink().getArchivedExecutionGraph(job).get().getFailureInfo();
    return failure == null ? null : failure.getExceptionAsString();
  }
}
