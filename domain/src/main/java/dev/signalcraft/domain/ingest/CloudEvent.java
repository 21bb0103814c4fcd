// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The envelope of a record of {@code events}: CloudEvents 1.0 over Kafka in binary mode (headers
 * {@code ce_…}) or structured mode (content type {@code application/cloudevents+json}), or none.
 *
 * @param id the sender's id within its source
 * @param source a URI reference
 * @param time ISO-8601
 * @param data the content, an object
 */
record CloudEvent(@Nullable String id, @Nullable String source, @Nullable String time, Field data) {
  private static final String TYPE = "application/cloudevents";

  static CloudEvent open(Map<String, String> headers, JsonNode value) throws Rejection {
    Field root = Field.root(value).required();
    String type = headers.getOrDefault("content-type", "").strip().toLowerCase(Locale.ROOT);
    if (!type.startsWith(TYPE)) {
      return new CloudEvent(
          headers.get("ce_id"), headers.get("ce_source"), headers.get("ce_time"), root);
    }
    if (!type.startsWith(TYPE + "+json")) {
      throw new Rejection(
          DeadLetter.Reason.UNSUPPORTED,
          "header content-type: of CloudEvents only the JSON format of single events is read");
    }
    return new CloudEvent(
        root.get("id").text(),
        root.get("source").text(),
        root.get("time").text(),
        root.get("data").required());
  }

  /** What makes it the same event in every delivery; null where the sender gave no id. */
  @Nullable String identity() {
    if (id == null || id.isBlank()) {
      return null;
    }
    return source == null ? id : source + " " + id;
  }
}
