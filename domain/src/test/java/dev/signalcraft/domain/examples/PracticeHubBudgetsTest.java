// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.examples;

import static dev.signalcraft.domain.examples.Example.traffic;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalcraft.domain.examples.Traffic.Batch;
import dev.signalcraft.domain.examples.Traffic.Metric;
import dev.signalcraft.domain.ingest.AlertEvent;
import dev.signalcraft.domain.slo.Slo;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The objectives of {@code examples/practice-hub.yaml}, with traffic on both sides of each. */
class PracticeHubBudgetsTest {
  private static final Metric TASK = Metric.of("task.duration", "ms");
  private static final Metric QUERY = TASK.tag("operation", "query");
  private static final Metric CHANGE = TASK.tag("operation", "change");
  private static final Metric PDF = Metric.of("proposal.pdf.duration", "ms");
  private static final Metric SIGNING = Metric.of("signing.api.duration", "ms");
  private static final Metric LOGIN = Metric.of("auth.login", null);
  private static final Metric REQUEST = Metric.of("http.request.duration", "ms");

  /** The last minute of five days, and of an hour. */
  private static final int LAST = 5 * 24 * 60 - 1;

  private final Example example = Example.of("practice-hub.yaml").only(Slo.KIND);

  @TestFactory
  Stream<DynamicTest> eachObjectiveFiresAndDoesNotFireJustBelow() {
    values("task-queries-p95", QUERY, 500, 0.05);
    values("task-queries-p50", QUERY, 200, 0.5);
    values("proposal-pdf-p95", PDF, 5_000, 0.05);
    values("proposal-pdf-p50", PDF, 3_000, 0.5);
    successes("task-success", TASK, 0.01);
    successes("proposal-pdf-success", PDF, 0.05);
    successes("signing-api-success", SIGNING, 0.01);
    successes("authentication-success", LOGIN, 0.01);
    availability();
    Batch[] good = {QUERY.ok(95, 100), QUERY.ok(5, 900), CHANGE.ok(100, 900)};
    example
        .shows("task-queries-p95", "what is no query is not counted", traffic().during(0, 9, good))
        .shows("task-queries-p50", "what is no query is not counted", traffic().during(0, 9, good));
    return example.tests();
  }

  /** Good ones are below a value, bad ones are not. */
  private void values(String slo, Metric metric, double value, double allowed) {
    ticket(slo, count -> metric.ok(count, value - 1), count -> metric.ok(count, value), allowed);
  }

  private void successes(String slo, Metric metric, double allowed) {
    ticket(slo, count -> metric.ok(count, 100), count -> metric.failed(count, 100), allowed);
  }

  /** Fires where more than a part of the last 3 days, and still of the last 6 h, is bad. */
  private void ticket(String slo, IntFunction<Batch> good, IntFunction<Batch> bad, double allowed) {
    int most = (int) Math.round(1_000 * allowed);
    example
        .shows(
            slo,
            most + 1 + " of 1000 are bad, until it is less of all",
            traffic().at(0, good.apply(999 - most), bad.apply(most + 1)).at(1, good.apply(1_000)),
            "1 medium",
            "2 resolved")
        .shows(
            slo,
            most + " of 1000 are bad",
            traffic().during(0, 60, good.apply(1_000 - most), bad.apply(most)));
    // A window of 6 h is cut at 5 minutes.
    example.shows(
        slo,
        "what was bad is more than 6 h ago",
        traffic().at(0, bad.apply(1_000)).during(1, 370, good.apply(1)),
        "1 medium",
        "365 resolved");
    // One a minute before the last one makes 4319 of 3 days: b of 4319 + b are too many.
    int tooMany = (int) Math.floor(4_319 * allowed / (1 - allowed)) + 1;
    example
        .shows(
            slo,
            "too many within 3 days",
            traffic().during(0, LAST, good.apply(1)).at(LAST, bad.apply(tooMany)),
            LAST + 1 + " medium")
        .shows(
            slo,
            "one fewer within 3 days",
            traffic().during(0, LAST, good.apply(1)).at(LAST, bad.apply(tooMany - 1)));
  }

  private static Batch[] failing(Metric metric, int all, int bad) {
    return new Batch[] {metric.ok(all - bad, 100), metric.failed(bad, 100)};
  }

  /**
   * Six good hours, 100 requests a minute, and then a bad minute. The target allows 0.1 %: of the
   * 36,100 requests 36. The page over 1 h allows 14.4 times that: of 6,000 requests 86.
   */
  private void availability() {
    Batch[] good = failing(REQUEST, 100, 0);
    example
        .shows(
            "availability",
            "36 requests fail",
            traffic().during(0, 360, good).at(360, failing(REQUEST, 100, 36)))
        .shows(
            "availability",
            "37 requests fail",
            traffic().during(0, 360, good).at(360, failing(REQUEST, 100, 37)),
            "361 medium")
        .shows(
            "availability",
            "86 requests fail",
            traffic().during(0, 360, good).at(360, failing(REQUEST, 100, 86)),
            "361 medium")
        // The last 5 minutes are good from the sixth minute after it on.
        .shows(
            "availability",
            "87 requests fail",
            traffic()
                .during(0, 360, good)
                .at(360, failing(REQUEST, 100, 87))
                .during(361, 370, good),
            "361 critical",
            "366 medium")
        // After k such minutes k of 36,000 + 100 k failed: more than 0.1 % from k = 41 on. Of the
        // last 6 h, cut at 5 minutes, k of 36,000 + 100 (k mod 5) did: more than 0.6 % from 218 on.
        .shows(
            "availability",
            "one of 100 fails for hours",
            traffic().during(0, 360, good).during(360, 578, failing(REQUEST, 100, 1)),
            "401 medium",
            "578 critical");
  }

  @Test
  void alertsLinkTheirRunbooks() {
    Traffic traffic = traffic().at(0, failing(TASK, 100, 20));

    assertThat(example.alerts("task-success", traffic))
        .extracting(AlertEvent::link)
        .containsExactly("https://runbooks.example/task-errors");
  }
}
