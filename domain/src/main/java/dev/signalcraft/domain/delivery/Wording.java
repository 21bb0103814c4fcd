// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.delivery;

import dev.signalcraft.domain.grouping.AlertGroup;
import dev.signalcraft.domain.grouping.ChangeReason;
import dev.signalcraft.domain.grouping.GroupStatus;
import dev.signalcraft.domain.grouping.StatusChange;
import dev.signalcraft.domain.ingest.Severity;
import dev.signalcraft.domain.json.WireName;
import dev.signalcraft.domain.routing.Notification;
import dev.signalcraft.domain.routing.NotificationReason;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How people are told in words, whatever the channel. */
final class Wording {
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private Wording() {}

  /** Such as {@code 2026-03-01 12:00 UTC}. */
  static String time(Instant time) {
    return MINUTE.format(time);
  }

  /** Such as {@code CRITICAL}. */
  static String badge(Severity severity) {
    return severity.name();
  }

  /** Why somebody is told. */
  static String reason(Notification told) {
    return switch (told.reason()) {
      case OPENED -> "New alert";
      case REOPENED -> orState(told, ChangeReason.REOPENED, "Reopened");
      case SEVERITY_RAISED -> "Now " + WireName.of(told.group().severity());
      case REPEATED -> "Nobody has acknowledged it yet";
      case ESCALATED -> orState(told, ChangeReason.ESCALATED, "Escalated");
      case SNOOZE_ENDED -> orState(told, ChangeReason.SNOOZE_ENDED, "The snooze has ended");
      case SILENCE_ENDED -> "The silence has ended";
      case RESOLVED ->
          told.group().status() == GroupStatus.RESOLVED ? state(told.group()) : "Resolved";
      case FLAPPING -> "Flapping: it keeps resolving and reopening; quiet until it settles";
      case TEST -> "A test: nothing is wrong";
    };
  }

  /** Where the group stands says it better, as it knows who did it; unless it moved on since. */
  private static String orState(Notification told, ChangeReason reason, String otherwise) {
    StatusChange change = told.group().statusChange();
    return change != null && change.reason() == reason ? state(told.group()) : otherwise;
  }

  /** Where a group stands, and who brought it there. */
  static String state(AlertGroup group) {
    StatusChange change = group.statusChange();
    String by = change == null ? "" : by(change.actor());
    return switch (group.status()) {
      case OPEN -> change == null ? "Open" : open(change, by);
      case ACKNOWLEDGED -> "Acknowledged" + by;
      case SNOOZED -> snoozed(group) + by;
      case RESOLVED -> resolved(group, change, by);
    };
  }

  private static String open(StatusChange change, String by) {
    return switch (change.reason()) {
      case REOPENED -> "Reopened" + by;
      case UNACKNOWLEDGED -> "Open again: the acknowledgement was taken back" + by;
      case ACK_TIMED_OUT -> "Open again: the acknowledgement timed out";
      case SNOOZE_ENDED -> "Open again: the snooze has ended";
      case ESCALATED -> by.isEmpty() ? "Escalated: nobody has acknowledged it" : "Escalated" + by;
      default -> "Open";
    };
  }

  private static String snoozed(AlertGroup group) {
    Instant until = group.snoozedUntil();
    return until == null ? "Snoozed" : "Snoozed until " + time(until);
  }

  private static String resolved(AlertGroup group, @Nullable StatusChange change, String by) {
    ChangeReason reason = change == null ? ChangeReason.RESOLVED : change.reason();
    return switch (reason) {
      case EXPIRED -> "Resolved: its source has not sent it again";
      case INACTIVE -> "Resolved: nothing came for a long time";
      case SUPERSEDED -> "Closed: the next episode has begun";
      default ->
          "Resolved"
              + by
              + (group.outcome() == null ? "" : " (" + WireName.of(group.outcome()) + ")");
    };
  }

  private static String by(String actor) {
    return switch (actor) {
      case "source" -> " by its source";
      case "clock" -> "";
      default -> " by " + actor;
    };
  }

  /** Whether this reason says that something is wrong. */
  static boolean fires(NotificationReason reason) {
    return reason != NotificationReason.RESOLVED && reason != NotificationReason.TEST;
  }
}
