// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.sql.delivery;

import dev.signalcraft.domain.delivery.Delivery;
import org.jspecify.annotations.Nullable;

/**
 * What came of an attempt to deliver a notification.
 *
 * @param attempt its number, from 1
 * @param httpStatus 0 where the channel speaks no HTTP or did not answer
 * @param error why it was not sent, in words
 * @param messageId what the provider calls the message
 */
public record Attempt(
    Delivery.Status status,
    int attempt,
    int httpStatus,
    @Nullable String error,
    long latencyMillis,
    @Nullable String messageId) {}
