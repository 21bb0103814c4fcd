// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.cli.local;

import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Timer;
import java.util.TimerTask;

/**
 * Says what a start waits for: on a terminal one line that is written anew every second, elsewhere
 * a line for everything that has come up.
 */
final class Progress implements AutoCloseable {
  private static final String REWRITE = "\r\033[K";
  private static final long PERIOD_MILLIS = 250;

  private final PrintStream out;
  private final boolean terminal;
  private final long start = System.nanoTime();
  private final Map<String, Long> waiting = new LinkedHashMap<>();
  private final Timer timer = new Timer("progress", true);

  Progress(PrintStream out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
    if (terminal) {
      timer.schedule(
          new TimerTask() {
            @Override
            public void run() {
              show();
            }
          },
          0,
          PERIOD_MILLIS);
    }
  }

  synchronized void begin(String what) {
    waiting.put(what, System.nanoTime());
  }

  synchronized void end(String what) {
    Long began = waiting.remove(what);
    if (!terminal && began != null) {
      out.printf("%s: %.1f s%n", what, seconds(began));
    }
  }

  /** Leaves nothing of itself on a terminal. */
  @Override
  public synchronized void close() {
    timer.cancel();
    if (terminal) {
      out.print(REWRITE);
    }
    out.flush();
  }

  private synchronized void show() {
    if (waiting.isEmpty()) {
      return;
    }
    out.printf(
        "%swaiting for %s (%.0f s)", REWRITE, String.join(", ", waiting.keySet()), seconds(start));
    out.flush();
  }

  private static double seconds(long since) {
    return (System.nanoTime() - since) / 1e9;
  }
}
