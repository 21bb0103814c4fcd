// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.jobs.replay;

import dev.signalcraft.domain.config.ConfigRecord;
import dev.signalcraft.domain.replay.HistoryLine;
import dev.signalcraft.domain.replay.HistoryReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What a file of a history comes to as a whole, known before any of it is decided.
 *
 * @param lines that say something
 * @param end when time ends in it; log time
 * @param config its documents and those of before, in their order
 */
record History(long lines, long end, KnownConfig config) {
  /** What falls due so long after the last line still happens. */
  static final long GOES_ON_MILLIS = 1_000;

  /**
   * Reads a file through.
   *
   * @throws dev.signalcraft.domain.replay.BadLineException which line is wrong and what to do
   */
  static History of(Path file, List<ConfigRecord> before) throws IOException {
    KnownConfig config = KnownConfig.always(before);
    long lines = 0;
    long last = 0;
    try (InputStream in = Files.newInputStream(file)) {
      HistoryReader reader = new HistoryReader(in, before);
      for (HistoryLine line = reader.next(); line != null; line = reader.next()) {
        lines++;
        last = line.logTime();
        if (line.document() != null) {
          config.add(line.logTime(), line.document());
        }
      }
    }
    return new History(lines, last + GOES_ON_MILLIS, config);
  }
}
