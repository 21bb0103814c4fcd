// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.monitor;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What samples of one series say together. Panes merge: in whatever parts and order the samples
 * came, equal samples make equal panes.
 */
public final class Pane {
  private static final int WORST = 5;

  private long count;
  private long errors;
  private ExactSum sum = new ExactSum();
  private double min = Double.POSITIVE_INFINITY;
  private double max = Double.NEGATIVE_INFINITY;
  private long lastAt = Long.MIN_VALUE;
  private double last;
  private @Nullable Sketch sketch;
  private List<WorstSample> worst = List.of();

  /** Others of the worst, as they are written, until somebody asks. */
  private List<byte[]> packedWorst = List.of();

  /**
   * Adds a sample.
   *
   * @param error whether what was measured went wrong
   * @param occurredAt epoch milliseconds
   * @param badness by what it is worse than others; NaN for one that is not bad
   * @param tags of the sample
   */
  public void add(
      double value, boolean error, long occurredAt, double badness, Map<String, String> tags) {
    count++;
    errors += error ? 1 : 0;
    sum.add(value);
    min = Math.min(min, value);
    max = Math.max(max, value);
    last(value, occurredAt);
    ownSketch().add(value);
    if (!Double.isNaN(badness) && isAmongWorst(badness, occurredAt)) {
      keep(WorstSample.of(badness, value, occurredAt, tags));
    }
  }

  /** Whether it may be: of equally bad ones the earliest are. */
  private boolean isAmongWorst(double badness, long occurredAt) {
    if (worst.size() < WORST) {
      return true;
    }
    WorstSample least = worst.get(WORST - 1);
    return badness > least.badness()
        || (badness == least.badness() && occurredAt <= least.occurredAt());
  }

  /** Adds all that another one holds, and leaves that as it is. */
  public void merge(Pane other) {
    count += other.count;
    errors += other.errors;
    sum.add(other.sum);
    min = Math.min(min, other.min);
    max = Math.max(max, other.max);
    last(other.last, other.lastAt);
    if (other.sketch != null) {
      ownSketch().merge(other.sketch);
    }
    for (WorstSample sample : other.worst) {
      keep(sample);
    }
    if (!other.packedWorst.isEmpty()) {
      packedWorst = new ArrayList<>(packedWorst);
      packedWorst.addAll(other.packedWorst);
    }
  }

  private Sketch ownSketch() {
    Sketch own = sketch;
    if (own == null) {
      own = new Sketch();
      sketch = own;
    }
    return own;
  }

  private void last(double value, long occurredAt) {
    if (occurredAt > lastAt || (occurredAt == lastAt && value > last)) {
      lastAt = occurredAt;
      last = value;
    }
  }

  private void keep(WorstSample sample) {
    List<WorstSample> kept = worst.isEmpty() ? new ArrayList<>(WORST) : worst;
    int place = kept.size();
    while (place > 0 && WorstSample.ORDER.compare(sample, kept.get(place - 1)) < 0) {
      place--;
    }
    if (place < WORST) {
      if (kept.size() == WORST) {
        kept.remove(WORST - 1);
      }
      kept.add(place, sample);
    }
    worst = kept;
  }

  /** How many samples. */
  public long count() {
    return count;
  }

  /** How many of them went wrong. */
  public long errors() {
    return errors;
  }

  /** Their sum, rounded once. */
  public double sum() {
    return sum.value();
  }

  /** The least value; infinite without samples. */
  public double min() {
    return min;
  }

  /** The greatest value; infinite without samples. */
  public double max() {
    return max;
  }

  /** The value of the newest sample, of several the greatest. */
  public double last() {
    return last;
  }

  /** A quantile, within 1 % of the value of rank {@code q * (n - 1)}; NaN without samples. */
  public double quantile(double q) {
    return sketch == null ? Double.NaN : Math.max(min, Math.min(max, sketch.quantile(q)));
  }

  /** The sketch of its values; null without samples. */
  public @Nullable Sketch sketch() {
    return sketch;
  }

  List<WorstSample> worst() {
    List<byte[]> packed = packedWorst;
    packedWorst = List.of();
    for (byte[] bytes : packed) {
      for (WorstSample sample : WorstSample.unpack(bytes)) {
        keep(sample);
      }
    }
    return worst;
  }

  /** Makes it small, for nobody adds to it now. */
  void pack() {
    if (sketch != null) {
      sketch.pack();
    }
    if (!worst.isEmpty() || packedWorst.size() > 1) {
      packedWorst = List.of(WorstSample.pack(worst()));
      worst = List.of();
    }
  }

  Pane copy() {
    Pane copy = new Pane();
    copy.count = count;
    copy.errors = errors;
    copy.sum.add(sum);
    copy.min = min;
    copy.max = max;
    copy.lastAt = lastAt;
    copy.last = last;
    copy.sketch = sketch == null ? null : sketch.copy();
    copy.worst = worst.isEmpty() ? worst : new ArrayList<>(worst);
    copy.packedWorst = packedWorst;
    return copy;
  }

  /** Writes it, for state and between operators. */
  public void write(DataOutput out) throws IOException {
    Varint.write(out, count);
    Varint.write(out, errors);
    sum.write(out);
    out.writeDouble(min);
    out.writeDouble(max);
    out.writeLong(lastAt);
    out.writeDouble(last);
    byte[] bytes = sketch == null ? new byte[0] : sketch.bytes();
    Varint.write(out, bytes.length);
    out.write(bytes);
    if (worst.isEmpty() && packedWorst.size() == 1) {
      out.write(packedWorst.get(0));
    } else {
      WorstSample.write(worst(), out);
    }
  }

  /** Reads what {@link #write} wrote. */
  public static Pane read(DataInput in) throws IOException {
    Pane pane = new Pane();
    pane.count = Varint.read(in);
    pane.errors = Varint.read(in);
    pane.sum = ExactSum.read(in);
    pane.min = in.readDouble();
    pane.max = in.readDouble();
    pane.lastAt = in.readLong();
    pane.last = in.readDouble();
    byte[] bytes = new byte[(int) Varint.read(in)];
    in.readFully(bytes);
    pane.sketch = bytes.length == 0 ? null : Sketch.of(bytes);
    pane.worst = WorstSample.read(in);
    return pane;
  }
}
