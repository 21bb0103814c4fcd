// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.sql;

import static dev.signalcraft.domain.grouping.GroupStory.wish;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalcraft.domain.config.ConfigLog;
import dev.signalcraft.domain.delivery.ChannelTrial;
import dev.signalcraft.domain.grouping.Action;
import dev.signalcraft.domain.grouping.AlertChange;
import dev.signalcraft.domain.grouping.GroupStory;
import dev.signalcraft.domain.ingest.AlertEvent;
import dev.signalcraft.domain.ingest.EventDraft;
import dev.signalcraft.domain.ingest.Events;
import dev.signalcraft.domain.ingest.Severity;
import dev.signalcraft.domain.routing.Notification;
import dev.signalcraft.sql.grouping.AlertGroupChangeRows;
import dev.signalcraft.sql.grouping.AlertGroupRows;
import dev.signalcraft.sql.routing.NotificationRows;
import dev.signalcraft.sql.routing.ShadowNotificationRows;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who was told and why, and who was not, of a story with figures by hand. */
@SuppressWarnings("TimeInStaticInitializer") // One of the queries asks the database for its clock.
class ToldQueriesITCase {
  /** An hour ago; the weeks are those of a fixed month. */
  private static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.SECONDS);

  private static final Instant RECENT = NOW.minusSeconds(3_600);

  /** A Monday. */
  private static final Instant MONDAY = Instant.parse("2026-03-02T00:00:00Z");

  private static final String LADDER =
      """
      when: project == 'shop'
      notify: [{channel: slack, mention: "@here", sendResolved: true}]
      escalate: [{after: 10m, channel: pager, mention: "@first"}]
      """;
  private static final String WORST =
      "{priority: 1, when: severity == 'critical', notify: [{channel: phone}]}";

  private static final String CANDIDATE =
      """
      mode: shadow
      priority: -1
      when: project == 'shop'
      stop: true
      notify: [{channel: slack}, {channel: mail}]
      """;

  private static final ConfigLog RULES =
      new ConfigLog()
          .at(Instant.EPOCH, "RoutingRule", "shop", LADDER)
          .at(Instant.EPOCH, "RoutingRule", "worst", WORST)
          .at(Instant.EPOCH, "RoutingRule", "candidate", CANDIDATE)
          .at(Instant.EPOCH, "RoutingRule", "hush", "{when: project == 'hush', stop: true}")
          .at(at(8 * 86_400 - 5), "RoutingRule", "shop", LADDER);

  private static TestDatabase database;
  private static String checkout;
  private static String lost;

  /**
   *
   *
   * <pre>
   * week of the 2nd   checkout  0 s slack; 600 pager, a step; 660 acknowledged
   *                             700 worse: slack, pager, phone; 800 resolved: slack, pager
   *                   pay       86,400 slack; 86,460 ada escalates: pager; 86,470 acknowledged
   *                             172,800 inactive: slack, pager
   *                   and a test of slack, which no rule wanted
   * week of the 9th   cart      8 d: slack by version 2; 60 s later acknowledged
   * week of the 16th  nothing
   * an hour ago       lost of project other: nobody; worse 60 s later, still nobody
   *                   hush: nobody, because a rule says so
   *                   mail of project shop: slack
   *                   bad of project other: nobody at first, 60 s later it is critical: phone
   * </pre>
   */
  @BeforeAll
  static void tellTheStory() throws SQLException {
    GroupStory story = new GroupStory(RULES);
    AlertEvent first = Events.event("checkout", "c1", MONDAY);
    story.at(MONDAY, first);
    checkout = story.group(first).groupId();
    story
        .at(at(660), wish(checkout, "1").to(Action.ACKNOWLEDGE))
        .at(at(700), Events.build(draft("checkout", "c2", at(700)).severity(Severity.CRITICAL)))
        .at(at(800), wish(checkout, "2").to(Action.RESOLVE));
    AlertEvent pay = Events.event("pay", "p1", at(86_400));
    story.at(at(86_400), pay);
    String payId = story.group(pay).groupId();
    story
        .at(at(86_460), wish(payId, "3").to(Action.ESCALATE))
        .at(at(86_470), wish(payId, "4").to(Action.ACKNOWLEDGE));
    Instant later = at(8 * 86_400);
    AlertEvent cart = Events.event("cart", "t1", later);
    story.at(later, cart);
    story.at(later.plusSeconds(60), wish(story.group(cart).groupId(), "5").to(Action.ACKNOWLEDGE));

    AlertEvent nobody = Events.build(draft("lost", "l1", RECENT).project("other"));
    story
        .at(RECENT, nobody)
        .at(
            RECENT.plusSeconds(60),
            Events.build(draft("lost", "l2", RECENT).project("other").severity(Severity.HIGH)))
        .at(RECENT, Events.build(draft("hush", "h1", RECENT).project("hush")))
        .at(RECENT, Events.event("mail", "m1", RECENT))
        .at(RECENT, Events.build(draft("bad", "b1", RECENT).project("other")))
        .at(
            RECENT.plusSeconds(60),
            Events.build(draft("bad", "b2", RECENT).project("other").severity(Severity.CRITICAL)))
        .until(NOW.minusSeconds(1_800));
    lost = story.group(nobody).groupId();

    database = TestDatabase.migrated();
    for (AlertChange change : story.changes()) {
      if (AlertGroupRows.UPSERT.accepts(change)) {
        database.write(AlertGroupRows.UPSERT, change);
      }
      if (AlertGroupChangeRows.UPSERT.accepts(change)) {
        database.write(AlertGroupChangeRows.UPSERT, change);
      }
      if (ShadowNotificationRows.UPSERT.accepts(change)) {
        database.write(ShadowNotificationRows.UPSERT, change);
      }
    }
    database.write(NotificationRows.UPSERT, story.notifications().toArray(Notification[]::new));
    database.write(
        NotificationRows.UPSERT, ChannelTrial.of("default", "slack", "1", "ada", at(30)));
  }

  @Test
  void whoWasToldNamesChannelReasonRuleEventsAndState() throws Exception {
    String c1 = Events.event("checkout", "c1", MONDAY).eventId();
    String c2 = Events.event("checkout", "c2", MONDAY).eventId();
    List<String> rows = run("who-was-told", Map.of("workspace", "default", "group_id", checkout));

    assertThat(rows.stream().map(row -> row.substring(row.indexOf('|') + 1)))
        .containsExactly(
            "slack|opened|shop@1|@here|" + c1 + "|open, high",
            "pager|escalated|shop@1|@first|" + c1 + "|open, high",
            "pager|severity-raised|shop@1|null|" + c2 + "|acknowledged → open, high → critical",
            "phone|severity-raised|worst@1|null|" + c2 + "|acknowledged → open, high → critical",
            "slack|severity-raised|shop@1|@here|" + c2 + "|acknowledged → open, high → critical",
            "pager|resolved|shop@1|null|" + c2 + "|open → resolved, critical",
            "slack|resolved|shop@1|null|" + c2 + "|open → resolved, critical");
    assertThat(rows.get(1))
        .startsWith(database.rows("select '" + at(600) + "'::timestamptz").get(0));
    assertThat(run("who-was-told", Map.of("workspace", "other", "group_id", checkout))).isEmpty();
  }

  @Test
  void theNoiseOfARuleIsItsShareOfTheNotificationsOfASpan() throws Exception {
    // Of checkout six by shop and one by worst, of pay two and, when it is inactive after a day,
    // its
    // end to both; version 2 told of cart.
    assertThat(run("noise-per-rule", span(MONDAY, at(9 * 86_400))))
        .containsExactly("shop|1|10|2|0.8333", "shop|2|1|1|0.0833", "worst|1|1|1|0.0833");
    assertThat(run("noise-per-rule", span(MONDAY, at(600)))).containsExactly("shop|1|1|1|1.0000");
    assertThat(run("noise-per-rule", span(at(1), at(600)))).isEmpty();
  }

  @Test
  void escalationsAreCountedByTheWeekAndWeeksWithoutOneAreListed() throws Exception {
    List<String> rows = run("escalations-per-week", span(MONDAY, at(21 * 86_400)));

    // A step and one by hand in the first week.
    assertThat(rows.stream().map(row -> row.substring(row.indexOf('|') + 1)))
        .containsExactly("2|1|2|2", "0|0|0|0", "0|0|0|0");
    assertThat(rows.get(0))
        .startsWith(database.rows("select '" + MONDAY + "'::timestamptz").get(0));
    assertThat(run("escalations-per-week", span(at(601), at(86_460))))
        .singleElement()
        .asString()
        .endsWith("|0|0|0|0");
  }

  @Test
  void whatARuleInShadowModeWouldTellIsComparedWithWhatWasTold() throws Exception {
    // Checkout when it opens and when it is worse, pay and cart when they open.
    assertThat(run("shadow-rules", span(MONDAY, at(21 * 86_400))))
        .containsExactly("candidate|1|mail|4|3|0|4", "candidate|1|slack|4|3|4|0");
    assertThat(run("shadow-rules", span(at(1), at(600)))).isEmpty();
  }

  @Test
  void groupsThatNoRuleMatchesAreListedAndThoseThatARuleKeepsQuietAreNot() throws Exception {
    assertThat(run("unrouted-groups", Map.of("workspace", "default")))
        .singleElement()
        .asString()
        .startsWith("high|open|sentry|other|production|Broken lost|2|")
        .endsWith(lost);
    assertThat(run("unrouted-groups", Map.of("workspace", "nobody"))).isEmpty();
  }

  private static List<String> run(String name, Map<String, String> values) throws Exception {
    return QueryFile.of(name).run(database, values);
  }

  private static Map<String, String> span(Instant since, Instant until) {
    return Map.of("workspace", "default", "since", since.toString(), "until", until.toString());
  }

  private static EventDraft draft(String fingerprint, String id, Instant at) {
    EventDraft draft = Events.draft(fingerprint, id, at);
    return fingerprint.equals("checkout") ? draft : draft.severity(Severity.MEDIUM);
  }

  private static Instant at(long seconds) {
    return MONDAY.plusSeconds(seconds);
  }
}
