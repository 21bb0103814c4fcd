// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.jobs.grouping;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalcraft.domain.config.ConfigLog;
import dev.signalcraft.domain.grouping.Action;
import dev.signalcraft.domain.grouping.AlertGroup;
import dev.signalcraft.domain.grouping.Outcome;
import dev.signalcraft.domain.ingest.Lifecycle;
import dev.signalcraft.domain.ingest.RawRecord;
import dev.signalcraft.domain.ingest.Severity;
import dev.signalcraft.domain.json.WireName;
import dev.signalcraft.domain.routing.Notification;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A night in Berlin with two deploys of rules, a silence that is shortened, a mute timing and an
 * inhibitor: who is told, when, why, by which rule and version. The table is reasoned from what
 * happens, not copied from what the job writes.
 */
class NightOfDeploysTest {
  /** 22:00 in Berlin; every time below is Berlin's. */
  private static final Instant START = Instant.parse("2026-03-02T21:00:00Z");

  private static final String FIRST =
      """
      when: severity != 'low'
      notify: [{channel: slack, mention: "@shop", wait: 1m, sendResolved: true}]
      escalate:
        - {after: 15m, channel: pager, mention: "@first"}
        - {after: 30m, channel: pager, mention: "@lead"}
      """;

  private static final String SECOND =
      """
      when: severity != 'low'
      notify: [{channel: slack, mention: "@night", sendResolved: true}]
      escalate: [{after: 10m, channel: pager, mention: "@night"}]
      """;

  private static final String THIRD =
      "{when: severity != 'low', notify: [{channel: chat, repeat: 30m}]}";

  private static final String WORST =
      "{priority: 1, when: severity == 'critical', notify: [{channel: phone}]}";

  private static final String SILENCE =
      "{matchers: [fingerprint=search], endsAt: \"%s\", reason: the index is rebuilt}";

  private static final String QUIET_HOUR =
      """
      zone: Europe/Berlin
      matchers: [fingerprint=~newsletter|digest]
      times: [{from: "02:00", to: "03:00"}]
      """;

  private static final String INHIBIT =
      "{source: [fingerprint=database], target: [fingerprint=~orders|stock], equal: [project]}";

  /** What {@link #night} must come to. */
  static final String TOLD =
      """
      22:41         mailer      slack  opened           shop@1   @shop
      22:51         checkout    slack  opened           shop@1   @shop
      22:55         mailer      pager  escalated        shop@1   @first
      23:05         checkout    pager  escalated        shop@1   @first
      23:10         mailer      pager  escalated        shop@1   @lead
      23:10         payments    slack  opened           shop@2   @night
      23:15         mailer      pager  resolved         shop@1   -
      23:15         mailer      slack  resolved         shop@1   -
      23:20         payments    pager  escalated        shop@2   @night
      23:35         payments    pager  severity-raised  shop@2   -
      23:35         payments    phone  severity-raised  worst@1  -
      23:35         payments    slack  severity-raised  shop@2   @night
      23:40         checkout    pager  resolved         shop@1   -
      23:40         checkout    slack  resolved         shop@1   -
      23:50         payments    pager  resolved         shop@2   -
      23:50         payments    slack  resolved         shop@2   -
      00:20:20      search      pager  silence-ended    shop@2   @night
      00:20:20      search      slack  silence-ended    shop@2   @night
      00:30         database    phone  opened           worst@1  -
      00:30         database    slack  opened           shop@2   @night
      01:00         billing     slack  opened           shop@2   @night
      01:10:30      database    slack  resolved         shop@2   -
      01:11         orders      pager  escalated        shop@2   @night
      01:11         orders      slack  opened           shop@2   @night
      01:25         billing     slack  snooze-ended     shop@2   @night
      03:00:30      newsletter  pager  silence-ended    shop@2   @night
      03:00:30      newsletter  slack  silence-ended    shop@2   @night
      03:10         link        slack  opened           shop@2   @night
      03:12         link        slack  resolved         shop@2   -
      03:14         link        slack  reopened         shop@2   @night
      03:16         link        slack  resolved         shop@2   -
      03:18         link        slack  reopened         shop@2   @night
      03:20         link        slack  resolved         shop@2   -
      03:22         link        slack  reopened         shop@2   @night
      03:24         link        slack  resolved         shop@2   -
      03:26         link        slack  flapping         shop@2   @night
      04:00         link        slack  reopened         shop@2   @night
      04:00:04.999  cart        slack  opened           shop@2   @night
      04:00:05      basket      chat   opened           shop@3   -
      04:05         login       chat   opened           shop@3   -
      04:10         link        pager  escalated        shop@2   @night
      04:35         login       chat   repeated         shop@3   -
      05:05         login       chat   repeated         shop@3   -
      """;

  static final Night NIGHT = night();

  private static Night night() {
    Night night = Night.quietFrom(START);
    theFirstVersion(night);
    theSecondVersion(night);
    whatIsHeld(night);
    whatComesAndGoes(night);
    theThirdVersion(night);
    return night;
  }

  private static void theFirstVersion(Night night) {
    // Over within its wait.
    Problem hiccup = night.problem("hiccup", Lifecycle.STATELESS, Severity.HIGH);
    hiccup.fires("22:20");
    hiccup.resolves("22:20:59.999");

    // The second step comes in the millisecond of the acknowledgement, so before it.
    Problem mailer = night.problem("mailer", Lifecycle.STATELESS, Severity.HIGH);
    mailer.fires("22:40");
    mailer.said("23:10", "22:40", "carol", Action.ACKNOWLEDGE);
    mailer.resolve("23:15", "22:40", "carol", Outcome.FIXED);

    // Opened before the deploy of 23:00 it keeps its plan; the second step was due at 23:20.
    Problem checkout = night.problem("checkout", Lifecycle.STATELESS, Severity.HIGH);
    checkout.fires("22:50", 1_500, 2);
    checkout.said("23:19:59.999", "22:50", "ada", Action.ACKNOWLEDGE);
    checkout.resolves("23:40");
  }

  private static void theSecondVersion(Night night) {
    Problem payments = night.problem("payments", Lifecycle.STATELESS, Severity.HIGH);
    payments.fires("23:10");
    payments.said("23:30", "23:10", "ada", Action.ACKNOWLEDGE);
    payments.of(Severity.CRITICAL).fires("23:35");
    payments.resolve("23:50", "23:10", "ada", Outcome.FIXED);

    Problem billing = night.problem("billing", Lifecycle.STATELESS, Severity.MEDIUM);
    billing.fires("01:00");
    billing.snooze("01:05", "01:00", "ada", "01:25");
    billing.fires("01:15");
    billing.said("01:30", "01:00", "ada", Action.ACKNOWLEDGE);

    // No rule matches.
    night.problem("cleanup", Lifecycle.STATELESS, Severity.LOW).fires("03:00");
  }

  private static void whatIsHeld(Night night) {
    // The silence was to end at 01:30; the edit ends it at 00:20.
    Problem search = night.problem("search", Lifecycle.STATELESS, Severity.HIGH);
    search.fires("23:30:20");
    search.said("00:25", "23:30:20", "bob", Action.ACKNOWLEDGE);

    // While the database is not over, orders and stock are held, though it is acknowledged.
    Problem database = night.problem("database", Lifecycle.STATEFUL, Severity.CRITICAL);
    database.fires("00:30");
    database.said("00:35", "00:30", "erin", Action.ACKNOWLEDGE);
    database.resolves("01:10:30");
    Problem orders = night.problem("orders", Lifecycle.STATELESS, Severity.HIGH);
    orders.fires("00:31");
    orders.said("01:15", "00:31", "dan", Action.ACKNOWLEDGE);
    Problem stock = night.problem("stock", Lifecycle.STATELESS, Severity.HIGH);
    stock.fires("00:32");
    stock.resolves("00:45");

    Problem newsletter = night.problem("newsletter", Lifecycle.STATELESS, Severity.MEDIUM);
    newsletter.fires("02:10:30");
    newsletter.said("03:05", "02:10:30", "carol", Action.ACKNOWLEDGE);
    Problem digest = night.problem("digest", Lifecycle.STATELESS, Severity.MEDIUM);
    digest.fires("02:25");
    digest.resolves("02:50");
  }

  private static void whatComesAndGoes(Night night) {
    // The fourth reopening is at 03:26, the last change at 03:30: it stands open at 04:00.
    Problem link = night.problem("link", Lifecycle.STATEFUL, Severity.HIGH);
    for (int minute = 10; minute < 30; minute += 4) {
      link.fires("03:" + minute);
      link.resolves("03:" + (minute + 2));
    }
    link.fires("03:30");
    link.said("04:20", "03:10", "dan", Action.ACKNOWLEDGE);
  }

  private static void theThirdVersion(Night night) {
    Problem cart = night.problem("cart", Lifecycle.STATELESS, Severity.HIGH);
    cart.fires("04:00:04.999");
    cart.said("04:01", "04:00:04.999", "erin", Action.ACKNOWLEDGE);
    Problem basket = night.problem("basket", Lifecycle.STATELESS, Severity.HIGH);
    basket.fires("04:00:05");
    basket.said("04:01", "04:00:05", "erin", Action.ACKNOWLEDGE);

    Problem login = night.problem("login", Lifecycle.STATELESS, Severity.HIGH);
    login.fires("04:05");
    login.said("05:34:59.999", "04:05", "erin", Action.ACKNOWLEDGE);
    login.resolve("05:50", "04:05", "erin", Outcome.FIXED);
  }

  /** A version is in force five seconds after it was logged. */
  static List<RawRecord> config() {
    Instant before = NIGHT.at("22:00").minusSeconds(60);
    return new ConfigLog()
        .at(before, "RoutingRule", "shop", FIRST)
        .at(before, "RoutingRule", "worst", WORST)
        .at(before, "InhibitRule", "database", INHIBIT)
        .at(before, "MuteTiming", "quiet-hour", QUIET_HOUR)
        .at(NIGHT.at("23:00"), "RoutingRule", "shop", SECOND)
        .at(NIGHT.at("23:20"), "Silence", "index", SILENCE.formatted(NIGHT.at("01:30")))
        .at(NIGHT.at("00:10"), "Silence", "index", SILENCE.formatted(NIGHT.at("00:20")))
        .at(NIGHT.at("04:00"), "RoutingRule", "shop", THIRD)
        .records();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, Night.PARTITIONS})
  void everyNotificationOfTheNightStandsInTheTable(int parallelism) throws Exception {
    WholeJob.Written written =
        WholeJob.run(NIGHT.log(), NightOfDeploysTest::config, WholeJob.defaults(), parallelism);

    assertThat(table(written.notifications())).isEqualTo(TOLD);
    Collection<AlertGroup> groups = WholeJob.groups(written.changes()).values();
    assertThat(groups).hasSize(16);
    assertThat(groups)
        .filteredOn(group -> group.rule() == null)
        .extracting(AlertGroup::fingerprint)
        .containsExactly("cleanup");
  }

  static String table(List<Notification> notifications) {
    List<Notification> sorted = new ArrayList<>(notifications);
    sorted.sort(
        Comparator.comparing(Notification::at)
            .thenComparing(told -> told.group().fingerprint())
            .thenComparing(Notification::channel));
    StringBuilder table = new StringBuilder();
    for (Notification told : sorted) {
      table.append(
          "%-12s  %-10s  %-5s  %-15s  %-7s  %s%n"
              .formatted(
                  NIGHT.clock(told.at()),
                  told.group().fingerprint(),
                  told.channel(),
                  WireName.of(told.reason()),
                  told.rule() + "@" + told.ruleVersion(),
                  told.mention() == null ? "-" : told.mention()));
    }
    return table.toString();
  }
}
