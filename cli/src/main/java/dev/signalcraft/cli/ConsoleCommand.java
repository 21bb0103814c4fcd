// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.cli;

import dev.signalcraft.console.ConsoleMain;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** The console as a process of its own. */
@Command(
    name = "console",
    description = "Serves the API on the tables.",
    mixinStandardHelpOptions = true,
    footer = {"", "Its settings stand in docs/configuration.md."})
final class ConsoleCommand implements Runnable {
  @Parameters(arity = "0..*", paramLabel = "--SETTING VALUE", description = "Its settings.")
  private List<String> arguments = List.of();

  @Override
  public void run() {
    ConsoleMain.main(arguments.toArray(String[]::new));
  }
}
