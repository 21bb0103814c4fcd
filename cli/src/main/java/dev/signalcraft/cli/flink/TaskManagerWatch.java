// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.cli.flink;

import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.ExecutionException;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts a TaskManager where there is none: a fault can end one, and a cluster in one process does
 * not replace it by itself.
 */
final class TaskManagerWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TaskManagerWatch.class);
  private static final long PERIOD_MILLIS = 2_000;

  private final Timer timer = new Timer("taskmanager-watch", true);
  private final MiniCluster cluster;

  private TaskManagerWatch(MiniCluster cluster) {
    this.cluster = cluster;
  }

  static TaskManagerWatch over(MiniCluster cluster) {
    TaskManagerWatch watch = new TaskManagerWatch(cluster);
    watch.timer.schedule(
        new TimerTask() {
          @Override
          public void run() {
            watch.look();
          }
        },
        PERIOD_MILLIS,
        PERIOD_MILLIS);
    return watch;
  }

  private void look() {
    try {
      if (cluster.isRunning()
          && cluster.requestClusterOverview().get().getNumTaskManagersConnected() == 0) {
        LOG.error("the TaskManager has ended; starting another one");
        cluster.startTaskManager();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      LOG.warn("the cluster does not answer", e);
    } catch (Exception e) {
      LOG.error("another TaskManager does not start", e);
    }
  }

  @Override
  public void close() {
    timer.cancel();
  }
}
