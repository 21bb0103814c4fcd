// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import picocli.CommandLine;

/** The command line in this process, with what it prints. */
public final class TestCommandLine {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  /** Runs a command and gives its exit code. */
  public int run(String... arguments) {
    CommandLine commands = Main.commandLine();
    commands.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    return commands.execute(arguments);
  }

  /** The lines of the output so far. */
  public List<String> out() {
    return out.toString().lines().toList();
  }

  /** The lines of faults so far. */
  public List<String> err() {
    return err.toString().lines().toList();
  }
}
