// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.grouping;

import dev.signalcraft.domain.ingest.AlertEvent;
import dev.signalcraft.domain.ingest.Input;
import dev.signalcraft.domain.routing.Notification;
import dev.signalcraft.domain.silence.Announcement;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One key, driven by hand: {@code run.at(T0, event)}, {@code run.until(T0.plusSeconds(1))}. */
final class KeyRun {
  static final long WINDOW = Duration.ofMinutes(30).toMillis();
  static final long AUTO_CLOSE = Duration.ofHours(24).toMillis();

  final Grouping grouping;
  private final Collected collected = new Collected();
  final List<AlertChange> changes = collected.changes;
  final Map<Integer, long[]> pages = new HashMap<>();
  final List<Notification> told = collected.told;
  final List<Announcement> announcements = collected.announcements;
  KeyState state = KeyState.EMPTY;

  KeyRun() {
    this(WINDOW, AUTO_CLOSE);
  }

  KeyRun(long dedupWindowMillis, long autoCloseMillis) {
    this(new Windows(dedupWindowMillis, autoCloseMillis, 0), SeverityRules.none());
  }

  KeyRun(Windows windows, SeverityRules rules) {
    this(windows, new Rules(rules, Rules.none().routing(), Rules.none().inhibition()));
  }

  KeyRun(Windows windows, Rules rules) {
    grouping = new Grouping(windows, rules);
  }

  KeyRun at(Instant time, AlertEvent event) {
    return at(time, Input.of(GroupKey.of(event), event));
  }

  KeyRun at(Instant time, Command command) {
    return at(time, Input.of(command));
  }

  KeyRun at(Instant time, Input input) {
    until(time);
    boolean known = false;
    int idPages = state.idPages();
    if (grouping.learns(state, input)) {
      RecentIds ids = new RecentIds(new MapPages(pages), idPages);
      try {
        known = ids.learn(RecentIds.hash(input.id()), time.toEpochMilli());
      } catch (Exception e) {
        throw new AssertionError(e);
      }
      idPages = ids.pageCount();
    }
    state = grouping.apply(state, input, known, idPages, time.toEpochMilli(), collected);
    return this;
  }

  KeyRun until(Instant time) {
    boolean hadIds = state.idPages() != 0;
    state = grouping.advanceTo(state, time.toEpochMilli(), collected);
    if (hadIds && state.idPages() == 0) {
      pages.clear();
    }
    return this;
  }

  AlertGroup group() {
    return state.group();
  }

  List<AlertChange> of(AlertChange.Kind kind) {
    return changes.stream().filter(change -> change.kind() == kind).toList();
  }

  List<ChangeReason> reasons() {
    return of(AlertChange.Kind.CHANGE).stream().map(change -> change.change().reason()).toList();
  }

  record MapPages(Map<Integer, long[]> map) implements RecentIds.Pages {
    @Override
    public long @Nullable [] get(int page) {
      return map.get(page);
    }

    @Override
    public void put(int page, long[] ids) {
      map.put(page, ids);
    }
  }
}
