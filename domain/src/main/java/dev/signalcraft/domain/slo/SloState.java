// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.slo;

import dev.signalcraft.domain.monitor.Series;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * All that is known of a series of an SLO: events that wait for their close, what was counted, and
 * what burns. One thread changes it.
 */
public final class SloState {
  /** A form that this can read. */
  private static final int FORM = 1;

  /** No close yet. */
  static final long NEVER = Long.MIN_VALUE;

  private final Series series;

  /** By their close, then by their minute. */
  final TreeMap<Long, TreeMap<Long, Counts>> waiting = new TreeMap<>();

  /** One for all objectives where events are counted, else one for each. */
  final List<Counted> counted = new ArrayList<>();

  /** By the name of the objective. */
  final TreeMap<String, Burning> burning = new TreeMap<>();

  long evaluatedAt = NEVER;
  long lastFilled = NEVER;

  /** Of a series that nothing is known of. */
  public SloState(Series series) {
    this.series = series;
  }

  /** Whose state it is. */
  public Series series() {
    return series;
  }

  /**
   * Takes events that belong to a close.
   *
   * @return the close at which they are read: a later one where that one has passed
   */
  public long add(SloPartial events) {
    long next = evaluatedAt == NEVER ? NEVER : evaluatedAt + series.shape().stepMillis();
    long open = Math.max(events.close(), next);
    waiting
        .computeIfAbsent(open, none -> new TreeMap<>())
        .merge(
            events.minute(),
            new Counts(events.bad(), events.total()),
            (there, more) -> there.plus(more.bad(), more.total()));
    return open;
  }

  /** A state of its own with the same content. */
  public SloState copy() {
    SloState copy = new SloState(series);
    waiting.forEach((close, minutes) -> copy.waiting.put(close, new TreeMap<>(minutes)));
    counted.forEach(one -> copy.counted.add(one.copy()));
    burning.forEach((objective, one) -> copy.burning.put(objective, one.copy()));
    copy.evaluatedAt = evaluatedAt;
    copy.lastFilled = lastFilled;
    return copy;
  }

  /** Writes it, for a snapshot. */
  public void write(DataOutput out) throws IOException {
    out.writeByte(FORM);
    series.write(out);
    out.writeInt(waiting.size());
    for (Map.Entry<Long, TreeMap<Long, Counts>> close : waiting.entrySet()) {
      out.writeLong(close.getKey());
      out.writeInt(close.getValue().size());
      for (Map.Entry<Long, Counts> minute : close.getValue().entrySet()) {
        out.writeLong(minute.getKey());
        out.writeLong(minute.getValue().bad());
        out.writeLong(minute.getValue().total());
      }
    }
    out.writeInt(counted.size());
    for (Counted one : counted) {
      one.write(out);
    }
    out.writeInt(burning.size());
    for (Map.Entry<String, Burning> one : burning.entrySet()) {
      out.writeUTF(one.getKey());
      one.getValue().write(out);
    }
    out.writeLong(evaluatedAt);
    out.writeLong(lastFilled);
  }

  /** Reads what {@link #write} wrote. */
  public static SloState read(DataInput in) throws IOException {
    if (in.readByte() != FORM) {
      throw new IOException("the state of an objective in an unknown form");
    }
    SloState state = new SloState(Series.read(in));
    for (int closes = in.readInt(); closes > 0; closes--) {
      TreeMap<Long, Counts> minutes = new TreeMap<>();
      state.waiting.put(in.readLong(), minutes);
      for (int count = in.readInt(); count > 0; count--) {
        long minute = in.readLong();
        minutes.put(minute, new Counts(in.readLong(), in.readLong()));
      }
    }
    for (int count = in.readInt(); count > 0; count--) {
      state.counted.add(Counted.read(in));
    }
    for (int count = in.readInt(); count > 0; count--) {
      String objective = in.readUTF();
      state.burning.put(objective, Burning.read(in));
    }
    state.evaluatedAt = in.readLong();
    state.lastFilled = in.readLong();
    return state;
  }
}
