// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.delivery;

/**
 * A send that is under way.
 *
 * @param ticket by which its end is told; never given twice by one queue
 * @param startedAt epoch milliseconds
 */
public record Flight(long ticket, Send send, long startedAt) {}
