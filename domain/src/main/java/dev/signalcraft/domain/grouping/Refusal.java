// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.grouping;

/** Why a command changed nothing. */
public enum Refusal {
  /** The key has a newer episode than the one that the command names. */
  OLD_EPISODE,
  /** The key has no such episode, or it belongs to another workspace. */
  UNKNOWN_GROUP,
  /** Nothing is held of the group any more: it ended long ago. */
  TOO_LATE,
  /** The group has another version than the one that the command expects. */
  STALE_VERSION,
  /** The action does not fit the group's status. */
  WRONG_STATUS,
  /** The end of the snooze is not in the future. */
  UNTIL_PASSED,
  /** The end of the snooze is more than {@link Command#MAX_SNOOZE_MILLIS} ahead. */
  UNTIL_TOO_FAR
}
