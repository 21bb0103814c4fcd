// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.console.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalcraft.domain.config.ConfigRecord;
import dev.signalcraft.domain.config.Integration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The current version of a document as it is shown.
 *
 * @param author null where that is not known
 * @param changedAt the log time of the version
 * @param spec its content, secrets masked; null in a list and of a deletion
 */
record ConfigDocument(
    String kind,
    String workspace,
    String name,
    long version,
    @Nullable String author,
    Instant changedAt,
    @Nullable JsonNode spec) {
  private static final List<String> SECRET_FIELDS = List.of("secrets", "keySha256");
  private static final String MASK = "***";

  static ConfigDocument of(ConfigRecord record, long logTime, boolean withSpec) {
    return new ConfigDocument(
        record.kind(),
        record.metadata().workspace(),
        record.metadata().name(),
        record.version(),
        record.author(),
        Instant.ofEpochMilli(logTime),
        withSpec ? masked(record) : null);
  }

  /** What proves a sender is not shown, only how many of it there are. */
  private static @Nullable JsonNode masked(ConfigRecord record) {
    JsonNode spec = record.spec();
    if (spec == null || !record.kind().equals(Integration.KIND)) {
      return spec;
    }
    ObjectNode shown = spec.deepCopy();
    for (String field : SECRET_FIELDS) {
      if (shown.has(field)) {
        ArrayNode masks = shown.arrayNode();
        shown.get(field).forEach(secret -> masks.add(MASK));
        shown.set(field, masks);
      }
    }
    return shown;
  }
}
