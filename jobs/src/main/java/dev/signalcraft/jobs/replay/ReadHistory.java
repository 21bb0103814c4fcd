// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.jobs.replay;

import dev.signalcraft.domain.Topic;
import dev.signalcraft.domain.config.ConfigRecord;
import dev.signalcraft.domain.ingest.RawRecord;
import dev.signalcraft.domain.json.Json;
import dev.signalcraft.domain.replay.HistoryLine;
import dev.signalcraft.domain.replay.HistoryReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.connector.datagen.source.GeneratorFunction;

/** The lines of a file as records of {@code inputs}, asked for one after the other. */
final class ReadHistory implements GeneratorFunction<Long, RawRecord> {
  private final String file;
  private final KnownConfig before;
  private transient InputStream in;
  private transient HistoryReader reader;

  @SuppressWarnings("NullAway.Init")
  ReadHistory(Path file, List<ConfigRecord> before) {
    this.before = KnownConfig.always(before);
    this.file = file.toString();
  }

  /** The key of a record of it; empty for a tick. */
  static String keyOf(RawRecord record) {
    return record.key() == null ? "" : record.key();
  }

  @Override
  public void open(SourceReaderContext context) throws IOException {
    in = Files.newInputStream(Path.of(file));
    reader = new HistoryReader(in, before.documents());
  }

  @Override
  public RawRecord map(Long offset) throws IOException {
    HistoryLine line = reader.next();
    if (line == null) {
      throw new IOException(file + ": is shorter than it was");
    }
    return new RawRecord(
        Topic.INPUTS.topicName(),
        0,
        offset,
        line.logTime(),
        Map.of(),
        line.input().groupKey(),
        Json.mapper().writeValueAsBytes(line.input()));
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
