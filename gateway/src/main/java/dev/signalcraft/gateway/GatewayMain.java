// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.gateway;

import java.util.List;

/** The gateway as a process of its own. */
public final class GatewayMain {
  private GatewayMain() {}

  /** Runs until the process is told to end. */
  public static void main(String[] arguments) {
    try {
      Gateway gateway = Gateway.start(GatewaySettings.read(List.of(arguments), System.getenv()));
      Runtime.getRuntime().addShutdownHook(new Thread(gateway::close, "gateway-stop"));
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.exit(2);
    }
  }
}
