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
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A sample that an alert may show. Most are displaced again, so its text is made when needed. */
final class WorstSample {
  /** The tag that stands first: of an event it says most. */
  static final String TITLE = "title";

  private static final int MAX_TEXT = 200;
  private static final Comparator<String> TITLE_FIRST =
      Comparator.<String, Boolean>comparing(tag -> !tag.equals(TITLE))
          .thenComparing(Comparator.naturalOrder());

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
  private Map<String, String> raw;
  private String text;

  private WorstSample(
      double badness, double value, long occurredAt, Map<String, String> raw, String text) {
    this.badness = badness;
    this.value = value;
    this.occurredAt = occurredAt;
    this.raw = raw;
    this.text = text;
  }

  /** A sample with its tags, which nobody changes. */
  static WorstSample of(double badness, double value, long occurredAt, Map<String, String> tags) {
    return new WorstSample(badness, value, occurredAt, tags, "");
  }

  /** A sample as it was written. */
  static WorstSample of(double badness, double value, long occurredAt, String text) {
    return new WorstSample(badness, value, occurredAt, Map.of(), text);
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
    if (!raw.isEmpty()) {
      text = text(raw);
      raw = Map.of();
    }
    return text;
  }

  private static String text(Map<String, String> tags) {
    StringBuilder text = new StringBuilder();
    TreeMap<String, String> ordered = new TreeMap<>(TITLE_FIRST);
    ordered.putAll(tags);
    for (Map.Entry<String, String> tag : ordered.entrySet()) {
      text.append(text.isEmpty() ? "" : ", ").append(tag.getKey()).append('=');
      text.append(tag.getValue());
    }
    return Text.bounded(text.toString(), MAX_TEXT);
  }
}
