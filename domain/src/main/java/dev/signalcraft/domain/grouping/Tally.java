// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.grouping;

import dev.signalcraft.domain.ingest.AlertEvent;
import java.time.Instant;

/**
 * The counts of a group while one step changes them, and how they are told: at once after a quiet
 * second, otherwise when that second is over.
 */
final class Tally {
  private static final long MINUTE_MILLIS = 60_000;
  private static final int EXEMPLARS = 100;

  private final Decisions out;
  long toldAt;
  long flushAt;
  boolean countDirty;
  long minute;
  long minuteEvents;
  long minuteDuplicates;
  boolean minuteDirty;
  long episodeEvents;
  long lastEventAt;

  Tally(KeyState state, Decisions out) {
    this.out = out;
    toldAt = state.toldAt();
    flushAt = state.flushAt();
    countDirty = state.countDirty();
    minute = state.minute();
    minuteEvents = state.minuteEvents();
    minuteDuplicates = state.minuteDuplicates();
    minuteDirty = state.minuteDirty();
    episodeEvents = state.episodeEvents();
    lastEventAt = state.lastEventAt();
  }

  /** Begins with another episode. */
  void restart() {
    toldAt = 0;
    minute = 0;
    episodeEvents = 0;
  }

  /** Counts in the minute of this log time; the minute before is told. */
  void countInMinute(GroupEdit group, int events, int duplicates, long now) {
    long current = now - Math.floorMod(now, MINUTE_MILLIS);
    if (current != minute) {
      tellMinute(group, now);
      minute = current;
      minuteEvents = 0;
      minuteDuplicates = 0;
    }
    minuteEvents += events;
    minuteDuplicates += duplicates;
    minuteDirty = true;
  }

  /** The group's counts have changed. */
  void dirty(GroupEdit group, long now) {
    countDirty = true;
    flushSoon(group, now);
  }

  /** A change record has told the group's counts, not those of the minute. */
  void toldByChange(GroupEdit group, long now) {
    countDirty = false;
    if (minuteDirty) {
      flushSoon(group, now);
    }
  }

  private void flushSoon(GroupEdit group, long now) {
    if (flushAt == 0) {
      flushAt = toldAt + Grouping.FLUSH_MILLIS;
      if (flushAt <= now) {
        flush(group, now);
      }
    }
  }

  /** Tells what has not been told. */
  void flush(GroupEdit group, long t) {
    if (countDirty) {
      toldAt = t;
      out.change(AlertChange.count(group.group(), t));
    }
    tellMinute(group, t);
    countDirty = false;
    flushAt = 0;
  }

  private void tellMinute(GroupEdit group, long t) {
    if (minuteDirty) {
      out.change(
          AlertChange.minute(
              group.opened,
              new MinuteTotal(Instant.ofEpochMilli(minute), minuteEvents, minuteDuplicates),
              t));
      minuteDirty = false;
    }
  }

  /** The first hundred new events of an episode become rows, then the first of each minute. */
  void exemplar(GroupEdit group, AlertEvent event, long now) {
    boolean newMinute = now / MINUTE_MILLIS != lastEventAt / MINUTE_MILLIS;
    if (episodeEvents < EXEMPLARS || newMinute) {
      AlertGroup of = group.opened;
      out.change(AlertChange.event(of.groupKey(), of, event, false, now));
    }
    episodeEvents++;
    lastEventAt = now;
  }
}
