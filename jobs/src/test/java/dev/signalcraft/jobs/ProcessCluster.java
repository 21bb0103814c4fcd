// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.jobs;

import static org.awaitility.Awaitility.await;

import dev.signalcraft.embedded.Ports;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;

/**
 * A Flink cluster of separate processes, from the artifacts that a distribution is made of and
 * nothing of ours: what a job needs it must bring in its jar.
 */
public final class ProcessCluster implements AutoCloseable {
  private static final List<String> NOT_IN_A_DISTRIBUTION =
      List.of(
          "signalcraft",
          "/target/",
          "flink-connector-base",
          "flink-connector-jdbc",
          "flink-connector-kafka",
          "/org/apache/kafka/",
          "/org/postgresql/",
          "/com/fasterxml/",
          "/crypto/tink/",
          "flyway",
          "flink-test-utils",
          "-tests.jar",
          "junit");

  private final Path directory;
  private final int restPort;
  private final Process jobManager;
  private final HttpClient http = HttpClient.newHttpClient();
  private Process taskManager;

  private ProcessCluster(Path directory) throws IOException {
    this.directory = directory;
    this.restPort = Ports.resolve(0);
    Files.createDirectories(directory.resolve("conf"));
    Files.writeString(directory.resolve("conf/config.yaml"), configuration());
    this.jobManager =
        java(
            "jobmanager",
            "org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint",
            "--configDir",
            directory.resolve("conf").toString());
    startTaskManager();
  }

  public static ProcessCluster start(Path directory) throws IOException {
    ProcessCluster cluster = new ProcessCluster(directory);
    try {
      await()
          .atMost(Duration.ofSeconds(90))
          .pollInterval(Duration.ofMillis(300))
          .ignoreExceptions()
          .until(() -> cluster.get("/overview").contains("\"taskmanagers\":1"));
    } catch (ConditionTimeoutException e) {
      throw new IllegalStateException(
          "no cluster:\n" + cluster.log("jobmanager") + cluster.log("taskmanager"), e);
    }
    return cluster;
  }

  private String configuration() throws IOException {
    return """
        jobmanager.rpc.address: 127.0.0.1
        jobmanager.rpc.port: %d
        jobmanager.bind-host: 127.0.0.1
        rest.port: %d
        rest.address: 127.0.0.1
        rest.bind-address: 127.0.0.1
        blob.server.port: 0
        taskmanager.host: 127.0.0.1
        taskmanager.bind-host: 127.0.0.1
        taskmanager.numberOfTaskSlots: 8
        taskmanager.cpu.cores: 2
        taskmanager.memory.framework.heap.size: 128m
        taskmanager.memory.framework.off-heap.size: 128m
        taskmanager.memory.jvm-metaspace.size: 192m
        taskmanager.memory.jvm-overhead.min: 128m
        taskmanager.memory.jvm-overhead.max: 128m
        taskmanager.memory.task.heap.size: 256m
        taskmanager.memory.task.off-heap.size: 64m
        taskmanager.memory.managed.size: 128m
        taskmanager.memory.network.min: 64m
        taskmanager.memory.network.max: 64m
        heartbeat.interval: 1000
        heartbeat.timeout: 6000
        io.tmp.dirs: %s
        state.backend.type: rocksdb
        execution.checkpointing.interval: 1s
        execution.checkpointing.incremental: true
        execution.checkpointing.dir: %s
        execution.checkpointing.tolerable-failed-checkpoints: 100
        pipeline.object-reuse: true
        pipeline.generic-types: false
        pipeline.auto-generate-uids: false
        restart-strategy.type: exponential-delay
        restart-strategy.exponential-delay.max-backoff: 3s
        """
        .formatted(
            Ports.resolve(0),
            restPort,
            Files.createDirectories(directory.resolve("tmp")),
            directory.resolve("checkpoints").toUri());
  }

  /** Starts a TaskManager where none runs. */
  public void startTaskManager() throws IOException {
    taskManager =
        java(
            "taskmanager",
            "org.apache.flink.runtime.taskexecutor.TaskManagerRunner",
            "--configDir",
            directory.resolve("conf").toString());
  }

  /** Ends the TaskManager with SIGKILL. */
  public void killTaskManager() throws InterruptedException {
    taskManager.destroyForcibly().waitFor();
  }

  /** Submits a job of a jar through Flink's own command line. */
  public void submit(Path jar, String entryClass, String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.addAll(List.of("org.apache.flink.client.cli.CliFrontend", "run", "-d", "-p", "2"));
    command.addAll(List.of("-c", entryClass, jar.toString()));
    command.addAll(List.of(arguments));
    Process client = java("client-" + entryClass, command.toArray(String[]::new));
    if (!client.waitFor(120, TimeUnit.SECONDS) || client.exitValue() != 0) {
      client.destroyForcibly();
      throw new IllegalStateException(log("client-" + entryClass));
    }
  }

  /** What a process has written. */
  public String log(String process) throws IOException {
    return Files.readString(directory.resolve(process + ".log"));
  }

  /** Asks the cluster's REST API. */
  public String get(String path) throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + restPort + path);
    return http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
        .body();
  }

  private Process java(String name, String... command) throws IOException {
    List<String> all = new ArrayList<>();
    all.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    all.add("-Xmx512m");
    all.addAll(Arrays.stream(System.getProperty("jvm.opens").split(" ")).toList());
    all.addAll(List.of("-cp", distribution()));
    all.addAll(List.of(command));
    ProcessBuilder builder = new ProcessBuilder(all);
    builder.environment().put("FLINK_CONF_DIR", directory.resolve("conf").toString());
    builder.redirectErrorStream(true);
    builder.redirectOutput(
        ProcessBuilder.Redirect.appendTo(directory.resolve(name + ".log").toFile()));
    return builder.start();
  }

  private static String distribution() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> NOT_IN_A_DISTRIBUTION.stream().noneMatch(entry::contains))
        .collect(Collectors.joining(File.pathSeparator));
  }

  @Override
  public void close() throws Exception {
    taskManager.destroyForcibly().waitFor();
    jobManager.destroyForcibly().waitFor();
  }
}
