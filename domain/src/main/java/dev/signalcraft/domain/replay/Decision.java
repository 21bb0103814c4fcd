// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.replay;

import dev.signalcraft.domain.routing.Notification;
import dev.signalcraft.domain.routing.NotificationReason;
import java.time.Instant;

/**
 * A decision to tell a channel, as far as another is compared with it.
 *
 * @param at log time
 */
public record Decision(
    String notificationId,
    String workspace,
    String groupId,
    String channel,
    NotificationReason reason,
    String rule,
    long ruleVersion,
    Instant at) {

  /** That of a notification. */
  public static Decision of(Notification told) {
    return new Decision(
        told.notificationId(),
        told.workspace(),
        told.groupId(),
        told.channel(),
        told.reason(),
        told.rule(),
        told.ruleVersion(),
        told.at());
  }
}
