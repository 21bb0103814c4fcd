// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.cli.local;

import dev.signalcraft.embedded.Ports;

/**
 * Where the parts of the local stack listen, all on loopback; 0 lets the system choose.
 *
 * @param demo whether webhooks are fed
 */
public record StackSettings(
    int consolePort,
    int flinkPort,
    int gatewayPort,
    int kafkaPort,
    int postgresPort,
    boolean demo) {
  /** Finds out before anything starts. Postgres looks for itself: it may be a left-over of ours. */
  void requireFreePorts() {
    Ports.requireValid(postgresPort, "--postgres-port");
    Ports.requireFree(consolePort, "--console-port");
    Ports.requireFree(flinkPort, "--flink-port");
    Ports.requireFree(gatewayPort, "--gateway-port");
    Ports.requireFree(kafkaPort, "--kafka-port");
  }
}
