// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.cli;

import dev.signalcraft.gateway.GatewayMain;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** The gateway as a process of its own. */
@Command(
    name = "gateway",
    description = "Takes webhooks in and writes them to Kafka.",
    mixinStandardHelpOptions = true,
    footer = {"", "Its settings stand in docs/configuration.md."})
final class GatewayCommand implements Runnable {
  @Parameters(arity = "0..*", paramLabel = "--SETTING VALUE", description = "Its settings.")
  private List<String> arguments = List.of();

  @Override
  public void run() {
    GatewayMain.main(arguments.toArray(String[]::new));
  }
}
