// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.bench;

import java.io.PrintWriter;

/** Says how far a benchmark is: one line that is written anew on a terminal, else line by line. */
public final class Progress implements AutoCloseable {
  private static final String REWRITE = "\r\033[K";

  private final PrintWriter out;
  private final boolean terminal;

  /** To this output of the process. */
  @SuppressWarnings("SystemConsoleNull") // Newer JDKs mean something else by it; ours is 17.
  public Progress(PrintWriter out) {
    this.out = out;
    this.terminal = System.console() != null;
  }

  /** What is being done now; worth a line everywhere. */
  public void step(String what) {
    out.print(terminal ? REWRITE + what : what + System.lineSeparator());
    out.flush();
  }

  /** How far it is; only a terminal shows it. */
  public void within(String what) {
    if (terminal) {
      step(what);
    }
  }

  /** Leaves nothing of itself on a terminal. */
  @Override
  public void close() {
    if (terminal) {
      out.print(REWRITE);
      out.flush();
    }
  }
}
