// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.ingest;

import dev.signalcraft.domain.grouping.Command;
import dev.signalcraft.domain.grouping.GroupKey;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One record of the topic {@code inputs}: everything that can change a group, in one order per key.
 *
 * @param kind what it is
 * @param groupKey the key that it is about, also the record's key; empty for a tick
 * @param event the event, for {@link Kind#EVENT}
 * @param command the command, for {@link Kind#COMMAND}
 */
public record Input(
    Kind kind, String groupKey, @Nullable AlertEvent event, @Nullable Command command) {
  /** What an input is. */
  public enum Kind {
    EVENT,
    COMMAND,
    /** Says only that time has passed; each partition has one a second. */
    TICK
  }

  public Input {
    Objects.requireNonNull(kind, "kind");
    groupKey = groupKey == null ? "" : groupKey;
    if ((kind != Kind.EVENT && event != null) || (kind != Kind.COMMAND && command != null)) {
      throw new IllegalArgumentException("an input is one thing only: an event, a command, a tick");
    }
    if (kind == Kind.EVENT && (event == null || !GroupKey.isValid(groupKey))) {
      throw new IllegalArgumentException("an event needs its group key and its fields");
    }
    if (kind == Kind.COMMAND && (command == null || !command.groupKey().equals(groupKey))) {
      throw new IllegalArgumentException("a command needs its fields and its group's key");
    }
  }

  private static final Input TICK = new Input(Kind.TICK, "", null, null);

  /** An event under its group key. */
  public static Input of(String groupKey, AlertEvent event) {
    return new Input(Kind.EVENT, groupKey, event, null);
  }

  /** A command under the key of its group. */
  public static Input of(Command command) {
    return new Input(Kind.COMMAND, command.groupKey(), null, command);
  }

  /** The tick. */
  public static Input tick() {
    return TICK;
  }

  /** What makes a redelivery known: the id of the event or the command; empty for a tick. */
  public String id() {
    if (event != null) {
      return event.eventId();
    }
    return command == null ? "" : command.commandId();
  }
}
