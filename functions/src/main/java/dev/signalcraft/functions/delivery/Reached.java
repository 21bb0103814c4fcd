// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.functions.delivery;

import java.util.HashMap;
import java.util.Map;

/**
 * How far the state knows the topic {@code deliveries}.
 *
 * @param offset of the first record that it may not know
 */
public record Reached(int partition, long offset) {
  /** What every instance knew: of each partition the least. */
  static Map<Integer, Long> least(Iterable<Reached> all) {
    Map<Integer, Long> least = new HashMap<>();
    for (Reached one : all) {
      least.merge(one.partition(), one.offset(), Math::min);
    }
    return least;
  }
}
