// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.monitor;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * What a series is told: mostly samples on their way to it.
 *
 * @param close the close that it belongs to
 * @param pane the begin of the pane of the samples' {@code occurredAt}
 * @param samples none unless they are what is told
 */
public record Partial(Kind kind, Series series, long close, long pane, Pane samples) {
  /** What it tells. */
  public enum Kind {
    /** Samples that came. */
    SAMPLES('s'),
    /** That samples are expected, though none may have come. */
    EXPECTED('e'),
    /** That it is one too many and not watched at the close. */
    REFUSED('r');

    private final char letter;

    Kind(char letter) {
      this.letter = letter;
    }

    static Kind of(int letter) throws IOException {
      for (Kind kind : KINDS) {
        if (kind.letter == letter) {
          return kind;
        }
      }
      throw new IOException("a series is told something unknown");
    }
  }

  private static final Kind[] KINDS = Kind.values();

  /** The key of the state that takes it. */
  public String key() {
    return series.key();
  }

  /** The same series and close, without samples. */
  public Partial as(Kind other) {
    return new Partial(other, series, close, pane, new Pane());
  }

  /** Writes it. */
  public void write(DataOutput out) throws IOException {
    out.writeByte(kind.letter);
    series.write(out);
    out.writeLong(close);
    out.writeLong(pane);
    samples.write(out);
  }

  /** Reads what {@link #write} wrote. */
  public static Partial read(DataInput in) throws IOException {
    Kind kind = Kind.of(in.readByte());
    return new Partial(kind, Series.read(in), in.readLong(), in.readLong(), Pane.read(in));
  }
}
