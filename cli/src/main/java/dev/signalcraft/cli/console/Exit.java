// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.cli.grouping;

/** How the commands on groups end; of several groups the worst holds. */
enum Exit {
  /** Done, or shown. */
  DONE(0),
  /** Refused, or there is no such group. */
  REFUSED(1),
  /** Wrongly used: an option, a value or the token. */
  USAGE(2),
  /** Nobody knows: the console is not reached, or the effect is not there in time. */
  UNKNOWN(3);

  private final int code;

  Exit(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }

  Exit and(Exit other) {
    return compareTo(other) >= 0 ? this : other;
  }
}
