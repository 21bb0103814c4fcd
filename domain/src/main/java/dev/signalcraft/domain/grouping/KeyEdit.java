// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.grouping;

import dev.signalcraft.domain.ingest.AlertEvent;
import dev.signalcraft.domain.ingest.Severity;
import dev.signalcraft.domain.routing.Step;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A {@link KeyState} while one step changes it; tells each change as it happens. */
final class KeyEdit {
  private final Rules rules;
  private final Decisions out;
  private final KeyState before;
  private final Tally tally;
  private final Standing standing;
  private final Channels channels;
  @Nullable GroupEdit group;
  long now;
  private long lastNewId;
  private long newestReceived;
  private int idPages;

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
    standing = new Standing(state);
    channels = new Channels(state, rules, out);
  }

  /** The key after the step; what is due for channels by now is told. */
  KeyState state() {
    channels.settle(group, now);
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
        standing.statusSince,
        standing.changedAt,
        standing.restartedAt,
        standing.reopens,
        standing.snoozedFrom,
        standing.heldEvents,
        channels.planned,
        channels.planDueAt,
        channels.dedupMillis,
        channels.autoCloseMillis,
        channels.ackTimeoutMillis,
        channels.lastEventId,
        channels.announced,
        before.wakeUpAt(),
        standing.acknowledgement,
        before.firstIds());
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
    change(latest, GroupStatus.RESOLVED, ChangeReason.RESOLVED, Cause.of(event));
    tally.exemplar(latest, event, now);
  }

  /** A firing event of the group. */
  void joined(AlertEvent event) {
    GroupEdit latest = Objects.requireNonNull(group);
    channels.lastEventId = event.eventId();
    tally.countInMinute(latest, 1, 0, now);
    latest.take(event, now);
    standing.heldEvents |= latest.status == GroupStatus.SNOOZED;
    Severity severity = SeverityRules.after(latest.severity, event);
    SeverityRules.Raise raise = rules.severity().above(severity, latest.opened, latest.count, now);
    severity = raise == null ? severity : raise.severity();
    Cause cause = Cause.of(event, raise);
    if (!latest.unresolved()) {
      change(latest, GroupStatus.OPEN, severity, ChangeReason.REOPENED, cause);
      if (standing.reopen(now) && !latest.flapping) {
        latest.flapping = true;
        change(latest, latest.status, ChangeReason.FLAPPING, Cause.of(event));
      }
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
      channels.settle(latest, now);
    }
    group = next;
    tally.restart();
    standing.open(status, now);
    next.status = status;
    SeverityRules.Raise raise = rules.severity().above(event.severity(), next.opened, 1, now);
    next.severity = raise == null ? event.severity() : raise.severity();
    channels.open(next, event.eventId(), now);
    tally.countInMinute(next, 1, 0, now);
    tell(null, next, ChangeReason.OPENED, Cause.of(event, raise), false);
    tally.exemplar(next, event, now);
  }

  /** A command that fits. */
  void apply(Command command) {
    GroupEdit latest = Objects.requireNonNull(group);
    AlertGroup from = latest.group();
    Action action = command.action();
    latest.take(command, now);
    if (action == Action.REOPEN) {
      standing.restartedAt = now;
    }
    Cause cause = Cause.of(command);
    StatusChange why = cause.statusChange(action.reason(), now);
    boolean held = standing.become(latest, action.after(latest.status), latest.severity, why);
    tell(from, latest, action.reason(), cause, held);
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
    out.change(AlertChange.change(held, GroupChange.refused(held, command, refusal), null, now));
    tally.toldByChange(latest, now);
  }

  /** Resolves the group at a log time, for a reason of our own. */
  void close(long t, ChangeReason reason) {
    change(at(t), GroupStatus.RESOLVED, reason, Cause.TIME);
  }

  /** What came in the meantime opens it; otherwise it stands as before. */
  void endSnooze(long t) {
    change(at(t), standing.afterSnooze(), ChangeReason.SNOOZE_ENDED, Cause.TIME);
  }

  void endAcknowledgement(long t) {
    change(at(t), GroupStatus.OPEN, ChangeReason.ACK_TIMED_OUT, Cause.TIME);
  }

  /** What the plan has due: a step of the escalation is a change. */
  void followPlan(long t) {
    GroupEdit latest = at(t);
    Step step = channels.step(latest, t);
    if (step != null) {
      Cause cause = new Cause(Cause.CLOCK, null, null, step.rule(), step.ruleVersion());
      change(latest, latest.status, ChangeReason.ESCALATED, cause);
    }
  }

  void endFlapping(long t) {
    endFlapping(at(t), Cause.TIME);
  }

  private void endFlapping(GroupEdit latest, Cause cause) {
    latest.flapping = false;
    standing.reopens = List.of();
    change(latest, latest.status, ChangeReason.FLAPPING_ENDED, cause);
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

  private void change(GroupEdit latest, GroupStatus status, ChangeReason reason, Cause cause) {
    change(latest, status, latest.severity, reason, cause);
  }

  private void change(
      GroupEdit latest, GroupStatus status, Severity severity, ChangeReason reason, Cause cause) {
    AlertGroup from = latest.group();
    boolean held = standing.become(latest, status, severity, cause.statusChange(reason, now));
    tell(from, latest, reason, cause, held);
  }

  private void tell(
      @Nullable AlertGroup from, GroupEdit latest, ChangeReason reason, Cause cause, boolean held) {
    latest.version++;
    latest.sequence++;
    AlertGroup after = latest.group();
    GroupChange change = GroupChange.of(from, after, reason, cause);
    out.change(AlertChange.change(after, change, channels.fallbacks(after), now));
    tally.toldByChange(latest, now);
    channels.changed(after, change, held, now);
  }
}
