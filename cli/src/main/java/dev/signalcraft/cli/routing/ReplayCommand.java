// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.cli.routing;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalcraft.cli.Logging;
import dev.signalcraft.cli.config.Manifests;
import dev.signalcraft.cli.config.Manifests.Manifest;
import dev.signalcraft.cli.console.ConsoleOptions;
import dev.signalcraft.cli.console.Exit;
import dev.signalcraft.domain.config.ConfigRecord;
import dev.signalcraft.domain.config.Settings;
import dev.signalcraft.domain.grouping.GroupKey;
import dev.signalcraft.domain.grouping.Windows;
import dev.signalcraft.domain.json.Json;
import dev.signalcraft.domain.replay.BadLineException;
import dev.signalcraft.embedded.Directories;
import dev.signalcraft.jobs.JobSettings;
import dev.signalcraft.jobs.replay.FileReplay;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code signalcraft rules replay}: what would have been decided. */
@Command(
    name = "replay",
    description = "What rules decide about a part of the log, or about a history from a file.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "With --since the console starts a replay in Flink and tells in what it differs from what was",
      "recorded. With --file nothing but the file is needed; its lines, in log order:",
      "{\"logTime\": …, \"event\"|\"command\"|\"config\": {…}}. Nobody is told. Exit codes: 0 done,",
      "1 it failed or was refused, 2 an option, a line or a document is wrong, 3 the console is not",
      "reached.",
      "",
      "Examples: signalcraft rules replay --since 7d --with alerting/",
      "          signalcraft rules replay --file inputs.ndjson --with alerting/ --groups"
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields.
final class ReplayCommand implements Callable<Integer> {
  private static final int MOST_SUBTASKS = 4;
  private static final int MOST_TRIES = 100;

  @Spec private CommandSpec spec;
  @Mixin private ConsoleOptions console;

  @ArgGroup(multiplicity = "1")
  private History history;

  /** What is decided about. */
  static final class History {
    @Option(
        names = "--file",
        paramLabel = "FILE",
        description = "The history, a line for each event, command or document.")
    private @Nullable Path file;

    @Option(
        names = "--since",
        paramLabel = "TIME",
        description = "The log from this time on, such as 2026-03-01T12:00:00Z, or 7d for so long.")
    private @Nullable String since;

    @Option(
        names = "--id",
        paramLabel = "ID",
        description = "A replay that was started before: follow it and show what it found.")
    private @Nullable String id;
  }

  @Option(
      names = "--until",
      paramLabel = "TIME",
      description = "With --since, the end of the time; a minute ago without it.")
  private @Nullable String until;

  @Option(
      names = "--warm-up",
      paramLabel = "TIME",
      description =
          "With --since, how much of the log before brings groups to life; 25h without it.")
  private @Nullable String warmUp;

  @Option(
      names = "--with",
      paramLabel = "DIR",
      description =
          "Documents in YAML that are in force all the time; with --since instead of the recorded"
              + " ones.")
  private @Nullable Path with;

  @Option(
      names = "--groups",
      description = "With --file, print all groups and notifications, as JSON.")
  private boolean groups;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORM",
      description = "text or json.")
  private Output output = Output.TEXT;

  private enum Output {
    TEXT,
    JSON
  }

  @Override
  public Integer call() throws Exception {
    Path file = history.file;
    String since = history.since;
    if (since == null && (until != null || warmUp != null)) {
      throw usage("--until and --warm-up stand beside --since only");
    }
    if (file == null && groups) {
      throw usage("--groups stands beside --file only");
    }
    if (file != null) {
      return ofFile(file);
    }
    try {
      LogReplay replay =
          new LogReplay(
              console.client(),
              console::deadline,
              spec.commandLine().getOut(),
              spec.commandLine().getErr(),
              isTerminal());
      boolean json = output == Output.JSON;
      return since == null
          ? replay.follow(id(), json).code()
          : replay.start(question(since), json).code();
    } catch (IOException e) {
      spec.commandLine().getErr().println(e.getMessage());
      return Exit.UNKNOWN.code();
    }
  }

  private String id() {
    String id = String.valueOf(history.id);
    if (with != null) {
      throw usage("--with stands beside --since or --file");
    }
    if (!GroupKey.isValid(id)) {
      throw usage("--id: write the 32 hex digits of a replay");
    }
    return id;
  }

  private ObjectNode question(String since) throws IOException {
    ObjectNode question = Json.mapper().createObjectNode().put("since", since);
    if (until != null) {
      question.put("until", until);
    }
    if (warmUp != null) {
      question.put("warmUp", warmUp);
    }
    if (with != null) {
      ArrayNode documents = question.putArray("with");
      for (Manifest manifest : manifests(with).documents()) {
        ObjectNode document = documents.addObject().put("kind", manifest.kind().wireName());
        ObjectNode metadata = document.putObject("metadata").put("name", manifest.name());
        if (manifest.workspace() != null) {
          metadata.put("workspace", manifest.workspace());
        }
        document.set("spec", manifest.spec());
      }
    }
    return question;
  }

  @SuppressWarnings("SystemConsoleNull") // Newer JDKs mean something else by it; ours is 17.
  private static boolean isTerminal() {
    return System.console() != null;
  }

  private int ofFile(Path file) throws Exception {
    if (!Files.isRegularFile(file)) {
      throw usage("there is no file " + file + ", which --file names");
    }
    List<ConfigRecord> documents = new ArrayList<>();
    if (with != null) {
      manifests(with).documents().forEach(manifest -> documents.add(manifest.firstVersion()));
    }
    Logging.without("org.apache");
    Path temporary = Files.createTempDirectory("signalcraft-replay");
    try {
      decide(file, documents, temporary);
      return Exit.DONE.code();
    } catch (BadLineException e) {
      throw usage(file + ": " + e.getMessage());
    } finally {
      clear(temporary);
    }
  }

  private void decide(Path file, List<ConfigRecord> documents, Path temporary) throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    if (groups || output == Output.JSON) {
      FileReplay.Result result =
          FileReplay.run(file, documents, windows(), parallelism(), temporary);
      Decided.json(out, groups ? result.groups() : null, result.notifications());
    } else {
      Decided.Counts counts = new Decided.Counts();
      FileReplay.run(file, documents, windows(), parallelism(), temporary, counts);
      counts.table(out);
    }
    out.flush();
  }

  /** Flink clears up behind a job too, at the same time: what is gone already is no fault. */
  private static void clear(Path temporary) {
    for (int tries = 0; tries < MOST_TRIES; tries++) {
      try {
        Directories.delete(temporary);
        return;
      } catch (IOException | UncheckedIOException e) {
        // Tried again.
      }
    }
  }

  private Manifests manifests(Path path) throws IOException {
    if (!Files.exists(path)) {
      throw usage("there is no " + path + ", which --with names");
    }
    Manifests manifests = Manifests.read(path);
    if (!manifests.faults().isEmpty()) {
      throw usage(String.join("\n", manifests.faults()));
    }
    return manifests;
  }

  private static Windows windows() {
    return JobSettings.windows(
        Settings.read(
            List.of(
                JobSettings.DEDUP_WINDOW, JobSettings.AUTO_CLOSE_AFTER, JobSettings.ACK_TIMEOUT),
            List.of(),
            System.getenv()));
  }

  private static int parallelism() {
    return Math.min(MOST_SUBTASKS, Runtime.getRuntime().availableProcessors());
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
