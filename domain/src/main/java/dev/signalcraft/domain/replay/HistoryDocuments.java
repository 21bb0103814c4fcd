// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalcraft.domain.Kind;
import dev.signalcraft.domain.config.ConfigRecord;
import dev.signalcraft.domain.config.Nearest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the documents of a history and numbers those that do not say which version they are. */
final class HistoryDocuments {
  private static final Set<String> FIELDS =
      Set.of("kind", "metadata", "version", "baseVersion", "deleted", "spec", "author");
  private static final Set<String> NAMES = Set.of("workspace", "name");

  private final Map<String, Long> versions = new HashMap<>();

  private final String workspace;

  /**
   * After these documents.
   *
   * @param workspace of those that name none
   */
  HistoryDocuments(String workspace, List<ConfigRecord> before) {
    this.workspace = workspace;
    before.forEach(document -> versions.put(document.key(), document.version()));
  }

  /**
   * The document. One that follows another than the newest version is read too: as in the log it
   * changes nothing.
   *
   * @throws IllegalArgumentException what is wrong with it, after its place and a colon
   */
  ConfigRecord read(ObjectNode node) {
    known(node, FIELDS, "");
    JsonNode metadata = node.path("metadata");
    if (!metadata.isObject()) {
      throw new IllegalArgumentException("metadata: give an object with name");
    }
    known(metadata, NAMES, "metadata.");
    ConfigRecord.Metadata named =
        new ConfigRecord.Metadata(
            text(metadata, "workspace", "metadata.", workspace),
            text(metadata, "name", "metadata.", ""));
    String kind = text(node, "kind", "", "");
    long current = versions.getOrDefault(kind + "/" + named.workspace() + "/" + named.name(), 0L);
    long base = number(node, "baseVersion", current);
    long version = number(node, "version", Math.max(base, current) + 1);
    if (version <= base) {
      throw new IllegalArgumentException("version: has to be greater than baseVersion");
    }
    ConfigRecord document =
        new ConfigRecord(
            kind, named, version, base, deleted(node), spec(node), textOrNull(node, "author", ""));
    Kind.check(document);
    if (base == current) {
      versions.put(document.key(), version);
    }
    return document;
  }

  private static @Nullable JsonNode spec(JsonNode node) {
    return node.hasNonNull("spec") ? node.get("spec") : null;
  }

  private static boolean deleted(JsonNode node) {
    JsonNode deleted = node.path("deleted");
    if (node.hasNonNull("deleted") && !deleted.isBoolean()) {
      throw new IllegalArgumentException("deleted: write true or false");
    }
    return deleted.asBoolean();
  }

  private static long number(JsonNode node, String name, long fallback) {
    JsonNode value = node.path(name);
    if (!node.hasNonNull(name)) {
      return fallback;
    }
    if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < 0) {
      throw new IllegalArgumentException(name + ": write a whole number from 0");
    }
    return value.longValue();
  }

  private static String text(JsonNode node, String name, String place, String fallback) {
    String text = textOrNull(node, name, place);
    return text == null ? fallback : text;
  }

  private static @Nullable String textOrNull(JsonNode node, String name, String place) {
    if (node.hasNonNull(name) && !node.path(name).isTextual()) {
      throw new IllegalArgumentException(place + name + ": write a text");
    }
    return node.path(name).textValue();
  }

  private static void known(JsonNode object, Set<String> fields, String place) {
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      if (!fields.contains(field.getKey())) {
        List<String> sorted = fields.stream().sorted().toList();
        throw new IllegalArgumentException(
            "%s%s: no such field; did you mean %s?"
                .formatted(place, field.getKey(), Nearest.of(field.getKey(), sorted)));
      }
    }
  }
}
