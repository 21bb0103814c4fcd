// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.cli.grouping;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalcraft.cli.console.ConsoleClient;
import dev.signalcraft.cli.console.Exit;

/** What became of a command, in a line for a person. */
record Verdict(String groupId, Exit exit, String line) {

  /** Of an effect, as the console tells it. */
  static Verdict of(String groupId, JsonNode effect) {
    JsonNode change = effect.path("change");
    return switch (effect.path("state").asText()) {
      case "applied" -> new Verdict(groupId, Exit.DONE, applied(groupId, change));
      case "refused" ->
          new Verdict(
              groupId,
              Exit.REFUSED,
              "refused: " + refused(groupId, effect.path("refusal").asText(), change));
      default ->
          new Verdict(
              groupId,
              Exit.UNKNOWN,
              "pending: %s; Kafka has the command, it is applied when the jobs come to it"
                  .formatted(groupId));
    };
  }

  /** Of a problem that kept the command from being taken. */
  static Verdict of(String groupId, ConsoleClient.Answer problem) {
    String hint =
        switch (problem.status()) {
          case 401 -> " ('signalcraft token' makes one)";
          case 404 -> " ('signalcraft groups' lists those that there are)";
          default -> "";
        };
    String how = problem.exit() == Exit.UNKNOWN ? "unknown" : "refused";
    return new Verdict(
        groupId, problem.exit(), "%s: %s: %s%s".formatted(how, groupId, problem.problem(), hint));
  }

  private static String applied(String groupId, JsonNode change) {
    JsonNode command = change.path("command");
    String reason = change.path("reason").asText();
    return switch (reason) {
      case "snoozed" -> "snoozed %s until %s".formatted(groupId, command.path("until").asText());
      case "resolved" ->
          command.has("outcome")
              ? "resolved %s as %s".formatted(groupId, command.path("outcome").asText())
              : "resolved " + groupId;
      case "assigned" ->
          "assigned %s to %s".formatted(groupId, command.path("assignee").asText("nobody"));
      case "noted" -> "noted on " + groupId;
      case "runbook-set" ->
          (command.has("text") ? "set the runbook of " : "removed the runbook of ") + groupId;
      default -> reason + " " + groupId;
    };
  }

  private static String refused(String groupId, String refusal, JsonNode change) {
    JsonNode command = change.path("command");
    return switch (refusal) {
      case "wrong-status" -> wrongStatus(groupId, change.path("statusBefore").asText(), command);
      case "old-episode" ->
          groupId + " has been followed by a newer group; 'signalcraft groups' shows it";
      case "too-late" -> groupId + " ended too long ago; nothing can be done to it any more";
      case "unknown-group" -> groupId + " is no group; 'signalcraft groups' lists those there are";
      case "stale-version" ->
          "%s is no longer at version %s; look at it again"
              .formatted(groupId, command.path("expectedVersion").asText());
      case "until-passed" -> groupId + ": the snooze ended before it began; give a later end";
      case "until-too-far" -> groupId + ": the snooze ends too far ahead; give an earlier end";
      default -> groupId + ": " + refusal;
    };
  }

  private static String wrongStatus(String groupId, String status, JsonNode command) {
    String needed =
        switch (command.path("action").asText()) {
          case "acknowledge" -> "open";
          case "unacknowledge" -> "acknowledged";
          case "snooze" -> "open or acknowledged";
          case "reopen" -> "resolved";
          default -> "unresolved";
        };
    String already =
        switch (command.path("action").asText()) {
          case "acknowledge" -> "acknowledged";
          case "snooze" -> "snoozed";
          case "resolve" -> "resolved";
          case "unacknowledge", "reopen" -> "open";
          default -> "";
        };
    return status.equals(already)
        ? "already %s: %s".formatted(status, groupId)
        : "%s is %s; this needs one that is %s".formatted(groupId, status, needed);
  }
}
