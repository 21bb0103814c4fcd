// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.routing;

/** Why somebody is told. */
public enum NotificationReason {
  OPENED,
  /** Reopened, its acknowledgement timed out, or it stands open after flapping. */
  REOPENED,
  SEVERITY_RAISED,
  /** Nobody has acknowledged it since it was told last. */
  REPEATED,
  /** A step of the escalation. */
  ESCALATED,
  /** Events came while it was snoozed. */
  SNOOZE_ENDED,
  /** A silence or a mute timing held what was to be told before. */
  SILENCE_ENDED,
  RESOLVED,
  /** It keeps resolving and reopening: quiet until it settles. */
  FLAPPING,
  /** Somebody tries the channel; there is no alert. */
  TEST
}
