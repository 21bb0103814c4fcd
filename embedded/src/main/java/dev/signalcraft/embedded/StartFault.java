// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.embedded;

/** A fault that a person can mend: one line that says what is wrong and what to do. */
public final class StartFault extends RuntimeException {
  /** The line to show. */
  public StartFault(String line) {
    super(line);
  }

  /** The line to show, and what caused it, for the log. */
  public StartFault(String line, Throwable cause) {
    super(line, cause);
  }

  /** The line to show. */
  public String line() {
    return String.valueOf(getMessage());
  }
}
