// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.grouping;

import dev.signalcraft.domain.ingest.AlertEvent;
import dev.signalcraft.domain.ingest.EventStatus;
import dev.signalcraft.domain.ingest.Lifecycle;
import java.time.Instant;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The life of the groups of one key, as a function of log time and inputs alone: the same inputs at
 * the same times give the same states and the same changes.
 *
 * <table>
 * <caption>What an input does</caption>
 * <tr><th>Input<th>State<th>Then
 * <tr><td>event, its id known<td>any<td>a redelivery: {@code duplicates} + 1 on the latest group, a
 * later end moves its end; nothing else
 * <tr><td>firing, stateless, occurred more than 24 h ago<td>any<td>an event row marked stale;
 * nothing else
 * <tr><td>event, received more than 24 h before one that the key has taken<td>any<td>the same: only
 * a second reading of the raw log brings it, and its id may be forgotten
 * <tr><td>firing<td>no group; or its last activity is longer ago than the window<td>a new group
 * opens; one that is unresolved is closed as {@code superseded} first
 * <tr><td>firing, stateful<td>unresolved<td>joins, whatever the time
 * <tr><td>firing<td>unresolved, within the window<td>joins; a worse severity raises the group's (a
 * stateful group takes each)
 * <tr><td>firing<td>resolved, within the window<td>joins; {@code reopened}
 * <tr><td>resolved<td>unresolved<td>{@code resolved}
 * <tr><td>resolved<td>resolved, or no group<td>an event row of no group
 * <tr><td>time<td>unresolved, its end has passed<td>{@code expired}
 * <tr><td>time<td>unresolved, stateless, no new event for {@code autoCloseAfter}<td>{@code
 * inactive}
 * <tr><td>time<td>counts changed within a second of being told<td>they and the minute's totals
 * are told when the second is over; otherwise at once
 * <tr><td>time<td>resolved or no group, window and ids have ended<td>the key is forgotten
 * </table>
 *
 * <p>The window is closed: an event at exactly {@code lastActivity + dedupWindow} joins.
 */
public final class Grouping {
  /** Counts are told at most this often per group, and at latest this long after they change. */
  public static final long FLUSH_MILLIS = 1_000;

  /** A stateless event that occurred longer before its log time than this is only recorded. */
  public static final long STALE_MILLIS = 24 * 3_600_000L;

  private static final long NEVER = Long.MAX_VALUE;

  private final long dedupWindowMillis;
  private final long autoCloseMillis;

  /** Windows of 1 min to 24 h. */
  public Grouping(long dedupWindowMillis, long autoCloseMillis) {
    this.dedupWindowMillis = dedupWindowMillis;
    this.autoCloseMillis = autoCloseMillis;
  }

  /**
   * The key after all that is due at or before {@code t}, in the order in which it falls due;
   * {@link KeyState#EMPTY} when nothing needs to be remembered any more.
   */
  public KeyState advanceTo(KeyState state, long t, Consumer<AlertChange> out) {
    if (state.isEmpty() || nextDue(state) > t) {
      return state;
    }
    KeyEdit key = new KeyEdit(state, out);
    while (true) {
      long close = closeAt(key.group, key.now);
      long flush = key.flushAt == 0 ? NEVER : key.flushAt;
      long end = endAt(key.group, key.lastNewId);
      long ids = idsEndAt(key.idPages(), key.lastNewId);
      if (close <= t && close <= flush) {
        boolean expired = isExpiry(Objects.requireNonNull(key.group), close);
        key.close(close, expired ? ChangeReason.EXPIRED : ChangeReason.INACTIVE, "clock");
      } else if (flush <= t && flush <= end) {
        key.flush(flush);
      } else if (end <= t) {
        key.flush(end);
        return KeyState.EMPTY;
      } else if (ids <= t) {
        key.forgetIds();
      } else {
        return key.state();
      }
    }
  }

  /**
   * The key after an event at log time {@code t}; the caller has advanced it to {@code t} and has
   * looked its id up.
   *
   * @param known whether the event's id is among the {@link RecentIds}
   * @param idPages how many pages those have now
   */
  public KeyState apply(
      KeyState state,
      String groupKey,
      AlertEvent event,
      boolean known,
      int idPages,
      long t,
      Consumer<AlertChange> out) {
    boolean reread =
        state.newestReceived() - event.receivedAt().toEpochMilli() > RecentIds.HORIZON_MILLIS;
    KeyEdit key = new KeyEdit(state, out);
    key.learn(event, known, idPages, t);
    if (known) {
      key.redelivered(event);
    } else if (reread || isStale(event, key.now)) {
      key.recordOnly(groupKey, event, true);
    } else {
      switch (event.status()) {
        case RESOLVED -> key.resolved(groupKey, event);
        case FIRING -> key.fired(groupKey, event, joins(key.group, event, key.now));
      }
    }
    return key.state();
  }

  /** When the next clock of the key falls due; {@code Long.MAX_VALUE} when none runs. */
  public long nextDue(KeyState state) {
    return Math.min(state.flushAt() == 0 ? NEVER : state.flushAt(), nextWakeUp(state));
  }

  /** The same without the clock of the counts, which is set and over within a second. */
  public long nextWakeUp(KeyState state) {
    if (state.isEmpty()) {
      return NEVER;
    }
    return Math.min(
        closeAt(state.group(), state.now()),
        Math.min(
            endAt(state.group(), state.lastNewId()), idsEndAt(state.idPages(), state.lastNewId())));
  }

  private boolean joins(@Nullable AlertGroup group, AlertEvent event, long t) {
    if (group == null) {
      return false;
    }
    return (event.lifecycle() == Lifecycle.STATEFUL && group.unresolved())
        || t - group.lastActivity().toEpochMilli() <= dedupWindowMillis;
  }

  private static boolean isStale(AlertEvent event, long t) {
    return event.lifecycle() == Lifecycle.STATELESS
        && event.status() == EventStatus.FIRING
        && t - event.occurredAt().toEpochMilli() > STALE_MILLIS;
  }

  private static boolean isExpiry(AlertGroup group, long at) {
    Instant end = group.expiresAt();
    return end != null && end.toEpochMilli() <= at;
  }

  /** When an unresolved group ends by itself; an end that lies behind is due at once. */
  private long closeAt(@Nullable AlertGroup group, long now) {
    if (group == null || !group.unresolved()) {
      return NEVER;
    }
    Instant end = group.expiresAt();
    long expiry = end == null ? NEVER : end.toEpochMilli();
    long inactive =
        group.lifecycle() == Lifecycle.STATEFUL
            ? NEVER
            : group.lastActivity().toEpochMilli() + autoCloseMillis;
    return Math.max(now, Math.min(expiry, inactive));
  }

  /** When the last of the ids is forgotten. */
  private static long idsEndAt(int idPages, long lastNewId) {
    return idPages == 0 ? NEVER : lastNewId + RecentIds.HORIZON_MILLIS;
  }

  /** When nothing can refer to the key any more. */
  private long endAt(@Nullable AlertGroup group, long lastNewId) {
    if (group != null && group.unresolved()) {
      return NEVER;
    }
    long windowEnd =
        group == null ? 0 : group.lastActivity().toEpochMilli() + dedupWindowMillis + 1;
    return Math.max(lastNewId + RecentIds.HORIZON_MILLIS, windowEnd);
  }
}
