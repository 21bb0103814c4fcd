// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.console;

import dev.signalcraft.console.replay.FlinkAccess;
import dev.signalcraft.embedded.postgres.EmbeddedPostgres;
import java.nio.file.Path;

/** Settings of consoles on the databases of tests. */
final class TestConsole {
  /** An address at which there is no Kafka. */
  static final String NO_KAFKA = "127.0.0.1:1";

  private TestConsole() {}

  /** One without Kafka, on a free port. */
  static ConsoleSettings settings(String postgresUrl, Path tokens) {
    return settings(NO_KAFKA, postgresUrl, 0, tokens);
  }

  static ConsoleSettings settings(String kafka, String postgresUrl, int port, Path tokens) {
    String name = EmbeddedPostgres.NAME;
    return new ConsoleSettings(
        kafka, "", "127.0.0.1", port, postgresUrl, name, name, tokens, FlinkAccess.NONE);
  }
}
