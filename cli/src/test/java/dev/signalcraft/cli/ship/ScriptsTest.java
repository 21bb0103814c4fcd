// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.cli.ship;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The scripts inside the images, run with stand-ins for the programs that they call. */
class ScriptsTest {
  private static final String JOB = "0123456789abcdef0123456789abcdef";

  @TempDir Path directory;
  private Path calls;

  @BeforeEach
  void prepare() {
    calls = directory.resolve("calls");
  }

  @Test
  void submitJobStartsAJobWithoutStateAsItIsTold() throws Exception {
    Result result = submit("");

    assertThat(result.status()).as(result.output()).isZero();
    assertThat(Files.readAllLines(calls))
        .containsExactly(
            "run -d -m jm:8081 -Dstate.backend.type=rocksdb"
                + " -Dpipeline.max-parallelism=128"
                + " -Dexecution.checkpointing.dir=file://"
                + directory
                + "/checkpoints/alerts -c a.b.AlertsJob jobs.jar --start earliest");
  }

  @Test
  void submitJobLeavesARunningJobAlone() throws Exception {
    Result result = submit("20.11.2026 10:00:00 : " + JOB + " : alerts (RESTARTING)");

    assertThat(result.status()).isZero();
    assertThat(result.output()).contains("alerts runs already");
    assertThat(calls).doesNotExist();
  }

  @Test
  void submitJobContinuesFromTheNewestCompleteCheckpoint() throws Exception {
    checkpoint("old/chk-9/_metadata", 1_000);
    Path newest = checkpoint("new/chk-2/_metadata", 2_000);
    checkpoint("new/chk-3/unfinished", 3_000);

    Result result = submit("20.11.2026 10:00:00 : " + JOB + " : other-alerts (RUNNING)");

    assertThat(result.status()).as(result.output()).isZero();
    assertThat(Files.readAllLines(calls))
        .last()
        .asString()
        .contains(" -s " + newest.getParent() + " -c a.b.AlertsJob ");
  }

  @Test
  void submitJobFailsWhenFlinkDoes() throws Exception {
    program("flink", "exit 1");

    assertThat(run("docker/submit-job", environment(), "alerts", "a.b.AlertsJob").status())
        .isNotZero();
  }

  @Test
  void healthyFollowsStatusAndBody() throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    answer(server, "/ready", 200, "{\"slotsNumber\":6}");
    answer(server, "/sick", 503, "");
    server.start();
    try {
      String port = Integer.toString(server.getAddress().getPort());

      assertThat(run("docker/healthy", Map.of()).status()).isZero();
      assertThat(run("docker/healthy", Map.of("HEALTH_PORT", port)).status()).isZero();
      assertThat(healthy(port, "/ready", "\"slotsNumber\":[1-9]")).isZero();
      assertThat(healthy(port, "/ready", "\"slotsNumber\":[7-9]")).isNotZero();
      assertThat(healthy(port, "/sick", "")).isNotZero();
    } finally {
      server.stop(0);
    }
    assertThat(healthy("1", "/ready", "")).isNotZero();
  }

  private int healthy(String port, String path, String body) throws Exception {
    return run(
            "docker/healthy", Map.of("HEALTH_PORT", port, "HEALTH_PATH", path, "HEALTH_BODY", body))
        .status();
  }

  private static void answer(HttpServer server, String path, int status, String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    server.createContext(
        path,
        exchange -> {
          exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
          try (OutputStream out = exchange.getResponseBody()) {
            out.write(bytes);
          }
        });
  }

  private Result submit(String listed) throws Exception {
    program(
        "flink",
        """
        if [ "$1" = list ]; then echo '%s'; exit; fi
        echo "$*" >>%s
        """
            .formatted(listed, calls));
    return run(
        "docker/submit-job", environment(), "alerts", "a.b.AlertsJob", "--start", "earliest");
  }

  private Map<String, String> environment() {
    return Map.of(
        "PATH", directory + ":" + System.getenv("PATH"),
        "STATE_DIR", directory.toString(),
        "JOB_JAR", "jobs.jar",
        "JOBMANAGER", "jm:8081",
        "FLINK_PROPERTIES", "state.backend.type: rocksdb\npipeline.max-parallelism: 128\n");
  }

  private Path checkpoint(String name, long modified) throws IOException {
    Path file = directory.resolve("checkpoints/alerts").resolve(name);
    Files.createDirectories(file.getParent());
    Files.createFile(file);
    assertThat(file.toFile().setLastModified(modified * 1_000)).isTrue();
    return file;
  }

  private Path program(String name, String body) throws IOException {
    Path program = directory.resolve(name);
    Files.writeString(program, "#!/bin/bash\n" + body + "\n");
    assertThat(program.toFile().setExecutable(true)).isTrue();
    return program;
  }

  private record Result(int status, String output) {}

  private Result run(String script, Map<String, String> environment, String... arguments)
      throws Exception {
    List<String> command = new ArrayList<>(List.of("bash", Repository.path(script).toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Result(process.waitFor(), output);
  }
}
