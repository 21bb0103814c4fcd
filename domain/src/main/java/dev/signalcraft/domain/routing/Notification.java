// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.routing;

import dev.signalcraft.domain.grouping.AlertGroup;
import dev.signalcraft.domain.grouping.GroupKey;
import dev.signalcraft.domain.grouping.GroupStatus;
import dev.signalcraft.domain.ingest.Severity;
import dev.signalcraft.domain.json.WireName;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The decision to tell one channel about one group: this channel, for this reason, once.
 *
 * @param notificationId 32 hex digits derived from group, channel, reason and {@code ordinal}
 * @param at log time of the decision; of what an inhibitor held, of its release
 * @param ordinal how often the channel has been told for this reason, from 1
 * @param sequence of the group's newest change record
 * @param rule the rule that wants it; of a step of the escalation the one that says the step
 * @param ruleVersion its version
 * @param fallback the channel that is told when this one fails for good
 * @param mention whom to name
 * @param eventIds the events behind it: the newest, and the one that brought it about
 * @param first whether the channel has not been told before that the group fires
 * @param shadow whether nobody is told: what a rule in shadow mode would tell
 * @param statusBefore before the change that brought it about; the same as now where none did
 * @param group as it stands
 */
public record Notification(
    String notificationId,
    String workspace,
    String groupKey,
    String groupId,
    String channel,
    NotificationReason reason,
    int ordinal,
    Instant at,
    int sequence,
    String rule,
    long ruleVersion,
    @Nullable String fallback,
    @Nullable String mention,
    List<String> eventIds,
    boolean first,
    boolean shadow,
    @Nullable GroupStatus statusBefore,
    @Nullable Severity severityBefore,
    AlertGroup group) {
  public Notification {
    Objects.requireNonNull(notificationId, "notificationId");
    Objects.requireNonNull(workspace, "workspace");
    Objects.requireNonNull(groupId, "groupId");
    Objects.requireNonNull(channel, "channel");
    Objects.requireNonNull(reason, "reason");
    Objects.requireNonNull(at, "at");
    Objects.requireNonNull(rule, "rule");
    Objects.requireNonNull(group, "group");
    if (groupKey == null || !GroupKey.isValid(groupKey)) {
      throw new IllegalArgumentException("groupKey: 32 lower-case hex digits");
    }
    eventIds = eventIds == null ? List.of() : eventIds;
  }

  /** The same, told at another log time, when the group stands so. */
  public Notification told(Instant time, AlertGroup now, boolean isFirst) {
    return new Notification(
        notificationId,
        workspace,
        groupKey,
        groupId,
        channel,
        reason,
        ordinal,
        time,
        now.sequence(),
        rule,
        ruleVersion,
        fallback,
        mention,
        eventIds,
        isFirst,
        shadow,
        statusBefore,
        severityBefore,
        now);
  }

  /** The same, in the place of an older one that its channel has not been told. */
  public Notification insteadOf(Notification older) {
    return with(
        notificationId,
        channel,
        fallback == null ? older.fallback : fallback,
        mention == null ? older.mention : mention,
        first || older.first);
  }

  /** The same for another channel, which is told because its own could not be. */
  public Notification elsewhere(String place) {
    return with(GroupKey.hash(notificationId, place), place, null, mention, first);
  }

  private Notification with(
      String id,
      String toChannel,
      @Nullable String otherwise,
      @Nullable String whom,
      boolean isFirst) {
    return new Notification(
        id,
        workspace,
        groupKey,
        groupId,
        toChannel,
        reason,
        ordinal,
        at,
        sequence,
        rule,
        ruleVersion,
        otherwise,
        whom,
        eventIds,
        isFirst,
        shadow,
        statusBefore,
        severityBefore,
        group);
  }

  /** Whether it was decided longer than this before a time. */
  public boolean isOlderThan(long millis, long now) {
    return now - at.toEpochMilli() > millis;
  }

  /** The channel, apart from what rules in shadow mode would tell it. */
  public String place() {
    return shadow ? channel + "/shadow" : channel;
  }

  /** The id of what a channel is told for the nth time for a reason. */
  public static String id(String groupId, String channel, NotificationReason reason, int ordinal) {
    return GroupKey.hash(groupId, channel, WireName.of(reason), Integer.toString(ordinal));
  }
}
