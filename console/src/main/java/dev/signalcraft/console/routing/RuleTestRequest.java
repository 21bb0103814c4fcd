// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.console.routing;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalcraft.console.http.Problem;
import dev.signalcraft.console.http.Refusal;
import dev.signalcraft.domain.Kind;
import dev.signalcraft.domain.config.ConfigHistory;
import dev.signalcraft.domain.config.ConfigRecord;
import dev.signalcraft.domain.config.Nearest;
import dev.signalcraft.domain.config.Workspace;
import dev.signalcraft.domain.ingest.AlertEvent;
import dev.signalcraft.domain.ingest.ForeignEvents;
import dev.signalcraft.domain.ingest.Rejection;
import dev.signalcraft.domain.json.Json;
import dev.signalcraft.domain.routing.RoutingRule;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.http.HttpStatus;
import org.jspecify.annotations.Nullable;

/**
 * A question what rules would do with an event.
 *
 * @param at the log time of the event
 * @param rules by name; null for those in force
 */
record RuleTestRequest(AlertEvent event, Instant at, @Nullable Map<String, RoutingRule> rules) {
  /** The most rules that a request may bring. */
  static final int MAX_RULES = 1_000;

  private static final List<String> FIELDS = List.of("event", "at", "rules");
  private static final List<String> RULE_FIELDS = List.of("name", "spec");
  private static final Instant LEAST = Instant.EPOCH;

  /**
   * Reads a body.
   *
   * @throws Refusal with every fault and its place
   */
  static RuleTestRequest read(
      byte[] body, String workspace, ConfigHistory<Workspace> settings, Instant now) {
    JsonNode given = object(body);
    List<Problem.Fault> faults = new ArrayList<>();
    unknown(given, FIELDS, "", faults);
    Instant at = at(given.get("at"), now, faults);
    AlertEvent event = event(given.get("event"), workspace, settings, at, faults);
    Map<String, RoutingRule> rules = rules(given.get("rules"), workspace, faults);
    if (event == null || !faults.isEmpty()) {
      throw new Refusal(Problem.of(faults));
    }
    return new RuleTestRequest(event, at, rules);
  }

  private static JsonNode object(byte[] body) {
    try {
      JsonNode given = Json.mapper().readTree(body);
      if (given != null && given.isObject()) {
        return given;
      }
    } catch (IOException e) {
      // Told below.
    }
    throw new Refusal(
        HttpStatus.BAD_REQUEST_400,
        "The body is a JSON object with event and, if wanted, at and rules, and names no field"
            + " twice.");
  }

  private static Instant at(@Nullable JsonNode given, Instant now, List<Problem.Fault> faults) {
    if (given == null || given.isNull()) {
      return now;
    }
    try {
      Instant at = Json.mapper().treeToValue(given, Instant.class);
      if (at != null && !at.isBefore(LEAST)) {
        return at;
      }
    } catch (IOException e) {
      // Told below.
    }
    faults.add(new Problem.Fault("at", "write a time such as 2026-03-01T12:00:00Z"));
    return now;
  }

  private static @Nullable AlertEvent event(
      @Nullable JsonNode given,
      String workspace,
      ConfigHistory<Workspace> settings,
      Instant at,
      List<Problem.Fault> faults) {
    if (given == null || !given.isObject()) {
      faults.add(new Problem.Fault("event", "give an event as on the topic events"));
      return null;
    }
    String named = given.path("workspace").asText(workspace);
    if (!named.equals(workspace)) {
      faults.add(new Problem.Fault("event.workspace", "the token opens " + workspace));
      return null;
    }
    try {
      return ForeignEvents.read(Map.of(), given, at.toEpochMilli(), settings);
    } catch (Rejection e) {
      String[] fault = e.detail().split(": ", 2);
      faults.add(
          fault.length == 2
              ? new Problem.Fault("event." + fault[0], fault[1])
              : new Problem.Fault("event", e.detail()));
      return null;
    }
  }

  private static @Nullable Map<String, RoutingRule> rules(
      @Nullable JsonNode given, String workspace, List<Problem.Fault> faults) {
    if (given == null || given.isNull()) {
      return null;
    }
    if (!given.isArray() || given.size() > MAX_RULES) {
      faults.add(new Problem.Fault("rules", "give an array of at most " + MAX_RULES));
      return null;
    }
    Map<String, RoutingRule> rules = new HashMap<>();
    for (int i = 0; i < given.size(); i++) {
      String place = "rules[" + i + "].";
      JsonNode rule = given.get(i);
      unknown(rule, RULE_FIELDS, place, faults);
      String name = rule.path("name").asText();
      try {
        RoutingRule read = rule(workspace, name, rule.get("spec"));
        if (rules.putIfAbsent(name, read) != null) {
          faults.add(new Problem.Fault(place + "name", "is given twice"));
        }
      } catch (IllegalArgumentException e) {
        String[] fault = String.valueOf(e.getMessage()).replace("metadata.", "").split(": ", 2);
        faults.add(new Problem.Fault(place + fault[0], fault[fault.length - 1]));
      }
    }
    return rules;
  }

  /** Checked as an edit is. */
  private static RoutingRule rule(String workspace, String name, @Nullable JsonNode spec) {
    ConfigRecord.Metadata metadata = new ConfigRecord.Metadata(workspace, name);
    Kind unused = Kind.check(new ConfigRecord(RoutingRule.KIND, metadata, 1, 0, true, null));
    return RoutingRule.read(new ConfigRecord(RoutingRule.KIND, metadata, 1, 0, false, spec));
  }

  private static void unknown(
      JsonNode object, List<String> known, String place, List<Problem.Fault> faults) {
    object
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (!known.contains(name)) {
                String shown = name.length() > 64 ? name.substring(0, 64) : name;
                faults.add(
                    new Problem.Fault(
                        place + shown,
                        "no such field; did you mean " + Nearest.of(shown, known) + "?"));
              }
            });
  }
}
