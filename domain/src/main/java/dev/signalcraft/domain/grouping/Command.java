// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.grouping;

import dev.signalcraft.domain.json.WireName;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a person wants done to a group.
 *
 * @param commandId 32 lower-case hex digits; the same command sent twice has one id and acts once
 * @param workspace the tenant; a group of another one is unknown to it
 * @param groupId the episode; an action on an old one changes nothing
 * @param expectedVersion what its author saw; null for any
 * @param action what to do
 * @param actor who wants it, at most 256 characters; never {@code source} or {@code clock}
 * @param until when a snooze ends
 * @param assignee at most 256 characters; null takes the group from whoever has it
 * @param outcome of a resolve; null where its author does not say
 * @param text of a note; of a runbook, where null removes it; at most 2,048 characters
 */
public record Command(
    String commandId,
    String workspace,
    String groupId,
    @Nullable Integer expectedVersion,
    Action action,
    String actor,
    @Nullable Instant until,
    @Nullable String assignee,
    @Nullable Outcome outcome,
    @Nullable String text) {

  /** The longest actor and assignee. */
  public static final int MAX_NAME = 256;

  /** The longest text. */
  public static final int MAX_TEXT = 2_048;

  /** The longest snooze: whoever wants more wants a silence. */
  public static final long MAX_SNOOZE_MILLIS = 366 * 24 * 3_600_000L;

  /**
   * Refuses a command that no group could take.
   *
   * @throws IllegalArgumentException which field is wrong and what it has to be
   */
  public Command {
    if (commandId == null || !GroupKey.isValid(commandId)) {
      throw new IllegalArgumentException("commandId: 32 lower-case hex digits");
    }
    required(workspace, "workspace", MAX_NAME);
    if (groupId == null || !GroupKey.isGroupId(groupId)) {
      throw new IllegalArgumentException("groupId: <group key>-<milliseconds>");
    }
    Objects.requireNonNull(action, "action");
    required(actor, "actor", MAX_NAME);
    if (actor.equals(Cause.SOURCE) || actor.equals(Cause.CLOCK)) {
      throw new IllegalArgumentException("actor: " + actor + " is never a person");
    }
    only(action == Action.SNOOZE, until, "until", action);
    only(action == Action.ASSIGN, assignee, "assignee", action);
    only(action == Action.RESOLVE, outcome, "outcome", action);
    only(action == Action.NOTE || action == Action.RUNBOOK, text, "text", action);
    if (action == Action.SNOOZE && until == null) {
      throw new IllegalArgumentException("until: a snooze needs its end");
    }
    if (action == Action.NOTE) {
      required(text, "text", MAX_TEXT);
    }
    optional(assignee, "assignee", MAX_NAME);
    optional(text, "text", MAX_TEXT);
  }

  /** The key of the group that it is about. */
  public String groupKey() {
    return GroupKey.ofGroup(groupId);
  }

  private static void only(boolean allowed, @Nullable Object value, String field, Action action) {
    if (value != null && !allowed) {
      throw new IllegalArgumentException(
          field + ": means nothing to the action " + WireName.of(action));
    }
  }

  private static void required(@Nullable String value, String field, int most) {
    if (value == null) {
      throw new IllegalArgumentException(field + ": is missing");
    }
    optional(value, field, most);
  }

  private static void optional(@Nullable String value, String field, int most) {
    if (value == null) {
      return;
    }
    if (value.isBlank() || value.length() > most) {
      throw new IllegalArgumentException(field + ": 1 to " + most + " characters");
    }
    if (value.indexOf('\u0000') >= 0) {
      throw new IllegalArgumentException(field + ": holds a NUL character");
    }
  }
}
