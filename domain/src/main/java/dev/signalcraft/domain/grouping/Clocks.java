// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.grouping;

import dev.signalcraft.domain.ingest.Lifecycle;
import java.time.Instant;

/** When what a key waits for falls due, in log time; {@link #NEVER} for what it does not. */
final class Clocks {
  static final long NEVER = Long.MAX_VALUE;

  private final Windows windows;

  Clocks(Windows windows) {
    this.windows = windows;
  }

  /** When the next clock of the key falls due; {@code Long.MAX_VALUE} when none runs. */
  long nextDue(KeyState state) {
    return Math.min(flushAt(state), nextWakeUp(state));
  }

  /** The same without the clock of the counts, which is set and over within a second. */
  long nextWakeUp(KeyState state) {
    if (state.isEmpty()) {
      return NEVER;
    }
    long lifecycle =
        Math.min(
            Math.min(closeAt(state), snoozeEndAt(state)),
            Math.min(ackTimeoutAt(state), flappingEndAt(state)));
    long end = Math.min(endAt(state), idsEndAt(state));
    return Math.min(Math.min(lifecycle, planDueAt(state)), end);
  }

  static boolean isExpiry(AlertGroup group, long at) {
    Instant end = group.expiresAt();
    return end != null && end.toEpochMilli() <= at;
  }

  /** When an unresolved group ends by itself; an end that lies behind is due at once. */
  long closeAt(KeyState state) {
    AlertGroup group = state.group();
    if (group == null || !group.unresolved()) {
      return NEVER;
    }
    Instant end = group.expiresAt();
    long expiry = end == null ? NEVER : end.toEpochMilli();
    long active = Math.max(group.lastActivity().toEpochMilli(), state.restartedAt());
    long inactive =
        group.lifecycle() == Lifecycle.STATEFUL ? NEVER : active + autoCloseMillis(state);
    return Math.max(state.now(), Math.min(expiry, inactive));
  }

  static long snoozeEndAt(KeyState state) {
    AlertGroup group = state.group();
    Instant until = group == null ? null : group.snoozedUntil();
    return until == null ? NEVER : Math.max(state.now(), until.toEpochMilli());
  }

  long ackTimeoutAt(KeyState state) {
    AlertGroup group = state.group();
    long timeout =
        state.ackTimeoutMillis() == 0 ? windows.ackTimeoutMillis() : state.ackTimeoutMillis();
    if (timeout == 0 || group == null || group.status() != GroupStatus.ACKNOWLEDGED) {
      return NEVER;
    }
    return Math.max(state.now(), state.statusSince() + timeout);
  }

  static long flappingEndAt(KeyState state) {
    AlertGroup group = state.group();
    return group == null || !group.flapping()
        ? NEVER
        : Math.max(state.now(), state.changedAt() + Grouping.FLAPPING_MILLIS);
  }

  /** When a channel is told, or a step of the escalation taken. */
  static long planDueAt(KeyState state) {
    return state.planDueAt() == 0 ? NEVER : Math.max(state.now(), state.planDueAt());
  }

  long dedupMillis(KeyState state) {
    return state.dedupMillis() == 0 ? windows.dedupMillis() : state.dedupMillis();
  }

  long autoCloseMillis(KeyState state) {
    return state.autoCloseMillis() == 0 ? windows.autoCloseMillis() : state.autoCloseMillis();
  }

  static long flushAt(KeyState state) {
    return state.flushAt() == 0 ? NEVER : state.flushAt();
  }

  /** When the last of the ids is forgotten. */
  static long idsEndAt(KeyState state) {
    return state.idPages() == 0 ? NEVER : state.lastNewId() + RecentIds.HORIZON_MILLIS;
  }

  /** When nothing can refer to the key any more. */
  long endAt(KeyState state) {
    AlertGroup group = state.group();
    if (group != null && (group.unresolved() || group.flapping())) {
      return NEVER;
    }
    long windowEnd =
        group == null ? 0 : group.lastActivity().toEpochMilli() + dedupMillis(state) + 1;
    long end = Math.max(state.lastNewId() + RecentIds.HORIZON_MILLIS, windowEnd);
    return Math.max(state.now(), end);
  }
}
