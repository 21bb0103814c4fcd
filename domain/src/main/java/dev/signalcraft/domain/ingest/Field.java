// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A place in a payload that knows its path. A value that is missing or null is absent; one of
 * another type than asked for is a {@link Rejection} that names path, expectation and what stands
 * there, never the value.
 */
final class Field {
  private static final int MAX_PATH = 200;

  private final @Nullable JsonNode node;
  private final String path;

  private Field(@Nullable JsonNode node, String path) {
    this.node = node == null || node.isNull() || node.isMissingNode() ? null : node;
    this.path = path;
  }

  /** The whole payload. */
  static Field root(JsonNode node) {
    return new Field(node, "");
  }

  String path() {
    return path.isEmpty() ? "payload" : path;
  }

  boolean absent() {
    return node == null;
  }

  /** The field of this object; absent where this is absent. */
  Field get(String name) throws Rejection {
    JsonNode object = node;
    if (object != null && !object.isObject()) {
      throw expected("an object");
    }
    return new Field(object == null ? null : object.get(name), child(name));
  }

  /** This, which must be an object. */
  Field required() throws Rejection {
    if (node == null || !node.isObject()) {
      throw expected("an object");
    }
    return this;
  }

  /** The items of this array; none where it is absent. */
  List<Field> items() throws Rejection {
    if (node == null) {
      return List.of();
    }
    if (!node.isArray()) {
      throw expected("an array");
    }
    List<Field> items = new ArrayList<>(node.size());
    for (int i = 0; i < node.size(); i++) {
      items.add(new Field(node.get(i), path() + "[" + i + "]"));
    }
    return items;
  }

  /** The names of this object with their fields; none where it is absent. */
  List<Map.Entry<String, Field>> entries() throws Rejection {
    if (node == null) {
      return List.of();
    }
    List<Map.Entry<String, Field>> entries = new ArrayList<>();
    for (Map.Entry<String, JsonNode> entry : required().properties()) {
      entries.add(Map.entry(entry.getKey(), new Field(entry.getValue(), child(entry.getKey()))));
    }
    return entries;
  }

  private Iterable<Map.Entry<String, JsonNode>> properties() {
    return node == null ? List.of() : node.properties();
  }

  boolean isArray() {
    return node != null && node.isArray();
  }

  boolean isObject() {
    return node != null && node.isObject();
  }

  /** Whether it is there and true; anything else is not. */
  boolean isTrue() {
    return node != null && node.isBoolean() && node.booleanValue();
  }

  boolean isNumber() {
    return node != null && node.isNumber();
  }

  /** Text that says something; null where there is none. */
  @Nullable String text() throws Rejection {
    if (node == null) {
      return null;
    }
    if (!node.isTextual()) {
      throw expected("text");
    }
    return node.textValue().isBlank() ? null : node.textValue();
  }

  /** Text, number or boolean, as text. */
  @Nullable String scalar() throws Rejection {
    if (node == null || node.isTextual()) {
      return text();
    }
    if (!node.isNumber() && !node.isBoolean()) {
      throw expected("text, a number or a boolean");
    }
    return node.asText();
  }

  /** An id: text or a whole number. */
  @Nullable String id() throws Rejection {
    if (node == null || node.isTextual()) {
      return text();
    }
    if (!node.isIntegralNumber()) {
      throw expected("text or a whole number");
    }
    return node.asText();
  }

  /** A line of a file: a whole number from 0. */
  @Nullable Integer line() throws Rejection {
    if (node == null) {
      return null;
    }
    if (!node.canConvertToInt() || !node.isIntegralNumber() || node.intValue() < 0) {
      throw expected("a whole number from 0 to " + Integer.MAX_VALUE);
    }
    return node.intValue();
  }

  /** Text in lower case. */
  @Nullable String word() throws Rejection {
    String text = text();
    return text == null ? null : text.strip().toLowerCase(Locale.ROOT);
  }

  /** A number as a time: units of so many milliseconds since 1970. Null where it is no number. */
  @Nullable Instant time(int unitMillis) {
    if (node == null || !node.isNumber()) {
      return null;
    }
    return Instant.ofEpochMilli(Math.round(node.doubleValue() * unitMillis));
  }

  /** What to say where something else was needed here. */
  Rejection expected(String what) {
    String found = node == null ? "nothing" : node.getNodeType().name().toLowerCase(Locale.ROOT);
    return new Rejection(
        DeadLetter.Reason.UNEXPECTED_SHAPE, path() + ": expected " + what + ", found " + found);
  }

  private String child(String name) {
    return Text.bounded(path.isEmpty() ? name : path + "." + name, MAX_PATH);
  }
}
