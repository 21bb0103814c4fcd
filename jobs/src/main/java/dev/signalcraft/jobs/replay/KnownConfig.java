// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.jobs.replay;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.signalcraft.domain.Topic;
import dev.signalcraft.domain.config.ConfigRecord;
import dev.signalcraft.domain.ingest.RawRecord;
import dev.signalcraft.domain.json.Json;
import dev.signalcraft.domain.replay.HistoryReader;
import dev.signalcraft.functions.config.ConfigReader;
import dev.signalcraft.functions.time.LogTime;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** A config log that is known as a whole; it travels with the job. */
final class KnownConfig implements ConfigReader {
  private record Entry(long logTime, byte[] document) implements Serializable {}

  private final ArrayList<Entry> entries = new ArrayList<>();

  KnownConfig() {}

  /** These documents, each in force whatever the log time is. */
  static KnownConfig always(List<ConfigRecord> documents) {
    KnownConfig config = new KnownConfig();
    documents.forEach(document -> config.add(HistoryReader.ALWAYS, document));
    return config;
  }

  /** Adds the next record. */
  void add(long logTime, ConfigRecord document) {
    try {
      entries.add(new Entry(logTime, Json.mapper().writeValueAsBytes(document)));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a record of the domain has a JSON form", e);
    }
  }

  /** The documents in their order. */
  List<ConfigRecord> documents() throws IOException {
    List<ConfigRecord> documents = new ArrayList<>();
    for (Entry entry : entries) {
      documents.add(Json.mapper().readValue(entry.document(), ConfigRecord.class));
    }
    return documents;
  }

  @Override
  public List<RawRecord> readToEnd() {
    List<RawRecord> records = new ArrayList<>(entries.size());
    for (Entry entry : entries) {
      records.add(
          new RawRecord(
              Topic.CONFIG.topicName(),
              0,
              records.size(),
              entry.logTime(),
              Map.of(),
              null,
              entry.document()));
    }
    return records;
  }

  /** What follows a config log that is known as a whole. */
  static DataStream<RawRecord> nothingMore(StreamExecutionEnvironment env) {
    return env.fromSource(
            new DataGeneratorSource<>(
                number -> new RawRecord("", 0, number, 0, Map.of(), null, null),
                0,
                TypeInformation.of(RawRecord.class)),
            LogTime.unbounded(),
            "no-config")
        .uid("no-config")
        .setParallelism(1);
  }
}
