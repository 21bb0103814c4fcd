// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.gateway.ingest;

import java.util.concurrent.atomic.AtomicLong;

/** Memory that all bodies under way share, so that many senders cannot exhaust it together. */
final class ByteBudget {
  private final AtomicLong free;

  ByteBudget(long bytes) {
    free = new AtomicLong(bytes);
  }

  /** Takes some, or nothing where not as much is left. */
  boolean take(int bytes) {
    if (free.addAndGet(-bytes) >= 0) {
      return true;
    }
    free.addAndGet(bytes);
    return false;
  }

  void giveBack(int bytes) {
    free.addAndGet(bytes);
  }

  long free() {
    return free.get();
  }
}
