// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.grouping;

/** Where a group stands. */
public enum GroupStatus {
  /** Asks for somebody. */
  OPEN,
  /** Somebody has it. */
  ACKNOWLEDGED,
  /** Nobody is told until its snooze ends. */
  SNOOZED,
  /** Over. */
  RESOLVED
}
