// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.cli.flink;

import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.core.execution.CheckpointType;
import org.apache.flink.runtime.execution.ExecutionState;
import org.apache.flink.runtime.executiongraph.AccessExecutionGraph;
import org.apache.flink.runtime.executiongraph.AccessExecutionVertex;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A job that was given to the local cluster. */
public final class RunningJob {
  private static final Logger LOG = LoggerFactory.getLogger(RunningJob.class);
  private static final long POLL_MILLIS = 50;

  private final String name;
  private final JobID id;
  private final MiniCluster cluster;
  private final RetainedCheckpoints checkpoints;

  RunningJob(String name, JobID id, MiniCluster cluster, RetainedCheckpoints checkpoints) {
    this.name = name;
    this.id = id;
    this.cluster = cluster;
    this.checkpoints = checkpoints;
  }

  /** The job's name. */
  public String name() {
    return name;
  }

  /**
   * Waits until every task runs and a first checkpoint is complete; then what earlier runs have
   * left is deleted.
   *
   * @throws IllegalStateException when the job has ended instead
   */
  public void awaitHealthy() throws InterruptedException, ExecutionException, IOException {
    while (!isHealthy()) {
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    }
    checkpoints.keepOnly(id);
  }

  /** Takes a last checkpoint, if that is possible in the given time, and ends the job. */
  void stop(long millis) throws InterruptedException {
    try {
      cluster.triggerCheckpoint(id, CheckpointType.CONFIGURED).get(millis, TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      // The next start goes on from the one before: more to read again, nothing lost.
      LOG.info("{} ends without a last checkpoint", name, e);
    }
    try {
      cluster.cancelJob(id).get(millis, TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      LOG.info("{} was not cancelled", name, e);
    }
  }

  private boolean isHealthy() throws InterruptedException, ExecutionException {
    AccessExecutionGraph graph = cluster.getExecutionGraph(id).get();
    if (graph.getState().isTerminalState()) {
      var failure = graph.getFailureInfo();
      throw new IllegalStateException(
          "job %s has ended: %s"
              .formatted(name, failure == null ? graph.getState() : rootMessage(failure)),
          failure == null ? null : failure.getException());
    }
    if (graph.getState() != JobStatus.RUNNING) {
      return false;
    }
    for (AccessExecutionVertex vertex : graph.getAllExecutionVertices()) {
      if (vertex.getExecutionState() != ExecutionState.RUNNING) {
        return false;
      }
    }
    var statistics = graph.getCheckpointStatsSnapshot();
    return statistics != null && statistics.getCounts().getNumberOfCompletedCheckpoints() > 0;
  }

  private static String rootMessage(org.apache.flink.runtime.executiongraph.ErrorInfo failure) {
    String text = failure.getExceptionAsString();
    int cause = text.lastIndexOf("Caused by: ");
    return text.substring(cause < 0 ? 0 : cause).lines().findFirst().orElse("");
  }
}
