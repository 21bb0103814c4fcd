// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.grouping;

/** Why a group changed. */
public enum ChangeReason {
  /** The first event of an episode. */
  OPENED,
  /** A firing event within the window of a resolved group, or a person. */
  REOPENED,
  /** A worse severity than the group's, reported or by a rule of frequency. */
  SEVERITY_RAISED,
  /** A stateful source reports a lower severity. */
  SEVERITY_LOWERED,
  /** The source, or a person, says that it is over. */
  RESOLVED,
  /** The next episode of the same key began. */
  SUPERSEDED,
  /** The end that the source had announced has passed. */
  EXPIRED,
  /** No new event for as long as {@code autoCloseAfter}. */
  INACTIVE,
  ACKNOWLEDGED,
  UNACKNOWLEDGED,
  /** Acknowledged for as long as {@code ackTimeout}. */
  ACK_TIMED_OUT,
  SNOOZED,
  SNOOZE_ENDED,
  ASSIGNED,
  NOTED,
  RUNBOOK_SET,
  ESCALATED,
  /** Reopened at least four times in half an hour. */
  FLAPPING,
  /** Half an hour without a change, or the next episode of the same key began. */
  FLAPPING_ENDED,
  /** A command that no longer fits; nothing but this record came of it. */
  REFUSED
}
