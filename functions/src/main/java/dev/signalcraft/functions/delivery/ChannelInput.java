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
 */
public record ChannelInput(String key, @Nullable Notification told, @Nullable AlertChange change) {
  /** A decision, for its channel. */
  public static ChannelInput of(Notification told) {
    return new ChannelInput(Delivery.key(told.workspace(), told.channel()), told, null);
  }

  /** A change, for a channel that was told about its group. */
  static ChannelInput of(AlertChange change, String channel) {
    return new ChannelInput(Delivery.key(change.workspace(), channel), null, change);
  }
}
