// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.functions.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalcraft.domain.Topic;
import dev.signalcraft.domain.config.ConfigHistory;
import dev.signalcraft.domain.config.ConfigRecord;
import dev.signalcraft.domain.ingest.RawRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.SimpleCounter;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.config.Property;
import org.junit.jupiter.api.Test;

class ConfigFollowerTest {
  private final Map<String, Counter> counters = new HashMap<>();
  private final ConfigFollower follower = new ConfigFollower(new Outcomes(""));
  private final ConfigHistory<String> notes = follower.follow("Note", ConfigFollowerTest::read);

  /** Keeps counters under the outcome that their group names. */
  private final class Outcomes extends UnregisteredMetricsGroup {
    private final String outcome;

    private Outcomes(String outcome) {
      this.outcome = outcome;
    }

    @Override
    public MetricGroup addGroup(String key, String value) {
      assertThat(key).isEqualTo("outcome");
      return new Outcomes(value);
    }

    @Override
    public Counter counter(String name) {
      assertThat(name).isEqualTo(outcome.isEmpty() ? "configLate" : "config");
      return counters.computeIfAbsent(outcome, key -> new SimpleCounter());
    }
  }

  private static final class Lines extends AbstractAppender {
    private final List<String> logged = new ArrayList<>();

    private Lines() {
      super("lines", null, null, true, Property.EMPTY_ARRAY);
    }

    @Override
    public void append(LogEvent event) {
      logged.add(event.getLevel() + " " + event.getMessage().getFormattedMessage());
    }
  }

  private static String read(ConfigRecord document) {
    if (document.version() == 13) {
      throw new IllegalArgumentException("spec: 13 is\nunlucky");
    }
    return String.valueOf(document.spec());
  }

  private long count(String outcome) {
    return counters.get(outcome).getCount();
  }

  private static RawRecord note(long version, long logTime) {
    String json =
        """
        {"kind":"Note","metadata":{"workspace":"w","name":"n"},"version":%d,"baseVersion":%d,
         "deleted":false,"spec":%d}"""
            .formatted(version, version - 1, version);
    return new RawRecord(
        Topic.CONFIG.topicName(), 0, version, logTime, Map.of(), null, json.getBytes(UTF_8));
  }

  @Test
  void theLogComesFirstAndWhatIsRepeatedIsIgnored() throws Exception {
    follower.start(() -> List.of(note(1, 0), note(2, 0)));
    follower.take(note(1, 0));
    follower.take(note(3, 0));
    assertThat(notes.newest("w", "n")).isEqualTo("3");
  }

  @Test
  void aVersionIsLateWhereARecordWasJudgedThatItWasInForceFor() {
    follower.judged(10_000);
    follower.judged(9_000);
    follower.take(note(1, 5_001));
    assertThat(count("")).isZero();
    follower.take(note(2, 5_000));
    follower.take(note(2, 5_000));
    assertThat(count("")).isEqualTo(1);
  }

  @Test
  void everyKindThatIsFollowedIsFedFromTheSameLog() throws Exception {
    ConfigHistory<String> tunes = follower.follow("Tune", ConfigFollowerTest::read);
    follower.start(() -> List.of(note(1, 0)));
    String tune = new String(note(1, 0).value(), UTF_8).replace("Note", "Tune");
    follower.take(
        new RawRecord(Topic.CONFIG.topicName(), 0, 2, 0, Map.of(), null, tune.getBytes(UTF_8)));
    assertThat(notes.newest("w", "n")).isEqualTo("1");
    assertThat(tunes.newest("w", "n")).isEqualTo("1");
    assertThat(count("applied")).isEqualTo(2);
  }

  @Test
  void whatBecameOfEachRecordIsCountedOnce() throws Exception {
    RawRecord other =
        new RawRecord(Topic.CONFIG.topicName(), 0, 20, 0, Map.of(), null, "{}".getBytes(UTF_8));
    follower.start(() -> List.of(note(1, 0), note(3, 0), note(3, 0)));
    follower.take(other);
    assertThat(counters).containsOnlyKeys("", "applied", "refused", "lost-race", "not-mine");
    assertThat(List.of(count("applied"), count("refused"), count("lost-race"), count("not-mine")))
        .containsExactly(1L, 0L, 1L, 1L);
  }

  @Test
  void aRefusalIsCountedAndLoggedInOneLineWithItsReason() {
    String json =
        """
        {"kind":"Note","metadata":{"workspace":"w","name":"n"},"version":13,"baseVersion":0,
         "deleted":false,"spec":13}""";
    RawRecord refused =
        new RawRecord(Topic.CONFIG.topicName(), 0, 0, 0, Map.of(), null, json.getBytes(UTF_8));
    Lines lines = new Lines();
    Logger logger = (Logger) LogManager.getLogger(ConfigFollower.class);
    Configurator.setLevel(logger, Level.WARN);
    lines.start();
    logger.addAppender(lines);
    try {
      follower.take(refused);
    } finally {
      logger.removeAppender(lines);
    }
    assertThat(count("refused")).isEqualTo(1);
    assertThat(lines.logged)
        .containsExactly(
            "WARN Note/w/n version 13 is refused and what was in force stays: spec: 13 is unlucky");
  }
}
