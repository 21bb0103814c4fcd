// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.grouping;

import java.util.List;
import java.util.Map;

/** What goes into a {@link PlainLife} and what is told of it, in words and numbers. */
final class PlainLog {
  private PlainLog() {}

  /**
   * A record of the log.
   *
   * @param what {@code firing}, {@code resolved}, or what a command wants
   * @param ends of a stateful event; until when, of a snooze
   * @param text what an assign, note, runbook or resolve says; the team of an event
   * @param group when the group that a command names was opened
   * @param foreign whether a command comes from another workspace
   */
  record Step(
      long at,
      String id,
      String what,
      boolean stateful,
      int severity,
      long receivedAt,
      long occurredAt,
      Long ends,
      String text,
      long group,
      boolean foreign,
      Integer expected) {
    /** The same once more; a later end would move the group's. */
    Step again(long then) {
      Long end = isCommand() ? ends : null;
      return new Step(
          then,
          id,
          what,
          stateful,
          severity,
          receivedAt,
          occurredAt,
          end,
          text,
          group,
          foreign,
          expected);
    }

    boolean isFiring() {
      return what.equals("firing");
    }

    boolean isCommand() {
      return !isFiring() && !what.equals("resolved");
    }
  }

  /**
   * A version of a rule of severity: for a team, or for all; without levels it asks for nothing.
   */
  record Rule(String name, long version, long logTime, String team, List<Level> levels) {}

  record Level(long count, int severity) {}

  /** How long things last; {@code ackTimeout} 0 for never. */
  record Clocks(long window, long autoClose, long ackTimeout) {}

  /** A change record, or a refusal for a group that is not held (then with the sequence 0). */
  record Line(
      long group,
      long at,
      String reason,
      String actor,
      String by,
      String refusal,
      String rule,
      String before,
      String after,
      int severityBefore,
      int severityAfter,
      String assigneeBefore,
      String assigneeAfter,
      int version,
      int sequence) {}

  /** How an episode ends up; minutes hold new events and redeliveries. */
  record Ending(
      long openedAt,
      String status,
      int severity,
      long count,
      long duplicates,
      String assignee,
      String note,
      String runbook,
      String outcome,
      boolean flapping,
      long firstSeen,
      long lastSeen,
      long lastActivity,
      Long resolvedAt,
      Long snoozedUntil,
      Long expiresAt,
      int version,
      String standing,
      Map<Long, List<Long>> minutes) {}

  /** An event row; {@code group} 0 for none. */
  record Row(long group, long at, String event, boolean stale) {}
}
