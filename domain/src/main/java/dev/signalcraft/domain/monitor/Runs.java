// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.monitor;

import dev.signalcraft.domain.ingest.Severity;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How many windows in a row went wrong and well, for each level of a monitor, and what fires for
 * it. A level fires with its Nth bad window in a row, and with it every milder one; it ends with
 * its Kth good one.
 */
final class Runs {
  private final Map<Severity, Run> levels = new EnumMap<>(Severity.class);
  private int empty;
  private int filled;
  private boolean absent;
  private int stamp;

  /** Of one level. */
  private static final class Run {
    private int bad;
    private int good;
    private boolean firing;

    private void isGood(int resolveAfter) {
      bad = 0;
      good++;
      firing &= good < resolveAfter;
    }
  }

  /** Takes the next window; what fires after it, null for nothing. */
  @Nullable Severity next(Monitor monitor, Pane window) {
    startAnewAfterAnEdit(monitor);
    count(monitor, window);
    boolean judged =
        monitor.measure().isZeroWithoutSamples() || window.count() >= monitor.minSamples();
    if (judged) {
      judge(monitor, monitor.measure().of(window, monitor.windowMillis()));
    } else {
      passOver(monitor);
    }
    Severity worst = absent ? monitor.noData().severity() : null;
    for (Map.Entry<Severity, Run> level : levels.entrySet()) {
      Severity severity = level.getKey();
      if (level.getValue().firing && (worst == null || severity.worseThan(worst))) {
        worst = severity;
      }
    }
    return worst;
  }

  /** What fires goes on to fire; what was about to does not. */
  private void startAnewAfterAnEdit(Monitor monitor) {
    if (stamp == monitor.conditionsStamp()) {
      return;
    }
    stamp = monitor.conditionsStamp();
    empty = 0;
    filled = 0;
    absent &= monitor.noData().windows() > 0;
    Map<Severity, Run> before = new EnumMap<>(levels);
    levels.clear();
    for (Monitor.Level level : monitor.levels()) {
      Run run = new Run();
      Run old = before.get(level.severity());
      run.firing = old != null && old.firing;
      levels.put(level.severity(), run);
    }
  }

  private void count(Monitor monitor, Pane window) {
    empty = window.count() == 0 ? empty + 1 : 0;
    filled = window.count() == 0 ? 0 : filled + 1;
    int limit = monitor.noData().windows();
    if (limit > 0 && empty >= limit) {
      absent = true;
    } else if (filled >= monitor.resolveAfter()) {
      absent = false;
    }
  }

  private void judge(Monitor monitor, double value) {
    boolean fires = false;
    for (Monitor.Level level : monitor.levels()) {
      Run run = run(level);
      if (level.holds(value)) {
        run.bad++;
        run.good = 0;
        fires |= run.bad >= level.windows();
        run.firing |= fires;
      } else {
        run.isGood(monitor.resolveAfter());
      }
    }
  }

  private void passOver(Monitor monitor) {
    NoData.Policy policy = monitor.noData().policy();
    for (Run run : levels.values()) {
      if (policy == NoData.Policy.BREAK) {
        run.bad = 0;
        run.good = 0;
      } else if (policy == NoData.Policy.OK) {
        run.isGood(monitor.resolveAfter());
      }
    }
  }

  private Run run(Monitor.Level level) {
    return levels.computeIfAbsent(level.severity(), none -> new Run());
  }

  /** Whether it is the missing of samples that fires. */
  boolean absent() {
    return absent;
  }

  Runs copy() {
    Runs copy = new Runs();
    for (Map.Entry<Severity, Run> level : levels.entrySet()) {
      Run run = new Run();
      run.bad = level.getValue().bad;
      run.good = level.getValue().good;
      run.firing = level.getValue().firing;
      copy.levels.put(level.getKey(), run);
    }
    copy.empty = empty;
    copy.filled = filled;
    copy.absent = absent;
    copy.stamp = stamp;
    return copy;
  }

  void write(DataOutput out) throws IOException {
    out.writeByte(levels.size());
    for (Map.Entry<Severity, Run> level : levels.entrySet()) {
      out.writeUTF(level.getKey().name());
      Varint.write(out, level.getValue().bad);
      Varint.write(out, level.getValue().good);
      out.writeBoolean(level.getValue().firing);
    }
    Varint.write(out, empty);
    Varint.write(out, filled);
    out.writeBoolean(absent);
    out.writeInt(stamp);
  }

  static Runs read(DataInput in) throws IOException {
    Runs runs = new Runs();
    for (int count = in.readByte(); count > 0; count--) {
      Run run = new Run();
      runs.levels.put(Severity.valueOf(in.readUTF()), run);
      run.bad = (int) Varint.read(in);
      run.good = (int) Varint.read(in);
      run.firing = in.readBoolean();
    }
    runs.empty = (int) Varint.read(in);
    runs.filled = (int) Varint.read(in);
    runs.absent = in.readBoolean();
    runs.stamp = in.readInt();
    return runs;
  }
}
