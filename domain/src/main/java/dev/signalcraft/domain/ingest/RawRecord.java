// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.ingest;

import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A record as it lies in the log, not yet understood.
 *
 * @param logTime the broker's stamp, epoch milliseconds
 * @param headers the last value of each header, as text
 * @param key the record's key as text
 * @param value the bytes; null is a tombstone
 */
public record RawRecord(
    String topic,
    int partition,
    long offset,
    long logTime,
    Map<String, String> headers,
    @Nullable String key,
    byte @Nullable [] value) {

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof RawRecord that
        && topic.equals(that.topic)
        && partition == that.partition
        && offset == that.offset
        && logTime == that.logTime
        && headers.equals(that.headers)
        && Objects.equals(key, that.key)
        && Arrays.equals(value, that.value);
  }

  @Override
  public int hashCode() {
    return Objects.hash(topic, partition, offset);
  }

  /** The place in the log; never the content, which may hold secrets. */
  @Override
  public String toString() {
    return topic + "-" + partition + "@" + offset;
  }
}
