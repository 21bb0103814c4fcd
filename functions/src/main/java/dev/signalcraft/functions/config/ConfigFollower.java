// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.functions.config;

import dev.signalcraft.domain.config.ConfigHistory;
import dev.signalcraft.domain.config.ConfigHistory.Outcome;
import dev.signalcraft.domain.config.ConfigRecord;
import dev.signalcraft.domain.ingest.RawRecord;
import dev.signalcraft.domain.json.WireName;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Feeds the {@link ConfigHistory} of each kind that an operator needs, first from the log and then
 * from the broadcast of the same log, each record once, and knows which of them came too late for a
 * record judged before. It counts what became of each ({@code config} by {@code outcome}), and logs
 * why a content is refused.
 */
public final class ConfigFollower {
  private static final Logger LOG = LoggerFactory.getLogger(ConfigFollower.class);

  private static final int MAX_LATE = 100;

  private final List<ConfigHistory<?>> histories = new ArrayList<>();
  private final Map<Outcome, Counter> outcomes = new EnumMap<>(Outcome.class);
  private final Counter late;
  private final Map<String, List<String>> lateByWorkspace = new HashMap<>();
  private long readUpTo = -1;
  private long judgedUpTo = Long.MIN_VALUE;

  /** A follower of no kind yet, that counts in this group. */
  public ConfigFollower(MetricGroup metrics) {
    for (Outcome outcome : Outcome.values()) {
      outcomes.put(outcome, metrics.addGroup("outcome", WireName.of(outcome)).counter("config"));
    }
    late = metrics.counter("configLate");
  }

  /** Feeds the documents of a kind too; to be called before {@link #start}. */
  public <T> ConfigHistory<T> follow(String kind, ConfigHistory.Reader<T> reader) {
    ConfigHistory<T> history = new ConfigHistory<>(kind, document -> read(reader, document));
    histories.add(history);
    return history;
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

  /** Reads the log to its end. */
  public void start(ConfigReader reader) throws IOException {
    for (RawRecord record : reader.readToEnd()) {
      take(record);
    }
  }

  /** Notes the log time of a record that is judged by the documents now. */
  public void judged(long logTime) {
    judgedUpTo = Math.max(judgedUpTo, logTime);
  }

  /**
   * Takes a record of the log; one that was seen is ignored. One that would have been in force for
   * a record that was judged without it is counted as late.
   */
  public void take(RawRecord record) {
    if (record.offset() <= readUpTo) {
      return;
    }
    readUpTo = record.offset();
    Outcome outcome = Outcome.NOT_MINE;
    ConfigRecord document = ConfigRecord.read(record.value());
    if (document != null) {
      for (ConfigHistory<?> history : histories) {
        Outcome mine = history.accept(document, record.logTime());
        outcome = mine == Outcome.NOT_MINE ? outcome : mine;
      }
    }
    Objects.requireNonNull(outcomes.get(outcome)).inc();
    if (document != null
        && outcome == Outcome.APPLIED
        && record.logTime() + ConfigHistory.IN_FORCE_AFTER_MILLIS <= judgedUpTo) {
      late.inc();
      remember(document);
    }
  }

  private void remember(ConfigRecord document) {
    List<String> names =
        lateByWorkspace.computeIfAbsent(document.metadata().workspace(), none -> new ArrayList<>());
    if (names.size() < MAX_LATE) {
      names.add(document.key() + "@" + document.version());
    }
  }

  /** Whether {@link #takeLate} would name any. */
  public boolean hasLate() {
    return !lateByWorkspace.isEmpty();
  }

  /**
   * The documents of a workspace that came late since this was asked last, the first hundred, as
   * {@code kind/workspace/name@version}; null for none.
   */
  public @Nullable List<String> takeLate(String workspace) {
    return lateByWorkspace.remove(workspace);
  }
}
