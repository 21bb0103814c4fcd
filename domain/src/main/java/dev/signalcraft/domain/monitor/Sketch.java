// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.monitor;

import com.datadoghq.sketch.ddsketch.DDSketch;
import com.datadoghq.sketch.ddsketch.mapping.IndexMapping;
import com.datadoghq.sketch.ddsketch.mapping.LogarithmicMapping;
import com.datadoghq.sketch.ddsketch.store.Bin;
import com.datadoghq.sketch.ddsketch.store.PaginatedStore;
import com.datadoghq.sketch.ddsketch.store.Store;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * Values of which every quantile is known within 1 %: a DDSketch. Magnitudes below 1e-9 are zero.
 * Sketches of the same values are the same bytes, in whatever order and parts they came.
 *
 * <p>Bytes: the form (1), the number of zeros, then the bins of the negative values and those of
 * the positive ones: their number, then of each, in ascending order, the step from the index before
 * it (of the first: from 0) and its count. All numbers but the form are variable-length: seven bits
 * a byte, the lowest first, steps in zigzag. The bin of index i is of the magnitudes in {@code
 * (g^i, g^(i+1)]} about {@code LogarithmicMapping(0.01)}.
 */
public final class Sketch {
  /** How far a quantile may be from the true one, as a part of it. */
  public static final double RELATIVE_ERROR = 0.01;

  private static final double SMALLEST = 1e-9;
  private static final int FORM = 1;
  private static final IndexMapping MAPPING = new LogarithmicMapping(RELATIVE_ERROR);

  /** While they are enough; null where there are others or none is read yet. */
  private @Nullable Bins few;

  private @Nullable DDSketch open;
  private byte @Nullable [] packed;

  /** Without values. */
  public Sketch() {
    few = new Bins();
  }

  private Sketch(byte[] packed) {
    this.packed = packed;
  }

  /** The sketch of these bytes, which nobody changes. */
  public static Sketch of(byte[] bytes) {
    return new Sketch(bytes);
  }

  /** A sketch of its own, of the same values. */
  public Sketch copy() {
    return new Sketch(bytes());
  }

  /** Adds a finite value. */
  public void add(double value) {
    unpack();
    packed = null;
    Bins bins = few;
    if (bins == null) {
      opened().accept(Math.abs(value) < SMALLEST ? 0 : value);
    } else if (Math.abs(value) < SMALLEST) {
      bins.addZeros(1);
    } else if (value < 0 || !bins.add(MAPPING.index(value), 1)) {
      opened().accept(value);
    }
  }

  /** Adds all values of another one. */
  public void merge(Sketch other) {
    // What is packed stays so: there are many of them.
    boolean isPacked = other.few == null && other.open == null;
    Sketch added = isPacked ? new Sketch(other.bytes()) : other;
    added.unpack();
    unpack();
    packed = null;
    Bins mine = few;
    Bins others = added.few;
    if (others == null) {
      opened().mergeWith(added.opened());
    } else if (mine == null || !mine.add(others)) {
      others.addTo(opened());
    }
  }

  /**
   * The value of rank {@code q * (n - 1)}, counted from 0 and rounded down, of n values.
   *
   * @param q from 0 to 1
   * @throws java.util.NoSuchElementException without values
   */
  public double quantile(double q) {
    unpack();
    return few == null ? opened().getValueAtQuantile(q) : few.quantile(q, MAPPING);
  }

  /** Keeps it small until it is used again. */
  public void pack() {
    byte[] bytes = bytes();
    packed = bytes;
    few = null;
    open = null;
  }

  /** Its bytes; nobody changes them. */
  public byte[] bytes() {
    byte[] bytes = packed;
    if (bytes == null) {
      bytes = encode();
      packed = bytes;
    }
    return bytes;
  }

  private void unpack() {
    byte[] bytes = packed;
    if (few == null && open == null && bytes != null) {
      decode(bytes);
    }
  }

  /** All of it in a sketch that has room. */
  private DDSketch opened() {
    DDSketch sketch = open;
    if (sketch == null) {
      sketch = new DDSketch(MAPPING, PaginatedStore::new);
      if (few != null) {
        few.addTo(sketch);
        few = null;
      }
      open = sketch;
    }
    return sketch;
  }

  private byte[] encode() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(64);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(FORM);
      if (few == null) {
        write(out, opened());
      } else {
        few.write(out);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory does not fail", e);
    }
    return bytes.toByteArray();
  }

  private static void write(DataOutputStream out, DDSketch sketch) throws IOException {
    Store negative = sketch.getNegativeValueStore();
    Store positive = sketch.getPositiveValueStore();
    double others = negative.getTotalCount() + positive.getTotalCount();
    Varint.write(out, (long) (sketch.getCount() - others));
    write(out, negative);
    write(out, positive);
  }

  private static void write(DataOutputStream out, Store store) throws IOException {
    int bins = 0;
    for (Iterator<Bin> all = store.getAscendingIterator(); all.hasNext(); all.next()) {
      bins++;
    }
    Varint.write(out, bins);
    int before = 0;
    for (Iterator<Bin> all = store.getAscendingIterator(); all.hasNext(); ) {
      Bin bin = all.next();
      Varint.writeSigned(out, bin.getIndex() - before);
      Varint.write(out, (long) bin.getCount());
      before = bin.getIndex();
    }
  }

  private void decode(byte[] bytes) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      if (in.readByte() != FORM) {
        throw new IllegalArgumentException("a sketch of an unknown form");
      }
      long zeros = Varint.read(in);
      long negatives = Varint.read(in);
      DDSketch sketch = negatives == 0 ? null : opened();
      if (sketch != null) {
        read(in, negatives, sketch.getNegativeValueStore());
      }
      long positives = Varint.read(in);
      if (sketch == null && positives <= Bins.MOST) {
        few = Bins.read(in, zeros, (int) positives);
        return;
      }
      if (zeros > 0) {
        opened().accept(0, (double) zeros);
      }
      read(in, positives, opened().getPositiveValueStore());
    } catch (IOException e) {
      throw new IllegalArgumentException("not a sketch", e);
    }
  }

  private static void read(DataInputStream in, long bins, Store store) throws IOException {
    int index = 0;
    for (long i = 0; i < bins; i++) {
      index += (int) Varint.readSigned(in);
      store.add(index, Varint.read(in));
    }
  }
}
