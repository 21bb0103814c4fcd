// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.monitor;

import dev.signalcraft.domain.config.Workspace;
import dev.signalcraft.domain.ingest.AlertEvent;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which series of a monitor are watched: as many as it allows. Decided close by close, so that the
 * same log admits the same ones, whatever came when to whom: first those of earlier closes, then
 * those that the monitor expects, then the others in the order of their keys. One thread changes
 * it.
 */
public final class Admission {
  /** What is refused is told until nothing was for so long. */
  static final long HOUR = 3_600_000;

  private static final int FORM = 1;

  private final String workspace;
  private final String monitor;

  /** The keys of those that are watched, with the last close that they had samples for. */
  private final Map<String, Long> admitted = new HashMap<>();

  /** Who asks at a close, by its key. */
  private final TreeMap<Long, TreeMap<String, Partial>> candidates = new TreeMap<>();

  private long decidedAt = SeriesState.NEVER;
  private long refusedAt = SeriesState.NEVER;

  /** The refused series that the alert about it shows; null where none fires. */
  private @Nullable Series told;

  /** Takes what is decided. */
  public interface Outputs {
    /** A series is not watched at a close. */
    void refused(Partial refusal);

    /** Series are refused, or no longer. */
    void alert(AlertEvent event);
  }

  /** Of the monitor of a series, with none yet. */
  public Admission(Series any) {
    this(any.workspace(), any.monitor());
  }

  private Admission(String workspace, String monitor) {
    this.workspace = workspace;
    this.monitor = monitor;
  }

  /** Whose series they are. */
  public String workspace() {
    return workspace;
  }

  /** Whose series they are. */
  public String monitor() {
    return monitor;
  }

  /**
   * Takes one that asks to be watched.
   *
   * @return the close at which it is decided
   */
  public long offer(Partial candidate) {
    long step = candidate.series().shape().stepMillis();
    long close =
        decidedAt == SeriesState.NEVER
            ? candidate.close()
            : Math.max(candidate.close(), decidedAt + step);
    TreeMap<String, Partial> there = candidates.computeIfAbsent(close, none -> new TreeMap<>());
    if (candidate.kind() == Partial.Kind.EXPECTED) {
      there.put(candidate.key(), candidate);
    } else {
      there.putIfAbsent(candidate.key(), candidate);
    }
    return close;
  }

  /** The next time after a log time at which {@link #advanceTo} has to be asked, offers or not. */
  public static long nextHour(long logTime) {
    return (Math.floorDiv(logTime, HOUR) + 1) * HOUR;
  }

  /**
   * Decides what is to be decided at a log time.
   *
   * @param monitor in force at that time; null for none
   * @return whether there is anything left to know
   */
  public boolean advanceTo(long time, @Nullable Monitor monitor, Workspace workspace, Outputs out) {
    TreeMap<String, Partial> asking = candidates.remove(time);
    if (asking != null) {
      decidedAt = time;
      if (monitor != null) {
        decide(asking, time, monitor, workspace, out);
      }
    }
    return Math.floorMod(time, HOUR) != 0 || keepHouse(time, monitor, workspace, out);
  }

  private void decide(
      Map<String, Partial> asking, long close, Monitor monitor, Workspace workspace, Outputs out) {
    long quiet = Evaluation.quietMillis(monitor);
    List<Partial> others = new ArrayList<>();
    for (Partial candidate : asking.values()) {
      Long last = admitted.get(candidate.key());
      boolean known = last != null && close - last < quiet;
      if (known || candidate.kind() == Partial.Kind.EXPECTED) {
        admitted.put(candidate.key(), close);
      } else {
        others.add(candidate);
      }
    }
    if (admitted.size() + others.size() > monitor.maxSeries()) {
      forgetQuiet(close, quiet);
    }
    Series refused = null;
    for (Partial candidate : others) {
      if (admitted.size() < monitor.maxSeries()) {
        admitted.put(candidate.key(), close);
      } else {
        refused = refused == null ? candidate.series() : refused;
        out.refused(candidate.as(Partial.Kind.REFUSED));
      }
    }
    if (refused != null) {
      refusedAt = close;
      if (told == null) {
        told = refused;
        out.alert(Overflow.fires(refused, monitor.maxSeries(), workspace, close));
      }
    }
  }

  private void forgetQuiet(long close, long quiet) {
    admitted.values().removeIf(last -> close - last >= quiet);
  }

  private boolean keepHouse(
      long time, @Nullable Monitor monitor, Workspace workspace, Outputs out) {
    forgetQuiet(time, monitor == null ? Evaluation.QUIET_MILLIS : Evaluation.quietMillis(monitor));
    Series shown = told;
    if (shown != null && (monitor == null || time - refusedAt >= HOUR)) {
      out.alert(Overflow.isOver(shown, workspace, time));
      told = null;
    }
    return !admitted.isEmpty() || !candidates.isEmpty() || told != null;
  }

  /** How many series are watched. */
  int size() {
    return admitted.size();
  }

  /** One of its own with the same content. */
  public Admission copy() {
    Admission copy = new Admission(workspace, monitor);
    copy.admitted.putAll(admitted);
    candidates.forEach((close, asking) -> copy.candidates.put(close, new TreeMap<>(asking)));
    copy.decidedAt = decidedAt;
    copy.refusedAt = refusedAt;
    copy.told = told;
    return copy;
  }

  /** Writes it, for a snapshot. */
  public void write(DataOutput out) throws IOException {
    out.writeByte(FORM);
    out.writeUTF(workspace);
    out.writeUTF(monitor);
    Varint.write(out, admitted.size());
    for (Map.Entry<String, Long> one : admitted.entrySet()) {
      out.writeUTF(one.getKey());
      out.writeLong(one.getValue());
    }
    Varint.write(out, candidates.size());
    for (Map.Entry<Long, TreeMap<String, Partial>> close : candidates.entrySet()) {
      out.writeLong(close.getKey());
      Varint.write(out, close.getValue().size());
      for (Partial candidate : close.getValue().values()) {
        candidate.write(out);
      }
    }
    out.writeLong(decidedAt);
    out.writeLong(refusedAt);
    out.writeBoolean(told != null);
    if (told != null) {
      told.write(out);
    }
  }

  /** Reads what {@link #write} wrote. */
  public static Admission read(DataInput in) throws IOException {
    if (in.readByte() != FORM) {
      throw new IOException("the series of a monitor in an unknown form");
    }
    Admission admission = new Admission(in.readUTF(), in.readUTF());
    for (long count = Varint.read(in); count > 0; count--) {
      admission.admitted.put(in.readUTF(), in.readLong());
    }
    for (long closes = Varint.read(in); closes > 0; closes--) {
      TreeMap<String, Partial> asking = new TreeMap<>();
      admission.candidates.put(in.readLong(), asking);
      for (long count = Varint.read(in); count > 0; count--) {
        Partial candidate = Partial.read(in);
        asking.put(candidate.key(), candidate);
      }
    }
    admission.decidedAt = in.readLong();
    admission.refusedAt = in.readLong();
    admission.told = in.readBoolean() ? Series.read(in) : null;
    return admission;
  }
}
