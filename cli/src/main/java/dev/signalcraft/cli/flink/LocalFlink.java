// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.cli.flink;

import dev.signalcraft.embedded.Directories;
import dev.signalcraft.embedded.Ports;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.RecoveryClaimMode;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A Flink cluster in this JVM with its web page on loopback. */
public final class LocalFlink implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LocalFlink.class);
  private static final long STOP_MILLIS = 3_000;
  private static final int SECRET_BYTES = 32;

  private final MiniCluster cluster;
  private final String secret;
  private final TaskManagerWatch watch;
  private final Path checkpoints;
  private final List<RunningJob> jobs = new CopyOnWriteArrayList<>();

  private LocalFlink(MiniCluster cluster, String secret, Path checkpoints) {
    this.cluster = cluster;
    this.secret = secret;
    this.watch = TaskManagerWatch.over(cluster);
    this.checkpoints = checkpoints;
  }

  /**
   * Starts a cluster.
   *
   * @param checkpoints where the jobs keep theirs between starts
   * @param temporary for files that no start needs again; emptied
   * @param log the file that the page shows as its log
   * @param restPort 0 for a free one
   * @param slots one for each job
   */
  public static LocalFlink start(
      Path checkpoints, Path temporary, Path log, int restPort, int slots) throws Exception {
    Ports.requireFree(restPort, "--flink-port");
    Directories.delete(temporary);
    for (String directory : List.of("blobs", "web")) {
      Files.createDirectories(temporary.resolve(directory));
    }
    byte[] random = new byte[SECRET_BYTES];
    new SecureRandom().nextBytes(random);
    String secret = HexFormat.of().formatHex(random);
    MiniCluster cluster =
        new MiniCluster(
            new MiniClusterConfiguration.Builder()
                .setConfiguration(FlinkSettings.cluster(temporary, log, restPort, secret))
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(slots)
                .build());
    cluster.start();
    return new LocalFlink(cluster, secret, checkpoints);
  }

  /** Starts a job from its newest complete checkpoint, where it has one. */
  public RunningJob submit(LocalJob job) throws Exception {
    Path directory = checkpoints.resolve(job.name());
    RetainedCheckpoints retained = new RetainedCheckpoints(directory);
    Configuration settings = FlinkSettings.job(directory);
    job.settings().forEach(settings::setString);
    StreamExecutionEnvironment env = new StreamExecutionEnvironment(settings);
    job.assembly().accept(env);
    JobGraph graph = graph(env, job.name());
    Optional<Path> newest = retained.newestComplete();
    if (newest.isPresent()) {
      LOG.info("{} goes on from {}", job.name(), newest.get());
      // Not claimed: the files stay as they are until this run has a checkpoint of its own.
      graph.setSavepointRestoreSettings(
          SavepointRestoreSettings.forPath(
              newest.get().toUri().toString(), false, RecoveryClaimMode.NO_CLAIM));
    }
    cluster.submitJob(graph).get();
    RunningJob running = new RunningJob(job.name(), graph.getJobID(), cluster, retained);
    jobs.add(running);
    return running;
  }

  /** Ends the TaskManager, as a fault would. */
  void loseTaskManager() throws InterruptedException, ExecutionException {
    cluster.terminateTaskManager(0).get();
  }

  private static JobGraph graph(StreamExecutionEnvironment env, String name) {
    var stream = env.getStreamGraph();
    stream.setJobName(name);
    return stream.getJobGraph(LocalFlink.class.getClassLoader(), new JobID());
  }

  /** Where the web page and the REST API are. */
  public String address() throws InterruptedException, ExecutionException {
    return "http://127.0.0.1:" + cluster.getRestAddress().get().getPort();
  }

  /** What a request that changes anything has to bring as its header {@code Authorization}. */
  public String secret() {
    return secret;
  }

  /** Ends all jobs, each with a last checkpoint, then the cluster. */
  @Override
  public void close() {
    watch.close();
    try {
      List<Thread> stopping = jobs.stream().map(LocalFlink::stopInBackground).toList();
      for (Thread thread : stopping) {
        thread.join(2 * STOP_MILLIS);
      }
      cluster.closeAsync().get(STOP_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      LOG.warn("the cluster did not end cleanly", e);
    }
  }

  private static Thread stopInBackground(RunningJob job) {
    Thread thread =
        new Thread(
            () -> {
              try {
                job.stop(STOP_MILLIS);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            "stop-" + job.name());
    thread.start();
    return thread;
  }
}
