// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.delivery;

import static dev.signalcraft.domain.ingest.Events.T0;
import static dev.signalcraft.domain.ingest.Events.event;

import dev.signalcraft.domain.config.ConfigLog;
import dev.signalcraft.domain.grouping.AlertChange;
import dev.signalcraft.domain.grouping.AlertGroup;
import dev.signalcraft.domain.grouping.ChangeReason;
import dev.signalcraft.domain.grouping.GroupChange;
import dev.signalcraft.domain.grouping.GroupStatus;
import dev.signalcraft.domain.grouping.GroupStory;
import dev.signalcraft.domain.ingest.Severity;
import dev.signalcraft.domain.routing.Notification;
import dev.signalcraft.domain.routing.NotificationReason;
import java.time.Instant;
import java.util.List;

/**
 * Decisions about groups and changes of them, as a channel's queue gets them: {@code
 * told(group("a"), 1, OPENED)}. A group is known by one letter; its sequence says the second after
 * T0 at which it was decided.
 */
public final class Told {
  private static final AlertGroup GROUP =
      new GroupStory(
              new ConfigLog()
                  .at(T0.minusSeconds(60), "RoutingRule", "all", "{notify: [{channel: ops}]}"))
          .at(T0, event("checkout", "1", T0))
          .notifications()
          .get(0)
          .group();

  private Told() {}

  /** A group as it stands. */
  public static AlertGroup group(String name, GroupStatus status, int sequence, long count) {
    String key = dev.signalcraft.domain.grouping.GroupKey.hash(name);
    return new AlertGroup(
        key + "-" + T0.toEpochMilli(),
        key,
        GROUP.workspace(),
        GROUP.source(),
        GROUP.project(),
        GROUP.environment(),
        name,
        GROUP.type(),
        GROUP.lifecycle(),
        status,
        GROUP.severity(),
        "Broken " + name,
        null,
        null,
        null,
        null,
        GROUP.tags(),
        count,
        0,
        null,
        null,
        null,
        null,
        false,
        "all",
        List.of("ops"),
        T0,
        T0,
        T0,
        T0,
        null,
        null,
        null,
        sequence,
        sequence,
        null);
  }

  /** A decision, made {@code sequence} seconds after T0, for the channel {@code ops}. */
  public static Notification told(String name, int sequence, NotificationReason reason) {
    return told(name, sequence, reason, null, T0.plusSeconds(sequence));
  }

  /** A decision of another time, which may name a fallback. */
  public static Notification told(
      String name, int sequence, NotificationReason reason, String fallback, Instant at) {
    GroupStatus status =
        reason == NotificationReason.RESOLVED ? GroupStatus.RESOLVED : GroupStatus.OPEN;
    AlertGroup group = group(name, status, sequence, sequence);
    int ordinal = (int) (at.toEpochMilli() - T0.toEpochMilli());
    return new Notification(
        Notification.id(group.groupId(), "ops", reason, ordinal),
        group.workspace(),
        group.groupKey(),
        group.groupId(),
        "ops",
        reason,
        ordinal,
        at,
        sequence,
        "all",
        1,
        fallback,
        null,
        List.of(),
        sequence == 1,
        false,
        GroupStatus.OPEN,
        Severity.HIGH,
        group);
  }

  /** A change of a group. */
  public static AlertChange change(String name, GroupStatus status, int sequence) {
    AlertGroup group = group(name, status, sequence, sequence);
    ChangeReason reason =
        switch (status) {
          case OPEN -> ChangeReason.UNACKNOWLEDGED;
          case ACKNOWLEDGED -> ChangeReason.ACKNOWLEDGED;
          case SNOOZED -> ChangeReason.SNOOZED;
          case RESOLVED -> ChangeReason.RESOLVED;
        };
    GroupChange change =
        new GroupChange(
            sequence,
            reason,
            "ada",
            null,
            null,
            null,
            null,
            null,
            GroupStatus.OPEN,
            status,
            Severity.HIGH,
            Severity.HIGH,
            null,
            null,
            null);
    return new AlertChange(
        AlertChange.Kind.CHANGE,
        group.groupKey(),
        group.groupId(),
        group.workspace(),
        T0.plusSeconds(sequence),
        group,
        change,
        null,
        false,
        null,
        null,
        null);
  }

  /** The same change, which names fallbacks. */
  public static AlertChange naming(AlertChange change, String... fallbacks) {
    return new AlertChange(
        change.kind(),
        change.groupKey(),
        change.groupId(),
        change.workspace(),
        change.at(),
        change.group(),
        change.change(),
        null,
        false,
        null,
        null,
        List.of(fallbacks));
  }

  /** New counts of an open group. */
  public static AlertChange count(String name, int sequence, long count) {
    AlertGroup group = group(name, GroupStatus.OPEN, sequence, count);
    return new AlertChange(
        AlertChange.Kind.COUNT,
        group.groupKey(),
        group.groupId(),
        group.workspace(),
        T0.plusSeconds(sequence),
        group,
        null,
        null,
        false,
        null,
        null,
        null);
  }
}
