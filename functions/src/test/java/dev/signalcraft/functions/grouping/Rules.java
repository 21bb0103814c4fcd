// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.functions.grouping;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.signalcraft.domain.Topic;
import dev.signalcraft.domain.ingest.RawRecord;
import java.util.Map;

/** Severity rules as they lie in the config log. */
final class Rules {
  private Rules() {}

  /** The version of the rule {@code busy} that says: from this count on, this severity. */
  static RawRecord record(long offset, long logTime, long version, long count, String severity) {
    String json =
        """
        {"kind":"SeverityRule","metadata":{"workspace":"default","name":"busy"},
         "version":%d,"baseVersion":%d,"deleted":false,
         "spec":{"steps":[{"count":%d,"severity":"%s"}]}}"""
            .formatted(version, version - 1, count, severity);
    return new RawRecord(
        Topic.CONFIG.topicName(), 0, offset, logTime, Map.of(), null, json.getBytes(UTF_8));
  }
}
