// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.ingest;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.signalcraft.domain.config.ConfigHistory;
import dev.signalcraft.domain.config.Integration;
import dev.signalcraft.domain.config.Workspace;
import dev.signalcraft.domain.json.WireName;
import dev.signalcraft.domain.json.WireTime;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A measurement being read: it remembers the first thing that is wrong and reads on to its end. */
final class SampleDraft {
  private static final Instant YEAR_2000 = Instant.parse("2000-01-01T00:00:00Z");
  private static final long AHEAD_MILLIS = 60_000;
  private static final Set<String> DURATIONS = Set.of("ns", "us", "µs", "ms", "s", "min", "h");

  private @Nullable String workspace;
  private @Nullable String project;
  private @Nullable String environment;
  private @Nullable String name;
  private double value = Double.NaN;
  private @Nullable String unit;
  private MetricSample.Outcome outcome = MetricSample.Outcome.NONE;
  private @Nullable Instant occurredAt;
  private Map<String, String> tags = Map.of();
  private boolean tick;
  private @Nullable String fault;

  private SampleDraft() {}

  /** Reads the object that the parser has begun, to its end. */
  static SampleDraft read(JsonParser in) throws IOException {
    SampleDraft draft = new SampleDraft();
    while (in.nextToken() == JsonToken.FIELD_NAME) {
      String field = in.currentName();
      in.nextToken();
      draft.field(field, in);
    }
    return draft;
  }

  /** Whether it says only that time has passed. */
  boolean isTick() {
    return tick && name == null;
  }

  private void field(String field, JsonParser in) throws IOException {
    switch (field) {
      case "workspace" -> workspace = text(field, in, AlertEvent.MAX_NAME);
      case "project" -> project = text(field, in, AlertEvent.MAX_NAME);
      case "environment" -> environment = text(field, in, AlertEvent.MAX_NAME);
      case "name" -> name = text(field, in, AlertEvent.MAX_NAME);
      case "value" -> number(in);
      case "unit" -> unit = text(field, in, MetricSample.MAX_UNIT);
      case "outcome" -> outcome(in);
      case "occurredAt", "timestamp" -> time(field, in);
      case "tags" -> tags(in);
      case "kind" -> tick = in.currentToken() == JsonToken.VALUE_STRING && isTickWord(in);
      default -> in.skipChildren();
    }
  }

  private static boolean isTickWord(JsonParser in) throws IOException {
    return in.getText().equals("tick");
  }

  private @Nullable String text(String field, JsonParser in, int most) throws IOException {
    JsonToken token = in.currentToken();
    if (token == JsonToken.VALUE_NULL) {
      return null;
    }
    if (token != JsonToken.VALUE_STRING) {
      expected(field, "text", in);
      return null;
    }
    String text = in.getText();
    if (text.length() > most) {
      fail(field + ": longer than " + most + " characters");
      return null;
    }
    return Text.boundedOrNull(text, most);
  }

  private void number(JsonParser in) throws IOException {
    if (in.currentToken().isNumeric()) {
      value = in.getDoubleValue();
      if (!(Math.abs(value) <= MetricSample.MAX_VALUE)) {
        fail("value: expected a finite number from -1e15 to 1e15");
      }
    } else {
      expected("value", "a number", in);
    }
  }

  private void outcome(JsonParser in) throws IOException {
    String word = text("outcome", in, AlertEvent.MAX_NAME);
    if (word != null) {
      MetricSample.Outcome read = WireName.parse(MetricSample.Outcome.class, word);
      if (read == null) {
        fail("outcome: expected ok, error or none");
      } else {
        outcome = read;
      }
    }
  }

  private void time(String field, JsonParser in) throws IOException {
    JsonToken token = in.currentToken();
    if (token == JsonToken.VALUE_NUMBER_INT) {
      double millis = in.getDoubleValue();
      occurredAt = Math.abs(millis) < 1e15 ? Instant.ofEpochMilli((long) millis) : Instant.MAX;
    } else if (token == JsonToken.VALUE_STRING) {
      occurredAt = WireTime.parse(in.getText());
      if (occurredAt == null) {
        fail(field + ": expected a time in ISO-8601 with a zone, or in epoch milliseconds");
      }
    } else if (token != JsonToken.VALUE_NULL) {
      expected(field, "a time", in);
    }
  }

  private void tags(JsonParser in) throws IOException {
    if (in.currentToken() != JsonToken.START_OBJECT) {
      if (in.currentToken() != JsonToken.VALUE_NULL) {
        expected("tags", "an object", in);
      }
      return;
    }
    tags = new HashMap<>();
    while (in.nextToken() == JsonToken.FIELD_NAME) {
      String tag = in.currentName();
      JsonToken token = in.nextToken();
      if (!token.isScalarValue()) {
        expected("tags", "text, numbers or booleans", in);
      } else if (token != JsonToken.VALUE_NULL) {
        tag(tag, in.getText());
      }
    }
  }

  private void tag(String tag, String text) {
    if (tag.isBlank() || tag.length() > AlertEvent.MAX_TAG_NAME) {
      fail("tags: a name has 1 to " + AlertEvent.MAX_TAG_NAME + " characters");
    } else if (tags.size() == AlertEvent.MAX_TAGS) {
      fail("tags: more than " + AlertEvent.MAX_TAGS);
    } else {
      tags.put(Text.bounded(tag, AlertEvent.MAX_TAG_NAME), Text.bounded(text, AlertEvent.MAX_NAME));
    }
  }

  private void expected(String field, String what, JsonParser in) throws IOException {
    String found =
        switch (in.currentToken()) {
          case START_OBJECT -> "an object";
          case START_ARRAY -> "an array";
          case VALUE_STRING -> "text";
          case VALUE_NULL -> "nothing";
          case VALUE_TRUE, VALUE_FALSE -> "a boolean";
          default -> "a number";
        };
    in.skipChildren();
    fail(field + ": expected " + what + ", found " + found);
  }

  private void fail(String what) {
    fault = fault == null ? what : fault;
  }

  /**
   * The measurement.
   *
   * @param owner whose it is, whatever it says; null to ask it
   * @param usual the environment where it names none; null for that of the workspace
   * @throws Rejection the first thing that is wrong with it
   */
  MetricSample build(
      @Nullable String owner,
      @Nullable String usual,
      long logTime,
      ConfigHistory<Workspace> workspaces)
      throws Rejection {
    String whose = owner != null ? owner : workspace == null ? "default" : workspace;
    if (!Integration.isName(whose)) {
      fail("workspace: expected a name of 1 to 63 of a-z, 0-9 and -");
    }
    if (name == null) {
      fail("name: missing or empty; say what was measured");
    }
    if (Double.isNaN(value)) {
      fail("value: missing; give a number");
    }
    if (value < 0 && unit != null && DURATIONS.contains(unit.toLowerCase(Locale.ROOT))) {
      fail("value: a duration is not negative");
    }
    if (fault != null || name == null) {
      throw new Rejection(DeadLetter.Reason.UNEXPECTED_SHAPE, String.valueOf(fault));
    }
    Instant time = occurredAt == null ? Instant.ofEpochMilli(logTime) : occurredAt;
    if (time.isBefore(YEAR_2000) || time.isAfter(Instant.ofEpochMilli(logTime + AHEAD_MILLIS))) {
      throw new Rejection(
          DeadLetter.Reason.WRONG_TIME,
          "occurredAt: expected a time from 2000 to a minute after now");
    }
    String where = environment == null ? usual : environment;
    return new MetricSample(
        whose,
        project == null ? "default" : project,
        where == null ? Workspace.at(workspaces, whose, logTime).defaultEnvironment() : where,
        name,
        value == 0 ? 0 : value,
        unit,
        outcome,
        time,
        tags);
  }
}
