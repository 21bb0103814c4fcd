// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.cli.grouping;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The commands on groups, one for each action. */
@SuppressWarnings("NullAway.Init") // picocli sets the fields.
public final class GroupCommands {
  /** All of them, in the order in which they are shown. */
  public static final List<Class<?>> ALL =
      List.of(
          GroupsCommand.class,
          Ack.class,
          Unack.class,
          Snooze.class,
          Resolve.class,
          Reopen.class,
          Assign.class,
          Note.class,
          Runbook.class,
          Escalate.class);

  private static final String ID = "0123456789abcdef0123456789abcdef-1767225600000";

  private GroupCommands() {}

  @Command(
      name = "ack",
      description = "Takes groups on: their escalation stops.",
      mixinStandardHelpOptions = true,
      sortOptions = false,
      footer = {"", "Example: signalcraft ack " + ID})
  static final class Ack extends GroupCommand {
    @Override
    String action() {
      return "acknowledge";
    }
  }

  @Command(
      name = "unack",
      description = "Gives acknowledged groups back: they are open again.",
      mixinStandardHelpOptions = true,
      sortOptions = false,
      footer = {"", "Example: signalcraft unack " + ID})
  static final class Unack extends GroupCommand {
    @Override
    String action() {
      return "unacknowledge";
    }
  }

  @Command(
      name = "snooze",
      description = "Keeps groups quiet for a time.",
      mixinStandardHelpOptions = true,
      sortOptions = false,
      footer = {"", "Example: signalcraft snooze " + ID + " --for 4h"})
  static final class Snooze extends GroupCommand {
    @ArgGroup(multiplicity = "1")
    private End end;

    private static final class End {
      @Option(names = "--for", paramLabel = "TIME", description = "How long: 30m, 4h, 7d.")
      private @Nullable String duration;

      @Option(
          names = "--until",
          paramLabel = "TIME",
          description = "Until when, such as 2026-03-01T08:00:00Z.")
      private @Nullable String time;
    }

    @Override
    String action() {
      return "snooze";
    }

    @Override
    void say(ObjectNode command) {
      if (end.time != null) {
        command.put("until", end.time);
      } else {
        command.put("for", end.duration);
      }
    }
  }

  @Command(
      name = "resolve",
      description = "Ends groups.",
      mixinStandardHelpOptions = true,
      sortOptions = false,
      footer = {"", "Example: signalcraft resolve " + ID + " --outcome fixed"})
  static final class Resolve extends GroupCommand {
    @Option(
        names = "--outcome",
        paramLabel = "WORD",
        description = "How they ended: fixed, deferred or wont-fix.")
    private @Nullable String outcome;

    @Override
    String action() {
      return "resolve";
    }

    @Override
    void say(ObjectNode command) {
      if (outcome != null) {
        command.put("outcome", outcome);
      }
    }
  }

  @Command(
      name = "reopen",
      description = "Opens resolved groups again.",
      mixinStandardHelpOptions = true,
      sortOptions = false,
      footer = {"", "Example: signalcraft reopen " + ID})
  static final class Reopen extends GroupCommand {
    @Override
    String action() {
      return "reopen";
    }
  }

  @Command(
      name = "assign",
      description = "Gives groups to somebody, or to nobody.",
      mixinStandardHelpOptions = true,
      sortOptions = false,
      footer = {"", "Example: signalcraft assign " + ID + " --to ada"})
  static final class Assign extends GroupCommand {
    @ArgGroup(multiplicity = "1")
    private Whom whom;

    private static final class Whom {
      @Option(names = "--to", paramLabel = "NAME", description = "Who gets them.")
      private @Nullable String name;

      @Option(names = "--to-nobody", required = true, description = "Nobody has them any more.")
      private boolean nobody;
    }

    @Override
    String action() {
      return "assign";
    }

    @Override
    void say(ObjectNode command) {
      command.put("assignee", whom.nobody ? null : whom.name);
    }
  }

  @Command(
      name = "note",
      description = "Writes a note on groups.",
      mixinStandardHelpOptions = true,
      sortOptions = false,
      footer = {"", "Example: signalcraft note " + ID + " --text 'the disk is full'"})
  static final class Note extends GroupCommand {
    @Option(
        names = "--text",
        required = true,
        paramLabel = "TEXT",
        description = "The note, at most 2,048 characters.")
    private String text;

    @Override
    String action() {
      return "notes";
    }

    @Override
    void say(ObjectNode command) {
      command.put("text", text);
    }
  }

  @Command(
      name = "runbook",
      description = "Says where to read what helps with groups.",
      mixinStandardHelpOptions = true,
      sortOptions = false,
      footer = {"", "Example: signalcraft runbook " + ID + " --text https://wiki.example/disk"})
  static final class Runbook extends GroupCommand {
    @ArgGroup(multiplicity = "1")
    private Place place;

    private static final class Place {
      @Option(names = "--text", paramLabel = "TEXT", description = "Most often an address.")
      private @Nullable String text;

      @Option(names = "--remove", required = true, description = "There is none any more.")
      private boolean removed;
    }

    @Override
    String action() {
      return "runbook";
    }

    @Override
    void say(ObjectNode command) {
      command.put("text", place.removed ? null : place.text);
    }
  }

  @Command(
      name = "escalate",
      description = "Opens groups and takes the next step of their escalation at once.",
      mixinStandardHelpOptions = true,
      sortOptions = false,
      footer = {"", "Example: signalcraft escalate " + ID})
  static final class Escalate extends GroupCommand {
    @Override
    String action() {
      return "escalate";
    }
  }
}
