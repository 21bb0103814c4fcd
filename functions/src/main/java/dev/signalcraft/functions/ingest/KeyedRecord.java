// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.functions.ingest;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A record of a log on its way to the operator that keeps its key, not yet understood: what a
 * shuffle moves is little more than the bytes. Its log time travels as the time of the stream.
 *
 * @param key the record's key
 * @param partition where it lies
 * @param offset where it lies
 * @param value the bytes
 */
public record KeyedRecord(String key, int partition, long offset, byte[] value) {
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof KeyedRecord that
        && key.equals(that.key)
        && partition == that.partition
        && offset == that.offset
        && Arrays.equals(value, that.value);
  }

  @Override
  public int hashCode() {
    return Objects.hash(key, partition, offset);
  }

  /** The place in the log; never the content, which may hold secrets. */
  @Override
  public String toString() {
    return key + "@" + partition + "-" + offset;
  }
}
