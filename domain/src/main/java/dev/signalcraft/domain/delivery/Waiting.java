// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.delivery;

import dev.signalcraft.domain.routing.Notification;
import dev.signalcraft.domain.routing.NotificationReason;

/**
 * A notification in the queue of its channel. Times are epoch milliseconds of the job's clock.
 *
 * @param order its place among all that came to the channel; it inherits that of what it replaces
 * @param arrivedAt of what it replaces
 * @param firstTriedAt the same; 0 before the first attempt
 * @param attempts that were made
 * @param digestOnly whether it is beyond what its workspace may send one by one
 */
public record Waiting(
    Notification told,
    long order,
    long arrivedAt,
    long firstTriedAt,
    int attempts,
    boolean digestOnly) {
  boolean firing() {
    return told.reason() != NotificationReason.RESOLVED;
  }

  /** Whether it was decided later than another one of its group. */
  boolean newerThan(Waiting other) {
    return newer(told, other.told.sequence(), other.told.at().toEpochMilli());
  }

  static boolean newer(Notification told, int sequence, long at) {
    return told.sequence() != sequence ? told.sequence() > sequence : told.at().toEpochMilli() > at;
  }

  /**
   * The same in the place of an older one that was not sent. Where both fire it has waited for as
   * long as the older one.
   */
  Waiting inPlaceOf(Waiting older) {
    if (!firing() || !older.firing()) {
      return new Waiting(told, older.order, arrivedAt, 0, 0, digestOnly || older.digestOnly);
    }
    return new Waiting(
        told.insteadOf(older.told),
        older.order,
        older.arrivedAt,
        older.firstTriedAt,
        0,
        digestOnly || older.digestOnly);
  }

  /** The same after an attempt. */
  Waiting tried(int attempt, long startedAt) {
    return new Waiting(
        told, order, arrivedAt, firstTriedAt == 0 ? startedAt : firstTriedAt, attempt, digestOnly);
  }
}
