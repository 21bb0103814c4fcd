// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.embedded.postgres;

import dev.signalcraft.embedded.Directories;
import dev.signalcraft.embedded.Ports;
import dev.signalcraft.embedded.StartFault;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One data directory and the postgres process that serves it. */
final class Server {
  private static final Logger LOG = LoggerFactory.getLogger(Server.class);

  /** Ctrl-C in a terminal is for the JVM, which stops Postgres after those who write to it. */
  private static final boolean OWN_SESSION = Files.isExecutable(Path.of("/usr/bin/setsid"));

  private static final long START_MILLIS = 60_000;
  private static final long POLL_MILLIS = 10;
  private static final long KILL_SECONDS = 20;

  private final Account account;
  private final Binaries binaries;
  private final Path root;
  private final Path data;
  private final File log;
  private @Nullable Process process;

  Server(Account account, Binaries binaries, Path root) {
    this.account = account;
    this.binaries = binaries;
    this.root = root;
    this.data = root.resolve("data");
    this.log = root.resolve("postgres.log").toFile();
  }

  /** Makes the data directory where there is none; whole or not at all. */
  void initialise(String user, String password) throws IOException, InterruptedException {
    account.requireReach(root);
    account.own(root);
    if (Files.isDirectory(data)) {
      return;
    }
    Path half = root.resolve("data.half");
    Directories.delete(half);
    Files.createDirectory(half);
    Path secret = Files.createTempFile(root, ".initdb", null);
    try {
      Files.writeString(secret, password);
      account.own(half);
      account.own(secret);
      run(
          List.of(
              binaries.program("initdb"),
              "--pgdata=" + half,
              "--username=" + user,
              "--pwfile=" + secret,
              "--auth=scram-sha-256",
              "--encoding=UTF8",
              "--locale=C",
              "--locale-provider=builtin",
              "--builtin-locale=C.UTF-8",
              "--no-sync",
              "--no-instructions"));
      Files.move(half, data, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.delete(secret);
    }
  }

  /** Starts the process and waits until it takes connections. */
  void start(int port, Map<String, String> settings) throws IOException, InterruptedException {
    stopLeftOver();
    Ports.requireFree(port, "--postgres-port");
    List<String> command = new ArrayList<>();
    if (OWN_SESSION) {
      command.add("setsid");
    }
    command.add(binaries.program("postgres"));
    command.add("-D");
    command.add(data.toString());
    command.add("-p");
    command.add(Integer.toString(port));
    settings.forEach((key, value) -> command.add("--" + key + "=" + value));
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(START_MILLIS);
    PidFile pidFile = new PidFile(data);
    Process starting = launch(command);
    while (!pidFile.saysReady(starting.pid())) {
      if (starting.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
        // The processes of a killed server may need a moment to go.
        if (System.nanoTime() > deadline || !lastWords().contains("shared memory block")) {
          throw new StartFault("Postgres does not start: " + lastWords() + "; see " + log);
        }
        starting = launch(command);
      } else if (System.nanoTime() > deadline) {
        starting.destroyForcibly();
        throw new StartFault("Postgres does not become ready: see " + log);
      }
    }
    process = starting;
  }

  /** Whether it has ended though nobody asked it to. */
  boolean hasDied() {
    return process != null && !process.isAlive();
  }

  /** Rolls back what is open and ends; nothing where it does not run. */
  void stop() throws IOException, InterruptedException {
    Process stopping = process;
    process = null;
    if (stopping != null && stopping.isAlive()) {
      endFast();
      if (!stopping.waitFor(1, TimeUnit.SECONDS)) {
        LOG.warn("Postgres does not end by itself; it will repair its log at the next start");
        stopping.destroyForcibly().waitFor();
      }
    }
  }

  /** Ends the process without any farewell, as a crash would. */
  void kill() throws InterruptedException {
    Process killed = process;
    process = null;
    if (killed != null) {
      killed.destroyForcibly().waitFor();
    }
  }

  /** A killed JVM leaves its server behind, with the settings of then: it ends before the new. */
  private void stopLeftOver() throws IOException, InterruptedException {
    Optional<ProcessHandle> leftOver = new PidFile(data).server();
    if (leftOver.isPresent()) {
      LOG.info("stopping the server that an earlier run left behind: {}", leftOver.get().pid());
      if (!endFast() && leftOver.get().destroyForcibly()) {
        awaitEnd(leftOver.get());
      }
    }
  }

  /** A server that is still going holds the data directory against the new one. */
  private static void awaitEnd(ProcessHandle killed) throws InterruptedException {
    try {
      killed.onExit().get(KILL_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      LOG.warn("the server {} does not end although it was killed", killed.pid(), e);
    }
  }

  private boolean endFast() throws IOException, InterruptedException {
    return launch(
                List.of(
                    binaries.program("pg_ctl"),
                    "stop",
                    "--mode=fast",
                    "--pgdata=" + data,
                    "--timeout=20",
                    "--silent"))
            .waitFor()
        == 0;
  }

  private Process launch(List<String> command) throws IOException {
    return new ProcessBuilder(account.command(command))
        .directory(root.toFile())
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
        .start();
  }

  private void run(List<String> command) throws IOException, InterruptedException {
    if (launch(command).waitFor() != 0) {
      throw new StartFault(
          "%s failed: %s; see %s"
              .formatted(Path.of(command.get(0)).getFileName(), lastWords(), log));
    }
  }

  private String lastWords() throws IOException {
    List<String> lines = Files.readAllLines(log.toPath());
    return String.join(" ", lines.subList(Math.max(0, lines.size() - 3), lines.size()));
  }
}
