// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.monitor;

import com.datadoghq.sketch.ddsketch.DDSketch;
import com.datadoghq.sketch.ddsketch.mapping.IndexMapping;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.NoSuchElementException;

/**
 * The bins of a sketch that has few of them and no negative values, in their order. Most minutes of
 * most series are no more, and a {@link DDSketch} of them costs kilobytes.
 */
final class Bins {
  /** The most bins. */
  static final int MOST = 64;

  private static final int FIRST = 4;

  private long zeros;
  private int[] indexes;
  private long[] counts;
  private int size;

  Bins() {
    this(FIRST);
  }

  private Bins(int room) {
    indexes = new int[room];
    counts = new long[room];
  }

  void addZeros(long count) {
    zeros += count;
  }

  /** Adds to a bin; whether there was room for it. */
  boolean add(int index, long count) {
    int place = Arrays.binarySearch(indexes, 0, size, index);
    if (place >= 0) {
      counts[place] += count;
      return true;
    }
    if (size == MOST) {
      return false;
    }
    if (size == indexes.length) {
      int room = Math.min(MOST, Math.max(FIRST, 2 * size));
      indexes = Arrays.copyOf(indexes, room);
      counts = Arrays.copyOf(counts, room);
    }
    int at = -place - 1;
    System.arraycopy(indexes, at, indexes, at + 1, size - at);
    System.arraycopy(counts, at, counts, at + 1, size - at);
    indexes[at] = index;
    counts[at] = count;
    size++;
    return true;
  }

  /** Adds all bins of another one; whether there was room for all of them, or else nothing is. */
  boolean add(Bins other) {
    if (size + other.size > MOST && size + news(other) > MOST) {
      return false;
    }
    zeros += other.zeros;
    for (int i = 0; i < other.size; i++) {
      boolean unused = add(other.indexes[i], other.counts[i]);
    }
    return true;
  }

  private int news(Bins other) {
    int news = 0;
    for (int i = 0; i < other.size; i++) {
      news += Arrays.binarySearch(indexes, 0, size, other.indexes[i]) < 0 ? 1 : 0;
    }
    return news;
  }

  void addTo(DDSketch sketch) {
    if (zeros > 0) {
      sketch.accept(0, (double) zeros);
    }
    for (int i = 0; i < size; i++) {
      sketch.getPositiveValueStore().add(indexes[i], counts[i]);
    }
  }

  /** The value of rank {@code q * (n - 1)}, as {@link DDSketch#getValueAtQuantile} finds it. */
  double quantile(double q, IndexMapping mapping) {
    double all = zeros;
    for (int i = 0; i < size; i++) {
      all += counts[i];
    }
    if (all == 0) {
      throw new NoSuchElementException("a quantile of nothing");
    }
    double rank = q * (all - 1);
    double passed = zeros;
    if (passed > rank) {
      return 0;
    }
    int bin = 0;
    for (passed += counts[0]; passed <= rank; passed += counts[bin]) {
      bin++;
    }
    return mapping.value(indexes[bin]);
  }

  /** Writes what follows the form of a {@link Sketch}. */
  void write(DataOutput out) throws IOException {
    Varint.write(out, zeros);
    Varint.write(out, 0);
    Varint.write(out, size);
    int before = 0;
    for (int i = 0; i < size; i++) {
      Varint.writeSigned(out, indexes[i] - before);
      Varint.write(out, counts[i]);
      before = indexes[i];
    }
  }

  /** Reads bins that follow one another in their order. */
  static Bins read(DataInput in, long zeros, int size) throws IOException {
    Bins bins = new Bins(size);
    bins.zeros = zeros;
    bins.size = size;
    int index = 0;
    for (int i = 0; i < size; i++) {
      index += (int) Varint.readSigned(in);
      bins.indexes[i] = index;
      bins.counts[i] = Varint.read(in);
    }
    return bins;
  }
}
