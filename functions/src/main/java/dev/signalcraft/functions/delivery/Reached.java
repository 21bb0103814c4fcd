// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.functions.delivery;

import dev.signalcraft.domain.delivery.ChannelQueue;
import java.util.HashMap;
import java.util.Map;

/**
 * How far the state of one instance knows a partition of the topic {@code deliveries}. Every
 * instance keeps one for each partition, and each gets those of all when it starts, so they may be
 * more or fewer by then.
 *
 * <p>What a start has to read are the records that no state of the checkpoint knows. There are two
 * bounds for where they begin, and both hold:
 *
 * <ul>
 *   <li><b>The offset.</b> An instance has read its keys up to the end that the topic had when it
 *       began, and knows what it wrote itself. So below its offset nothing of its keys is unknown
 *       to it, and below the least of all offsets nothing of any key. An instance that never writes
 *       to a partition keeps the end that it saw: this bound may lie far back.
 *   <li><b>The time.</b> All that an instance wrote before its part of the checkpoint is in that
 *       part: a record is written with the change of state that it tells of, or, where a send
 *       arrived, is waited for before the barrier. So the broker stamped what a part does not know
 *       after that part was made, and what none knows after the oldest was made, but for the
 *       distance of their clocks, which {@value #MARGIN_MILLIS} ms cover. Which instance has which
 *       keys now does not matter, for the oldest of all parts counts.
 * </ul>
 *
 * <p>Older than {@link ChannelQueue#KEEP_MILLIS} nothing matters: a record is not older than its
 * notification, and that is not sent any more.
 *
 * @param offset of the first record that it may not know
 * @param at when that was, by the clock of the instance, epoch milliseconds; 0 in state of earlier
 *     versions, which did not say
 */
public record Reached(int partition, long offset, long at) {
  /** Clocks differ by less. */
  static final long MARGIN_MILLIS = 600_000;

  /** What every instance knew: of each partition the least. */
  static Map<Integer, Long> least(Iterable<Reached> all) {
    Map<Integer, Long> least = new HashMap<>();
    for (Reached one : all) {
      least.merge(one.partition(), one.offset(), Math::min);
    }
    return least;
  }

  /** The broker's time of the first record that may matter. */
  static long since(Iterable<Reached> all, long now) {
    long oldest = Long.MAX_VALUE;
    for (Reached one : all) {
      oldest = Math.min(oldest, one.at());
    }
    long remembered = now - ChannelQueue.KEEP_MILLIS;
    return oldest == Long.MAX_VALUE ? remembered : Math.max(remembered, oldest - MARGIN_MILLIS);
  }
}
