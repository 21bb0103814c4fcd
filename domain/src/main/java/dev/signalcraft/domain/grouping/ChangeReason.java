// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.grouping;

/** Why a group changed. */
public enum ChangeReason {
  /** The first event of an episode. */
  OPENED,
  /** A firing event within the window of a resolved group. */
  REOPENED,
  /** A worse severity than the group's. */
  SEVERITY_RAISED,
  /** A stateful source reports a lower severity. */
  SEVERITY_LOWERED,
  /** The source says that it is over. */
  RESOLVED,
  /** The next episode of the same key began. */
  SUPERSEDED,
  /** The end that the source had announced has passed. */
  EXPIRED,
  /** No new event for as long as {@code autoCloseAfter}. */
  INACTIVE
}
