// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.cli.config;

import dev.signalcraft.cli.console.ConsoleClient.Answer;
import dev.signalcraft.cli.console.Exit;

/** The console does not do it, and says why. */
final class Refused extends Exception {
  private final Exit exit;

  Refused(Answer answer) {
    super(answer.problem());
    exit = answer.exit();
  }

  Refused(Exit exit, String message) {
    super(message);
    this.exit = exit;
  }

  /** How the command ends. */
  Exit exit() {
    return exit;
  }
}
