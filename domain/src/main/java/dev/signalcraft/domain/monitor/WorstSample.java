// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.monitor;

import dev.signalcraft.domain.ingest.Text;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * A sample that an alert may show. Its tags are kept as text: a tenth of the memory of the map that
 * they came in, and a pane keeps five for as long as it lives.
 */
final class WorstSample {
  /** The tag that stands first: of an event it says most. */
  static final String TITLE = "title";

  private static final int MAX_TEXT = 200;
  private static final Comparator<String> TITLE_FIRST =
      (one, other) -> {
        int title = Boolean.compare(other.equals(TITLE), one.equals(TITLE));
        return title != 0 ? title : one.compareTo(other);
      };

  /** The worst first; complete, so that the five worst are the same in every order of arrival. */
  static final Comparator<WorstSample> ORDER =
      Comparator.comparingDouble(WorstSample::badness)
          .reversed()
          .thenComparingLong(WorstSample::occurredAt)
          .thenComparingDouble(WorstSample::value)
          .thenComparing(WorstSample::tags);

  private final double badness;
  private final double value;
  private final long occurredAt;
  private final String tags;

  private WorstSample(double badness, double value, long occurredAt, String tags) {
    this.badness = badness;
    this.value = value;
    this.occurredAt = occurredAt;
    this.tags = tags;
  }

  /** A sample with its tags. */
  static WorstSample of(double badness, double value, long occurredAt, Map<String, String> tags) {
    return new WorstSample(badness, value, occurredAt, text(tags));
  }

  /** A sample as it was written. */
  static WorstSample of(double badness, double value, long occurredAt, String text) {
    return new WorstSample(badness, value, occurredAt, text);
  }

  /** Writes a few of them: their number, then each. */
  static void write(List<WorstSample> samples, DataOutput out) throws IOException {
    out.writeByte(samples.size());
    for (WorstSample sample : samples) {
      out.writeDouble(sample.badness);
      out.writeDouble(sample.value);
      out.writeLong(sample.occurredAt);
      out.writeUTF(sample.tags());
    }
  }

  /** Reads what {@link #write} wrote. */
  static List<WorstSample> read(DataInput in) throws IOException {
    int count = in.readByte();
    List<WorstSample> samples = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      samples.add(of(in.readDouble(), in.readDouble(), in.readLong(), in.readUTF()));
    }
    return count == 0 ? List.of() : samples;
  }

  /** What {@link #write} writes of them. */
  static byte[] pack(List<WorstSample> samples) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
    try {
      write(samples, new DataOutputStream(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** What was packed. */
  static List<WorstSample> unpack(byte[] packed) {
    try {
      return read(new DataInputStream(new ByteArrayInputStream(packed)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** By what it is worse than another. */
  double badness() {
    return badness;
  }

  double value() {
    return value;
  }

  /** Epoch milliseconds. */
  long occurredAt() {
    return occurredAt;
  }

  /** As {@code name=value} joined by a comma, cut to 200 characters. */
  String tags() {
    return tags;
  }

  private static String text(Map<String, String> tags) {
    String[] names = tags.keySet().toArray(String[]::new);
    Arrays.sort(names, TITLE_FIRST);
    StringBuilder text = new StringBuilder(64);
    for (String name : names) {
      text.append(text.isEmpty() ? "" : ", ").append(name).append('=').append(tags.get(name));
    }
    return Text.bounded(text.toString(), MAX_TEXT);
  }
}
