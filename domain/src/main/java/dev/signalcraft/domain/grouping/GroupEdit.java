// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.grouping;

import dev.signalcraft.domain.ingest.AlertEvent;
import dev.signalcraft.domain.ingest.EventStatus;
import dev.signalcraft.domain.ingest.Lifecycle;
import dev.signalcraft.domain.ingest.Severity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An {@link AlertGroup} while one step changes it. */
final class GroupEdit {
  final AlertGroup opened;
  GroupStatus status;
  Severity severity;
  long count;
  long duplicates;
  @Nullable String assignee;
  @Nullable String note;
  @Nullable String runbook;
  @Nullable Outcome outcome;
  boolean flapping;
  @Nullable String rule;
  List<String> channels;
  Instant firstSeen;
  Instant lastSeen;
  Instant lastActivity;
  @Nullable Instant resolvedAt;
  @Nullable Instant snoozedUntil;
  @Nullable Instant expiresAt;
  int version;
  int sequence;
  @Nullable StatusChange statusChange;

  GroupEdit(AlertGroup group) {
    opened = group;
    status = group.status();
    severity = group.severity();
    count = group.count();
    duplicates = group.duplicates();
    assignee = group.assignee();
    note = group.note();
    runbook = group.runbook();
    outcome = group.outcome();
    flapping = group.flapping();
    rule = group.rule();
    channels = group.channels();
    firstSeen = group.firstSeen();
    lastSeen = group.lastSeen();
    lastActivity = group.lastActivity();
    resolvedAt = group.resolvedAt();
    snoozedUntil = group.snoozedUntil();
    expiresAt = group.expiresAt();
    version = group.version();
    sequence = group.sequence();
    statusChange = group.statusChange();
  }

  /** The group that an event opens at a log time, before its first change record. */
  static GroupEdit open(String groupKey, AlertEvent event, long t) {
    Instant at = Instant.ofEpochMilli(t);
    Instant end = event.lifecycle() == Lifecycle.STATEFUL ? event.expiresAt() : null;
    return new GroupEdit(
        new AlertGroup(
            groupKey + "-" + t,
            groupKey,
            event.workspace(),
            event.source(),
            event.project(),
            event.environment(),
            event.fingerprint(),
            event.type(),
            event.lifecycle(),
            GroupStatus.OPEN,
            event.severity(),
            event.title(),
            event.message(),
            event.file(),
            event.line(),
            event.link(),
            event.tags(),
            1,
            0,
            null,
            null,
            null,
            null,
            false,
            null,
            List.of(),
            at,
            event.occurredAt(),
            event.occurredAt(),
            at,
            null,
            null,
            end,
            0,
            0,
            new StatusChange(ChangeReason.OPENED, Cause.SOURCE, at)));
  }

  boolean unresolved() {
    return status != GroupStatus.RESOLVED;
  }

  /** Takes over what persons have said of an episode that another one supersedes. */
  void inherit(GroupEdit predecessor) {
    assignee = predecessor.assignee;
    note = predecessor.note;
    runbook = predecessor.runbook;
    snoozedUntil = predecessor.snoozedUntil;
    if (predecessor.status == GroupStatus.SNOOZED) {
      statusChange = predecessor.statusChange;
    }
  }

  /** Takes a new event; only a firing one counts. */
  void take(AlertEvent event, long t) {
    Instant time = event.occurredAt();
    firstSeen = time.isBefore(firstSeen) ? time : firstSeen;
    lastSeen = time.isAfter(lastSeen) ? time : lastSeen;
    lastActivity = Instant.ofEpochMilli(t);
    if (event.status() == EventStatus.FIRING) {
      count++;
      if (!unresolved()) {
        dropPastEnd(t);
      }
      if (event.lifecycle() == Lifecycle.STATEFUL) {
        Instant end = event.expiresAt();
        boolean laterHolds = unresolved() && end != null && isLater(expiresAt, end);
        expiresAt = laterHolds ? expiresAt : end;
      }
    }
  }

  /** An end that has passed ends nothing of what begins anew. */
  void dropPastEnd(long t) {
    if (expiresAt != null && expiresAt.toEpochMilli() <= t) {
      expiresAt = null;
    }
  }

  /** Takes what a command says; its status is another matter. */
  void take(Command command, long t) {
    switch (command.action()) {
      case SNOOZE -> snoozedUntil = command.until();
      case RESOLVE -> outcome = command.outcome();
      case REOPEN -> dropPastEnd(t);
      case ASSIGN -> assignee = command.assignee();
      case NOTE -> note = command.text();
      case RUNBOOK -> runbook = command.text();
      case ACKNOWLEDGE, UNACKNOWLEDGE, ESCALATE -> {}
    }
  }

  /** Takes a redelivery: one more duplicate and, where it is later, the new end. */
  void takeAgain(AlertEvent event) {
    duplicates++;
    Instant end = event.expiresAt();
    if (end != null && expiresAt != null && isLater(end, expiresAt)) {
      expiresAt = end;
    }
  }

  private static boolean isLater(@Nullable Instant end, Instant than) {
    return end != null && end.isAfter(than);
  }

  /** Takes a channel that is told about it. */
  void toldTo(String channel) {
    if (!channels.contains(channel)) {
      List<String> more = new ArrayList<>(channels);
      more.add(channel);
      channels = List.copyOf(more);
    }
  }

  /** Stands otherwise from a log time on. */
  void become(GroupStatus next, long t) {
    if (next != status) {
      resolvedAt = next == GroupStatus.RESOLVED ? Instant.ofEpochMilli(t) : null;
      if (next != GroupStatus.SNOOZED) {
        snoozedUntil = null;
      }
      if (status == GroupStatus.RESOLVED) {
        outcome = null;
      }
      status = next;
    }
  }

  AlertGroup group() {
    return new AlertGroup(
        opened.groupId(),
        opened.groupKey(),
        opened.workspace(),
        opened.source(),
        opened.project(),
        opened.environment(),
        opened.fingerprint(),
        opened.type(),
        opened.lifecycle(),
        status,
        severity,
        opened.title(),
        opened.message(),
        opened.file(),
        opened.line(),
        opened.link(),
        opened.tags(),
        count,
        duplicates,
        assignee,
        note,
        runbook,
        outcome,
        flapping,
        rule,
        channels,
        opened.openedAt(),
        firstSeen,
        lastSeen,
        lastActivity,
        resolvedAt,
        snoozedUntil,
        expiresAt,
        version,
        sequence,
        statusChange);
  }
}
