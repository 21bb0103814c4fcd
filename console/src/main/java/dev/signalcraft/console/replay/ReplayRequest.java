// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.console.replay;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalcraft.console.http.Problem;
import dev.signalcraft.console.http.Refusal;
import dev.signalcraft.domain.config.ConfigRecord;
import dev.signalcraft.domain.config.Nearest;
import dev.signalcraft.domain.config.Setting;
import dev.signalcraft.domain.grouping.GroupKey;
import dev.signalcraft.domain.json.Json;
import dev.signalcraft.domain.json.WireTime;
import dev.signalcraft.domain.replay.Candidate;
import dev.signalcraft.domain.replay.ReplaySpan;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpStatus;
import org.jspecify.annotations.Nullable;

/**
 * What a replay is asked.
 *
 * @param warmUp how much of the span comes before its since, as it was written
 * @param candidate documents instead of the recorded ones, an array of JSON; empty where those hold
 */
record ReplayRequest(ReplaySpan span, String warmUp, String candidate) {
  /** The most documents that a request may bring. */
  static final int MAX_DOCUMENTS = 5_000;

  /** Every field of a request. */
  static final List<String> FIELDS = List.of("since", "until", "warmUp", "with");

  private static final String WARM_UP = "25h";
  private static final String UNTIL = "1m";
  private static final Pattern DOCUMENT = Pattern.compile("(?s)document (\\d+): (?:(\\S+): )?(.*)");

  /**
   * Reads a body.
   *
   * @throws Refusal with every fault and its place
   */
  static ReplayRequest read(byte[] body, String workspace, Instant now) {
    JsonNode given = object(body);
    List<Problem.Fault> faults = new ArrayList<>();
    given
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (!FIELDS.contains(name)) {
                String shown = name.length() > 64 ? name.substring(0, 64) : name;
                String nearest = Nearest.of(shown, FIELDS);
                faults.add(
                    new Problem.Fault(shown, "no such field; did you mean " + nearest + "?"));
              }
            });
    Instant since = moment(given, "since", null, now, faults);
    Instant until = moment(given, "until", UNTIL, now, faults);
    Duration warmUp = warmUp(given, faults);
    String candidate = candidate(given.get("with"), workspace, faults);
    if (since != null && since.isAfter(now)) {
      faults.add(
          new Problem.Fault("since", "lies in the future; it is " + WireTime.format(now) + " now"));
    } else if (since != null && until != null && !until.isAfter(since)) {
      faults.add(
          given.hasNonNull("until")
              ? new Problem.Fault("until", "write a time after since")
              : new Problem.Fault(
                  "since", "write a time before " + WireTime.format(until) + ", or give until"));
    }
    Instant from = since == null || warmUp == null ? null : since.minus(warmUp);
    if (from != null && from.isBefore(Instant.EPOCH)) {
      faults.add(new Problem.Fault("warmUp", "reaches back before 1970"));
    }
    if (!faults.isEmpty() || from == null || since == null || until == null) {
      throw new Refusal(Problem.of(faults));
    }
    // Asked again it is another replay: the log, or what is recorded, may have grown.
    String id =
        GroupKey.hash(
            "asked", now.toString(), ReplaySpan.id(workspace, from, since, until, candidate));
    return new ReplayRequest(
        new ReplaySpan(id, workspace, from, since, until),
        given.path("warmUp").asText(WARM_UP).strip(),
        candidate);
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
        "The body is a JSON object with since and, if wanted, until, warmUp and with, and names no"
            + " field twice.");
  }

  private static @Nullable Instant moment(
      JsonNode given,
      String name,
      @Nullable String fallback,
      Instant now,
      List<Problem.Fault> faults) {
    JsonNode value = given.path(name);
    String text = given.hasNonNull(name) ? value.asText() : fallback;
    Instant moment = null;
    if (value.canConvertToLong() && value.isIntegralNumber()) {
      moment = Instant.ofEpochMilli(value.longValue());
    } else if (text != null && !value.isContainerNode() && !value.isBoolean()) {
      moment = moment(text, now);
    }
    if (moment == null || moment.isBefore(Instant.EPOCH) || moment.isAfter(WireTime.LAST)) {
      faults.add(
          new Problem.Fault(
              name, "write a time such as 2026-03-01T12:00:00Z, or how long ago, such as 7d"));
      return null;
    }
    return moment;
  }

  private static @Nullable Instant moment(String text, Instant now) {
    Instant time = WireTime.parse(text);
    try {
      return time == null
          ? now.minus(Setting.parseDuration(text)).truncatedTo(ChronoUnit.SECONDS)
          : time;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static @Nullable Duration warmUp(JsonNode given, List<Problem.Fault> faults) {
    try {
      return Setting.parseDuration(given.path("warmUp").asText(WARM_UP));
    } catch (IllegalArgumentException e) {
      faults.add(new Problem.Fault("warmUp", "write a duration such as 25h, or 0s for none"));
      return null;
    }
  }

  private static String candidate(
      @Nullable JsonNode given, String workspace, List<Problem.Fault> faults) {
    if (given == null || given.isNull()) {
      return "";
    }
    if (!given.isArray() || given.size() > MAX_DOCUMENTS) {
      faults.add(
          new Problem.Fault("with", "give an array of at most " + MAX_DOCUMENTS + " documents"));
      return "";
    }
    String text = given.toString();
    try {
      List<ConfigRecord> documents = Candidate.read(text, workspace);
      for (int i = 0; i < documents.size(); i++) {
        if (!documents.get(i).metadata().workspace().equals(workspace)) {
          faults.add(
              new Problem.Fault(
                  "with[" + i + "].metadata.workspace", "the token opens " + workspace));
        }
      }
    } catch (IllegalArgumentException e) {
      faults.add(fault(String.valueOf(e.getMessage())));
    }
    return text;
  }

  private static Problem.Fault fault(String message) {
    Matcher place = DOCUMENT.matcher(message);
    if (!place.matches()) {
      return new Problem.Fault("with", message);
    }
    String document = "with[" + (Integer.parseInt(place.group(1)) - 1) + "]";
    String inside = place.group(2);
    return new Problem.Fault(
        inside == null ? document : document + "." + inside, String.valueOf(place.group(3)));
  }
}
