// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.cli.routing;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalcraft.cli.console.ConsoleClient;
import dev.signalcraft.cli.console.ConsoleClient.Answer;
import dev.signalcraft.cli.console.Exit;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** A replay of the log, which a console starts and follows for the command line. */
final class LogReplay {
  private static final String PATH = "/api/v1/replays";
  private static final String REWRITE = "\r\033[K";
  private static final long POLL_MILLIS = 500;
  private static final int NOT_IMPLEMENTED = 501;

  /** For plain lines: the share that has to be added before another one is worth it. */
  private static final double STEP = 0.1;

  private final ConsoleClient console;
  private final LongSupplier deadline;
  private final PrintWriter out;
  private final PrintWriter err;
  private final boolean terminal;

  /**
   * By way of a console.
   *
   * @param deadline when to give up a single question
   * @param err where the progress is told
   * @param terminal whether a line of it can be written anew
   */
  LogReplay(
      ConsoleClient console,
      LongSupplier deadline,
      PrintWriter out,
      PrintWriter err,
      boolean terminal) {
    this.console = console;
    this.deadline = deadline;
    this.out = out;
    this.err = err;
    this.terminal = terminal;
  }

  /** Starts one, follows it and prints what it found. */
  Exit start(JsonNode question, boolean json) throws IOException, InterruptedException {
    Answer answer = console.post(PATH, question, deadline.getAsLong());
    if (answer.status() == NOT_IMPLEMENTED) {
      err.println(answer.problem());
      out.println(answer.body().path("command").asText());
      out.flush();
      return Exit.REFUSED;
    }
    if (answer.status() != 202) {
      err.println(answer.problem());
      return answer.exit();
    }
    String id = answer.body().path("replayId").asText();
    Thread leaving = new Thread(() -> leave(id), "leave");
    Runtime.getRuntime().addShutdownHook(leaving);
    try {
      return follow(id, json);
    } catch (IOException e) {
      leave(id);
      throw e;
    } finally {
      stay(leaving);
    }
  }

  /** Follows one that was started before. */
  Exit follow(String id, boolean json) throws IOException, InterruptedException {
    double told = -STEP;
    while (true) {
      Answer answer = console.get(PATH + "/" + id, deadline.getAsLong());
      if (answer.status() != 200) {
        clear();
        err.println(answer.problem());
        return answer.exit();
      }
      JsonNode replay = answer.body();
      String state = replay.path("state").asText();
      if (state.equals("failed")) {
        clear();
        err.println("replay " + id + " failed: " + replay.path("reason").asText());
        return Exit.REFUSED;
      }
      if (state.equals("finished")) {
        clear();
        print(replay, json);
        return Exit.DONE;
      }
      double progress = replay.path("progress").asDouble();
      if (terminal || progress - told >= STEP) {
        tell(replay, progress);
        told = progress;
      }
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    }
  }

  private void tell(JsonNode replay, double progress) {
    String line =
        "replay %s: %s"
            .formatted(
                replay.path("replayId").asText(),
                replay.path("state").asText().equals("starting")
                    ? "starting"
                    : String.format(
                        Locale.ROOT,
                        "%.0f %%, up to %s",
                        100 * progress,
                        replay.path("reached").asText()));
    String reason = replay.path("reason").asText();
    String whole = reason.isEmpty() ? line : line + " (" + reason.lines().findFirst().get() + ")";
    if (terminal) {
      err.print(REWRITE + whole);
    } else {
      err.println(whole);
    }
    err.flush();
  }

  private void clear() {
    if (terminal) {
      err.print(REWRITE);
      err.flush();
    }
  }

  private void print(JsonNode replay, boolean json) {
    if (json) {
      out.println(replay);
    } else {
      DifferenceTable.print(out, replay);
    }
    out.flush();
  }

  private void leave(String id) {
    err.println((terminal ? System.lineSeparator() : "") + "replay " + id + " goes on in Flink;");
    err.println("see it with: signalcraft rules replay --id " + id);
    err.flush();
  }

  private static void stay(Thread leaving) {
    try {
      Runtime.getRuntime().removeShutdownHook(leaving);
    } catch (IllegalStateException e) {
      // The process ends already.
    }
  }
}
