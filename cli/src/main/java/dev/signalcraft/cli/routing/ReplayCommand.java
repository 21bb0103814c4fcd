// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.cli.routing;

import dev.signalcraft.cli.Logging;
import dev.signalcraft.cli.config.Manifests;
import dev.signalcraft.cli.console.Exit;
import dev.signalcraft.domain.config.ConfigRecord;
import dev.signalcraft.domain.config.Settings;
import dev.signalcraft.domain.grouping.Windows;
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
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code signalcraft rules replay}: what would have been decided. */
@Command(
    name = "replay",
    description = "What rules decide about a history.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "Lines of the file: {\"logTime\": …, \"event\"|\"command\"|\"config\": {…}}, in log order.",
      "Exit codes: 0 done, 1 it failed, 2 a line, a document or an option is wrong.",
      "",
      "Example: signalcraft rules replay --file inputs.ndjson --with alerting/ --groups"
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields.
final class ReplayCommand implements Callable<Integer> {
  private static final int MOST_SUBTASKS = 4;
  private static final int MOST_TRIES = 100;

  @Spec private CommandSpec spec;

  @Option(
      names = "--file",
      required = true,
      paramLabel = "FILE",
      description = "The history, a line for each event, command or document.")
  private Path file;

  @Option(
      names = "--with",
      paramLabel = "DIR",
      description = "Documents in YAML that are in force from before the first line.")
  private @Nullable Path with;

  @Option(names = "--groups", description = "Print all groups and notifications, as JSON.")
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
    if (!Files.isRegularFile(file)) {
      throw usage("there is no file " + file + ", which --file names");
    }
    List<ConfigRecord> documents = documents();
    Logging.without("org.apache");
    Path temporary = Files.createTempDirectory("signalcraft-replay");
    try {
      FileReplay.Result result =
          FileReplay.run(file, documents, windows(), parallelism(), temporary);
      print(result);
      return Exit.DONE.code();
    } catch (BadLineException e) {
      throw usage(file + ": " + e.getMessage());
    } finally {
      clear(temporary);
    }
  }

  private void print(FileReplay.Result result) throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    if (groups || output == Output.JSON) {
      Decided.json(out, groups ? result.groups() : null, result.notifications());
    } else {
      Decided.table(out, result.notifications());
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

  private List<ConfigRecord> documents() throws IOException {
    if (with == null) {
      return List.of();
    }
    if (!Files.exists(with)) {
      throw usage("there is no " + with + ", which --with names");
    }
    Manifests manifests = Manifests.read(with);
    if (!manifests.faults().isEmpty()) {
      throw usage(String.join("\n", manifests.faults()));
    }
    List<ConfigRecord> documents = new ArrayList<>();
    manifests.documents().forEach(manifest -> documents.add(manifest.firstVersion()));
    return documents;
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
