// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.grouping;

import dev.signalcraft.domain.ingest.AlertEvent;
import dev.signalcraft.domain.json.WireName;
import dev.signalcraft.domain.routing.Notification;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One record of the topic {@code alert-changes}; readers upsert it by its key and version, so
 * whoever reads it twice ends with the same rows.
 *
 * @param kind what it carries
 * @param groupKey also the record's key
 * @param groupId the episode; null for an event that belongs to none
 * @param workspace the tenant
 * @param at log time at which it happened
 * @param group the whole group after it, for {@link Kind#CHANGE} and {@link Kind#COUNT}
 * @param change for {@link Kind#CHANGE} and {@link Kind#REFUSED}
 * @param event for {@link Kind#EVENT}
 * @param stale for {@link Kind#EVENT}: it occurred more than a day before we learned of it and
 *     counts nowhere
 * @param minute for {@link Kind#MINUTE}
 * @param notification for {@link Kind#SHADOW}
 * @param fallbacks for {@link Kind#CHANGE}: the channels that may have been told about the group in
 *     the place of those that were to be; null for none
 */
public record AlertChange(
    Kind kind,
    String groupKey,
    @Nullable String groupId,
    String workspace,
    Instant at,
    @Nullable AlertGroup group,
    @Nullable GroupChange change,
    @Nullable AlertEvent event,
    boolean stale,
    @Nullable MinuteTotal minute,
    @Nullable Notification notification,
    @Nullable List<String> fallbacks) {
  public AlertChange {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(workspace, "workspace");
    Objects.requireNonNull(at, "at");
    if (groupKey == null || !GroupKey.isValid(groupKey)) {
      throw new IllegalArgumentException("groupKey: 32 lower-case hex digits");
    }
    boolean whole =
        switch (kind) {
          case CHANGE -> group != null && change != null;
          case REFUSED -> change != null && change.command() != null && groupId != null;
          case COUNT -> group != null;
          case EVENT -> event != null;
          case MINUTE -> minute != null && groupId != null;
          case SHADOW -> notification != null && notification.shadow();
        };
    if (!whole) {
      throw new IllegalArgumentException("a " + WireName.of(kind) + " without its content");
    }
    if (group != null) {
      group.requireWhole();
      if (change != null) {
        Objects.requireNonNull(change.statusAfter(), "change.statusAfter");
        Objects.requireNonNull(change.severityAfter(), "change.severityAfter");
      }
    }
  }

  /** What a record carries. */
  public enum Kind {
    /** A change of a group, with the whole group after it. */
    CHANGE,
    /** A command on a group that is not held: an old or foreign one, or one that has ended. */
    REFUSED,
    /** The same group with new counts. */
    COUNT,
    /** An exemplar: the first 100 new events of an episode, then the first of each minute. */
    EVENT,
    /** The totals so far of a group and a minute. */
    MINUTE,
    /** What a rule in shadow mode would tell. */
    SHADOW
  }

  /** A change of a group. */
  static AlertChange change(
      AlertGroup after, GroupChange change, @Nullable List<String> fallbacks, long t) {
    return new AlertChange(
        Kind.CHANGE,
        after.groupKey(),
        after.groupId(),
        after.workspace(),
        Instant.ofEpochMilli(t),
        after,
        change,
        null,
        false,
        null,
        null,
        fallbacks);
  }

  /** The same change of a group, the first after these documents came late. */
  public AlertChange after(List<String> lateConfig) {
    GroupChange late = Objects.requireNonNull(change, "change").after(lateConfig);
    return new AlertChange(
        kind,
        groupKey,
        groupId,
        workspace,
        at,
        group,
        late,
        event,
        stale,
        minute,
        notification,
        fallbacks);
  }

  /** The same after one that nobody has read: counts alone do not say what happened before them. */
  public AlertChange following(@Nullable AlertChange earlier) {
    if (kind != Kind.COUNT || earlier == null || earlier.change == null) {
      return this;
    }
    return new AlertChange(
        Kind.CHANGE,
        groupKey,
        groupId,
        workspace,
        at,
        group,
        earlier.change,
        null,
        false,
        null,
        null,
        earlier.fallbacks);
  }

  /** A command on a group that is not held. */
  static AlertChange refused(Command command, Refusal refusal, long t) {
    return new AlertChange(
        Kind.REFUSED,
        command.groupKey(),
        command.groupId(),
        command.workspace(),
        Instant.ofEpochMilli(t),
        null,
        GroupChange.refused(null, command, refusal),
        null,
        false,
        null,
        null,
        null);
  }

  /** New counts of a group. */
  static AlertChange count(AlertGroup group, long t) {
    return new AlertChange(
        Kind.COUNT,
        group.groupKey(),
        group.groupId(),
        group.workspace(),
        Instant.ofEpochMilli(t),
        group,
        null,
        null,
        false,
        null,
        null,
        null);
  }

  /** An event of an episode, or of none. */
  static AlertChange event(
      String groupKey, @Nullable AlertGroup group, AlertEvent event, boolean stale, long t) {
    return new AlertChange(
        Kind.EVENT,
        groupKey,
        group == null ? null : group.groupId(),
        event.workspace(),
        Instant.ofEpochMilli(t),
        null,
        null,
        event,
        stale,
        null,
        null,
        null);
  }

  /** The totals so far of a minute of a group. */
  static AlertChange minute(AlertGroup group, MinuteTotal minute, long t) {
    return new AlertChange(
        Kind.MINUTE,
        group.groupKey(),
        group.groupId(),
        group.workspace(),
        Instant.ofEpochMilli(t),
        null,
        null,
        null,
        false,
        minute,
        null,
        null);
  }

  /** What a rule in shadow mode would tell. */
  public static AlertChange shadow(Notification notification) {
    return new AlertChange(
        Kind.SHADOW,
        notification.groupKey(),
        notification.groupId(),
        notification.workspace(),
        notification.at(),
        null,
        null,
        null,
        false,
        null,
        notification,
        null);
  }
}
