// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.delivery;

import dev.signalcraft.domain.grouping.AlertChange;
import dev.signalcraft.domain.routing.Notification;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one attempt tells a channel: one notification; several in a digest; or, with a change and no
 * notification, how a message that stands there already is brought up to date.
 *
 * @param id the same for each attempt, so that a receiver can know a repeat
 * @param channelName the channel's name, by which rules know it
 * @param told oldest first; empty for an update
 * @param change of the group; null but for an update
 * @param messageId what the provider calls the message of this group in this channel; null where
 *     there is none yet
 * @param attempt from 1
 */
public record Send(
    String id,
    String workspace,
    String channelName,
    Channel channel,
    List<Notification> told,
    @Nullable AlertChange change,
    @Nullable String messageId,
    int attempt) {
  public Send {
    told = List.copyOf(told);
    if (told.isEmpty() == (change == null)) {
      throw new IllegalArgumentException("either notifications or a change");
    }
  }
}
