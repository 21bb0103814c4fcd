// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.delivery;

import dev.signalcraft.domain.grouping.AlertGroup;
import dev.signalcraft.domain.grouping.GroupKey;
import dev.signalcraft.domain.grouping.GroupStatus;
import dev.signalcraft.domain.ingest.EventType;
import dev.signalcraft.domain.ingest.Lifecycle;
import dev.signalcraft.domain.ingest.Severity;
import dev.signalcraft.domain.routing.Notification;
import dev.signalcraft.domain.routing.NotificationReason;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * The test of a channel: a notification about a group that no event has opened and that nothing
 * else is ever said about. The group is over from the beginning, so that nobody can act on it.
 */
public final class ChannelTrial {
  /** In the place of the rule that wants it. */
  public static final String RULE = "channel-test";

  private static final String SOURCE = "signalcraft";

  private ChannelTrial() {}

  /**
   * The test of this name, the same notification whenever it is asked for.
   *
   * @param name of the test among those of its channel
   */
  public static Notification of(
      String workspace, String channel, String name, String actor, Instant at) {
    AlertGroup group = group(workspace, channel, name, actor, at);
    return new Notification(
        id(workspace, channel, name),
        workspace,
        group.groupKey(),
        group.groupId(),
        channel,
        NotificationReason.TEST,
        1,
        at,
        1,
        RULE,
        1,
        null,
        null,
        List.of(),
        true,
        false,
        null,
        null,
        group);
  }

  /** The id of its notification. */
  public static String id(String workspace, String channel, String name) {
    String groupId = groupId(groupKey(workspace, channel, name));
    return Notification.id(groupId, channel, NotificationReason.TEST, 1);
  }

  private static String groupKey(String workspace, String channel, String name) {
    return GroupKey.hash(workspace, RULE, channel, name);
  }

  private static String groupId(String groupKey) {
    return groupKey + "-0";
  }

  private static AlertGroup group(
      String workspace, String channel, String name, String actor, Instant at) {
    String key = groupKey(workspace, channel, name);
    return new AlertGroup(
        groupId(key),
        key,
        workspace,
        SOURCE,
        SOURCE,
        "production",
        key,
        EventType.USAGE,
        Lifecycle.STATELESS,
        GroupStatus.RESOLVED,
        Severity.LOW,
        "Test of the channel " + channel,
        "Sent for " + actor + ", to see whether the channel is reached. There is nothing to do.",
        null,
        null,
        null,
        Map.of(),
        1,
        0,
        null,
        null,
        null,
        null,
        false,
        RULE,
        List.of(channel),
        at,
        at,
        at,
        at,
        at,
        null,
        null,
        1,
        1,
        null);
  }
}
