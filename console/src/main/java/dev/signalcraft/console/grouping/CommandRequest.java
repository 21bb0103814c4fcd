// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.console.grouping;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalcraft.console.http.Problem;
import dev.signalcraft.console.http.Refusal;
import dev.signalcraft.domain.config.Nearest;
import dev.signalcraft.domain.config.Setting;
import dev.signalcraft.domain.grouping.Action;
import dev.signalcraft.domain.grouping.Command;
import dev.signalcraft.domain.grouping.Outcome;
import dev.signalcraft.domain.json.Json;
import dev.signalcraft.domain.json.WireName;
import dev.signalcraft.domain.json.WireTime;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.eclipse.jetty.http.HttpStatus;
import org.jspecify.annotations.Nullable;

/** The body of a command, read field by field with the faults found so far. */
final class CommandRequest {
  private static final String VERSION = "expectedVersion";
  private static final String UNTIL = "until";
  private static final String FOR = "for";
  private static final String ASSIGNEE = "assignee";
  private static final String OUTCOME = "outcome";
  private static final String TEXT = "text";

  private final Action action;
  private final JsonNode body;
  private final Instant now;
  private final List<Problem.Fault> faults = new ArrayList<>();

  private CommandRequest(Action action, JsonNode body, Instant now) {
    this.action = action;
    this.body = body;
    this.now = now;
  }

  /** The fields that an action takes. */
  static Set<String> fields(Action action) {
    Set<String> fields = new TreeSet<>(Set.of(VERSION));
    switch (action) {
      case SNOOZE -> fields.addAll(Set.of(UNTIL, FOR));
      case ASSIGN -> fields.add(ASSIGNEE);
      case RESOLVE -> fields.add(OUTCOME);
      case NOTE, RUNBOOK -> fields.add(TEXT);
      case ACKNOWLEDGE, UNACKNOWLEDGE, REOPEN, ESCALATE -> {}
    }
    return fields;
  }

  /**
   * The command that a body asks for.
   *
   * @param bytes JSON; none are an empty object
   * @param now the console's time
   * @throws Refusal when no group could take it, with every field that is wrong
   */
  static Command read(
      byte[] bytes,
      String commandId,
      String workspace,
      String groupId,
      Action action,
      String actor,
      Instant now) {
    CommandRequest request = new CommandRequest(action, object(bytes), now);
    request.checkNames();
    Integer version = request.version();
    Instant until = action == Action.SNOOZE ? request.end() : null;
    String assignee = request.text(ASSIGNEE, action == Action.ASSIGN);
    Outcome outcome = request.outcome();
    String text = request.text(TEXT, action == Action.NOTE || action == Action.RUNBOOK);
    request.check();
    try {
      return new Command(
          commandId, workspace, groupId, version, action, actor, until, assignee, outcome, text);
    } catch (IllegalArgumentException e) {
      String[] fault = String.valueOf(e.getMessage()).split(": ", 2);
      request.fault(fault[0], fault[fault.length - 1]);
      request.check();
      throw e;
    }
  }

  private static JsonNode object(byte[] bytes) {
    if (bytes.length == 0) {
      return Json.mapper().createObjectNode();
    }
    try {
      JsonNode body = Json.mapper().readTree(bytes);
      if (body != null && body.isObject()) {
        return body;
      }
    } catch (IOException e) {
      // Told below.
    }
    throw new Refusal(
        HttpStatus.BAD_REQUEST_400, "The body is no JSON object, or names a field twice.");
  }

  private void checkNames() {
    Set<String> known = fields(action);
    body.fieldNames()
        .forEachRemaining(
            name -> {
              if (!known.contains(name)) {
                String shown = name.length() > 64 ? name.substring(0, 64) : name;
                fault(shown, "unknown here; did you mean '" + Nearest.of(shown, known) + "'?");
              }
            });
  }

  private @Nullable Integer version() {
    JsonNode value = body.path(VERSION);
    if (value.isMissingNode() || value.isNull()) {
      return null;
    }
    if (!value.isIntegralNumber() || !value.canConvertToInt() || value.intValue() < 1) {
      fault(VERSION, "write the group's version, a number from 1, or leave it out");
      return null;
    }
    return value.intValue();
  }

  private @Nullable String text(String field, boolean taken) {
    JsonNode value = body.path(field);
    if (!taken || value.isNull()) {
      return null;
    }
    if (!value.isTextual()) {
      fault(field, value.isMissingNode() ? "is missing" : "write text");
      return null;
    }
    String text = value.textValue();
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
      fault(field, "holds half a character");
      return null;
    }
    return text;
  }

  private @Nullable Outcome outcome() {
    JsonNode value = body.path(OUTCOME);
    if (action != Action.RESOLVE || value.isMissingNode() || value.isNull()) {
      return null;
    }
    Outcome outcome = value.isTextual() ? WireName.parse(Outcome.class, value.textValue()) : null;
    if (outcome == null) {
      fault(
          OUTCOME,
          Arrays.stream(Outcome.values())
              .map(WireName::of)
              .collect(Collectors.joining(", ", "write one of ", ", or leave it out")));
    }
    return outcome;
  }

  private @Nullable Instant end() {
    JsonNode until = body.path(UNTIL);
    JsonNode duration = body.path(FOR);
    if (until.isMissingNode() == duration.isMissingNode()) {
      fault(UNTIL, "write until, a time, or for, a duration such as 4h; one of them");
      return null;
    }
    String field = until.isMissingNode() ? FOR : UNTIL;
    Instant end = until.isMissingNode() ? after(duration) : time(until);
    if (end == null) {
      return null;
    }
    if (!end.isAfter(now)) {
      fault(field, "ends in the past: it is " + WireTime.format(now) + " now");
    } else if (end.toEpochMilli() - now.toEpochMilli() > Command.MAX_SNOOZE_MILLIS) {
      fault(field, "ends more than " + Command.MAX_SNOOZE_MILLIS / 86_400_000L + " days ahead");
    }
    return end;
  }

  private @Nullable Instant time(JsonNode value) {
    Instant time = null;
    if (value.isIntegralNumber() && value.canConvertToLong()) {
      time = Instant.ofEpochMilli(value.longValue());
    } else if (value.isTextual()) {
      time = WireTime.parse(value.textValue());
    }
    if (time == null || time.isBefore(WireTime.FIRST) || time.isAfter(WireTime.LAST)) {
      fault(UNTIL, "write a time such as 2026-03-01T12:00:00Z, or epoch milliseconds");
      return null;
    }
    return time;
  }

  private @Nullable Instant after(JsonNode value) {
    try {
      return Instant.ofEpochMilli(now.toEpochMilli())
          .plus(Setting.parseDuration(value.isTextual() ? value.textValue() : ""));
    } catch (IllegalArgumentException e) {
      fault(FOR, "write a duration such as 30m, 4h or 7d");
      return null;
    }
  }

  private void fault(String field, String detail) {
    faults.add(new Problem.Fault(field, detail));
  }

  private void check() {
    if (!faults.isEmpty()) {
      throw new Refusal(Problem.of(faults));
    }
  }
}
