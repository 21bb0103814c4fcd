// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.monitor;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Samples of one series on their way to it.
 *
 * @param close the close that their log time belongs to
 * @param pane the begin of the pane of their {@code occurredAt}
 */
public record Partial(Series series, long close, long pane, Pane samples) {
  /** The key of the state that takes it. */
  public String key() {
    return series.key();
  }

  /** Writes it. */
  public void write(DataOutput out) throws IOException {
    series.write(out);
    out.writeLong(close);
    out.writeLong(pane);
    samples.write(out);
  }

  /** Reads what {@link #write} wrote. */
  public static Partial read(DataInput in) throws IOException {
    return new Partial(Series.read(in), in.readLong(), in.readLong(), Pane.read(in));
  }
}
