// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.functions.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalcraft.domain.Topic;
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
  private final ConfigFollower<String> follower =
      new ConfigFollower<>("Note", ConfigFollowerTest::read, new Outcomes(""));

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
      assertThat(name).isEqualTo("config");
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
    assertThat(follower.follow(note(1, 0))).isFalse();
    assertThat(follower.follow(note(3, 0))).isFalse();
    assertThat(follower.history().newest("w", "n")).isEqualTo("3");
  }

  @Test
  void aVersionIsLateWhereARecordWasJudgedThatItWasInForceFor() {
    follower.judged(10_000);
    follower.judged(9_000);
    assertThat(follower.follow(note(1, 5_001))).isFalse();
    assertThat(follower.follow(note(2, 5_000))).isTrue();
    assertThat(follower.follow(note(2, 5_000))).isFalse();
  }

  @Test
  void whatBecameOfEachRecordIsCountedOnce() throws Exception {
    RawRecord other =
        new RawRecord(Topic.CONFIG.topicName(), 0, 20, 0, Map.of(), null, "{}".getBytes(UTF_8));
    follower.start(() -> List.of(note(1, 0), note(3, 0), note(3, 0)));
    follower.follow(other);
    assertThat(counters).containsOnlyKeys("applied", "refused", "lost-race", "not-mine");
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
      follower.follow(refused);
    } finally {
      logger.removeAppender(lines);
    }
    assertThat(count("refused")).isEqualTo(1);
    assertThat(lines.logged)
        .containsExactly(
            "WARN Note/w/n version 13 is refused and what was in force stays: spec: 13 is unlucky");
  }
}
