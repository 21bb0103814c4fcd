// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.slo;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/** Counts of equal lengths of time, in their order, those that have any. */
final class Panes {
  private static final int FEW = 16;

  private final long step;
  private long low = Long.MIN_VALUE;
  private long[] begins = new long[FEW];
  private long[] bad = new long[FEW];
  private long[] totals = new long[FEW];
  private int from;
  private int to;

  Panes(long step) {
    this.step = step;
  }

  /** The pane of a time, by its begin. */
  long paneOf(long time) {
    return Math.floorDiv(time, step) * step;
  }

  /** From which begin on panes are kept. */
  long low() {
    return low;
  }

  /** Adds to the pane of a time, unless that is forgotten. */
  void add(long time, long moreBad, long more) {
    long begin = paneOf(time);
    if (begin < low) {
      return;
    }
    int place = place(begin);
    if (place == to || begins[place] != begin) {
      insert(place, begin);
      place = place(begin);
    }
    bad[place] += moreBad;
    totals[place] += more;
  }

  /** The first pane at or after a begin. */
  private int place(long begin) {
    int found = Arrays.binarySearch(begins, from, to, begin);
    return found < 0 ? -found - 1 : found;
  }

  private void insert(int place, long begin) {
    if (to == begins.length) {
      makeRoom();
      insert(place(begin), begin);
      return;
    }
    System.arraycopy(begins, place, begins, place + 1, to - place);
    System.arraycopy(bad, place, bad, place + 1, to - place);
    System.arraycopy(totals, place, totals, place + 1, to - place);
    begins[place] = begin;
    bad[place] = 0;
    totals[place] = 0;
    to++;
  }

  /** Room at the end: what is forgotten is half of it, or it grows. */
  private void makeRoom() {
    int size = to - from;
    int length = Math.max(FEW, size > begins.length / 2 ? begins.length * 2 : begins.length);
    begins = Arrays.copyOf(Arrays.copyOfRange(begins, from, to), length);
    bad = Arrays.copyOf(Arrays.copyOfRange(bad, from, to), length);
    totals = Arrays.copyOf(Arrays.copyOfRange(totals, from, to), length);
    from = 0;
    to = size;
  }

  /** All of the panes that begin in {@code [since, until)}. */
  Counts sum(long since, long until) {
    long badSum = 0;
    long total = 0;
    for (int i = place(since); i < to && begins[i] < until; i++) {
      badSum += bad[i];
      total += totals[i];
    }
    return new Counts(badSum, total);
  }

  /** The begin of the first pane at or after a time; {@link Long#MAX_VALUE} where there is none. */
  long next(long time) {
    int place = place(time);
    return place == to ? Long.MAX_VALUE : begins[place];
  }

  /** Drops those that begin earlier; nothing is added to them any more. */
  void forget(long before) {
    low = Math.max(low, before);
    while (from < to && begins[from] < low) {
      from++;
    }
  }

  Panes copy() {
    Panes copy = new Panes(step);
    copy.low = low;
    copy.begins = Arrays.copyOfRange(begins, from, to);
    copy.bad = Arrays.copyOfRange(bad, from, to);
    copy.totals = Arrays.copyOfRange(totals, from, to);
    copy.to = to - from;
    return copy;
  }

  void write(DataOutput out) throws IOException {
    out.writeLong(low);
    out.writeInt(to - from);
    for (int i = from; i < to; i++) {
      out.writeLong(begins[i]);
      out.writeLong(bad[i]);
      out.writeLong(totals[i]);
    }
  }

  static Panes read(DataInput in, long step) throws IOException {
    Panes panes = new Panes(step);
    panes.low = in.readLong();
    int size = in.readInt();
    panes.begins = new long[size];
    panes.bad = new long[size];
    panes.totals = new long[size];
    panes.to = size;
    for (int i = 0; i < size; i++) {
      panes.begins[i] = in.readLong();
      panes.bad[i] = in.readLong();
      panes.totals[i] = in.readLong();
    }
    return panes;
  }
}
