// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.cli.local;

/** Where a running stack is found, and what opens it. */
record Addresses(
    String console,
    String flink,
    String gateway,
    String kafka,
    int postgresPort,
    String demoSecret,
    String demoKey,
    String token) {
  /** Where the demo integration's webhooks go. */
  String webhooks() {
    return gateway + DemoIntegration.path();
  }

  /** Without what opens it. */
  @Override
  public String toString() {
    return "%s, %s, %s, %s, Postgres on %d".formatted(console, flink, gateway, kafka, postgresPort);
  }
}
