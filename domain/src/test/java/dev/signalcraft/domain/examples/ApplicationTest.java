// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.examples;

import static dev.signalcraft.domain.examples.Example.traffic;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalcraft.domain.examples.Traffic.Batch;
import dev.signalcraft.domain.examples.Traffic.Metric;
import dev.signalcraft.domain.ingest.AlertEvent;
import dev.signalcraft.domain.ingest.EventType;
import dev.signalcraft.domain.ingest.Severity;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** {@code examples/application.yaml}, each threshold with traffic on both sides of it. */
class ApplicationTest {
  private static final Metric QUERY = Metric.of("db.query.duration", "ms");
  private static final Metric REQUEST = Metric.of("http.request.duration", "ms");
  private static final Metric MEMORY = Metric.of("memory.usage", "%").tag("host", "a");
  private static final Metric POOL = Metric.of("db.pool.usage", "%").tag("pool", "main");

  private final Example example = Example.of("application.yaml");

  @TestFactory
  Stream<DynamicTest> eachThresholdFiresAndDoesNotFireJustBelow() {
    queries();
    errors();
    requests();
    resources();
    return example.tests();
  }

  private void queries() {
    Batch slow = QUERY.ok(1, 1_001);
    example
        .shows(
            "app-slow-queries",
            "the sixth within an hour",
            traffic().during(0, 5, slow).at(59, slow).until(61),
            "60 medium",
            "61 resolved")
        .shows(
            "app-slow-queries",
            "the sixth a minute later",
            traffic().during(0, 5, slow).at(60, slow))
        .shows(
            "app-slow-queries",
            "a second is not over",
            traffic().during(0, 60, QUERY.ok(9, 1_000)));
  }

  private void errors() {
    Batch two = Traffic.events(2, draft -> draft);
    Batch one = Traffic.events(1, draft -> draft);
    Batch other = Traffic.events(20, draft -> draft.type(EventType.PERFORMANCE));
    example
        .shows(
            "app-errors", "eleven in 5 minutes", traffic().during(0, 5, two).at(4, one), "5 high")
        .shows("app-errors", "ten in any 5 minutes", traffic().during(0, 20, two))
        .shows("app-errors", "what is no error", traffic().during(0, 5, other))
        .shows(
            "app-critical-errors",
            "the first",
            traffic()
                .during(0, 3, one)
                .at(2, Traffic.events(1, draft -> draft.severity(Severity.CRITICAL)))
                .until(4),
            "3 critical",
            "4 resolved")
        .shows(
            "app-critical-errors",
            "all others",
            traffic().during(0, 9, Traffic.events(20, draft -> draft.severity(Severity.HIGH))));
  }

  private void requests() {
    Batch good = REQUEST.ok(1_000, 100);
    Batch[] failing = {REQUEST.ok(949, 100), REQUEST.failed(51, 100)};
    Batch[] slow = {REQUEST.ok(94, 100), REQUEST.ok(6, 2_040)};
    example
        .shows(
            "app-error-rate", "51 of 1000 for 5 minutes", traffic().during(0, 5, failing), "5 high")
        .shows(
            "app-error-rate",
            "51 of 1000 for 4 minutes",
            traffic().during(0, 4, failing).at(4, good).during(5, 9, failing))
        .shows(
            "app-error-rate",
            "50 of 1000 for ever",
            traffic().during(0, 30, REQUEST.ok(950, 100), REQUEST.failed(50, 100)))
        .shows("app-error-rate", "10", traffic().during(0, 5, REQUEST.failed(10, 100)), "5 high")
        .shows("app-error-rate", "fewer than 10", traffic().during(0, 30, REQUEST.failed(9, 100)))
        .shows("app-response-time", "10 minutes", traffic().during(0, 10, slow), "10 medium")
        .shows(
            "app-response-time",
            "9 minutes",
            traffic().during(0, 9, slow).at(9, good).during(10, 19, slow))
        .shows(
            "app-response-time",
            "5 of 100",
            traffic().during(0, 30, REQUEST.ok(95, 100), REQUEST.ok(5, 9_000)))
        .shows(
            "app-response-time", "10", traffic().during(0, 10, REQUEST.ok(10, 2_040)), "10 medium")
        .shows("app-response-time", "fewer than 10", traffic().during(0, 30, REQUEST.ok(9, 9_000)))
        .shows("app-response-time", "just below", traffic().during(0, 30, REQUEST.ok(100, 1_960)));
  }

  private void resources() {
    example
        .shows("app-memory", "15 minutes", traffic().during(0, 15, MEMORY.ok(4, 85.1)), "15 high")
        .shows(
            "app-memory",
            "14 minutes",
            traffic().during(0, 14, MEMORY.ok(4, 99)).during(14, 20, MEMORY.ok(4, 50)))
        .shows("app-memory", "85 % is not above", traffic().during(0, 30, MEMORY.ok(4, 85)))
        .shows(
            "app-database-connections",
            "5 minutes",
            traffic().during(0, 5, POOL.ok(4, 90.1)).at(5, POOL.ok(4, 20)),
            "5 high",
            "6 resolved")
        .shows(
            "app-database-connections",
            "4 minutes",
            traffic().during(0, 4, POOL.ok(4, 100)).at(4, POOL.ok(4, 20)))
        .shows(
            "app-database-connections",
            "90 % is not above",
            traffic().during(0, 30, POOL.ok(4, 90)));
  }

  @Test
  void eachHostHasItsOwnMemory() {
    Traffic traffic =
        traffic().during(0, 15, MEMORY.ok(4, 10), MEMORY.tag("host", "b").ok(4, 86.04));

    assertThat(example.alerts("app-memory", traffic))
        .extracting(AlertEvent::title)
        .containsExactly("b: memory is 86.04 % full");
  }
}
