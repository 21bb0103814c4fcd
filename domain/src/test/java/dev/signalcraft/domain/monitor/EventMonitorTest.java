// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.monitor;

import static dev.signalcraft.domain.monitor.MonitorRun.T0;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalcraft.domain.ingest.AlertEvent;
import dev.signalcraft.domain.ingest.EventDraft;
import dev.signalcraft.domain.ingest.EventStatus;
import dev.signalcraft.domain.ingest.EventType;
import dev.signalcraft.domain.ingest.Events;
import dev.signalcraft.domain.ingest.Lifecycle;
import dev.signalcraft.domain.ingest.Severity;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Events that are counted, each in the minute in which it came. */
class EventMonitorTest {
  private static final String ERRORS =
      """
      select: {stream: events, when: 'type == "error"'}
      measure: count
      window: 5m
      conditions: [{severity: high, op: ">", threshold: 50}]
      """;

  private static EventDraft error(long at) {
    return new EventDraft("default", "sentry", at)
        .sourceEventId("e" + at)
        .project("shop")
        .severity(Severity.HIGH)
        .title("error at " + (at - T0));
  }

  private static MonitorRun any(String when) {
    return new MonitorRun(
        "{select: {stream: events, when: '"
            + when
            + "'}, groupBy: [], measure: count,"
            + " conditions: [{severity: critical, op: '>', threshold: 0}]}");
  }

  private static long counted(MonitorRun run, EventDraft... events) {
    for (EventDraft event : events) {
      run.arrive(Events.build(event));
    }
    run.advanceTo(T0 + 600_000);
    return run.rows.stream().mapToLong(MetricWindow::count).sum();
  }

  @Test
  void moreThanFiftyErrorsInFiveMinutesFireAndFiftyDoNot() {
    MonitorRun run = new MonitorRun(ERRORS);
    for (int i = 0; i < 50; i++) {
      run.arrive(Events.build(error(T0 + i * 6_000L)));
    }
    run.advanceTo(T0 + 600_000);
    assertThat(run.told()).isEmpty();

    MonitorRun more = new MonitorRun(ERRORS);
    for (int i = 0; i < 51; i++) {
      more.arrive(Events.build(error(T0 + i * 5_000L)));
    }
    more.advanceTo(T0 + 1_200_000);
    assertThat(more.told()).containsExactly("5 high", "6 resolved");
    AlertEvent fired = more.alerts.get(0);
    assertThat(fired.type()).isEqualTo(EventType.ERROR);
    assertThat(fired.title()).isEqualTo("slow: count is 51");
    assertThat(fired.project()).isEqualTo("shop");
    assertThat(more.rows).hasSize(5).allMatch(row -> row.metric().equals("events"));
  }

  @Test
  void anEventWhoseMessageContainsATextFiresAtTheNextCloseAndIsShown() {
    MonitorRun run = any("message.contains(\"column does not exist\")");
    run.arrive(Events.build(error(T0 + 1).message("relation does not exist")));
    run.arrive(
        Events.build(
            error(T0 + 70_000)
                .title("PSQLException")
                .message("ERROR: column does not exist: tasks.owner")
                .tag("client", "7")));
    run.advanceTo(T0 + 190_000);

    assertThat(run.told()).containsExactly("2 critical", "3 resolved");
    assertThat(run.alerts.get(0).message())
        .isEqualTo("Events:\n2026-03-02T10:01:10.000Z: title=PSQLException, client=7");
  }

  @Test
  void anEventCountsInTheMinuteOfItsLogTimeHoweverOldItSaysItIs() {
    MonitorRun run = any("type == \"error\"");
    run.arrive(
        Events.build(error(T0 + 61_000).occurredAt(Instant.ofEpochMilli(T0 - 23 * 3_600_000L))));
    run.advanceTo(T0 + 600_000);

    assertThat(run.rows)
        .extracting(row -> row.windowStart().toEpochMilli() - T0)
        .containsExactly(60_000L);
  }

  @Test
  void staleAndResolvedEventsDoNotCount() {
    EventDraft stale = error(T0).occurredAt(Instant.ofEpochMilli(T0 - 86_400_001));
    EventDraft over = error(T0 + 1).status(EventStatus.RESOLVED);
    EventDraft old =
        error(T0 + 2)
            .lifecycle(Lifecycle.STATEFUL)
            .occurredAt(Instant.ofEpochMilli(T0 - 86_400_001));

    assertThat(counted(any("type == \"error\""), stale, over)).isZero();
    assertThat(counted(any("type == \"error\""), old)).isOne();
  }

  @Test
  void whatMonitorsMadeCountsOnlyWhereTheSourceIsAskedForAndNeverItsOwn() {
    EventDraft ours = new EventDraft("default", "signalcraft", T0).title("t").tag("monitor", "b");
    EventDraft own = new EventDraft("default", "signalcraft", T0).title("t").tag("monitor", "slow");

    assertThat(counted(any("type == \"error\""), ours)).isZero();
    assertThat(counted(any("source != \"sentry\""), ours)).isZero();
    assertThat(counted(any("source == \"signalcraft\""), ours)).isOne();
    assertThat(counted(any("source == \"signalcraft\""), own)).isZero();
  }

  @Test
  void factsAndTagsMakeSeriesOfEvents() {
    MonitorRun run =
        new MonitorRun(
            """
            select: {stream: events, when: 'tags.job == "login" && severity == "high"'}
            groupBy: [source, fingerprint, tags.client]
            measure: count
            conditions: [{severity: high, op: ">", threshold: 1}]
            annotations: {title: "{{count}} from {{tags.client}} at {{tags.source}}"}
            """);
    for (int i = 0; i < 6; i++) {
      run.arrive(
          Events.build(
              error(T0 + i)
                  .fingerprint("f")
                  .tag("job", i == 5 ? "logout" : "login")
                  .tag("client", i < 3 ? "a" : "b" + i)));
    }
    run.advanceTo(T0 + 70_000);

    assertThat(run.series()).isEqualTo(3);
    assertThat(run.alerts)
        .singleElement()
        .satisfies(
            alert -> {
              assertThat(alert.title()).isEqualTo("3 from a at sentry");
              assertThat(alert.tags()).containsEntry("fingerprint", "f");
              assertThat(alert.project()).isEqualTo("all");
            });
  }
}
