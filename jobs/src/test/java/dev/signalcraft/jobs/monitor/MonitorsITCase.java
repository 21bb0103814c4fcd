// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.jobs.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.signalcraft.domain.Topic;
import dev.signalcraft.domain.config.ConfigHistory;
import dev.signalcraft.domain.config.ConfigLog;
import dev.signalcraft.domain.ingest.RawRecord;
import dev.signalcraft.domain.monitor.Monitor;
import dev.signalcraft.domain.slo.Slo;
import dev.signalcraft.jobs.Stack;
import dev.signalcraft.jobs.grouping.AlertsJob;
import dev.signalcraft.jobs.tables.TablesJob;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a sample on the topic to the row of its minute and the group of its alert. */
class MonitorsITCase {
  @TempDir Path directory;

  @Test
  void samplesOnTheTopicBecomeARowAndAnAlertThatIsGroupedAsAnyOther() throws Exception {
    try (Stack stack = Stack.start(directory)) {
      // Closes fall a few seconds from now, so that nobody waits for a minute.
      long now = System.currentTimeMillis();
      long delay = Math.floorMod(now + 25_000, 60_000L) / 1_000;
      List<RawRecord> documents =
          new ConfigLog()
              .at(
                  Instant.now(),
                  Monitor.KIND,
                  "slow",
                  """
                  select: {name: http.duration}
                  measure: p95
                  window: 10m
                  delay: %ds
                  conditions: [{severity: critical, op: ">", threshold: 500}]
                  """
                      .formatted(delay))
              .at(
                  Instant.now(),
                  Slo.KIND,
                  "fast",
                  """
                  service: shop
                  indicator: {spec: {thresholdMetric: {metricSource: {spec: {name: http.duration}}}}}
                  timeWindow: [{duration: 7d, isRolling: true}]
                  budgetingMethod: Occurrences
                  objectives: [{op: lt, value: 610, target: 0.9}]
                  alertPolicies: [{spec: {conditions: [{spec: {severity: ticket,
                    condition: {threshold: 3, lookbackWindow: 10m}}}]}}]
                  signalcraft: {delay: %ds}
                  """
                      .formatted(delay))
              .records();
      for (RawRecord document : documents) {
        stack.send(Topic.CONFIG, document.key(), document.value(), Map.of());
      }
      stack.flushSent();
      long inForce = logTime(stack) + ConfigHistory.IN_FORCE_AFTER_MILLIS;
      stack.run(MonitorsJob::assemble, 2, null, "--start", "earliest");
      stack.run(AlertsJob::assemble, 2, null, "--start", "earliest");
      stack.run(TablesJob::assemble, 2, null, stack.tablesArguments());
      await().until(() -> System.currentTimeMillis() > inForce);

      for (int i = 0; i < 20; i++) {
        stack.send(
            Topic.METRICS,
            null,
            "{\"name\":\"http.duration\",\"value\":%d,\"unit\":\"ms\",\"occurredAt\":%d}"
                .formatted(600 + i, now - 180_000)
                .getBytes(StandardCharsets.UTF_8),
            Map.of());
      }
      stack.send(Topic.METRICS, null, "{\"name\":1}".getBytes(StandardCharsets.UTF_8), Map.of());
      stack.flushSent();

      eventually(
          stack,
          "select monitor, metric, project, environment, unit, revision, count, errors, min, max,"
              + " sum, round(p95) between 605 and 625 from metric_windows",
          "slow|http.duration|default|production|ms|0|20|0|600|619|12190|t");
      eventually(
          stack,
          "select source, lifecycle, severity, tags ->> 'monitor', tags ->> 'slo', count,"
              + " duplicates from alert_groups order by severity",
          "signalcraft|stateful|critical|slow|null|1|0",
          "signalcraft|stateful|medium|null|fast|1|0");
      eventually(
          stack,
          "select slo, objective, bad, total, round(budget_left), burn_rates, severity from"
              + " slo_windows where total > 0 order by hour desc limit 1",
          "fast|90%|10|20|-4|{\"10m\": 5.0}|medium");
      eventually(
          stack,
          "select reason, topic from dead_letters",
          "unexpected-shape|" + Topic.METRICS.topicName());
    }
  }

  private static long logTime(Stack stack) {
    List<ConsumerRecord<byte[], byte[]>> config = stack.read(Topic.CONFIG);
    return config.get(config.size() - 1).timestamp();
  }

  private static void eventually(Stack stack, String sql, String... rows) {
    await()
        .atMost(Duration.ofSeconds(100))
        .pollInterval(Duration.ofMillis(200))
        .untilAsserted(() -> assertThat(stack.rows(sql)).isEqualTo(List.of(rows)));
  }
}
