// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.jobs.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalcraft.domain.config.ConfigLog;
import dev.signalcraft.domain.ingest.AlertEvent;
import dev.signalcraft.domain.ingest.Events;
import dev.signalcraft.domain.ingest.RawRecord;
import dev.signalcraft.domain.json.Json;
import dev.signalcraft.domain.monitor.MetricWindow;
import dev.signalcraft.domain.monitor.Monitor;
import dev.signalcraft.domain.slo.Slo;
import dev.signalcraft.jobs.monitor.WholeJob.Written;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The whole job over a generated hour, at other parallelisms and under kills. */
class MonitorsJobTest {
  private static final long T0 = Instant.parse("2026-03-02T10:00:00Z").toEpochMilli();
  private static final long END = T0 + 3_600_000;

  @Test
  void oneAndFourSubtasksWriteTheSameAndSoDoesAJobThatIsKilled() throws Exception {
    Written one = run(1, 0);
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

    Written four = run(4, 0);
    assertThat(four).isEqualTo(one);

    Written killed = run(4, 3);
    assertThat(PartitionedLog.failuresLeft()).isZero();
    assertThat(distinct(killed.windows())).isEqualTo(one.windows());
    assertThat(distinct(killed.objectives())).isEqualTo(one.objectives());
    assertThat(distinct(killed.alerts())).isEqualTo(one.alerts());
  }

  private static Written run(int parallelism, int kills) throws Exception {
    WholeJob job = new WholeJob(MonitorsJobTest::config, parallelism, T0, END);
    return job.run(
        PartitionedLog.of("metrics", job.partitions(log())).failing(kills),
        PartitionedLog.of("inputs", job.partitions(events())),
        kills);
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
          sample(
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
    log.add(sample(T0 + 5, "{\"name\":\"http.duration\"}"));
    log.add(sample(T0 + 6, "not json"));
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
      log.add(WholeJob.input(at, event));
      if (i % 10 == 0) {
        log.add(WholeJob.input(at + random.nextInt(600_000), event));
      }
    }
    log.sort(Comparator.comparingLong(RawRecord::logTime));
    return log;
  }

  private static RawRecord sample(long logTime, String json) {
    return WholeJob.sample(logTime, json.getBytes(StandardCharsets.UTF_8));
  }
}
