// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.console;

import java.util.Arrays;

/** The console as a process of its own. */
public final class ConsoleMain {
  private ConsoleMain() {}

  /** Serves until the process is ended; leaves with 2 when a setting cannot be used. */
  public static void main(String[] arguments) {
    try {
      Console console =
          Console.start(ConsoleSettings.read(Arrays.asList(arguments), System.getenv()));
      Runtime.getRuntime().addShutdownHook(new Thread(console::close, "console-shutdown"));
      System.out.println("The console listens on " + console.url());
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.exit(2);
    }
  }
}
