// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.grouping;

import dev.signalcraft.domain.ingest.AlertEvent;
import dev.signalcraft.domain.ingest.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A {@link KeyState} while one step changes it; tells each change as it happens. */
final class KeyEdit {
  private final Consumer<AlertChange> out;
  private final KeyState before;
  private final Tally tally;
  @Nullable GroupEdit group;
  long now;
  private long lastNewId;
  private long newestReceived;
  private int idPages;
  private long statusSince;
  private long changedAt;
  private long restartedAt;
  private List<Long> reopens;
  private @Nullable GroupStatus snoozedFrom;
  private boolean heldEvents;

  KeyEdit(KeyState state, Consumer<AlertChange> out) {
    this.out = out;
    before = state;
    tally = new Tally(state, out);
    group = state.group() == null ? null : new GroupEdit(state.group());
    now = state.now();
    lastNewId = state.lastNewId();
    newestReceived = state.newestReceived();
    idPages = state.idPages();
    statusSince = state.statusSince();
    changedAt = state.changedAt();
    restartedAt = state.restartedAt();
    reopens = state.reopens();
    snoozedFrom = state.snoozedFrom();
    heldEvents = state.heldEvents();
  }

  KeyState state() {
    return new KeyState(
        group == null ? null : group.group(),
        now,
        lastNewId,
        newestReceived,
        idPages,
        tally.toldAt,
        tally.flushAt,
        tally.countDirty,
        tally.minute,
        tally.minuteEvents,
        tally.minuteDuplicates,
        tally.minuteDirty,
        tally.episodeEvents,
        tally.lastEventAt,
        statusSince,
        changedAt,
        restartedAt,
        reopens,
        snoozedFrom,
        heldEvents,
        before.wakeUpAt());
  }

  /** Takes the time of the next input and what is known of its id. */
  void learn(boolean known, int pages, long t) {
    now = Math.max(now, t);
    idPages = pages;
    if (!known) {
      lastNewId = now;
    }
  }

  /** Notes when a new event was received. */
  void received(AlertEvent event) {
    newestReceived = Math.max(newestReceived, event.receivedAt().toEpochMilli());
  }

  /** The ids are older than their horizon, while the group lives on. */
  void forgetIds() {
    idPages = 0;
  }

  /** An input whose id is known. */
  void redelivered(@Nullable AlertEvent event) {
    GroupEdit latest = group;
    if (latest == null) {
      return;
    }
    tally.countInMinute(latest, 0, 1, now);
    if (event == null) {
      latest.duplicates++;
    } else {
      latest.takeAgain(event);
    }
    tally.dirty(latest, now);
  }

  void recordOnly(String groupKey, AlertEvent event, boolean stale) {
    out.accept(AlertChange.event(groupKey, null, event, stale, now));
  }

  void resolved(String groupKey, AlertEvent event) {
    GroupEdit latest = group;
    if (latest == null || !latest.unresolved()) {
      recordOnly(groupKey, event, false);
      return;
    }
    latest.take(event, now);
    change(latest, GroupStatus.RESOLVED, latest.severity, ChangeReason.RESOLVED, Cause.of(event));
    tally.exemplar(latest, event, now);
  }

  /** A firing event of the group. */
  void joined(AlertEvent event, SeverityRules rules) {
    GroupEdit latest = Objects.requireNonNull(group);
    tally.countInMinute(latest, 1, 0, now);
    latest.take(event, now);
    heldEvents |= latest.status == GroupStatus.SNOOZED;
    SeverityRules.Raise raise = rules.of(latest.opened, latest.count, now);
    Severity severity = SeverityRules.after(latest.severity, event);
    boolean ruled = raise != null && raise.severity().worseThan(severity);
    severity = ruled ? Objects.requireNonNull(raise).severity() : severity;
    Cause cause = Cause.of(event, ruled ? raise : null);
    if (!latest.unresolved()) {
      change(latest, GroupStatus.OPEN, severity, ChangeReason.REOPENED, cause);
      countReopen(latest, Cause.of(event));
    } else if (severity.worseThan(latest.severity)) {
      boolean reopens = latest.status == GroupStatus.ACKNOWLEDGED;
      GroupStatus status = reopens ? GroupStatus.OPEN : latest.status;
      change(latest, status, severity, ChangeReason.SEVERITY_RAISED, cause);
    } else if (severity != latest.severity) {
      change(latest, latest.status, severity, ChangeReason.SEVERITY_LOWERED, cause);
    } else {
      tally.dirty(latest, now);
    }
    tally.exemplar(latest, event, now);
  }

  private void countReopen(GroupEdit latest, Cause cause) {
    List<Long> recent = new ArrayList<>();
    for (int i = 0; i < reopens.size(); i++) {
      if (now - reopens.get(i) <= Grouping.FLAPPING_MILLIS) {
        recent.add(reopens.get(i));
      }
    }
    recent.add(now);
    if (recent.size() > Grouping.FLAPPING_REOPENS) {
      recent.remove(0);
    }
    reopens = recent;
    if (!latest.flapping && recent.size() >= Grouping.FLAPPING_REOPENS) {
      latest.flapping = true;
      change(latest, latest.status, latest.severity, ChangeReason.FLAPPING, cause);
    }
  }

  /** A firing event that no group takes opens the next. */
  void open(String groupKey, AlertEvent event, SeverityRules rules) {
    GroupEdit next = GroupEdit.open(groupKey, event, now);
    GroupEdit latest = group;
    GroupStatus status = GroupStatus.OPEN;
    if (latest != null) {
      if (latest.unresolved()) {
        next.inherit(latest);
        status = latest.status == GroupStatus.SNOOZED ? GroupStatus.SNOOZED : GroupStatus.OPEN;
        close(now, ChangeReason.SUPERSEDED);
      }
      if (latest.flapping) {
        endFlapping(latest, Cause.of(event));
      }
      tally.flush(latest, now);
    }
    group = next;
    tally.restart();
    restartedAt = 0;
    reopens = List.of();
    statusSince = now;
    changedAt = now;
    snoozedFrom = status == GroupStatus.SNOOZED ? GroupStatus.OPEN : null;
    heldEvents = status == GroupStatus.SNOOZED;
    next.status = status;
    SeverityRules.Raise raise = rules.of(next.opened, 1, now);
    boolean ruled = raise != null && raise.severity().worseThan(event.severity());
    next.severity = ruled ? Objects.requireNonNull(raise).severity() : event.severity();
    tally.countInMinute(next, 1, 0, now);
    tell(null, next, ChangeReason.OPENED, Cause.of(event, ruled ? raise : null), now);
    tally.exemplar(next, event, now);
  }

  /** A command that fits. */
  void apply(Command command) {
    GroupEdit latest = Objects.requireNonNull(group);
    AlertGroup from = latest.group();
    Action action = command.action();
    switch (action) {
      case SNOOZE -> {
        snoozedFrom = latest.status;
        latest.snoozedUntil = command.until();
      }
      case RESOLVE -> latest.outcome = command.outcome();
      case REOPEN -> {
        restartedAt = now;
        latest.dropPastEnd(now);
      }
      case ASSIGN -> latest.assignee = command.assignee();
      case NOTE -> latest.note = command.text();
      case RUNBOOK -> latest.runbook = command.text();
      case ACKNOWLEDGE, UNACKNOWLEDGE, ESCALATE -> {}
    }
    become(latest, action.after(latest.status), latest.severity, now);
    tell(from, latest, action.reason(), Cause.of(command), now);
  }

  /** A command that changes nothing of its group. */
  void refuse(Command command, Refusal refusal) {
    GroupEdit latest = group;
    if (latest == null
        || !latest.opened.groupId().equals(command.groupId())
        || !latest.opened.workspace().equals(command.workspace())) {
      out.accept(AlertChange.refused(command, refusal, now));
      return;
    }
    latest.sequence++;
    AlertGroup held = latest.group();
    out.accept(AlertChange.change(held, GroupChange.refused(held, command, refusal), now));
    tally.toldByChange(latest, now);
  }

  /** Resolves the group at a log time, for a reason of our own. */
  void close(long t, ChangeReason reason) {
    GroupEdit open = at(t);
    change(open, GroupStatus.RESOLVED, open.severity, reason, Cause.TIME);
  }

  /** What came in the meantime opens it; otherwise it stands as before. */
  void endSnooze(long t) {
    GroupEdit snoozed = at(t);
    GroupStatus earlier = snoozedFrom == null ? GroupStatus.OPEN : snoozedFrom;
    GroupStatus next = heldEvents ? GroupStatus.OPEN : earlier;
    change(snoozed, next, snoozed.severity, ChangeReason.SNOOZE_ENDED, Cause.TIME);
  }

  void endAcknowledgement(long t) {
    GroupEdit acknowledged = at(t);
    change(
        acknowledged,
        GroupStatus.OPEN,
        acknowledged.severity,
        ChangeReason.ACK_TIMED_OUT,
        Cause.TIME);
  }

  void endFlapping(long t) {
    endFlapping(at(t), Cause.TIME);
  }

  private void endFlapping(GroupEdit latest, Cause cause) {
    latest.flapping = false;
    reopens = List.of();
    change(latest, latest.status, latest.severity, ChangeReason.FLAPPING_ENDED, cause);
  }

  /** Tells what has not been told. */
  void flush(long t) {
    now = Math.max(now, t);
    if (group != null) {
      tally.flush(group, t);
    }
    tally.flushAt = 0;
  }

  private GroupEdit at(long t) {
    now = Math.max(now, t);
    return Objects.requireNonNull(group);
  }

  private void change(
      GroupEdit latest, GroupStatus status, Severity severity, ChangeReason reason, Cause cause) {
    AlertGroup from = latest.group();
    become(latest, status, severity, now);
    tell(from, latest, reason, cause, now);
  }

  private void become(GroupEdit latest, GroupStatus status, Severity severity, long t) {
    if (status != latest.status) {
      statusSince = t;
      changedAt = t;
      heldEvents = false;
      if (status != GroupStatus.SNOOZED) {
        snoozedFrom = null;
      }
    }
    if (severity != latest.severity) {
      changedAt = t;
    }
    latest.become(status, t);
    latest.severity = severity;
  }

  private void tell(
      @Nullable AlertGroup from, GroupEdit latest, ChangeReason reason, Cause cause, long t) {
    latest.version++;
    latest.sequence++;
    AlertGroup after = latest.group();
    out.accept(AlertChange.change(after, GroupChange.of(from, after, reason, cause), t));
    tally.toldByChange(latest, t);
  }
}
