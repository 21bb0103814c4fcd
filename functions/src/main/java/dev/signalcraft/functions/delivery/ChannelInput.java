// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.functions.delivery;

import dev.signalcraft.domain.delivery.Delivery;
import dev.signalcraft.domain.grouping.AlertChange;
import dev.signalcraft.domain.routing.Notification;
import org.jspecify.annotations.Nullable;

/**
 * What concerns a channel: a decision to tell it something, or a change of a group that it was told
 * about.
 *
 * @param key {@code workspace/channel}
 * @param digestOnly whether the decision is beyond what its workspace may send one by one
 */
public record ChannelInput(
    String key, @Nullable Notification told, boolean digestOnly, @Nullable AlertChange change) {
  /** A decision, for its channel. */
  static ChannelInput of(Notification told, boolean digestOnly) {
    return new ChannelInput(Delivery.key(told.workspace(), told.channel()), told, digestOnly, null);
  }

  /** A change, for a channel that was told about its group. */
  static ChannelInput of(AlertChange change, String channel) {
    return new ChannelInput(Delivery.key(change.workspace(), channel), null, false, change);
  }
}
