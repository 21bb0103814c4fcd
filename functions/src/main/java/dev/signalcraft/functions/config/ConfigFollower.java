// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.functions.config;

import dev.signalcraft.domain.config.ConfigHistory;
import dev.signalcraft.domain.config.ConfigHistory.Outcome;
import dev.signalcraft.domain.config.ConfigRecord;
import dev.signalcraft.domain.ingest.RawRecord;
import dev.signalcraft.domain.json.WireName;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Feeds a {@link ConfigHistory} first from the log and then from the broadcast of the same log,
 * each record once, and knows which of them came too late for a record judged before. It counts
 * what became of each ({@code config} by {@code outcome}), and logs why a content is refused.
 *
 * @param <T> the content of the documents
 */
public final class ConfigFollower<T> {
  private static final Logger LOG = LoggerFactory.getLogger(ConfigFollower.class);

  private final ConfigHistory<T> history;
  private final Map<Outcome, Counter> outcomes = new EnumMap<>(Outcome.class);
  private long readUpTo = -1;
  private long judgedUpTo = Long.MIN_VALUE;

  /** A follower of the documents of a kind, that counts in this group. */
  public ConfigFollower(String kind, ConfigHistory.Reader<T> reader, MetricGroup metrics) {
    this.history = new ConfigHistory<>(kind, document -> read(reader, document));
    for (Outcome outcome : Outcome.values()) {
      outcomes.put(outcome, metrics.addGroup("outcome", WireName.of(outcome)).counter("config"));
    }
  }

  private static <T> T read(ConfigHistory.Reader<T> reader, ConfigRecord document) {
    try {
      return reader.read(document);
    } catch (IllegalArgumentException e) {
      // Names are not checked before: one that breaks the line must not forge another.
      String what =
          "%s version %d is refused and what was in force stays: %s"
              .formatted(document.key(), document.version(), e.getMessage());
      LOG.warn("{}", what.replaceAll("\\p{Cntrl}", " "));
      throw e;
    }
  }

  /** What it has fed. */
  public ConfigHistory<T> history() {
    return history;
  }

  /** Reads the log to its end. */
  public void start(ConfigReader reader) throws IOException {
    for (RawRecord record : reader.readToEnd()) {
      follow(record);
    }
  }

  /** Notes the log time of a record that is judged by the documents now. */
  public void judged(long logTime) {
    judgedUpTo = Math.max(judgedUpTo, logTime);
  }

  /**
   * Takes a record of the log; one that was seen is ignored.
   *
   * @return whether it would have been in force for a record that was judged without it
   */
  public boolean follow(RawRecord record) {
    if (record.offset() <= readUpTo) {
      return false;
    }
    readUpTo = record.offset();
    boolean late = record.logTime() + ConfigHistory.IN_FORCE_AFTER_MILLIS <= judgedUpTo;
    Outcome outcome = history.accept(record.value(), record.logTime());
    Objects.requireNonNull(outcomes.get(outcome)).inc();
    return outcome == Outcome.APPLIED && late;
  }
}
