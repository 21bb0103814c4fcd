// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.examples;

import static dev.signalcraft.domain.examples.Example.traffic;

import dev.signalcraft.domain.examples.Traffic.Metric;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * {@code examples/web-vitals.yaml}. The p95 of a hundred is the 95th from below, the p75 the 75th
 * (that of rank q · 99, rounded down, from 0), so 6 and 26 above a threshold fire, 5 and 25 do not.
 */
class WebVitalsTest {
  private static final Map<String, Double> THRESHOLDS =
      Map.of(
          "web-fcp", 1_500.0,
          "web-lcp", 2_500.0,
          "web-inp", 200.0,
          "web-fid", 100.0,
          "web-cls", 0.1,
          "web-tti", 3_800.0,
          "web-page-load", 3_000.0);

  @TestFactory
  Stream<DynamicTest> eachThresholdFiresAndDoesNotFireJustBelow() {
    Example example = Example.of("web-vitals.yaml");
    THRESHOLDS.forEach(
        (vital, threshold) -> {
          Metric metric = Metric.of(vital.replace('-', '.'), vital.equals("web-cls") ? null : "ms");
          quantile(example, vital + "-p75", "high", metric, threshold, 26);
          quantile(example, vital + "-p95", "medium", metric, threshold, 6);
        });
    return example.tests();
  }

  private static void quantile(
      Example example, String document, String level, Metric metric, double threshold, int above) {
    double low = threshold / 10;
    // Quantiles are within 1 %.
    double over = threshold * 1.02;
    example
        .shows(
            document,
            above + " of 100 above it",
            traffic().at(0, metric.ok(100 - above, low), metric.ok(above, over)),
            "1 " + level)
        .shows(
            document,
            "one fewer above it, however far",
            traffic().during(0, 20, metric.ok(101 - above, low), metric.ok(above - 1, 50 * over)))
        .shows(
            document,
            "all just below it",
            traffic().during(0, 20, metric.ok(100, threshold / 1.02)))
        .shows(
            document,
            "49 page views in any 15 minutes",
            traffic().at(0, metric.ok(35, over)).during(1, 30, metric.ok(1, over)))
        .shows(
            document,
            "50 page views in 15 minutes",
            traffic().at(0, metric.ok(36, over)).during(1, 15, metric.ok(1, over)),
            "15 " + level)
        .shows(
            document,
            "until five good minutes have passed",
            traffic().during(0, 10, metric.ok(5, over)).during(10, 30, metric.ok(1_000, low)),
            "10 " + level,
            "15 resolved");
  }
}
