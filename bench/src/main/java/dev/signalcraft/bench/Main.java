// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.bench;

import dev.signalcraft.bench.delivery.DeliveryCommand;
import dev.signalcraft.bench.grouping.AlertsCommand;
import dev.signalcraft.bench.monitor.MonitorsCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line of the benchmarks. */
@Command(
    name = "signalcraft bench",
    description = "Measures what the jobs cost.",
    mixinStandardHelpOptions = true,
    subcommands = {AlertsCommand.class, DeliveryCommand.class, MonitorsCommand.class})
public final class Main implements Runnable {
  private Main() {}

  /** Runs a benchmark. */
  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  /** The commands; what they find goes to the command line's output, progress to its error. */
  public static CommandLine commandLine() {
    CommandLine commands = new CommandLine(new Main());
    commands.setExecutionExceptionHandler(
        (e, command, result) -> {
          command.getErr().println(e);
          return 1;
        });
    return commands;
  }

  @Override
  public void run() {
    CommandLine.usage(this, System.out);
  }
}
