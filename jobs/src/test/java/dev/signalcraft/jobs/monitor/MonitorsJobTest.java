// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.jobs.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalcraft.domain.config.ConfigLog;
import dev.signalcraft.domain.grouping.GroupKey;
import dev.signalcraft.domain.ingest.AlertEvent;
import dev.signalcraft.domain.ingest.DeadLetter;
import dev.signalcraft.domain.ingest.Events;
import dev.signalcraft.domain.ingest.Input;
import dev.signalcraft.domain.ingest.RawRecord;
import dev.signalcraft.domain.json.Json;
import dev.signalcraft.domain.monitor.MetricWindow;
import dev.signalcraft.domain.monitor.Monitor;
import dev.signalcraft.domain.slo.Slo;
import dev.signalcraft.domain.slo.SloWindow;
import dev.signalcraft.functions.config.ConfigReader;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.junit.jupiter.api.Test;

/** The whole job over a generated hour, at other parallelisms and under kills. */
class MonitorsJobTest {
  private static final long T0 = Instant.parse("2026-03-02T10:00:00Z").toEpochMilli();
  private static final long END = T0 + 3_600_000;
  private static final Queue<MetricWindow> WINDOWS = new ConcurrentLinkedQueue<>();
  private static final Queue<SloWindow> OBJECTIVES = new ConcurrentLinkedQueue<>();
  private static final Queue<Input> ALERTS = new ConcurrentLinkedQueue<>();
  private static final Queue<DeadLetter> DEAD = new ConcurrentLinkedQueue<>();

  private record Written(
      List<String> windows, List<String> objectives, List<String> alerts, List<String> dead) {}

  @Test
  void oneAndFourSubtasksWriteTheSameAndSoDoesAJobThatIsKilled() throws Exception {
    List<RawRecord> log = log();
    Written one = run(log, 1, 0);
    assertThat(one.windows()).hasSizeGreaterThan(300).doesNotHaveDuplicates();
    assertThat(one.objectives()).hasSizeGreaterThan(50).doesNotHaveDuplicates();
    assertThat(one.alerts()).hasSizeGreaterThan(10).doesNotHaveDuplicates();
    assertThat(one.alerts().stream().filter(alert -> alert.contains("\"slo\":\"answered\"")))
        .hasSizeGreaterThan(2);
    assertThat(one.dead()).hasSizeGreaterThan(5);
    assertThat(events(one.windows())).isEqualTo(2_000);
    assertThat(one.windows().stream().map(MonitorsJobTest::user).filter(Objects::nonNull))
        .hasSizeGreaterThan(500)
        .satisfies(users -> assertThat(Set.copyOf(users)).hasSize(20));
    assertThat(one.alerts())
        .anyMatch(alert -> alert.contains("users: more than 20 series"))
        .anyMatch(alert -> alert.contains("beats: no data") && alert.contains("\"host\":\"b\""));

    Written four = run(log, 4, 0);
    assertThat(four).isEqualTo(one);

    Written killed = run(log, 4, 3);
    assertThat(PartitionedLog.failuresLeft()).isZero();
    assertThat(distinct(killed.windows())).isEqualTo(one.windows());
    assertThat(distinct(killed.objectives())).isEqualTo(one.objectives());
    assertThat(distinct(killed.alerts())).isEqualTo(one.alerts());
  }

  private static String user(String window) {
    int from = window.indexOf("\"user\":");
    return from < 0 ? null : window.substring(from, window.indexOf('}', from));
  }

  /** Each event once, however often it came. */
  private static long events(List<String> windows) throws Exception {
    long count = 0;
    for (String window : windows) {
      MetricWindow row = Json.mapper().readValue(window, MetricWindow.class);
      count += row.monitor().equals("errors") ? row.count() : 0;
    }
    return count;
  }

  private static List<String> distinct(List<String> written) {
    return written.stream().distinct().toList();
  }

  private static List<RawRecord> config() {
    return new ConfigLog()
        .at(
            Instant.ofEpochMilli(T0 - 60_000),
            Monitor.KIND,
            "slow",
            """
            select: {name: http.duration, when: 'tags.route != "/health"'}
            groupBy: [project, environment, tags.route]
            measure: p95
            window: 5m
            conditions:
              - {severity: medium, op: ">", threshold: 500, for: 3}
              - {severity: critical, op: ">", threshold: 900, for: 2}
            """)
        .at(
            Instant.ofEpochMilli(T0 - 60_000),
            Monitor.KIND,
            "failing",
            """
            select: {name: http.duration}
            groupBy: []
            measure: ratio
            delay: 20s
            correctFor: 2m
            conditions: [{severity: high, op: ">", threshold: 0.2}]
            """)
        .at(
            Instant.ofEpochMilli(T0 - 60_000),
            Monitor.KIND,
            "users",
            """
            select: {name: http.duration}
            groupBy: [tags.user]
            measure: count
            maxSeries: 20
            conditions: [{severity: low, op: ">", threshold: 4}]
            """)
        .at(
            Instant.ofEpochMilli(T0 - 60_000),
            Monitor.KIND,
            "beats",
            """
            select: {name: beat}
            groupBy: [tags.host]
            measure: count
            noData: alert(5)
            expect: [{tags.host: a}, {tags.host: b}]
            """)
        .at(
            Instant.ofEpochMilli(T0 - 60_000),
            Monitor.KIND,
            "errors",
            """
            select: {stream: events, when: 'type == "error"'}
            groupBy: [fingerprint]
            measure: count
            window: 5m
            conditions: [{severity: high, op: ">", threshold: 20}]
            """)
        .at(
            Instant.ofEpochMilli(T0 - 60_000),
            Slo.KIND,
            "answered",
            """
            service: checkout
            indicator:
              spec:
                ratioMetric:
                  bad: {metricSource: {spec: {name: http.duration, when: outcome == "error"}}}
                  total: {metricSource: {spec: {name: http.duration}}}
            timeWindow: [{duration: 1h, isRolling: true}]
            budgetingMethod: Occurrences
            objectives: [{target: 0.9}]
            alertPolicies:
              - spec: {conditions: [{spec: {severity: page,
                  condition: {threshold: 2, lookbackWindow: 10m, shortWindow: 2m}}}]}
            signalcraft: {correctFor: 3m}
            """)
        .at(
            Instant.ofEpochMilli(T0 + 1_800_000),
            Monitor.KIND,
            "failing",
            "{enabled: false, select: {name: http.duration}, measure: ratio,"
                + " conditions: [{severity: high, op: '>', threshold: 0.2}]}")
        .records();
  }

  private static List<RawRecord> log() {
    Random random = new Random(42);
    List<RawRecord> log = new ArrayList<>();
    for (int i = 0; i < 6_000; i++) {
      long at = T0 + random.nextInt(3_600_000);
      long late = random.nextInt(10) == 0 ? random.nextInt(400_000) : random.nextInt(3_000);
      boolean slow = (at - T0) / 600_000 % 2 == 1;
      double value = (slow ? 700 : 200) * Math.exp(0.3 * random.nextGaussian());
      boolean error = random.nextInt(slow ? 3 : 20) == 0;
      String route = List.of("/a", "/b", "/health").get(random.nextInt(3));
      log.add(
          record(
              Math.min(END, at + late),
              String.format(
                  Locale.ROOT,
                  "{\"name\":\"http.duration\",\"value\":%s,\"unit\":\"ms\",\"outcome\":\"%s\","
                      + "\"occurredAt\":%d,\"tags\":{\"route\":\"%s\",\"user\":\"u%d\"}}",
                  value,
                  error ? "error" : "ok",
                  at,
                  route,
                  random.nextInt(50))));
    }
    log.add(record(T0 + 5, "{\"name\":\"http.duration\"}"));
    log.add(record(T0 + 6, "not json"));
    log.sort(Comparator.comparingLong(RawRecord::logTime));
    return log;
  }

  /** Every tenth event comes twice, the second time up to ten minutes later. */
  private static List<RawRecord> events() throws Exception {
    Random random = new Random(7);
    List<RawRecord> log = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      long at = T0 + random.nextInt(3_000_000);
      AlertEvent event =
          Events.event("f" + random.nextInt(20) / 7, "e" + i, Instant.ofEpochMilli(at));
      log.add(input(at, event));
      if (i % 10 == 0) {
        log.add(input(at + random.nextInt(600_000), event));
      }
    }
    log.sort(Comparator.comparingLong(RawRecord::logTime));
    return log;
  }

  private static RawRecord input(long logTime, AlertEvent event) throws Exception {
    Input input = Input.of(GroupKey.of(event), event);
    byte[] value = Json.mapper().writeValueAsBytes(input);
    return new RawRecord("inputs", 0, logTime, logTime, Map.of(), input.groupKey(), value);
  }

  private static RawRecord record(long logTime, String json) {
    byte[] value = json.getBytes(StandardCharsets.UTF_8);
    return new RawRecord("signalcraft.metrics.v1", 0, logTime, logTime, Map.of(), null, value);
  }

  /** Deals the log out to partitions, each with a tick a second, as the job itself writes them. */
  private static List<List<RawRecord>> partitions(List<RawRecord> log, int count) {
    List<List<RawRecord>> partitions = new ArrayList<>();
    Random random = new Random(count);
    for (int p = 0; p < count; p++) {
      List<RawRecord> ticks = new ArrayList<>();
      for (long t = T0; t <= END + 120_000; t += 1_000) {
        ticks.add(record(t, "{\"kind\":\"tick\",\"groupKey\":\"\"}"));
      }
      partitions.add(ticks);
    }
    for (RawRecord record : log) {
      String key = record.key();
      int partition = key == null ? random.nextInt(count) : Math.floorMod(key.hashCode(), count);
      partitions.get(partition).add(record);
    }
    partitions.forEach(one -> one.sort(Comparator.comparingLong(RawRecord::logTime)));
    return partitions;
  }

  private static Written run(List<RawRecord> log, int parallelism, int failures) throws Exception {
    WINDOWS.clear();
    OBJECTIVES.clear();
    ALERTS.clear();
    DEAD.clear();
    Configuration configuration = new Configuration();
    configuration.setString("pipeline.auto-watermark-interval", "1ms");
    configuration.setString("pipeline.generic-types", "false");
    configuration.setString("pipeline.auto-generate-uids", "false");
    configuration.setString("execution.checkpointing.interval", "50ms");
    configuration.setString("restart-strategy.type", "fixed-delay");
    configuration.setString("restart-strategy.fixed-delay.attempts", Integer.toString(failures));
    configuration.setString("restart-strategy.fixed-delay.delay", "0s");
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.createLocalEnvironment(parallelism, configuration);
    ConfigReader reader = MonitorsJobTest::config;
    MonitorsJob.define(
        env,
        new MonitorsJob.Inputs(
            PartitionedLog.of("metrics", partitions(log, parallelism)).failing(failures),
            PartitionedLog.of("inputs", partitions(events(), parallelism)),
            new DataGeneratorSource<>(Long::intValue, 1, Types.INT),
            new DataGeneratorSource<>(Long::intValue, 1, Types.INT),
            new DataGeneratorSource<>(
                number -> new RawRecord("", 0, number, 0, Map.of(), null, null),
                0,
                TypeInformation.of(RawRecord.class)),
            reader),
        new MonitorsJob.Outputs(
            new Kept<>(row -> WINDOWS.add(row)),
            new Kept<>(row -> OBJECTIVES.add(row)),
            new Kept<>(alert -> ALERTS.add(alert)),
            new DiscardingSink<>(),
            new DiscardingSink<>(),
            new Kept<>(letter -> DEAD.add(letter))));
    env.execute();
    return new Written(
        sorted(WINDOWS.stream().filter(row -> row.closedAt().toEpochMilli() <= END).toList()),
        sorted(OBJECTIVES.stream().filter(row -> row.closedAt().toEpochMilli() <= END).toList()),
        sorted(ALERTS.stream().filter(a -> a.event().receivedAt().toEpochMilli() <= END).toList()),
        sorted(DEAD));
  }

  private static List<String> sorted(Iterable<?> written) throws Exception {
    List<String> texts = new ArrayList<>();
    for (Object one : written) {
      texts.add(Json.mapper().writeValueAsString(one));
    }
    texts.sort(null);
    return texts;
  }

  /** Where a job writes to in this process; it travels without what it has. */
  @FunctionalInterface
  private interface Place<T> extends Serializable {
    boolean add(T written);
  }

  private record Kept<T>(Place<T> place) implements Sink<T> {
    @Override
    public SinkWriter<T> createWriter(WriterInitContext context) {
      return new SinkWriter<>() {
        @Override
        public void write(T written, Context at) {
          boolean unused = place.add(written);
        }

        @Override
        public void flush(boolean endOfInput) {}

        @Override
        public void close() {}
      };
    }
  }
}
