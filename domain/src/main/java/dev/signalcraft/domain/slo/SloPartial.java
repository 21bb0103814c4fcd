// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.slo;

import dev.signalcraft.domain.monitor.Series;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Events of one series on their way to it.
 *
 * @param close the close that their log time belongs to
 * @param minute of their {@code occurredAt}, by its begin
 * @param bad of them; below 0 where more was called good than there was
 */
public record SloPartial(Series series, long close, long minute, long bad, long total) {
  /** The key of the state that takes it. */
  public String key() {
    return series.key();
  }

  /** With more of the same series, close and minute. */
  public SloPartial plus(SloPartial more) {
    return new SloPartial(series, close, minute, bad + more.bad, total + more.total);
  }

  /** Writes it. */
  public void write(DataOutput out) throws IOException {
    series.write(out);
    out.writeLong(close);
    out.writeLong(minute);
    out.writeLong(bad);
    out.writeLong(total);
  }

  /** Reads what {@link #write} wrote. */
  public static SloPartial read(DataInput in) throws IOException {
    return new SloPartial(
        Series.read(in), in.readLong(), in.readLong(), in.readLong(), in.readLong());
  }
}
