// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.functions.delivery;

import dev.signalcraft.domain.delivery.Delivery;
import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.util.Collector;

/**
 * Makes a record of each notification that a delivery was about; an update was about none.
 *
 * <p>State: none.
 */
public final class SplitDigests implements FlatMapFunction<Delivery, Delivery> {
  @Override
  public void flatMap(Delivery delivery, Collector<Delivery> out) {
    for (Delivery one : delivery.perNotification()) {
      out.collect(one);
    }
  }
}
