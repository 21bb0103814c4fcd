// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.cli.config;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.util.List;
import java.util.TreeMap;

/** Documents as people write them. */
final class Yaml {
  static final YAMLMapper MAPPER =
      YAMLMapper.builder(
              YAMLFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
                  .disable(YAMLGenerator.Feature.SPLIT_LINES)
                  .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
                  .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
                  .enable(YAMLGenerator.Feature.INDENT_ARRAYS_WITH_INDICATOR)
                  .build())
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .build();

  private Yaml() {}

  /** A document of the console, as {@code apply} takes it. */
  static String document(JsonNode shown) {
    ObjectNode document = MAPPER.createObjectNode();
    document.set("kind", shown.path("kind"));
    document
        .putObject("metadata")
        .put("workspace", shown.path("workspace").asText())
        .put("name", shown.path("name").asText());
    document.set("spec", shown.path("spec"));
    return text(document);
  }

  /** The lines of a content, its fields in the order of their names. */
  static List<String> lines(JsonNode spec) {
    try {
      return text(MAPPER.treeToValue(spec, TreeMap.class)).lines().toList();
    } catch (JacksonException e) {
      throw new IllegalArgumentException("spec: give an object", e);
    }
  }

  static String text(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JacksonException e) {
      throw new IllegalStateException("what was read can be written", e);
    }
  }
}
