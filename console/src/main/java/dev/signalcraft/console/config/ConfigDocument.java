// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.console.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalcraft.console.config.ConfigDocuments.Current;
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
 * @param inForceVersion the version whose content holds; 0 where none does
 * @param refusal why this version cannot be used; null where it can
 * @param spec its content, secrets masked; null in a list and of a deletion
 */
record ConfigDocument(
    String kind,
    String workspace,
    String name,
    long version,
    @Nullable String author,
    Instant changedAt,
    long inForceVersion,
    @Nullable String refusal,
    @Nullable JsonNode spec) {
  private static final List<String> SECRET_FIELDS = List.of("secrets", "keySha256");
  private static final String MASK = "***";

  static ConfigDocument of(Current current, boolean withSpec) {
    ConfigRecord record = current.record();
    return new ConfigDocument(
        record.kind(),
        record.metadata().workspace(),
        record.metadata().name(),
        record.version(),
        record.author(),
        Instant.ofEpochMilli(current.logTime()),
        current.inForceVersion(),
        current.refusal(),
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
