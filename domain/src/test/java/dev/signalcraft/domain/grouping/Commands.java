// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.grouping;

import java.time.Instant;

/**
 * Commands that speak the domain: {@code Commands.on(group).by("ann").snooze(until)}. The same
 * command on the same group has the same id, unless it is numbered.
 */
final class Commands {
  private final String workspace;
  private final String groupId;
  private Integer expected;
  private String actor = "ann";
  private String number = "";

  private Commands(String workspace, String groupId) {
    this.workspace = workspace;
    this.groupId = groupId;
  }

  static Commands on(AlertGroup group) {
    return new Commands(group.workspace(), group.groupId());
  }

  static Commands on(String workspace, String groupId) {
    return new Commands(workspace, groupId);
  }

  Commands by(String name) {
    actor = name;
    return this;
  }

  Commands expecting(int version) {
    expected = version;
    return this;
  }

  Commands numbered(int value) {
    number = Integer.toString(value);
    return this;
  }

  Command acknowledge() {
    return command(Action.ACKNOWLEDGE, null, null, null, null);
  }

  Command unacknowledge() {
    return command(Action.UNACKNOWLEDGE, null, null, null, null);
  }

  Command snooze(Instant until) {
    return command(Action.SNOOZE, until, null, null, null);
  }

  Command resolve() {
    return resolve(null);
  }

  Command resolve(Outcome outcome) {
    return command(Action.RESOLVE, null, null, outcome, null);
  }

  Command reopen() {
    return command(Action.REOPEN, null, null, null, null);
  }

  Command assign(String assignee) {
    return command(Action.ASSIGN, null, assignee, null, null);
  }

  Command write(String text) {
    return command(Action.NOTE, null, null, null, text);
  }

  Command runbook(String text) {
    return command(Action.RUNBOOK, null, null, null, text);
  }

  Command escalate() {
    return command(Action.ESCALATE, null, null, null, null);
  }

  private Command command(
      Action action, Instant until, String assignee, Outcome outcome, String text) {
    String id =
        GroupKey.hash(
            workspace,
            groupId,
            action.name(),
            actor,
            number,
            String.valueOf(expected),
            String.valueOf(until),
            String.valueOf(assignee),
            String.valueOf(outcome),
            String.valueOf(text));
    return new Command(
        id, workspace, groupId, expected, action, actor, until, assignee, outcome, text);
  }
}
