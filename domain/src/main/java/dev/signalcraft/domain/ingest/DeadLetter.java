// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.ingest;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A record that could not be used: where it lies, why, and what may be shown of it.
 *
 * @param topic the topic of the original, or the table that refused a row
 * @param partition the partition of the original
 * @param offset the offset of the original
 * @param workspace the tenant where it is known
 * @param source the kind of sender where it is known
 * @param reason the class of the fault
 * @param detail what was wrong, where, and what to do
 * @param text the scrubbed original, at most 64 KiB of UTF-8
 * @param at log time of the original
 */
public record DeadLetter(
    String topic,
    int partition,
    long offset,
    @Nullable String workspace,
    @Nullable String source,
    Reason reason,
    String detail,
    String text,
    Instant at) {
  public DeadLetter {
    Objects.requireNonNull(topic, "topic");
    Objects.requireNonNull(reason, "reason");
    Objects.requireNonNull(at, "at");
    detail = detail == null ? "" : detail;
    text = text == null ? "" : text;
  }

  /** The most text that a dead letter holds, in bytes of UTF-8. */
  public static final int MAX_TEXT_BYTES = 64 << 10;

  private static final int MAX_DETAIL = 512;

  /** A record that was rejected, its content scrubbed and cut, whatever bytes it holds. */
  public static DeadLetter of(
      RawRecord raw,
      @Nullable String workspace,
      @Nullable String source,
      Reason reason,
      String detail) {
    return of(raw, workspace, source, reason, detail, Scrubbing.COMMON);
  }

  /** The same, scrubbed as its workspace wants. */
  static DeadLetter of(
      RawRecord raw,
      @Nullable String workspace,
      @Nullable String source,
      Reason reason,
      String detail,
      Scrubbing scrubbing) {
    byte[] value = raw.value();
    String text = value == null ? "" : new String(value, StandardCharsets.UTF_8);
    return new DeadLetter(
        raw.topic(),
        raw.partition(),
        raw.offset(),
        workspace,
        source,
        reason,
        Text.bounded(scrubbing.scrub(detail), MAX_DETAIL),
        Text.boundedUtf8(scrubbing.scrub(text), MAX_TEXT_BYTES),
        Instant.ofEpochMilli(raw.logTime()));
  }

  /** Why a record was parked. */
  public enum Reason {
    /** Nothing there. */
    EMPTY,
    /** Not JSON, or JSON beyond the limits. */
    MALFORMED,
    /** JSON of another shape than its source sends. */
    UNEXPECTED_SHAPE,
    /** A resource, action or kind that is not handled. */
    UNSUPPORTED,
    /** A source that no adapter reads. */
    UNKNOWN_SOURCE,
    /** A measurement of a time that its minute cannot count any more, or not yet. */
    WRONG_TIME,
    /** An envelope on an internal topic that its writer should not have written. */
    BAD_ENVELOPE,
    /** A row that the database refuses for ever. */
    REFUSED_ROW
  }
}
