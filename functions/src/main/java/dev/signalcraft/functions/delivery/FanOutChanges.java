// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.functions.delivery;

import dev.signalcraft.domain.grouping.AlertChange;
import dev.signalcraft.domain.grouping.AlertGroup;
import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.util.Collector;

/**
 * Hands a change of a group, and its new counts, to each channel that was told about it. A fallback
 * hears of changes whether it was told or not, and ignores those of groups that it does not know;
 * it does not hear of counts.
 *
 * <p>State: none.
 */
public final class FanOutChanges implements FlatMapFunction<AlertChange, ChannelInput> {
  @Override
  public void flatMap(AlertChange change, Collector<ChannelInput> out) {
    AlertGroup group = change.group();
    if (group != null) {
      for (String channel : group.channels()) {
        out.collect(ChannelInput.of(change, channel));
      }
    }
    if (change.fallbacks() != null) {
      for (String channel : change.fallbacks()) {
        out.collect(ChannelInput.of(change, channel));
      }
    }
  }
}
