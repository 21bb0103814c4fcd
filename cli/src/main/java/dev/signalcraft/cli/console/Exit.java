// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.cli.console;

/** How the commands that work by way of a console end; of several things the worst holds. */
public enum Exit {
  /** Done, or shown. */
  DONE(0),
  /** Refused, or there is no such thing. */
  REFUSED(1),
  /** Wrongly used: an option, a value or the token. */
  USAGE(2),
  /** Nobody knows: the console is not reached, or the effect is not there in time. */
  UNKNOWN(3);

  private final int code;

  Exit(int code) {
    this.code = code;
  }

  /** What the process ends with. */
  public int code() {
    return code;
  }

  /** The worse of two. */
  public Exit and(Exit other) {
    return compareTo(other) >= 0 ? this : other;
  }
}
