// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.delivery;

import org.jspecify.annotations.Nullable;

/**
 * What came of one attempt.
 *
 * @param httpStatus 0 where the channel speaks no HTTP or did not answer
 * @param error in words, without secrets and without what the receiver sent beyond a short excerpt;
 *     of what was sent, whom it did not reach; null where it reached everyone
 * @param messageId what the provider calls the message, where it says so
 * @param retryAfterMillis how long the provider asks to wait; 0 where it does not
 */
public record SendResult(
    Outcome outcome,
    int httpStatus,
    @Nullable String error,
    @Nullable String messageId,
    long retryAfterMillis) {
  /** What to do next. */
  public enum Outcome {
    SENT,
    /** It may succeed later. */
    RETRY,
    /** What it holds is not taken; of several notifications fewer may be. */
    REFUSED,
    /** It will never succeed. */
    FAILED
  }

  /** It arrived. */
  public static SendResult sent(int httpStatus, @Nullable String messageId) {
    return new SendResult(Outcome.SENT, httpStatus, null, messageId, 0);
  }

  /** It arrived, but not with everyone whom it is for. */
  public static SendResult partly(@Nullable String messageId, String error) {
    return new SendResult(Outcome.SENT, 0, error, messageId, 0);
  }

  /** It may succeed later. */
  public static SendResult retry(int httpStatus, String error, long retryAfterMillis) {
    return new SendResult(Outcome.RETRY, httpStatus, error, null, retryAfterMillis);
  }

  /** What it holds is not taken. */
  public static SendResult refused(int httpStatus, String error) {
    return new SendResult(Outcome.REFUSED, httpStatus, error, null, 0);
  }

  /** It will never succeed. */
  public static SendResult failed(int httpStatus, String error) {
    return new SendResult(Outcome.FAILED, httpStatus, error, null, 0);
  }
}
