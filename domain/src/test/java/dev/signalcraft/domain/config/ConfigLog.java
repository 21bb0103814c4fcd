// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.signalcraft.domain.Topic;
import dev.signalcraft.domain.ingest.RawRecord;
import dev.signalcraft.domain.json.Json;
import dev.signalcraft.domain.routing.Documents;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A config log of documents written as people write them, each with the next version. */
public final class ConfigLog {
  private final List<RawRecord> records = new ArrayList<>();
  private final Map<String, Long> versions = new HashMap<>();

  /** Appends the next version of a document at a log time. */
  public ConfigLog at(Instant logTime, String kind, String name, String spec) {
    ConfigRecord first = Documents.document(kind, name, spec);
    long version = versions.merge(kind + "/" + name, 1L, Long::sum);
    ConfigRecord document =
        new ConfigRecord(kind, first.metadata(), version, version - 1, false, first.spec());
    records.add(record(records.size(), logTime, document));
    return this;
  }

  private static RawRecord record(int offset, Instant logTime, ConfigRecord document) {
    try {
      byte[] value = Json.mapper().writeValueAsBytes(document);
      String topic = Topic.CONFIG.topicName();
      return new RawRecord(
          topic, 0, offset, logTime.toEpochMilli(), Map.of(), document.key(), value);
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  /** What a reader of it knows of the documents of a kind. */
  public <T> ConfigHistory<T> history(String kind, ConfigHistory.Reader<T> reader) {
    ConfigHistory<T> history = new ConfigHistory<>(kind, reader);
    for (RawRecord record : records) {
      if (history.accept(record.value(), record.logTime()) == ConfigHistory.Outcome.REFUSED) {
        throw new AssertionError("refused: " + record.key());
      }
    }
    return history;
  }

  /** The log as it lies there. */
  public List<RawRecord> records() {
    return List.copyOf(records);
  }
}
