// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.console.delivery;

import dev.signalcraft.domain.delivery.Delivery;
import dev.signalcraft.sql.delivery.Attempt;
import org.jspecify.annotations.Nullable;

/**
 * The test of a channel and what came of it.
 *
 * @param result where to ask what came of it
 * @param attempt the number of the last one; null before the first
 * @param httpStatus where the channel answered in HTTP
 * @param error why it was not sent, in words
 * @param latencyMillis from the beginning of the attempt to its end
 * @param messageId what the provider calls the message
 */
record ChannelTest(
    String notificationId,
    String channel,
    String result,
    Status status,
    @Nullable Integer attempt,
    @Nullable Integer httpStatus,
    @Nullable String error,
    @Nullable Long latencyMillis,
    @Nullable String messageId) {

  /** What is known. */
  enum Status {
    /** Nothing: it is under way, or nobody has asked for it. */
    PENDING,
    SENT,
    DIGESTED,
    RETRYING,
    SUPERSEDED,
    SKIPPED,
    GIVEN_UP;

    static Status of(Delivery.Status status) {
      return switch (status) {
        case SENT -> SENT;
        case DIGESTED -> DIGESTED;
        case RETRYING -> RETRYING;
        case SUPERSEDED -> SUPERSEDED;
        case SKIPPED -> SKIPPED;
        case GIVEN_UP -> GIVEN_UP;
      };
    }
  }

  static ChannelTest of(String channel, String notificationId, @Nullable Attempt last) {
    String result = ChannelTestApi.path(channel) + "/" + notificationId;
    if (last == null) {
      return new ChannelTest(
          notificationId, channel, result, Status.PENDING, null, null, null, null, null);
    }
    return new ChannelTest(
        notificationId,
        channel,
        result,
        Status.of(last.status()),
        last.attempt(),
        last.httpStatus() == 0 ? null : last.httpStatus(),
        last.error(),
        last.latencyMillis(),
        last.messageId());
  }

  /** Whether nothing follows. */
  boolean isFinal() {
    return status != Status.PENDING && status != Status.RETRYING;
  }
}
