// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.console.replay;

import java.util.regex.Pattern;

/** What a stack trace has to say to somebody who does not know the code. */
final class StackTrace {
  private static final int LONGEST = 1_000;
  private static final Pattern TYPE =
      Pattern.compile("^(?:[\\w$]+\\.)+[\\w$]*(?:Exception|Error|Fault)(?:: |$)");

  private StackTrace() {}

  /** The message of its innermost cause, without the name of a class. */
  static String cause(String trace) {
    int innermost = trace.lastIndexOf("Caused by: ");
    String rest = innermost < 0 ? trace : trace.substring(innermost + "Caused by: ".length());
    int frames = rest.indexOf("\n\tat ");
    String message = (frames < 0 ? rest : rest.substring(0, frames)).strip();
    String plain = TYPE.matcher(message).replaceFirst("").strip();
    String told = plain.isEmpty() ? message : plain;
    return told.length() > LONGEST ? told.substring(0, LONGEST) : told;
  }
}
