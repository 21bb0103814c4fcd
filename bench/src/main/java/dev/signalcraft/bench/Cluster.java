// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.bench;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.execution.ExecutionState;
import org.apache.flink.runtime.executiongraph.AccessExecutionVertex;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** A Flink cluster of one task manager in this JVM, set as the documents advise. */
public final class Cluster implements AutoCloseable {
  /** Of every job. */
  public static final int PARALLELISM = 2;

  private static final long POLL_MILLIS = 10;

  private static final Map<String, String> JOB =
      Map.ofEntries(
          Map.entry("parallelism.default", Integer.toString(PARALLELISM)),
          Map.entry("pipeline.max-parallelism", "128"),
          Map.entry("pipeline.object-reuse", "true"),
          Map.entry("pipeline.generic-types", "false"),
          Map.entry("pipeline.auto-generate-uids", "false"),
          Map.entry("pipeline.auto-watermark-interval", "200ms"),
          Map.entry("execution.checkpointing.interval", "1s"),
          Map.entry("execution.checkpointing.min-pause", "500ms"),
          Map.entry("execution.checkpointing.incremental", "true"),
          Map.entry("execution.checkpointing.storage", "filesystem"),
          Map.entry("state.backend.type", "rocksdb"),
          Map.entry("state.backend.rocksdb.use-bloom-filter", "true"),
          Map.entry("state.backend.rocksdb.memory.partitioned-index-filters", "true"),
          Map.entry("restart-strategy.type", "none"));

  private final MiniCluster cluster;
  private final Path directory;
  private final Map<String, String> settings;

  private Cluster(MiniCluster cluster, Path directory, Map<String, String> settings) {
    this.cluster = cluster;
    this.settings = settings;
    this.directory = directory;
  }

  /** Starts one that keeps its files here, gives RocksDB this much memory and is set so. */
  public static Cluster start(Path directory, int managedMebibytes, Map<String, String> others)
      throws Exception {
    Configuration settings = new Configuration();
    settings.setString("taskmanager.memory.managed.size", managedMebibytes + "mb");
    settings.setString("taskmanager.network.memory.buffer-debloat.enabled", "true");
    settings.setString("io.tmp.dirs", directory.resolve("flink").toString());
    settings.setString("rest.address", "127.0.0.1");
    settings.setString("rest.bind-address", "127.0.0.1");
    settings.setString("rest.bind-port", "0");
    others.forEach(settings::setString);
    MiniCluster cluster =
        new MiniCluster(
            new MiniClusterConfiguration.Builder()
                .setConfiguration(settings)
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(PARALLELISM)
                .build());
    cluster.start();
    return new Cluster(cluster, directory, others);
  }

  /** Starts a job. */
  public JobID submit(Consumer<StreamExecutionEnvironment> definition)
      throws InterruptedException, ExecutionException {
    Configuration job = Configuration.fromMap(JOB);
    job.setString(
        "execution.checkpointing.dir", directory.resolve("checkpoints").toUri().toString());
    settings.forEach(job::setString);
    StreamExecutionEnvironment env = new StreamExecutionEnvironment(job);
    definition.accept(env);
    JobGraph graph = env.getStreamGraph().getJobGraph(getClass().getClassLoader(), new JobID());
    cluster.submitJob(graph).get();
    return graph.getJobID();
  }

  /** Waits until every operator of a job is open. */
  public void awaitOpen(JobID job) throws InterruptedException, ExecutionException {
    while (!isOpen(job)) {
      Thread.sleep(POLL_MILLIS);
    }
  }

  private boolean isOpen(JobID job) throws InterruptedException, ExecutionException {
    for (AccessExecutionVertex vertex :
        cluster.getExecutionGraph(job).get().getAllExecutionVertices()) {
      ExecutionState state = vertex.getExecutionState();
      if (state != ExecutionState.RUNNING && !state.isTerminal()) {
        return false;
      }
    }
    return true;
  }

  /** The cluster itself. */
  public MiniCluster flink() {
    return cluster;
  }

  @Override
  public void close() {
    cluster.closeAsync().join();
  }
}
