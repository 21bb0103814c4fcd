// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.grouping;

import dev.signalcraft.domain.ingest.AlertEvent;
import dev.signalcraft.domain.ingest.Lifecycle;
import dev.signalcraft.domain.ingest.Severity;
import java.time.Instant;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A {@link KeyState} while one step changes it; tells each change as it happens. */
final class KeyEdit {
  private static final long MINUTE_MILLIS = 60_000;
  private static final int EXEMPLARS = 100;

  private final Consumer<AlertChange> out;
  private final long wakeUpAt;
  @Nullable AlertGroup group;
  long now;
  long lastNewId;
  long flushAt;
  private long toldAt;
  private long newestReceived;
  private int idPages;
  private boolean countDirty;
  private long minute;
  private long minuteEvents;
  private long minuteDuplicates;
  private boolean minuteDirty;
  private long episodeEvents;
  private long lastEventAt;

  KeyEdit(KeyState state, Consumer<AlertChange> out) {
    this.out = out;
    group = state.group();
    now = state.now();
    lastNewId = state.lastNewId();
    newestReceived = state.newestReceived();
    idPages = state.idPages();
    toldAt = state.toldAt();
    flushAt = state.flushAt();
    countDirty = state.countDirty();
    minute = state.minute();
    minuteEvents = state.minuteEvents();
    minuteDuplicates = state.minuteDuplicates();
    minuteDirty = state.minuteDirty();
    episodeEvents = state.episodeEvents();
    lastEventAt = state.lastEventAt();
    wakeUpAt = state.wakeUpAt();
  }

  KeyState state() {
    return new KeyState(
        group,
        now,
        lastNewId,
        newestReceived,
        idPages,
        toldAt,
        flushAt,
        countDirty,
        minute,
        minuteEvents,
        minuteDuplicates,
        minuteDirty,
        episodeEvents,
        lastEventAt,
        wakeUpAt);
  }

  /** Takes the time of the next event and what is known of its id. */
  void learn(AlertEvent event, boolean known, int pages, long t) {
    now = Math.max(now, t);
    idPages = pages;
    if (!known) {
      lastNewId = now;
      newestReceived = Math.max(newestReceived, event.receivedAt().toEpochMilli());
    }
  }

  int idPages() {
    return idPages;
  }

  /** The ids are older than their horizon, while the group lives on. */
  void forgetIds() {
    idPages = 0;
  }

  void redelivered(AlertEvent event) {
    if (group != null) {
      countInMinute(0, 1);
      group = group.withDuplicate(event.expiresAt());
      dirty();
    }
  }

  void recordOnly(String groupKey, AlertEvent event, boolean stale) {
    out.accept(AlertChange.event(groupKey, null, event, stale, now));
  }

  void resolved(String groupKey, AlertEvent event) {
    if (group == null || !group.unresolved()) {
      recordOnly(groupKey, event, false);
      return;
    }
    group = group.with(event, now);
    change(GroupStatus.RESOLVED, group.severity(), ChangeReason.RESOLVED, "source", event, now);
    exemplar(event);
  }

  void fired(String groupKey, AlertEvent event, boolean joins) {
    if (group == null || !joins) {
      open(groupKey, event);
    } else {
      countInMinute(1, 0);
      AlertGroup before = group;
      group = before.with(event, now);
      Severity severity = severityAfter(before, event);
      if (!before.unresolved()) {
        change(GroupStatus.OPEN, severity, ChangeReason.REOPENED, "source", event, now);
      } else if (severity != before.severity()) {
        ChangeReason reason =
            severity.worseThan(before.severity())
                ? ChangeReason.SEVERITY_RAISED
                : ChangeReason.SEVERITY_LOWERED;
        change(before.status(), severity, reason, "source", event, now);
      } else {
        dirty();
      }
    }
    exemplar(event);
  }

  private static Severity severityAfter(AlertGroup group, AlertEvent event) {
    boolean takes =
        event.lifecycle() == Lifecycle.STATEFUL || event.severity().worseThan(group.severity());
    return takes ? event.severity() : group.severity();
  }

  private void open(String groupKey, AlertEvent event) {
    if (group != null && group.unresolved()) {
      close(now, ChangeReason.SUPERSEDED, "clock");
    }
    flush(now);
    toldAt = 0;
    minute = 0;
    episodeEvents = 0;
    AlertGroup opened = AlertGroup.open(groupKey, event, now);
    group = opened;
    countInMinute(1, 0);
    out.accept(
        AlertChange.change(
            opened,
            new GroupChange(
                opened.sequence(),
                ChangeReason.OPENED,
                "source",
                event.eventId(),
                null,
                opened.status(),
                null,
                opened.severity()),
            now));
    countDirty = false;
    flushSoon();
  }

  /** Resolves the group at a log time, for a reason of our own. */
  void close(long t, ChangeReason reason, String actor) {
    now = Math.max(now, t);
    AlertGroup open = Objects.requireNonNull(group);
    change(GroupStatus.RESOLVED, open.severity(), reason, actor, null, t);
  }

  private void change(
      GroupStatus status,
      Severity severity,
      ChangeReason reason,
      String actor,
      @Nullable AlertEvent event,
      long t) {
    AlertGroup before = Objects.requireNonNull(group);
    AlertGroup after = before.changed(status, severity, t);
    group = after;
    out.accept(
        AlertChange.change(
            after,
            new GroupChange(
                after.sequence(),
                reason,
                actor,
                event == null ? null : event.eventId(),
                before.status(),
                after.status(),
                before.severity(),
                after.severity()),
            t));
    countDirty = false;
    if (minuteDirty) {
      flushSoon();
    }
  }

  /** Tells the counts and totals that have not been told. */
  void flush(long t) {
    now = Math.max(now, t);
    if (group != null) {
      if (countDirty) {
        toldAt = t;
        out.accept(AlertChange.count(group, t));
      }
      tellMinute(group, t);
    }
    countDirty = false;
    flushAt = 0;
  }

  private void tellMinute(AlertGroup of, long t) {
    if (minuteDirty) {
      out.accept(
          AlertChange.minute(
              of,
              new MinuteTotal(Instant.ofEpochMilli(minute), minuteEvents, minuteDuplicates),
              t));
      minuteDirty = false;
    }
  }

  private void countInMinute(int events, int duplicates) {
    long current = now - Math.floorMod(now, MINUTE_MILLIS);
    if (current != minute) {
      if (group != null) {
        tellMinute(group, now);
      }
      minute = current;
      minuteEvents = 0;
      minuteDuplicates = 0;
    }
    minuteEvents += events;
    minuteDuplicates += duplicates;
    minuteDirty = true;
  }

  private void dirty() {
    countDirty = true;
    flushSoon();
  }

  /** At once after a quiet second, otherwise when that second is over. */
  private void flushSoon() {
    if (flushAt == 0) {
      flushAt = toldAt + Grouping.FLUSH_MILLIS;
      if (flushAt <= now) {
        flush(now);
      }
    }
  }

  /** The first hundred new events of an episode become rows, then the first of each minute. */
  private void exemplar(AlertEvent event) {
    boolean newMinute = now / MINUTE_MILLIS != lastEventAt / MINUTE_MILLIS;
    if (episodeEvents < EXEMPLARS || newMinute) {
      AlertGroup of = Objects.requireNonNull(group);
      out.accept(AlertChange.event(of.groupKey(), of, event, false, now));
    }
    episodeEvents++;
    lastEventAt = now;
  }
}
