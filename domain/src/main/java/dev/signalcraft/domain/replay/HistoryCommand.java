// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.replay;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalcraft.domain.config.Nearest;
import dev.signalcraft.domain.grouping.Command;
import dev.signalcraft.domain.grouping.GroupKey;
import dev.signalcraft.domain.ingest.Input;
import dev.signalcraft.domain.json.Json;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reads the command of a line. */
final class HistoryCommand {
  private static final ObjectReader READER =
      Json.mapper()
          .readerFor(Command.class)
          .with(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  private HistoryCommand() {}

  /**
   * The command; without a workspace it is of the default one, without an id it has that of its
   * content and log time.
   *
   * @throws IllegalArgumentException which field is wrong and what it has to be
   */
  static Input read(ObjectNode given, long logTime) {
    ObjectNode node = given.deepCopy();
    if (!node.hasNonNull("workspace")) {
      node.put("workspace", "default");
    }
    if (!node.hasNonNull("commandId")) {
      node.remove("commandId");
      node.put("commandId", GroupKey.hash(Long.toString(logTime), canonical(node)));
    }
    for (String field : List.of("action", "groupId")) {
      if (!node.hasNonNull(field)) {
        throw new IllegalArgumentException(field + ": is missing");
      }
    }
    try {
      return Input.of(READER.<Command>readValue(node));
    } catch (UnrecognizedPropertyException e) {
      List<String> known = e.getKnownPropertyIds().stream().map(String::valueOf).sorted().toList();
      String name = e.getPropertyName();
      throw new IllegalArgumentException(
          name + ": no such field; did you mean " + Nearest.of(name, known) + "?", e);
    } catch (JsonMappingException e) {
      if (e.getCause() instanceof IllegalArgumentException fault) {
        throw new IllegalArgumentException(fault.getMessage(), e);
      }
      throw new IllegalArgumentException(
          place(e) + ": " + String.valueOf(e.getOriginalMessage()).lines().findFirst().orElse(""),
          e);
    } catch (IOException e) {
      throw new IllegalStateException("reading from memory does not fail", e);
    }
  }

  private static String canonical(ObjectNode node) {
    Map<String, JsonNode> fields = new TreeMap<>();
    node.properties().forEach(field -> fields.put(field.getKey(), field.getValue()));
    return fields.toString();
  }

  private static String place(JsonMappingException e) {
    return e.getPath().isEmpty() ? "form" : String.valueOf(e.getPath().get(0).getFieldName());
  }
}
