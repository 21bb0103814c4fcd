// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.sql;

import static dev.signalcraft.domain.grouping.GroupStory.wish;
import static dev.signalcraft.domain.ingest.Events.T0;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalcraft.domain.grouping.Action;
import dev.signalcraft.domain.grouping.AlertChange;
import dev.signalcraft.domain.grouping.GroupStory;
import dev.signalcraft.domain.grouping.Outcome;
import dev.signalcraft.domain.ingest.AlertEvent;
import dev.signalcraft.domain.ingest.EventDraft;
import dev.signalcraft.domain.ingest.EventStatus;
import dev.signalcraft.domain.ingest.Events;
import dev.signalcraft.domain.ingest.Lifecycle;
import dev.signalcraft.domain.ingest.Severity;
import dev.signalcraft.sql.grouping.AlertGroupChangeRows;
import dev.signalcraft.sql.grouping.AlertGroupRows;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** How long alerts waited and lasted, and who did what, of a story with figures by hand. */
class LifeQueriesITCase {
  private static final AlertEvent CHECKOUT = Events.event("checkout", "c1", T0);
  private static final AlertEvent PAY = Events.event("pay", "p1", T0);
  private static final AlertEvent CART = Events.event("cart", "t1", T0);
  private static TestDatabase database;
  private static String checkout;
  private static String pay;
  private static String slow;
  private static String lost;

  /**
   *
   *
   * <pre>
   * high, sentry
   *   checkout  0 s opened, 60 acknowledged, 100 resolved by ada
   *             200 reopened by its source, 320 acknowledged, 500 resolved by bob
   *   pay       0 opened, 30 acknowledged, 40 not any more, 50 acknowledged, 90 resolved by source
   *   cart      0 opened, 86,400 inactive
   * critical, vercel
   *   slow      0 opened, 1,860 superseded
   *             1,860 opened, 1,870 resolved by source, 1,900 reopened by ada
   * medium, prometheus
   *   disk      0 opened, 300 expired
   * low, sentry
   *   lost      0 opened, 100 resolved by its source
   *             200 reopened by its source, 230 acknowledged, 86,600 inactive
   * </pre>
   */
  @BeforeAll
  static void tellTheStory() throws SQLException {
    GroupStory story = new GroupStory().at(T0, CHECKOUT).at(T0, PAY).at(T0, CART);
    AlertEvent vercel = Events.build(vercel("s1", 0));
    story.at(T0, vercel);
    story.at(T0, disk());
    checkout = story.group(CHECKOUT).groupId();
    pay = story.group(PAY).groupId();
    story
        .at(at(60), wish(checkout, "1").expecting(1).to(Action.ACKNOWLEDGE))
        .at(at(70), wish(checkout, "2").by("bob").expecting(1).to(Action.RESOLVE))
        .at(at(100), wish(checkout, "3").outcome(Outcome.FIXED).to(Action.RESOLVE))
        .at(at(200), Events.event("checkout", "c2", at(200)))
        .at(at(320), wish(checkout, "4").by("bob").to(Action.ACKNOWLEDGE))
        .at(at(330), wish(checkout, "5").by("bob").assignee("eve").to(Action.ASSIGN))
        .at(at(340), wish(checkout, "6").by("bob").text("It's back").to(Action.NOTE))
        .at(at(500), wish(checkout, "7").by("bob").to(Action.RESOLVE))
        .at(at(30), wish(pay, "p1").to(Action.ACKNOWLEDGE))
        .at(at(40), wish(pay, "p2").to(Action.UNACKNOWLEDGE))
        .at(at(50), wish(pay, "p3").to(Action.ACKNOWLEDGE))
        .at(at(90), Events.build(Events.draft("pay", "p2", at(90)).status(EventStatus.RESOLVED)))
        .at(at(20), wish(story.group(vercel).groupId(), "s1").until(at(10)).to(Action.SNOOZE))
        .at(at(1_860), Events.build(vercel("s2", 1_860)))
        .at(at(1_870), Events.build(vercel("s3", 1_870).status(EventStatus.RESOLVED)));
    slow = story.group(vercel).groupId();
    story.at(at(1_900), wish(slow, "s2").to(Action.REOPEN));
    story
        .at(T0, lost("l1", 0, EventStatus.FIRING))
        .at(at(100), lost("l2", 100, EventStatus.RESOLVED));
    story.at(at(200), lost("l3", 200, EventStatus.FIRING));
    lost = story.group(lost("l1", 0, EventStatus.FIRING)).groupId();
    story.at(at(230), wish(lost, "l1").to(Action.ACKNOWLEDGE)).until(at(2 * 86_400));
    // Nobody of another workspace is counted here.
    AlertEvent foreign =
        Events.build(new EventDraft("other", "sentry", T0.toEpochMilli()).title("x"));
    story.at(T0, foreign);
    story.at(
        at(1),
        wish(story.group(foreign).groupId(), "9").in("other").by("mallory").to(Action.RESOLVE));

    database = TestDatabase.migrated();
    for (AlertChange change : story.changes()) {
      if (AlertGroupRows.UPSERT.accepts(change)) {
        database.write(AlertGroupRows.UPSERT, change);
      }
      if (AlertGroupChangeRows.UPSERT.accepts(change)) {
        database.write(AlertGroupChangeRows.UPSERT, change);
      }
    }
  }

  @Test
  void timesToAcknowledgeAreThoseOfTheFirstOneAfterEachStart() throws Exception {
    // 30, 60 and 120 s: the ninth tenth lies four fifths of the way from 60 to 120.
    assertThat(run("time-to-acknowledge", T0, at(86_400)))
        .containsExactly(
            "critical|vercel|3|0|null|null",
            "high|sentry|4|3|60.000|108.000",
            "medium|prometheus|1|0|null|null",
            "low|sentry|2|1|30.000|30.000");
  }

  @Test
  void onlyStartsOfTheSpanAreMeasuredWheneverTheyEnd() throws Exception {
    // Without the reopening at 200 s; the acknowledgement at 60 s lies behind the span.
    assertThat(run("time-to-acknowledge", T0, at(50)))
        .contains("high|sentry|3|2|45.000|57.000")
        .isEqualTo(run("time-to-acknowledge", T0, at(200)));
    assertThat(run("time-to-acknowledge", at(200), at(201)))
        .containsExactly("high|sentry|1|1|120.000|120.000", "low|sentry|1|1|30.000|30.000");
    assertThat(run("time-to-acknowledge", at(201), at(202))).isEmpty();
  }

  @Test
  void timesToResolveLeaveOutWhatNobodySaidWasOver() throws Exception {
    // 90, 100 and 300 s; cart became inactive, the first episode of slow was superseded.
    assertThat(run("time-to-resolve", T0, at(1_900)))
        .containsExactly(
            "critical|vercel|2|1|1|10.000|10.000",
            "high|sentry|4|3|1|100.000|260.000",
            "medium|prometheus|1|1|0|300.000|300.000",
            "low|sentry|2|1|1|100.000|100.000");
    assertThat(run("time-to-resolve", at(1_900), at(1_901)))
        .containsExactly("critical|vercel|1|0|1|null|null");
  }

  @Test
  void whoDidWhatTellsEveryCommandOfTheSpan() throws Exception {
    List<String> rows = run("who-did-what", at(60), at(1_901));
    assertThat(rows.stream().map(row -> row.substring(row.indexOf('|') + 1)))
        .containsExactly(
            "ada|acknowledge|null|null|null|null|done|Broken checkout|" + checkout,
            "bob|resolve|null|null|null|null|stale-version|Broken checkout|" + checkout,
            "ada|resolve|null|null|fixed|null|done|Broken checkout|" + checkout,
            "ada|acknowledge|null|null|null|null|done|Broken lost|" + lost,
            "bob|acknowledge|null|null|null|null|done|Broken checkout|" + checkout,
            "bob|assign|eve|null|null|null|done|Broken checkout|" + checkout,
            "bob|note|null|null|null|It's back|done|Broken checkout|" + checkout,
            "bob|resolve|null|null|null|null|done|Broken checkout|" + checkout,
            "ada|reopen|null|null|null|null|done|Slow|" + slow);
    String until = database.rows("select '" + at(10) + "'::timestamptz").get(0);
    assertThat(run("who-did-what", T0, at(60)))
        .hasSize(4)
        .anyMatch(row -> row.contains("|ada|snooze|null|" + until + "|"))
        .filteredOn(row -> row.endsWith(pay))
        .hasSize(3);
  }

  private static List<String> run(String name, Instant since, Instant until) throws Exception {
    return QueryFile.of(name)
        .run(
            database,
            Map.of("workspace", "default", "since", since.toString(), "until", until.toString()));
  }

  private static Instant at(long seconds) {
    return T0.plusSeconds(seconds);
  }

  private static AlertEvent lost(String id, long seconds, EventStatus status) {
    return Events.build(
        Events.draft("lost", id, at(seconds)).severity(Severity.LOW).status(status));
  }

  private static AlertEvent disk() {
    return Events.build(
        new EventDraft("default", "prometheus", T0.toEpochMilli())
            .title("Disk full")
            .severity(Severity.MEDIUM)
            .lifecycle(Lifecycle.STATEFUL)
            .expiresAt(at(300)));
  }

  private static EventDraft vercel(String id, long seconds) {
    return new EventDraft("default", "vercel", at(seconds).toEpochMilli())
        .sourceEventId(id)
        .title("Slow")
        .severity(Severity.CRITICAL);
  }
}
