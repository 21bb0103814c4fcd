// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.slo;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What a budget is counted in: events as they are, or slices of time once they are over. A slice
 * that holds no event counts neither as good nor as bad; late samples may turn one.
 */
final class Counted {
  private final Objective.@Nullable Slices method;
  private final Panes slices;
  private Totals totals = new Totals();
  private long judgedTo = Long.MIN_VALUE;

  /** Counts slices, or events where that is null. */
  Counted(Objective.@Nullable Slices method) {
    this(method, new Panes(method == null ? Spans.MINUTE : method.millis()));
  }

  private Counted(Objective.@Nullable Slices method, Panes slices) {
    this.method = method;
    this.slices = slices;
  }

  Totals totals() {
    return totals;
  }

  /** Takes events of a minute. */
  void take(long minute, long bad, long total) {
    if (method == null) {
      totals.add(minute, bad, total);
      return;
    }
    long slice = slices.paneOf(minute);
    if (slice < slices.low()) {
      return;
    }
    boolean judged = slice + method.millis() <= judgedTo;
    if (judged) {
      count(slice, -1);
    }
    slices.add(slice, bad, total);
    if (judged) {
      count(slice, 1);
    }
  }

  /**
   * Judges the slices that are over at the end of a minute.
   *
   * @param correctMillis for how long they may still change
   */
  void judge(long end, long correctMillis) {
    if (method == null) {
      return;
    }
    long slice =
        slices.next(judgedTo == Long.MIN_VALUE ? judgedTo : judgedTo - method.millis() + 1);
    while (slice != Long.MAX_VALUE && slice + method.millis() <= end) {
      count(slice, 1);
      slice = slices.next(slice + 1);
    }
    judgedTo = end;
    slices.forget(slices.paneOf(end - correctMillis - 2 * method.millis() - 2 * Spans.MINUTE));
  }

  private void count(long slice, int sign) {
    Counts counts = slices.sum(slice, slice + 1);
    if (method != null && counts.total() > 0) {
      totals.add(slice, method.isBad(counts.bad(), counts.total()) ? sign : 0, sign);
    }
  }

  Counted copy() {
    Counted copy = new Counted(method, slices.copy());
    copy.totals = totals.copy();
    copy.judgedTo = judgedTo;
    return copy;
  }

  void write(DataOutput out) throws IOException {
    out.writeLong(method == null ? 0 : method.millis());
    out.writeDouble(method == null ? 0 : method.target());
    slices.write(out);
    totals.write(out);
    out.writeLong(judgedTo);
  }

  static Counted read(DataInput in) throws IOException {
    long millis = in.readLong();
    double target = in.readDouble();
    Objective.Slices method = millis == 0 ? null : new Objective.Slices(millis, target);
    Counted counted =
        new Counted(method, Panes.read(in, method == null ? Spans.MINUTE : method.millis()));
    counted.totals = Totals.read(in);
    counted.judgedTo = in.readLong();
    return counted;
  }
}
