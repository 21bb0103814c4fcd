// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.cli.local;

import dev.signalcraft.embedded.StartFault;
import java.io.PrintStream;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One life of the local stack: up, told, and down again with the process. */
public final class LocalRun {
  private static final Logger LOG = LoggerFactory.getLogger(LocalRun.class);

  private final DataDirectory data;
  private final StackSettings settings;
  private final PrintStream out;
  private final AtomicBoolean stopped = new AtomicBoolean();

  /** A run on this data. */
  public LocalRun(DataDirectory data, StackSettings settings, PrintStream out) {
    this.data = data;
    this.settings = settings;
    this.out = out;
  }

  /**
   * Starts the stack and prints where it is; it stops with the process.
   *
   * @throws StartFault what went wrong, in one line; nothing runs any more
   */
  public void start() throws InterruptedException {
    Progress progress = new Progress(out, isTerminal());
    Stack stack = new Stack(data, settings, progress);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(stack, progress), "stop"));
    try {
      Addresses addresses = stack.start();
      progress.close();
      LOG.info("healthy: {}", addresses);
      out.print(Greeting.of(addresses));
      out.flush();
    } catch (StartFault | ExecutionException e) {
      LOG.error("the stack does not start", e);
      progress.close();
      // Silent from here: the line below is what there is to say.
      stopped.set(true);
      stack.close();
      throw fault(e);
    }
  }

  @SuppressWarnings("SystemConsoleNull") // Newer JDKs mean something else by it; ours is 17.
  private static boolean isTerminal() {
    return System.console() != null;
  }

  private void stop(Stack stack, Progress progress) {
    if (stopped.compareAndSet(false, true)) {
      progress.close();
      out.println("stopping");
      stack.close();
      out.println("stopped");
    }
  }

  private StartFault fault(Exception e) {
    Throwable cause = e;
    while (cause.getCause() != null && !(cause instanceof StartFault)) {
      cause = cause.getCause();
    }
    if (cause instanceof StartFault fault) {
      return fault;
    }
    String line = String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
    return new StartFault("cannot start: %s; more in %s".formatted(line, data.log()), e);
  }
}
