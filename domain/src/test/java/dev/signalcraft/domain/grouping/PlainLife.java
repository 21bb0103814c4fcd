// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.grouping;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What becomes of one stateless key, told a second time and as plainly as can be: for each record
 * it looks through all the records before it. It shares no code with what it judges.
 */
final class PlainLife {
  private static final long MINUTE = 60_000;
  private static final long ID_LIFE = 24 * 60 * MINUTE;

  enum Kind {
    FIRING,
    RESOLVED,
    /** Firing, but it occurred more than a day before. */
    STALE
  }

  /** A record of the log; ids are small numbers. */
  record Step(long at, int id, Kind kind) {}

  /** How an episode ended up; minutes hold events and duplicates. */
  record Episode(
      long openedAt,
      long count,
      long duplicates,
      long lastActivity,
      String status,
      Map<Long, List<Long>> minutes) {}

  private final List<Step> log;
  private final long window;
  private final long autoClose;
  private final List<Episode> episodes = new ArrayList<>();
  private boolean forgotten = true;

  private PlainLife(List<Step> log, long window, long autoClose) {
    this.log = log;
    this.window = window;
    this.autoClose = autoClose;
  }

  /** Every episode of the key when the log has reached {@code end}. */
  static List<Episode> of(List<Step> log, long window, long autoClose, long end) {
    PlainLife life = new PlainLife(log, window, autoClose);
    for (int i = 0; i < log.size(); i++) {
      life.closeIfQuiet(log.get(i).at());
      life.forgetIfOver(i);
      life.take(log.get(i), life.isKnown(i));
    }
    life.closeIfQuiet(end);
    return life.episodes;
  }

  private void take(Step step, boolean known) {
    Episode latest = forgotten ? null : episodes.get(episodes.size() - 1);
    boolean open = latest != null && latest.status().equals("open");
    if (known) {
      if (latest != null) {
        latest(0, 1, step.at(), latest.lastActivity(), latest.status());
      }
    } else if (step.kind() == Kind.RESOLVED) {
      if (open) {
        latest(0, 0, step.at(), step.at(), "resolved");
      }
    } else if (step.kind() == Kind.FIRING) {
      if (latest != null && step.at() - latest.lastActivity() <= window) {
        latest(1, 0, step.at(), step.at(), "open");
      } else {
        if (open) {
          latest(0, 0, step.at(), latest.lastActivity(), "superseded");
        }
        forgotten = false;
        episodes.add(new Episode(step.at(), 0, 0, step.at(), "open", Map.of()));
        latest(1, 0, step.at(), step.at(), "open");
      }
    }
  }

  /** An id is known for a day from the record that taught it. */
  private boolean isKnown(int index) {
    return log.get(index).at() - taught(log.get(index).id(), index) < ID_LIFE;
  }

  /** When the records before this one last taught the id. */
  private long taught(int id, int index) {
    long taught = Long.MIN_VALUE / 2;
    for (Step before : log.subList(0, index)) {
      if (before.id() == id && before.at() - taught >= ID_LIFE) {
        taught = before.at();
      }
    }
    return taught;
  }

  /** An episode that has ended counts no redelivery once its window and all ids have ended too. */
  private void forgetIfOver(int index) {
    if (!forgotten) {
      long now = log.get(index).at();
      Episode latest = episodes.get(episodes.size() - 1);
      boolean idsOver = true;
      for (Step before : log.subList(0, index)) {
        idsOver = idsOver && now - taught(before.id(), index) >= ID_LIFE;
      }
      forgotten =
          idsOver && !latest.status().equals("open") && now - latest.lastActivity() > window;
    }
  }

  private void closeIfQuiet(long now) {
    if (!episodes.isEmpty()) {
      Episode latest = episodes.get(episodes.size() - 1);
      if (latest.status().equals("open") && now - latest.lastActivity() >= autoClose) {
        latest(0, 0, now, latest.lastActivity(), "inactive");
      }
    }
  }

  private void latest(int events, int duplicates, long at, long lastActivity, String status) {
    Episode latest = episodes.get(episodes.size() - 1);
    Map<Long, List<Long>> minutes = new TreeMap<>(latest.minutes());
    if (events + duplicates > 0) {
      List<Long> totals = minutes.getOrDefault(at / MINUTE * MINUTE, List.of(0L, 0L));
      minutes.put(
          at / MINUTE * MINUTE, List.of(totals.get(0) + events, totals.get(1) + duplicates));
    }
    episodes.set(
        episodes.size() - 1,
        new Episode(
            latest.openedAt(),
            latest.count() + events,
            latest.duplicates() + duplicates,
            lastActivity,
            status,
            minutes));
  }
}
