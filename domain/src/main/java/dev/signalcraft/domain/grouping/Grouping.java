// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.grouping;

import dev.signalcraft.domain.ingest.AlertEvent;
import dev.signalcraft.domain.ingest.EventStatus;
import dev.signalcraft.domain.ingest.Input;
import dev.signalcraft.domain.ingest.Lifecycle;
import dev.signalcraft.domain.routing.Plan;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The life of the groups of one key, as a function of log time and inputs alone: the same inputs at
 * the same times give the same states and the same changes.
 *
 * <table>
 * <caption>What an input does</caption>
 * <tr><th>Input<th>State<th>Then
 * <tr><td>event or command, its id known<td>any<td>a redelivery: {@code duplicates} + 1 on the
 * latest group, a later end moves its end; nothing else
 * <tr><td>firing, stateless, occurred more than 24 h ago<td>any<td>an event row marked stale;
 * nothing else
 * <tr><td>event, received more than 24 h before one that the key has taken<td>any<td>the same: only
 * a second reading of the raw log brings it, and its id may be forgotten
 * <tr><td>firing<td>no group; or its last activity is longer ago than the window<td>a new group
 * opens; one that is unresolved is closed as {@code superseded} first and hands on its assignee,
 * note, runbook and running snooze
 * <tr><td>firing, stateful<td>unresolved<td>joins, whatever the time
 * <tr><td>firing<td>unresolved, within the window<td>joins; a worse severity, the event's or the one
 * that a {@link SeverityRule} asks for, raises the group's and opens an acknowledged one (a stateful
 * group takes each)
 * <tr><td>firing<td>resolved, within the window<td>joins; {@code reopened}; the fourth in half an
 * hour makes it {@code flapping}
 * <tr><td>resolved<td>unresolved<td>{@code resolved}
 * <tr><td>resolved<td>resolved, or no group<td>an event row of no group
 * <tr><td>acknowledge<td>open<td>{@code acknowledged}
 * <tr><td>unacknowledge<td>acknowledged<td>{@code open}
 * <tr><td>escalate<td>unresolved<td>{@code open}
 * <tr><td>snooze<td>open, acknowledged<td>{@code snoozed}
 * <tr><td>resolve<td>unresolved<td>{@code resolved}, with its outcome
 * <tr><td>reopen<td>resolved<td>{@code open}; its clocks start anew
 * <tr><td>assign, note, runbook<td>any<td>recorded
 * <tr><td>command that does not fit: in another status, of an old episode, of a group that is not
 * held, of an {@code expectedVersion} that has passed, a snooze into the past<td>any<td>{@code
 * refused}: a change record that says why; nothing else
 * <tr><td>time<td>unresolved, its end has passed<td>{@code expired}
 * <tr><td>time<td>unresolved, stateless, no new event for {@code autoCloseAfter}<td>{@code
 * inactive}
 * <tr><td>time<td>snoozed until now<td>{@code open} where events came in the meantime, otherwise as
 * before the snooze
 * <tr><td>time<td>acknowledged for {@code ackTimeout}<td>{@code open}
 * <tr><td>time<td>flapping, half an hour without a change of status or severity<td>no longer
 * flapping; nor is one that the next episode follows
 * <tr><td>time<td>counts changed within a second of being told<td>they and the minute's totals
 * are told when the second is over; otherwise at once
 * <tr><td>time<td>resolved or no group, window, flapping and ids have ended<td>the key is forgotten
 * </table>
 *
 * <p>The window is closed: an event at exactly {@code lastActivity + dedupWindow} joins, and four
 * reopens of which the last comes exactly half an hour after the first are flapping. What falls due
 * in one millisecond happens in the order of the table.
 */
public final class Grouping {
  /** Counts are told at most this often per group, and at latest this long after they change. */
  public static final long FLUSH_MILLIS = 1_000;

  /** A stateless event that occurred longer before its log time than this is only recorded. */
  public static final long STALE_MILLIS = 24 * 3_600_000L;

  /** So many reopens make a group flapping, within {@link #FLAPPING_MILLIS}. */
  static final int FLAPPING_REOPENS = 4;

  /** So long without a change ends it. */
  static final long FLAPPING_MILLIS = 30 * 60_000L;

  private final Clocks clocks;
  private final Rules rules;

  /** With these windows, for groups whose rules say nothing else, and rules. */
  public Grouping(Windows windows, Rules rules) {
    this.clocks = new Clocks(windows);
    this.rules = rules;
  }

  /**
   * The key after all that is due at or before {@code t}, in the order in which it falls due;
   * {@link KeyState#EMPTY} when nothing needs to be remembered any more.
   */
  public KeyState advanceTo(KeyState state, long t, Decisions out) {
    KeyState key = state;
    for (long due = nextDue(key); due <= t && !key.isEmpty(); due = nextDue(key)) {
      key = step(key, due, out);
    }
    return key;
  }

  private KeyState step(KeyState state, long due, Decisions out) {
    KeyEdit key = new KeyEdit(state, rules, out);
    if (clocks.closeAt(state) == due) {
      boolean expired = Clocks.isExpiry(Objects.requireNonNull(state.group()), due);
      key.close(due, expired ? ChangeReason.EXPIRED : ChangeReason.INACTIVE);
    } else if (Clocks.snoozeEndAt(state) == due) {
      key.endSnooze(due);
    } else if (clocks.ackTimeoutAt(state) == due) {
      key.endAcknowledgement(due);
    } else if (Clocks.flappingEndAt(state) == due) {
      key.endFlapping(due);
    } else if (Clocks.planDueAt(state) == due) {
      key.followPlan(due);
    } else if (Clocks.flushAt(state) == due) {
      key.flush(due);
    } else if (clocks.endAt(state) == due) {
      key.flush(due);
      if (state.planned()) {
        out.plan(Plan.NOBODY);
      }
      return KeyState.EMPTY;
    } else {
      key.forgetIds();
    }
    return key.state();
  }

  /**
   * Whether the key learns the id of this input: a command on no group, or from another workspace,
   * leaves nothing behind.
   */
  public boolean learns(KeyState state, Input input) {
    AlertGroup group = state.group();
    Command command = input.command();
    return command == null || (group != null && command.workspace().equals(group.workspace()));
  }

  /**
   * The key after an input at log time {@code t}; the caller has advanced it to {@code t} and has
   * looked its id up where the key {@link #learns} it.
   *
   * @param known whether the input's id is among the {@link RecentIds}
   * @param idPages how many pages those have now
   */
  public KeyState apply(
      KeyState state, Input input, boolean known, int idPages, long t, Decisions out) {
    KeyEdit key = new KeyEdit(state, rules, out);
    AlertEvent event = input.event();
    Command command = input.command();
    if (!learns(state, input)) {
      key.now = Math.max(key.now, t);
      Refusal refusal = state.group() == null ? Refusal.TOO_LATE : Refusal.UNKNOWN_GROUP;
      key.refuse(Objects.requireNonNull(command), refusal);
      return state;
    }
    key.learn(known, idPages, t);
    if (known) {
      key.redelivered(event);
    } else if (event != null) {
      take(key, state, input.groupKey(), event);
    } else if (command != null) {
      Refusal refusal = refusal(Objects.requireNonNull(state.group()), command, key.now);
      if (refusal == null) {
        key.apply(command);
      } else {
        key.refuse(command, refusal);
      }
    }
    return key.state();
  }

  private void take(KeyEdit key, KeyState state, String groupKey, AlertEvent event) {
    boolean reread =
        state.newestReceived() - event.receivedAt().toEpochMilli() > RecentIds.HORIZON_MILLIS;
    key.received(event);
    if (reread || isStale(event, key.now)) {
      key.recordOnly(groupKey, event, true);
    } else if (event.status() == EventStatus.RESOLVED) {
      key.resolved(groupKey, event);
    } else if (joins(state, event, key.now)) {
      key.joined(event);
    } else {
      key.open(groupKey, event);
    }
  }

  /** Why a command of the key does not fit its latest group; null where it does. */
  private static @Nullable Refusal refusal(AlertGroup group, Command command, long t) {
    if (!command.groupId().equals(group.groupId())) {
      boolean older = GroupKey.openedAt(command.groupId()) < group.openedAt().toEpochMilli();
      return older ? Refusal.OLD_EPISODE : Refusal.UNKNOWN_GROUP;
    }
    Integer expected = command.expectedVersion();
    if (expected != null && expected != group.version()) {
      return Refusal.STALE_VERSION;
    }
    if (!command.action().fits(group.status())) {
      return Refusal.WRONG_STATUS;
    }
    Instant until = command.until();
    if (until != null && until.toEpochMilli() <= t) {
      return Refusal.UNTIL_PASSED;
    }
    if (until != null && until.toEpochMilli() - t > Command.MAX_SNOOZE_MILLIS) {
      return Refusal.UNTIL_TOO_FAR;
    }
    return null;
  }

  /** When the next clock of the key falls due; {@code Long.MAX_VALUE} when none runs. */
  public long nextDue(KeyState state) {
    return clocks.nextDue(state);
  }

  /** The same without the clock of the counts, which is set and over within a second. */
  public long nextWakeUp(KeyState state) {
    return clocks.nextWakeUp(state);
  }

  private boolean joins(KeyState state, AlertEvent event, long t) {
    AlertGroup group = state.group();
    if (group == null) {
      return false;
    }
    return (event.lifecycle() == Lifecycle.STATEFUL && group.unresolved())
        || t - group.lastActivity().toEpochMilli() <= clocks.dedupMillis(state);
  }

  /** Whether an event occurred too long before its log time to open, join or count anything. */
  public static boolean isStale(AlertEvent event, long t) {
    return event.lifecycle() == Lifecycle.STATELESS
        && event.status() == EventStatus.FIRING
        && t - event.occurredAt().toEpochMilli() > STALE_MILLIS;
  }
}
