// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.examples;

import static dev.signalcraft.domain.examples.Example.traffic;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalcraft.domain.examples.Traffic.Batch;
import dev.signalcraft.domain.examples.Traffic.Metric;
import dev.signalcraft.domain.ingest.AlertEvent;
import dev.signalcraft.domain.ingest.EventType;
import dev.signalcraft.domain.monitor.Monitor;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The monitors of {@code examples/practice-hub.yaml}, each threshold with traffic on both sides of
 * it. The p95 of a hundred is the 95th from below, so 6 above it fire and 5 do not; the p50 is the
 * 50th.
 */
class PracticeHubTest {
  private static final Metric TASK = Metric.of("task.duration", "ms");
  private static final Metric QUERY = TASK.tag("operation", "query");
  private static final Metric CHANGE = TASK.tag("operation", "change");
  private static final Metric PDF = Metric.of("proposal.pdf.duration", "ms");
  private static final Metric SIGNING = Metric.of("signing.api.duration", "ms");
  private static final Metric LOGIN = Metric.of("auth.login", null);
  private static final Metric CHECK = Metric.of("task.accuracy.check", null);

  private final Example example = Example.of("practice-hub.yaml").only(Monitor.KIND);

  @TestFactory
  Stream<DynamicTest> eachThresholdFiresAndDoesNotFireJustBelow() {
    taskQueries();
    taskErrors();
    proposals();
    ratios("signing-api-failures", SIGNING, 100);
    ratios("authentication-failures", LOGIN, 50);
    errors();
    logins();
    accuracy();
    return example.tests();
  }

  /** A thousand of which some are bad. */
  private static Batch[] failing(Metric metric, int bad) {
    return new Batch[] {metric.ok(1_000 - bad, 100), metric.failed(bad, 100)};
  }

  private static Batch[] slow(Metric metric, int slow, double value) {
    return new Batch[] {metric.ok(100 - slow, 50), metric.ok(slow, value)};
  }

  private void taskQueries() {
    String monitor = "task-queries-slow";
    Batch[] warning = slow(QUERY, 6, 510);
    Batch[] critical = slow(QUERY, 6, 1_020);
    Batch good = QUERY.ok(100, 50);
    example
        .shows(monitor, "above 500 ms for 5 minutes", traffic().during(0, 5, warning), "5 medium")
        .shows(
            monitor,
            "above 500 ms for 4 minutes",
            traffic().during(0, 4, warning).at(4, good).during(5, 9, warning))
        .shows(
            monitor, "above 1000 ms for 2 minutes", traffic().during(0, 2, critical), "2 critical")
        .shows(
            monitor,
            "above 1000 ms every other minute for 4",
            traffic().at(0, critical).at(1, warning).at(2, critical).at(3, warning))
        .shows(
            monitor,
            "slow, then very slow, then good for 3 minutes",
            traffic().during(0, 5, warning).during(5, 7, critical).during(7, 10, good),
            "5 medium",
            "7 critical",
            "10 resolved")
        .shows(monitor, "5 of 100 are slow", traffic().during(0, 30, slow(QUERY, 5, 9_000)))
        .shows(monitor, "just below", traffic().during(0, 30, QUERY.ok(100, 490)))
        .shows(
            monitor, "just below 1000 ms", traffic().during(0, 30, QUERY.ok(100, 980)), "5 medium")
        .shows(monitor, "fewer than 10", traffic().during(0, 30, QUERY.ok(9, 9_000)))
        .shows(monitor, "10", traffic().during(0, 5, QUERY.ok(10, 510)), "5 medium")
        .shows(monitor, "what is no query", traffic().during(0, 30, CHANGE.ok(100, 9_000)));
  }

  private void taskErrors() {
    String monitor = "task-errors";
    Batch[] good = failing(TASK, 0);
    example
        .shows(
            monitor,
            "11 of 1000 for 5 minutes",
            traffic().during(0, 5, failing(TASK, 11)),
            "5 medium")
        .shows(
            monitor,
            "11 of 1000 for 4 minutes",
            traffic().during(0, 4, failing(TASK, 11)).at(4, good).during(5, 9, failing(TASK, 11)))
        .shows(monitor, "10 of 1000 for ever", traffic().during(0, 30, failing(TASK, 10)))
        .shows(
            monitor,
            "51 of 1000 for 2 minutes",
            traffic().during(0, 2, failing(TASK, 51)).during(2, 5, good),
            "2 critical",
            "5 resolved")
        .shows(
            monitor,
            "51 of 1000 for a minute",
            traffic().at(0, failing(TASK, 51)).during(1, 4, failing(TASK, 50)).at(4, good))
        .shows(monitor, "fewer than 10", traffic().during(0, 30, TASK.failed(9, 1)))
        .shows(monitor, "10", traffic().during(0, 2, TASK.failed(10, 1)), "2 critical")
        .shows(
            monitor,
            "whatever the operation",
            traffic().during(0, 2, CHANGE.failed(6, 1), QUERY.ok(94, 1)),
            "2 critical");
  }

  private void proposals() {
    Batch good = PDF.ok(100, 50);
    Traffic rare = traffic();
    for (int m = 0; m < 9; m += 2) {
      rare.at(m, PDF.ok(1, 5_100));
    }
    example
        .shows(
            "proposal-pdf-slow",
            "5 minutes",
            traffic().during(0, 5, slow(PDF, 6, 5_100)).at(5, good),
            "5 medium",
            "6 resolved")
        .shows("proposal-pdf-slow", "in the fifth minute with any", rare, "9 medium")
        .shows(
            "proposal-pdf-slow",
            "4 minutes",
            traffic().during(0, 4, slow(PDF, 6, 9_000)).at(4, good))
        .shows("proposal-pdf-slow", "5 of 100", traffic().during(0, 30, slow(PDF, 5, 9_000)))
        .shows("proposal-pdf-slow", "just below", traffic().during(0, 30, PDF.ok(9, 4_900)))
        .shows(
            "proposal-pdf-median",
            "5 minutes",
            traffic().during(0, 5, slow(PDF, 51, 3_060)),
            "5 medium")
        .shows(
            "proposal-pdf-median",
            "4 minutes",
            traffic().during(0, 4, slow(PDF, 51, 9_000)).at(4, good))
        .shows("proposal-pdf-median", "half of them", traffic().during(0, 30, slow(PDF, 50, 9_000)))
        .shows("proposal-pdf-median", "just below", traffic().during(0, 30, PDF.ok(9, 2_940)))
        .shows(
            "proposal-pdf-failures",
            "51 of 1000, until they are 5 minutes ago",
            traffic().at(0, failing(PDF, 51)).during(4, 6, failing(PDF, 0)),
            "1 critical",
            "5 resolved")
        .shows(
            "proposal-pdf-failures",
            "10 in 5 minutes",
            traffic().during(0, 5, PDF.failed(2, 100)),
            "5 critical")
        .shows("proposal-pdf-failures", "50 of 1000", traffic().during(0, 30, failing(PDF, 50)))
        .shows(
            "proposal-pdf-failures",
            "9 in any 5 minutes",
            traffic().at(0, PDF.failed(5, 100)).during(1, 9, PDF.failed(1, 100)));
  }

  /** Warning above 1 % for 5 minutes, critical above so many of 1000 at once. */
  private void ratios(String monitor, Metric metric, int critical) {
    example
        .shows(
            monitor,
            "11 of 1000 for 5 minutes, until 3 were good",
            traffic().during(0, 5, failing(metric, 11)).during(5, 8, failing(metric, 10)),
            "5 medium",
            "8 resolved")
        .shows(
            monitor,
            "4 minutes just not critical",
            traffic().during(0, 4, failing(metric, critical)).at(4, failing(metric, 0)))
        .shows(monitor, "10 of 1000 for ever", traffic().during(0, 30, failing(metric, 10)))
        .shows(
            monitor,
            "a critical minute",
            traffic().at(0, failing(metric, critical + 1)),
            "1 critical")
        .shows(monitor, "10", traffic().at(0, metric.failed(10, 1)), "1 critical")
        .shows(monitor, "fewer than 10", traffic().during(0, 30, metric.failed(9, 1)));
  }

  private static Batch errorsOf(int count, String component) {
    return Traffic.events(count, draft -> draft.tag("component", component));
  }

  private static Batch saying(String message) {
    return Traffic.events(1, draft -> draft.message(message));
  }

  private void errors() {
    Batch ten = Traffic.events(10, draft -> draft);
    Batch two = errorsOf(2, "signing-api");
    Batch one = errorsOf(1, "upload");
    example
        .shows(
            "many-errors",
            "51 in 5 minutes",
            traffic().during(0, 5, ten).at(4, one).until(6),
            "5 high",
            "6 resolved")
        .shows("many-errors", "50 in any 5 minutes", traffic().during(0, 30, ten))
        .shows(
            "many-errors",
            "what is no error",
            traffic().at(0, Traffic.events(99, draft -> draft.type(EventType.PERFORMANCE))))
        .shows(
            "signing-api-errors",
            "11 in 5 minutes",
            traffic().during(0, 5, two).at(4, errorsOf(1, "signing-api")),
            "5 high")
        .shows("signing-api-errors", "10 in any 5 minutes", traffic().during(0, 30, two))
        .shows("signing-api-errors", "of others", traffic().during(0, 5, errorsOf(9, "upload")))
        .shows("upload-errors", "6 in 5 minutes", traffic().during(0, 5, one).at(4, one), "5 high")
        .shows("upload-errors", "5 in any 5 minutes", traffic().during(0, 30, one))
        .shows("upload-errors", "of others", traffic().during(0, 5, two))
        .shows(
            "missing-column",
            "without its name",
            traffic().at(0, saying("column does not exist")).until(2),
            "1 critical",
            "2 resolved")
        .shows(
            "missing-column",
            "with its name",
            traffic()
                .at(0, saying("ERROR: column tasks.owner does not exist\n  Position: 8"))
                .at(2, saying("column \"due date\" of relation \"tasks\" does not exist"))
                .until(4),
            "1 critical",
            "2 resolved",
            "3 critical",
            "4 resolved")
        .shows(
            "missing-column",
            "others",
            traffic()
                .at(0, saying("relation \"tasks\" does not exist"), ten)
                .at(1, Traffic.events(1, draft -> draft.title("column does not exist"))));
  }

  private void logins() {
    Batch[] many = {LOGIN.tag("client", "203.0.113.7").failed(10, 1), LOGIN.ok(90, 1)};
    Batch[] one = {LOGIN.tag("client", "203.0.113.7").failed(1, 1)};
    Batch[] other = {LOGIN.tag("client", "198.51.100.4").failed(1, 1)};
    example
        .shows(
            "failed-logins",
            "51 in 5 minutes, wherever from",
            traffic().during(0, 5, many).at(4, other).until(6),
            "5 high",
            "6 resolved")
        .shows("failed-logins", "50 in any 5 minutes", traffic().during(0, 30, many))
        .shows(
            "failed-logins-of-one-client",
            "51 in 5 minutes from one",
            traffic().during(0, 5, many).at(4, one),
            "5 high")
        .shows(
            "failed-logins-of-one-client",
            "51 in 5 minutes from two",
            traffic().during(0, 5, many).at(4, other));
  }

  private void accuracy() {
    Batch report =
        Traffic.events(1, draft -> draft.title("Report").message("I can't see my tasks"));
    Batch typed =
        Traffic.events(
            1,
            draft ->
                draft.type(EventType.USAGE).title("Help!! I CANNOT see my tasks since monday"));
    example
        .shows(
            "accuracy-check",
            "the first failure, until it passes",
            traffic().during(0, 9, CHECK.ok(1, 1)).at(9, CHECK.failed(1, 1)).at(10, CHECK.ok(1, 1)),
            "10 critical",
            "11 resolved")
        .shows("accuracy-check", "it passes", traffic().during(0, 30, CHECK.ok(1, 1)))
        .shows(
            "accuracy-check", "missing for 14 minutes", traffic().at(0, CHECK.ok(1, 1)).until(15))
        .shows(
            "accuracy-check",
            "missing for 15 minutes, until it passes",
            traffic().at(0, CHECK.ok(1, 1)).at(20, CHECK.ok(1, 1)),
            "16 high",
            "21 resolved")
        .shows("tasks-not-seen", "a report", traffic().at(3, report), "4 critical")
        .shows("tasks-not-seen", "as people type", traffic().at(3, typed), "4 critical")
        .shows(
            "tasks-not-seen",
            "a curly apostrophe",
            traffic().at(0, saying("hello,\ni can’t see my tasks")),
            "1 critical")
        .shows(
            "tasks-not-seen",
            "other reports",
            traffic().at(0, saying("I can see my tasks"), saying("we can't see my proposals")));
  }

  @Test
  void theAlertNamesTheOneClientAndAllFailedLoginsShowTheirClients() {
    Traffic traffic =
        traffic().at(0, LOGIN.tag("client", "203.0.113.7").failed(51, 1), LOGIN.ok(100, 1));

    assertThat(example.alerts("failed-logins-of-one-client", traffic))
        .singleElement()
        .satisfies(
            alert -> {
              assertThat(alert.title()).isEqualTo("51 failed logins from 203.0.113.7 in 5m");
              assertThat(alert.type()).isEqualTo(EventType.SECURITY);
            });
    assertThat(example.alerts("failed-logins", traffic))
        .extracting(AlertEvent::message)
        .singleElement()
        .asString()
        .contains("client=203.0.113.7");
  }

  @Test
  void alertsLinkTheirRunbooks() {
    Traffic traffic = traffic().during(0, 2, failing(TASK, 200));

    assertThat(example.alerts("task-errors", traffic))
        .extracting(AlertEvent::link)
        .containsExactly("https://runbooks.example/task-errors");
  }
}
