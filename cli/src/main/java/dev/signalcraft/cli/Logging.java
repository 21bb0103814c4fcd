// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.cli;

import java.nio.file.Path;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;

/** Where log lines go. To be chosen before the first of them. */
public final class Logging {
  private Logging() {}

  /** Into this file, older ones beside it; nothing on the console. */
  static void intoFile(Path file) {
    System.setProperty("signalcraft.log", file.toString());
    System.setProperty("log4j2.configurationFile", "classpath:log4j2-file.xml");
  }

  /** Nowhere, of a library whose faults the program tells itself. */
  public static void without(String library) {
    Configurator.setLevel(library, Level.OFF);
  }
}
