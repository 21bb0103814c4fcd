// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.replay;

import java.io.IOException;

/** A line of a history that cannot be used: its number, what is wrong and what to do. */
public final class BadLineException extends IOException {
  BadLineException(long number, String what) {
    super("line " + number + ": " + what);
  }
}
