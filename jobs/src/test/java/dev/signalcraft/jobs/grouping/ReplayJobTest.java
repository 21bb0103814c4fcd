// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.jobs.grouping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.signalcraft.domain.delivery.ChannelTrial;
import dev.signalcraft.domain.ingest.RawRecord;
import dev.signalcraft.domain.json.Json;
import dev.signalcraft.domain.json.WireName;
import dev.signalcraft.domain.replay.Difference;
import dev.signalcraft.domain.replay.Replay;
import dev.signalcraft.domain.replay.ReplaySpan;
import dev.signalcraft.domain.replay.RuleDifferences;
import dev.signalcraft.domain.routing.Notification;
import dev.signalcraft.functions.config.ConfigReader;
import dev.signalcraft.jobs.replay.ReplayJob;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a replay finds beside what a job has written about the same log. */
class ReplayJobTest {
  private static final Map<String, List<RawRecord>> TOPICS = new ConcurrentHashMap<>();
  private static final Queue<Difference> DIFFERENCES = new ConcurrentLinkedQueue<>();
  private static final Queue<Replay> REPLAYS = new ConcurrentLinkedQueue<>();

  private static final Night NIGHT = NightOfDeploysTest.NIGHT;

  @ParameterizedTest
  @CsvSource({"1, 4, 1ms, 1", "4, 1, 50ms, 2", "2, 2, 10ms, 3"})
  void whatRanLiveComesOutAgainAtAnyParallelismIntervalAndOrderOfPartitions(
      int live, int again, String interval, long order) throws Exception {
    List<List<RawRecord>> log = CrossingLog.partitions();
    WholeJob.Written written = WholeJob.run(log, CrossingLog::config, WholeJob.defaults(), live);
    Instant since = CrossingLog.END.minusSeconds(1_200);
    List<List<RawRecord>> permuted = new ArrayList<>(log);
    Collections.shuffle(permuted, new Random(order));

    replay(permuted, CrossingLog::config, written, EPOCH, since, CrossingLog.END, again, interval);

    long told =
        written.notifications().stream()
            .filter(one -> !one.at().isBefore(since))
            .filter(one -> !one.at().isAfter(CrossingLog.END))
            .count();
    assertThat(told).isGreaterThan(100);
    assertThat(DIFFERENCES).hasSize((int) told);
    assertThat(DIFFERENCES).extracting(Difference::kind).containsOnly(Difference.Kind.SAME);
    Replay done = last();
    assertThat(done.status()).isEqualTo(Replay.Status.DONE);
    assertThat(done.reached()).isEqualTo(CrossingLog.END);
    assertThat(done.summary().stream().mapToLong(RuleDifferences::same).sum()).isEqualTo(told);
  }

  @Test
  void theTestOfAChannelIsNoDecisionOfTheRules() throws Exception {
    WholeJob.Written written = night();
    Instant tested = NIGHT.at("01:00");
    List<Notification> recorded = new ArrayList<>(written.notifications());
    for (String channel : List.of("pager", "never-ruled")) {
      recorded.add(ChannelTrial.of("default", channel, "key", "ada", tested));
    }

    replay(
        NIGHT.log(),
        NightOfDeploysTest::config,
        new WholeJob.Written(written.changes(), recorded),
        EPOCH,
        NIGHT.at("22:00"),
        NIGHT.at("05:50"),
        2,
        "1ms");

    assertThat(told()).isEmpty();
    assertThat(DIFFERENCES).hasSameSizeAs(written.notifications());
    assertThat(last().summary())
        .extracting(RuleDifferences::rule)
        .doesNotContain(ChannelTrial.RULE);
  }

  @Test
  void withoutTheInhibitRuleOfTheNightItsTargetsAreToldEarlierOrAtAll() throws Exception {
    WholeJob.Written written = night();
    ConfigReader candidate =
        () ->
            NightOfDeploysTest.config().stream()
                .filter(record -> !String.valueOf(record.key()).startsWith("InhibitRule/"))
                .toList();

    replay(NIGHT.log(), candidate, written, EPOCH, NIGHT.at("22:00"), NIGHT.at("05:50"), 2, "1ms");

    // The database held orders from 00:31 to 01:11, and stock, which was over before.
    assertThat(told())
        .containsExactlyInAnyOrder(
            "earlier orders slack opened 01:11 00:31",
            "earlier orders pager escalated 01:11 00:41",
            "added stock slack opened - 00:32",
            "added stock pager escalated - 00:42",
            "added stock slack resolved - 00:45",
            "added stock pager resolved - 00:45");
    assertThat(last().summary())
        .filteredOn(counts -> counts.rule().equals("shop") && counts.channel().equals("pager"))
        .extracting(RuleDifferences::added, RuleDifferences::earlier, RuleDifferences::suppressed)
        .containsExactly(tuple(2L, 1L, 0L));
  }

  @Test
  void ofGroupsThatOpenedBeforeTheWarmUpNothingIsSaid() throws Exception {
    WholeJob.Written written = night();
    Instant from = NIGHT.at("23:00");

    replay(
        NIGHT.log(), NightOfDeploysTest::config, written, from, from, NIGHT.at("05:50"), 2, "1ms");

    // mailer has only commands after that; checkout fires once more at 23:15.
    assertThat(told())
        .containsExactlyInAnyOrder(
            "unknown checkout pager escalated 23:05 -",
            "unknown mailer pager escalated 23:10 -",
            "unknown mailer pager resolved 23:15 -",
            "unknown mailer slack resolved 23:15 -",
            "unknown checkout slack opened - 23:15",
            "unknown checkout pager escalated - 23:25",
            "unknown checkout pager resolved 23:40 -",
            "unknown checkout slack resolved 23:40 -",
            "unknown checkout pager resolved - 23:40",
            "unknown checkout slack resolved - 23:40");
    assertThat(DIFFERENCES)
        .filteredOn(one -> one.kind() == Difference.Kind.SAME)
        .hasSizeGreaterThan(25);
  }

  @Test
  void progressIsToldInTheOrderOfLogTime() throws Exception {
    replay(
        NIGHT.log(),
        NightOfDeploysTest::config,
        night(),
        NIGHT.at("22:00"),
        NIGHT.at("22:00"),
        NIGHT.at("05:00"),
        2,
        "1ms");

    assertThat(List.copyOf(REPLAYS))
        .first()
        .extracting(Replay::reached)
        .isEqualTo(NIGHT.at("22:00"));
    assertThat(REPLAYS).hasSizeGreaterThan(10);
    assertThat(List.copyOf(REPLAYS)).isSortedAccordingTo(Comparator.comparing(Replay::reached));
    assertThat(last().reached()).isEqualTo(NIGHT.at("05:00"));
  }

  private static final Instant EPOCH = Instant.EPOCH;

  private static WholeJob.Written night() throws Exception {
    return WholeJob.run(NIGHT.log(), NightOfDeploysTest::config, WholeJob.defaults(), 2);
  }

  private static void replay(
      List<List<RawRecord>> log,
      ConfigReader config,
      WholeJob.Written written,
      Instant from,
      Instant since,
      Instant until,
      int parallelism,
      String interval)
      throws Exception {
    DIFFERENCES.clear();
    REPLAYS.clear();
    Configuration configuration = new Configuration();
    configuration.setString("pipeline.auto-watermark-interval", interval);
    configuration.setString("pipeline.generic-types", "false");
    configuration.setString("pipeline.auto-generate-uids", "false");
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.createLocalEnvironment(parallelism, configuration);
    ReplayJob.define(
        env,
        new ReplayJob.Inputs(
            LogSource.of(between(log, from, until)),
            config,
            topic("notifications", written.notifications()),
            topic("alert-changes", written.changes())),
        new ReplayJob.Outputs(
            new WholeJob.Kept<>(one -> DIFFERENCES.add(one)),
            new WholeJob.Kept<>(one -> REPLAYS.add(one))),
        WholeJob.defaults(),
        new Replay(
            new ReplaySpan("r", "default", from, since, until),
            false,
            Replay.Status.RUNNING,
            from,
            List.of()));
    env.execute();
  }

  private static List<List<RawRecord>> between(
      List<List<RawRecord>> log, Instant from, Instant until) {
    return log.stream()
        .map(
            partition ->
                partition.stream()
                    .filter(record -> record.logTime() >= from.toEpochMilli())
                    .filter(record -> record.logTime() <= until.toEpochMilli())
                    .toList())
        .toList();
  }

  private static Source<RawRecord, ?, ?> topic(String name, List<?> written) throws Exception {
    List<RawRecord> records = new ArrayList<>();
    for (Object one : written) {
      byte[] value = Json.mapper().writeValueAsBytes(one);
      records.add(new RawRecord(name, 0, records.size(), 0, Map.of(), null, value));
    }
    TOPICS.put(name, records);
    return new DataGeneratorSource<>(
        number -> TOPICS.get(name).get(number.intValue()),
        records.size(),
        TypeInformation.of(RawRecord.class));
  }

  private static Replay last() {
    return REPLAYS.stream().reduce((a, b) -> b).orElseThrow();
  }

  private static String name(String groupId) {
    for (Night.Entry entry : NIGHT.entries()) {
      if (entry.input().event() != null && groupId.startsWith(entry.input().groupKey())) {
        return entry.input().event().fingerprint();
      }
    }
    return "?";
  }

  /** What is not the same, by the name of the problem. */
  private static List<String> told() {
    List<String> told = new ArrayList<>();
    for (Difference one : DIFFERENCES) {
      if (one.kind() != Difference.Kind.SAME) {
        told.add(
            "%s %s %s %s %s %s"
                .formatted(
                    WireName.of(one.kind()),
                    name(one.groupId()),
                    one.channel(),
                    WireName.of(one.reason()),
                    one.recordedAt() == null ? "-" : NIGHT.clock(one.recordedAt()),
                    one.replayedAt() == null ? "-" : NIGHT.clock(one.replayedAt())));
      }
    }
    return told;
  }
}
