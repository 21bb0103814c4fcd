// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.grouping;

/** What a person can do to a group, and in which status it fits. */
public enum Action {
  ACKNOWLEDGE(ChangeReason.ACKNOWLEDGED),
  UNACKNOWLEDGE(ChangeReason.UNACKNOWLEDGED),
  /** Nobody is told before {@code until}. */
  SNOOZE(ChangeReason.SNOOZED),
  RESOLVE(ChangeReason.RESOLVED),
  REOPEN(ChangeReason.REOPENED),
  /** To {@code assignee}; to nobody without one. */
  ASSIGN(ChangeReason.ASSIGNED),
  /** Says {@code text}. */
  NOTE(ChangeReason.NOTED),
  /** {@code text} leads to what helps; without one nothing does. */
  RUNBOOK(ChangeReason.RUNBOOK_SET),
  /** Opens it and takes the next step of its escalation at once. */
  ESCALATE(ChangeReason.ESCALATED);

  private final ChangeReason reason;

  Action(ChangeReason reason) {
    this.reason = reason;
  }

  /** The reason in the change record of a command that was applied. */
  ChangeReason reason() {
    return reason;
  }

  /** Whether a group of this status takes it. */
  boolean fits(GroupStatus status) {
    return switch (this) {
      case ACKNOWLEDGE -> status == GroupStatus.OPEN;
      case UNACKNOWLEDGE -> status == GroupStatus.ACKNOWLEDGED;
      case SNOOZE -> status == GroupStatus.OPEN || status == GroupStatus.ACKNOWLEDGED;
      case RESOLVE, ESCALATE -> status != GroupStatus.RESOLVED;
      case REOPEN -> status == GroupStatus.RESOLVED;
      case ASSIGN, NOTE, RUNBOOK -> true;
    };
  }

  /** The status of a group of this status after it. */
  GroupStatus after(GroupStatus status) {
    return switch (this) {
      case ACKNOWLEDGE -> GroupStatus.ACKNOWLEDGED;
      case SNOOZE -> GroupStatus.SNOOZED;
      case RESOLVE -> GroupStatus.RESOLVED;
      case UNACKNOWLEDGE, REOPEN, ESCALATE -> GroupStatus.OPEN;
      case ASSIGN, NOTE, RUNBOOK -> status;
    };
  }
}
