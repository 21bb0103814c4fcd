// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.replay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalcraft.domain.config.ConfigHistory;
import dev.signalcraft.domain.config.ConfigRecord;
import dev.signalcraft.domain.config.Nearest;
import dev.signalcraft.domain.config.Workspace;
import dev.signalcraft.domain.grouping.GroupKey;
import dev.signalcraft.domain.ingest.AlertEvent;
import dev.signalcraft.domain.ingest.ForeignEvents;
import dev.signalcraft.domain.ingest.Input;
import dev.signalcraft.domain.ingest.Rejection;
import dev.signalcraft.domain.json.Json;
import dev.signalcraft.domain.json.WireTime;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a history: lines of JSON in the order of their log time, {@code {"logTime": …,
 * "event"|"command"|"config": {…}}}; one with a log time alone is a tick, blank ones are skipped.
 * An event has the fields and defaults of the topic {@code events}, a command those of {@code
 * inputs}, a document those of {@code config}. What a line leaves out is derived from its content,
 * so that the same file gives the same ids.
 */
public final class HistoryReader {
  /** The longest line, in bytes. */
  public static final int MAX_LINE_BYTES = 1 << 20;

  /** The log time of a document that is in force whatever the log time is. */
  public static final long ALWAYS = -ConfigHistory.IN_FORCE_AFTER_MILLIS;

  private static final ObjectReader READER = Json.mapper().reader();

  private static final String EVENT = "event";
  private static final String COMMAND = "command";
  private static final String CONFIG = "config";
  private static final List<String> CONTENTS = List.of(EVENT, COMMAND, CONFIG);
  private static final List<String> FIELDS = List.of("logTime", EVENT, COMMAND, CONFIG);

  private final LineBuffer lines;
  private final HistoryDocuments documents;
  private final ConfigHistory<Workspace> workspaces =
      new ConfigHistory<>(Workspace.KIND, Workspace::read);
  private long number;
  private long logTime;

  /**
   * A reader of these bytes, which it does not close.
   *
   * @param before documents in force before the first line, each a first version
   */
  public HistoryReader(InputStream in, List<ConfigRecord> before) {
    this.lines = new LineBuffer(in, MAX_LINE_BYTES);
    this.documents = new HistoryDocuments("default", before);
    before.forEach(document -> workspaces.accept(document, ALWAYS));
  }

  /**
   * The next line that is not blank; null at the end.
   *
   * @throws BadLineException which line is wrong and what to do
   */
  public @Nullable HistoryLine next() throws IOException {
    while (lines.next()) {
      number++;
      if (lines.isTooLong()) {
        throw bad("is longer than 1 MiB; an event or a document is never that long");
      }
      if (!lines.isBlank()) {
        return parse();
      }
    }
    return null;
  }

  private HistoryLine parse() throws BadLineException {
    JsonNode node = json();
    if (!node.isObject()) {
      throw bad("write an object such as {\"logTime\": …, \"event\": {…}}");
    }
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      if (!FIELDS.contains(field.getKey())) {
        throw bad(
            "%s: no such field; did you mean %s?"
                .formatted(cut(field.getKey()), Nearest.of(cut(field.getKey()), FIELDS)));
      }
    }
    String content = null;
    for (String name : CONTENTS) {
      if (node.hasNonNull(name)) {
        if (content != null) {
          throw bad("holds " + content + " and " + name + "; write a line for each");
        }
        content = name;
      }
    }
    logTime = logTime(node.path("logTime"));
    return content == null
        ? new HistoryLine(logTime, Input.tick(), null)
        : content(content, node.path(content));
  }

  private HistoryLine content(String name, JsonNode node) throws BadLineException {
    if (!node.isObject()) {
      throw bad(name + ": write an object");
    }
    try {
      return switch (name) {
        case EVENT -> new HistoryLine(logTime, event(node), null);
        case COMMAND ->
            new HistoryLine(logTime, HistoryCommand.read((ObjectNode) node, logTime), null);
        default -> new HistoryLine(logTime, Input.tick(), document((ObjectNode) node));
      };
    } catch (IllegalArgumentException e) {
      throw bad(name + "." + e.getMessage());
    }
  }

  private ConfigRecord document(ObjectNode node) {
    ConfigRecord document = documents.read(node);
    workspaces.accept(document, logTime);
    return document;
  }

  private Input event(JsonNode node) {
    try {
      AlertEvent event = ForeignEvents.read(Map.of(), node, logTime, workspaces);
      return Input.of(GroupKey.of(event), event);
    } catch (Rejection e) {
      throw new IllegalArgumentException(e.detail(), e);
    }
  }

  private JsonNode json() throws BadLineException {
    try {
      return READER.readTree(lines.bytes(), 0, lines.length());
    } catch (JsonProcessingException e) {
      int column = e.getLocation() == null ? 0 : e.getLocation().getColumnNr();
      String words = String.valueOf(e.getOriginalMessage()).lines().findFirst().orElse("");
      throw bad("is not JSON, at column %d: %s".formatted(column, cut(words)));
    } catch (IOException e) {
      throw bad("is not in UTF-8");
    }
  }

  private long logTime(JsonNode node) throws BadLineException {
    Instant time = null;
    if (node.isIntegralNumber() && node.canConvertToLong()) {
      time = Instant.ofEpochMilli(node.longValue());
    } else if (node.isTextual()) {
      time = WireTime.parse(node.textValue());
    }
    if (time == null || time.isBefore(Instant.EPOCH) || time.isAfter(WireTime.LAST)) {
      throw bad(
          "logTime: write a time such as 2026-03-01T12:00:00Z, or epoch milliseconds, of the years"
              + " 1970 to 9999");
    }
    if (time.toEpochMilli() < logTime) {
      throw bad(
          "logTime: %s comes before the line before it, %s; sort the lines by logTime"
              .formatted(WireTime.format(time), WireTime.format(Instant.ofEpochMilli(logTime))));
    }
    return time.toEpochMilli();
  }

  private BadLineException bad(String what) {
    return new BadLineException(number, what);
  }

  private static String cut(String text) {
    String plain = text.replaceAll("\\p{Cntrl}", " ");
    return plain.length() > 200 ? plain.substring(0, 200) : plain;
  }
}
