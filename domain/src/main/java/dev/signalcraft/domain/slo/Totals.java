// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.slo;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Sums over windows that end with the minute that closes. Each slides by subtraction: what is new
 * is added, what falls out behind is taken away. Behind, a window is cut at minutes where it is up
 * to 1 h long, at 5 minutes up to 1 d, at hours up to 31 d, at days beyond; it never holds less
 * than its length. So there are at most 60, 288, 744 and 366 panes, whatever the traffic.
 */
final class Totals {
  /** Stands for the length of a window that a calendar cuts. */
  static final long CALENDAR = 0;

  private static final long[] STEPS = {Spans.MINUTE, 5 * Spans.MINUTE, Spans.HOUR, Spans.DAY};
  private static final long[] LENGTHS = {Spans.HOUR, Spans.DAY, 31 * Spans.DAY, Long.MAX_VALUE};

  private final Panes[] tiers = new Panes[STEPS.length];
  private final TreeMap<Long, Sliding> windows = new TreeMap<>();

  private record Sliding(long from, Counts counts) {}

  Totals() {
    for (int i = 0; i < STEPS.length; i++) {
      tiers[i] = new Panes(STEPS[i]);
    }
  }

  /** Adds to a minute, or takes away from it. */
  void add(long minute, long bad, long total) {
    for (Panes tier : tiers) {
      tier.add(minute, bad, total);
    }
    for (Map.Entry<Long, Sliding> window : windows.entrySet()) {
      Sliding sliding = window.getValue();
      if (minute >= sliding.from()) {
        window.setValue(new Sliding(sliding.from(), sliding.counts().plus(bad, total)));
      }
    }
  }

  /**
   * Moves the windows on.
   *
   * @param end of the minute that closes
   * @param lengths of the windows; {@link #CALENDAR} for that of the calendar
   * @param calendarBegin where the calendar's begins, if there is one
   * @param cut what windows are cut at behind, at least
   * @param longest of which panes are kept
   */
  void advance(long end, Set<Long> lengths, long calendarBegin, long cut, long longest) {
    windows.keySet().retainAll(lengths);
    for (long length : lengths) {
      if (length == CALENDAR) {
        begin(calendarBegin);
      } else {
        slide(length, Math.floorDiv(end - length, cut) * cut);
      }
    }
    for (int i = 0; i < tiers.length; i++) {
      long kept = Math.min(LENGTHS[i], longest) + Spans.HOUR;
      tiers[i].forget(tiers[i].paneOf(end - kept));
    }
  }

  private void slide(long length, long since) {
    Panes tier = tiers[0];
    for (int i = 0; length > LENGTHS[i]; i++) {
      tier = tiers[i + 1];
    }
    long from = tier.paneOf(since);
    Sliding before = windows.get(length);
    if (before == null || from < before.from()) {
      windows.put(length, new Sliding(from, tier.sum(from, Long.MAX_VALUE)));
    } else if (from > before.from()) {
      Counts out = tier.sum(before.from(), from);
      windows.put(length, new Sliding(from, before.counts().plus(-out.bad(), -out.total())));
    }
  }

  /** A period begins with what its first minutes hold; after an edit, with what is still known. */
  private void begin(long from) {
    Sliding before = windows.get(CALENDAR);
    if (before != null && before.from() == from) {
      return;
    }
    Panes known = tiers[tiers.length - 1];
    for (int i = tiers.length - 1; i >= 0; i--) {
      known = tiers[i].low() <= from ? tiers[i] : known;
    }
    windows.put(CALENDAR, new Sliding(from, known.sum(from, Long.MAX_VALUE)));
  }

  /** What a window holds. */
  Counts of(long length) {
    Sliding window = windows.get(length);
    return window == null ? Counts.NONE : window.counts();
  }

  /** Where a window begins. */
  long from(long length, long otherwise) {
    Sliding window = windows.get(length);
    return window == null ? otherwise : window.from();
  }

  Totals copy() {
    Totals copy = new Totals();
    for (int i = 0; i < tiers.length; i++) {
      copy.tiers[i] = tiers[i].copy();
    }
    copy.windows.putAll(windows);
    return copy;
  }

  void write(DataOutput out) throws IOException {
    for (Panes tier : tiers) {
      tier.write(out);
    }
    out.writeInt(windows.size());
    for (Map.Entry<Long, Sliding> window : windows.entrySet()) {
      out.writeLong(window.getKey());
      out.writeLong(window.getValue().from());
      out.writeLong(window.getValue().counts().bad());
      out.writeLong(window.getValue().counts().total());
    }
  }

  static Totals read(DataInput in) throws IOException {
    Totals totals = new Totals();
    for (int i = 0; i < STEPS.length; i++) {
      totals.tiers[i] = Panes.read(in, STEPS[i]);
    }
    for (int count = in.readInt(); count > 0; count--) {
      long length = in.readLong();
      long from = in.readLong();
      totals.windows.put(length, new Sliding(from, new Counts(in.readLong(), in.readLong())));
    }
    return totals;
  }
}
