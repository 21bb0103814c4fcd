// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.delivery;

import dev.signalcraft.domain.grouping.GroupKey;
import dev.signalcraft.domain.ingest.AlertEvent;
import dev.signalcraft.domain.ingest.EventDraft;
import dev.signalcraft.domain.ingest.EventStatus;
import dev.signalcraft.domain.ingest.Lifecycle;
import dev.signalcraft.domain.ingest.Rejection;
import dev.signalcraft.domain.ingest.Severity;

/** The alerts about a channel: it cannot be reached, it can be reached again. */
final class ChannelAlerts {
  private static final String SOURCE = "signalcraft";

  private final String workspace;
  private final String channel;

  ChannelAlerts(String workspace, String channel) {
    this.workspace = workspace;
    this.channel = channel;
  }

  /** A notification could not be delivered for good; the same event whenever it is said. */
  AlertEvent unreachable(String notificationId, String why, long at) {
    return built(
        draft(notificationId + "/given-up", at)
            .severity(Severity.HIGH)
            .status(EventStatus.FIRING)
            .title(channel + ": notifications are not delivered")
            .message(why)
            .tag("notification", notificationId));
  }

  /** Something gets through again. */
  AlertEvent reachable(String sendId, long at) {
    return built(
        draft(sendId + "/sent", at)
            .severity(Severity.LOW)
            .status(EventStatus.RESOLVED)
            .title(channel + ": notifications are delivered again"));
  }

  private EventDraft draft(String name, long at) {
    return new EventDraft(workspace, SOURCE, at)
        .sourceEventId(GroupKey.hash(channel, name))
        .project(SOURCE)
        .fingerprint(GroupKey.hash("channel", channel))
        .lifecycle(Lifecycle.STATEFUL)
        .tag("channel", channel);
  }

  private static AlertEvent built(EventDraft draft) {
    try {
      return draft.build();
    } catch (Rejection e) {
      throw new IllegalStateException("a channel's alert has a title", e);
    }
  }
}
