// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.functions.delivery;

import dev.signalcraft.domain.delivery.Delivery;
import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.util.Collector;

/**
 * Hands what one channel could not be told to another one, as the record of it says.
 *
 * <p>State: none.
 */
public final class FallBack implements FlatMapFunction<Delivery, ChannelInput> {
  @Override
  public void flatMap(Delivery recorded, Collector<ChannelInput> out) {
    if (recorded.fallback() != null) {
      out.collect(ChannelInput.of(recorded.fallback(), false));
    }
  }
}
