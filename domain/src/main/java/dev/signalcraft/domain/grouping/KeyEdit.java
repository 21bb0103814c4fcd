// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.grouping;

import dev.signalcraft.domain.ingest.AlertEvent;
import dev.signalcraft.domain.ingest.Severity;
import dev.signalcraft.domain.routing.Notification;
import dev.signalcraft.domain.routing.Plan;
import dev.signalcraft.domain.routing.Step;
import dev.signalcraft.domain.routing.Telling;
import dev.signalcraft.domain.silence.Announcement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A {@link KeyState} while one step changes it; tells each change as it happens. */
final class KeyEdit {
  private final Rules rules;
  private final Decisions out;
  private final KeyState before;
  private final Tally tally;
  private @Nullable Telling telling;
  private @Nullable GroupChange lastChange;
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
  private boolean held;
  private long dedupMillis;
  private long autoCloseMillis;
  private long ackTimeoutMillis;
  private @Nullable String lastEventId;
  private long announced;

  KeyEdit(KeyState state, Rules rules, Decisions out) {
    this.rules = rules;
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
    dedupMillis = state.dedupMillis();
    autoCloseMillis = state.autoCloseMillis();
    ackTimeoutMillis = state.ackTimeoutMillis();
    lastEventId = state.lastEventId();
    announced = state.announced();
  }

  /** The key after the step; what is due for channels by now is told. */
  KeyState state() {
    long planDueAt = before.planDueAt();
    announceAnew();
    if (telling != null) {
      tellChannels(telling);
      out.plan(telling.plan());
      planDueAt = telling.nextDue() == Long.MAX_VALUE ? 0 : telling.nextDue();
    }
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
        planDueAt,
        dedupMillis,
        autoCloseMillis,
        ackTimeoutMillis,
        lastEventId,
        announced,
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
    out.change(AlertChange.event(groupKey, null, event, stale, now));
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
  void joined(AlertEvent event) {
    GroupEdit latest = Objects.requireNonNull(group);
    lastEventId = event.eventId();
    tally.countInMinute(latest, 1, 0, now);
    latest.take(event, now);
    heldEvents |= latest.status == GroupStatus.SNOOZED;
    SeverityRules.Raise raise = rules.severity().of(latest.opened, latest.count, now);
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
  void open(String groupKey, AlertEvent event) {
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
      if (telling != null) {
        tellChannels(telling);
      }
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
    SeverityRules.Raise raise = rules.severity().of(next.opened, 1, now);
    boolean ruled = raise != null && raise.severity().worseThan(event.severity());
    next.severity = ruled ? Objects.requireNonNull(raise).severity() : event.severity();
    lastEventId = event.eventId();
    announced = 0;
    plan(next);
    tally.countInMinute(next, 1, 0, now);
    tell(null, next, ChangeReason.OPENED, Cause.of(event, ruled ? raise : null), now);
    tally.exemplar(next, event, now);
  }

  private void plan(GroupEdit next) {
    Telling plan = new Telling(Plan.NOBODY, rules.routing(), this::told);
    plan.make(next.group(), now);
    telling = plan;
    next.rule = plan.rule();
    dedupMillis = plan.dedupMillis();
    autoCloseMillis = plan.autoCloseMillis();
    ackTimeoutMillis = plan.ackTimeoutMillis();
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
      out.change(AlertChange.refused(command, refusal, now));
      return;
    }
    latest.sequence++;
    AlertGroup held = latest.group();
    out.change(AlertChange.change(held, GroupChange.refused(held, command, refusal), now));
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

  /** What the plan has due: a step of the escalation is a change. */
  void followPlan(long t) {
    GroupEdit latest = at(t);
    Telling plan = telling();
    if (plan.stepDue() <= t) {
      Step step = plan.step();
      Cause cause = new Cause(Cause.CLOCK, null, null, step.rule(), step.ruleVersion());
      change(latest, latest.status, latest.severity, ChangeReason.ESCALATED, cause);
    }
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
    held = heldEvents;
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
    GroupChange change = GroupChange.of(from, after, reason, cause);
    out.change(AlertChange.change(after, change, t));
    tally.toldByChange(latest, t);
    lastChange = change;
    if (rules.inhibition().concerns(after, t) || announced != 0) {
      announced = Math.max(1, rules.inhibition().stamp(after.workspace(), t));
      out.announce(new Announcement(t, after, null));
    }
    telling().changed(after, change, held, t);
  }

  private Telling telling() {
    Telling plan = telling;
    if (plan == null) {
      plan = new Telling(out.plan(), rules.routing(), this::told);
      telling = plan;
    }
    return plan;
  }

  private void tellChannels(Telling plan) {
    GroupEdit latest = group;
    if (latest != null && plan.nextDue() <= now) {
      String cause = lastChange == null ? null : lastChange.eventId();
      List<String> events = new ArrayList<>();
      if (cause != null) {
        events.add(cause);
      }
      if (lastEventId != null && !lastEventId.equals(cause)) {
        events.add(lastEventId);
      }
      plan.tell(latest.group(), lastChange, List.copyOf(events), now);
    }
  }

  private void told(Notification notification) {
    Objects.requireNonNull(group).toldTo(notification.channel());
    if (announced != 0 || rules.inhibition().concerns(notification.group(), now)) {
      out.announce(new Announcement(now, notification.group(), notification));
    } else {
      out.tell(notification);
    }
  }

  /** A group that other rules of inhibition find says how it stands. */
  private void announceAnew() {
    GroupEdit latest = group;
    if (latest == null || !latest.unresolved()) {
      return;
    }
    long stamp = rules.inhibition().stamp(latest.opened.workspace(), now);
    if (stamp != 0 && Math.max(1, stamp) != announced) {
      AlertGroup group = latest.group();
      if (announced != 0 || rules.inhibition().concerns(group, now)) {
        out.announce(new Announcement(now, group, null));
      }
      announced = Math.max(1, stamp);
    }
  }
}
