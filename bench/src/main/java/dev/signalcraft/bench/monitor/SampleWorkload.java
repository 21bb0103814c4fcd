// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.bench.monitor;

import dev.signalcraft.domain.Topic;
import dev.signalcraft.domain.ingest.RawRecord;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Measurements of about 200 bytes and the monitors that watch them, the same each time they are
 * made: the n-th sample depends on n alone.
 *
 * @param series of all monitors together
 * @param perMetric how many monitors watch a sample
 * @param hot the share of the samples that fall on one route of one metric
 * @param perSecond samples in a second of log time
 */
record SampleWorkload(int series, int monitors, int perMetric, double hot, int perSecond)
    implements Serializable {
  /** Log time of the first sample: 2026-01-01T00:00:00Z. */
  static final long START = 1_767_225_600_000L;

  SampleWorkload {
    if (perMetric < 1 || monitors < perMetric || series < monitors || perSecond < 1) {
      throw new IllegalArgumentException("at least a series a monitor, and a monitor a metric");
    }
  }

  /** How many metrics there are. */
  int metrics() {
    return monitors / perMetric;
  }

  /** How many routes each of them has, and so series each monitor. */
  int routes() {
    return series / monitors;
  }

  long logTime(long n) {
    return START + n * 1_000 / perSecond;
  }

  /** The n-th sample. */
  byte[] sample(long n) {
    SplittableRandom random = new SplittableRandom(n);
    boolean hottest = random.nextDouble() < hot;
    int metric = hottest ? 0 : random.nextInt(metrics());
    int route = hottest ? 0 : random.nextInt(routes());
    double value = 40 * Math.exp(random.nextDouble() * 4) * (1 + route % 3);
    return String.format(
            Locale.ROOT,
            "{\"project\":\"shop\",\"environment\":\"production\",\"name\":\"http.duration.%d\","
                + "\"value\":%.3f,\"unit\":\"ms\",\"outcome\":\"%s\",\"occurredAt\":%d,"
                + "\"tags\":{\"route\":\"/api/v1/resource/%d\",\"user\":\"u%d\",\"pod\":\"p%d\"}}",
            metric,
            value,
            random.nextInt(50) == 0 ? "error" : "ok",
            logTime(n),
            route,
            random.nextInt(1_000_000),
            random.nextInt(40))
        .getBytes(StandardCharsets.UTF_8);
  }

  /** A config log of the monitors, in force from the beginning. */
  List<RawRecord> config() {
    List<RawRecord> records = new ArrayList<>();
    for (int i = 0; i < monitors; i++) {
      String json =
          """
          {"kind":"Monitor","metadata":{"workspace":"default","name":"monitor-%d"},
           "version":1,"baseVersion":0,"deleted":false,
           "spec":{"select":{"name":"http.duration.%d","when":"tags.route != '/health'"},
             "groupBy":["project","tags.route"],"measure":"p95","window":"5m","minSamples":20,
             "conditions":[{"severity":"high","op":">","threshold":1000000}]}}"""
              .formatted(i, i % metrics());
      byte[] value = json.getBytes(StandardCharsets.UTF_8);
      String key = "Monitor/default/monitor-" + i;
      records.add(new RawRecord(Topic.CONFIG.topicName(), 0, i, 0, Map.of(), key, value));
    }
    return records;
  }
}
