// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.grouping;

import java.io.Serializable;

/**
 * The windows of grouping, in milliseconds.
 *
 * @param dedupMillis an event joins its group when the last one came at most this long before; 1
 *     min to 24 h
 * @param autoCloseMillis a stateless group without a new event for this long is resolved
 * @param ackTimeoutMillis a group acknowledged for this long opens again; 0 for never
 */
public record Windows(long dedupMillis, long autoCloseMillis, long ackTimeoutMillis)
    implements Serializable {}
