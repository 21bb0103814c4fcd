// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.delivery;

import dev.signalcraft.domain.grouping.GroupKey;

/** How long to wait after a failed attempt: twice as long each time, up to five minutes. */
final class Backoff {
  private static final long FIRST_MILLIS = 1_000;

  /** The longest wait. */
  static final long MOST_MILLIS = 300_000;

  private static final int MOST_DOUBLINGS = 20;

  private Backoff() {}

  /**
   * At least half and at most the whole of the wait; the id decides, so that many that failed
   * together do not come again together.
   *
   * @param attempt that failed, from 1
   */
  static long millis(String id, int attempt) {
    long whole = doubled(FIRST_MILLIS, attempt - 1, MOST_MILLIS);
    String hash = GroupKey.hash(id, Integer.toString(attempt));
    long spread = Long.parseLong(hash.substring(0, 7), 16);
    return whole / 2 + spread % (whole / 2 + 1);
  }

  /** A first wait doubled so often, and bounded. */
  static long doubled(long first, int times, long most) {
    return Math.min(most, first << Math.min(Math.max(times, 0), MOST_DOUBLINGS));
  }
}
