// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.monitor;

import dev.signalcraft.domain.ingest.Severity;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of a series: samples that wait for their close, panes that closed, and how the
 * evaluations went. One thread changes it.
 */
public final class SeriesState {
  /** A form that this can read. */
  private static final int FORM = 1;

  /** No close yet. */
  static final long NEVER = Long.MIN_VALUE;

  /** A pane that has closed at least once. */
  static final class Closed {
    final Pane pane;
    int revision;

    Closed(Pane pane, int revision) {
      this.pane = pane;
      this.revision = revision;
    }
  }

  private final Series series;

  /** By their close, then by the begin of the pane. */
  final TreeMap<Long, TreeMap<Long, Pane>> waiting = new TreeMap<>();

  /** By the begin of the pane. */
  final TreeMap<Long, Closed> closed = new TreeMap<>();

  /** The closes at which it is not watched. */
  private final TreeSet<Long> refused = new TreeSet<>();

  Runs runs = new Runs();
  long evaluatedAt = NEVER;
  long lastFilled = NEVER;
  @Nullable Severity told;

  /** Of a series that nothing is known of. */
  public SeriesState(Series series) {
    this.series = series;
  }

  /** Whose state it is. */
  public Series series() {
    return series;
  }

  /**
   * Takes samples that belong to a close, and owns them then.
   *
   * @return the close at which they are read: a later one where that one has passed
   */
  public long add(long close, long pane, Pane samples) {
    long step = series.shape().stepMillis();
    long open = evaluatedAt == NEVER ? close : Math.max(close, evaluatedAt + step);
    TreeMap<Long, Pane> panes = waiting.computeIfAbsent(open, none -> new TreeMap<>());
    Pane there = panes.get(pane);
    if (there == null) {
      panes.put(pane, samples);
    } else {
      there.merge(samples);
    }
    return open;
  }

  /** Is not watched at a close, unless it was before. */
  public void refuse(long close) {
    refused.add(close);
  }

  /** Forgets what waits for a close where it is refused then; whether it is. */
  boolean takeRefusal(long close) {
    boolean isRefused = !refused.headSet(close, true).isEmpty();
    refused.headSet(close, true).clear();
    if (isRefused) {
      waiting.headMap(close, true).clear();
    }
    return isRefused;
  }

  /** The first close that something waits for; {@link Long#MAX_VALUE} for none. */
  long nextClose() {
    long next = waiting.isEmpty() ? Long.MAX_VALUE : waiting.firstKey();
    return refused.isEmpty() ? next : Math.min(next, refused.first());
  }

  /** A state of its own with the same content. */
  public SeriesState copy() {
    SeriesState copy = new SeriesState(series);
    waiting.forEach(
        (close, panes) -> {
          TreeMap<Long, Pane> copies = new TreeMap<>();
          panes.forEach((pane, samples) -> copies.put(pane, samples.copy()));
          copy.waiting.put(close, copies);
        });
    closed.forEach((pane, one) -> copy.closed.put(pane, new Closed(one.pane.copy(), one.revision)));
    copy.refused.addAll(refused);
    copy.runs = runs.copy();
    copy.evaluatedAt = evaluatedAt;
    copy.lastFilled = lastFilled;
    copy.told = told;
    return copy;
  }

  /** Writes it, for a snapshot. */
  public void write(DataOutput out) throws IOException {
    out.writeByte(FORM);
    series.write(out);
    Varint.write(out, waiting.size());
    for (Map.Entry<Long, TreeMap<Long, Pane>> close : waiting.entrySet()) {
      out.writeLong(close.getKey());
      Varint.write(out, close.getValue().size());
      for (Map.Entry<Long, Pane> pane : close.getValue().entrySet()) {
        out.writeLong(pane.getKey());
        pane.getValue().write(out);
      }
    }
    Varint.write(out, closed.size());
    for (Map.Entry<Long, Closed> pane : closed.entrySet()) {
      out.writeLong(pane.getKey());
      Varint.write(out, pane.getValue().revision);
      pane.getValue().pane.write(out);
    }
    Varint.write(out, refused.size());
    for (long close : refused) {
      out.writeLong(close);
    }
    runs.write(out);
    out.writeLong(evaluatedAt);
    out.writeLong(lastFilled);
    out.writeUTF(told == null ? "" : told.name());
  }

  /** Reads what {@link #write} wrote. */
  public static SeriesState read(DataInput in) throws IOException {
    if (in.readByte() != FORM) {
      throw new IOException("the state of a series in an unknown form");
    }
    SeriesState state = new SeriesState(Series.read(in));
    for (long closes = Varint.read(in); closes > 0; closes--) {
      TreeMap<Long, Pane> panes = new TreeMap<>();
      state.waiting.put(in.readLong(), panes);
      for (long count = Varint.read(in); count > 0; count--) {
        panes.put(in.readLong(), Pane.read(in));
      }
    }
    for (long count = Varint.read(in); count > 0; count--) {
      long pane = in.readLong();
      int revision = (int) Varint.read(in);
      Closed there = new Closed(Pane.read(in), revision);
      there.pane.pack();
      state.closed.put(pane, there);
    }
    for (long count = Varint.read(in); count > 0; count--) {
      state.refused.add(in.readLong());
    }
    state.runs = Runs.read(in);
    state.evaluatedAt = in.readLong();
    state.lastFilled = in.readLong();
    String told = in.readUTF();
    state.told = told.isEmpty() ? null : Severity.valueOf(told);
    return state;
  }
}
