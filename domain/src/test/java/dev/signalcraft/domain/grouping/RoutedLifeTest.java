// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.grouping;

import static dev.signalcraft.domain.ingest.Events.T0;
import static dev.signalcraft.domain.ingest.Events.build;
import static dev.signalcraft.domain.ingest.Events.draft;
import static dev.signalcraft.domain.ingest.Events.event;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalcraft.domain.ingest.AlertEvent;
import dev.signalcraft.domain.ingest.EventStatus;
import dev.signalcraft.domain.ingest.Severity;
import dev.signalcraft.domain.routing.Notification;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Who is told in the life of a group. */
class RoutedLifeTest {
  private static final String SLACK =
      "{notify: [{channel: slack, mention: \"@here\", sendResolved: true}]}";
  private static final String LADDER =
      """
      notify: [{channel: slack, sendResolved: true}]
      escalate:
        - {after: 5m, channel: pager, mention: "@first"}
        - {after: 15m, channel: pager, mention: "@lead"}
        - {after: 15m, channel: mail}
      """;

  private final ToldRun told = new ToldRun();
  private int commands;

  private static Instant at(String duration) {
    return T0.plus(Duration.parse("PT" + duration));
  }

  private void fires(String id, String when) {
    told.run.at(at(when), event("checkout", id, at(when)));
  }

  private void resolves(String id, String when) {
    AlertEvent over = build(draft("checkout", id, at(when)).status(EventStatus.RESOLVED));
    told.run.at(at(when), over);
  }

  private void does(Action action, String when, Instant until) {
    Command command =
        new Command(
            "%016x%016x".formatted(++commands, 0),
            "default",
            told.run.group().groupId(),
            null,
            action,
            "ada",
            until,
            null,
            null,
            null);
    told.run.at(at(when), command);
  }

  private void does(Action action, String when) {
    does(action, when, null);
  }

  @Test
  void theOpeningAndTheEndAreToldOnce() {
    told.with("RoutingRule", "all", SLACK);
    fires("1", "0S");
    fires("2", "1M");
    resolves("3", "2M");

    assertThat(told.told()).containsExactly("0s slack opened @here", "2m slack resolved");
    assertThat(told.run.group().channels()).containsExactly("slack");
    assertThat(told.run.group().rule()).isEqualTo("all");
    assertThat(told.run.told).extracting(Notification::ordinal).containsOnly(1);
  }

  @Test
  void whatResolvesWithinItsWaitIsNeverTold() {
    told.with("RoutingRule", "all", "{notify: [{channel: slack, wait: 30s, sendResolved: true}]}");
    fires("1", "0S");
    resolves("2", "29S");
    told.run.until(at("1H"));

    assertThat(told.told()).isEmpty();
  }

  @Test
  void aWaitThatEndsIsToldAtItsMillisecond() {
    told.with("RoutingRule", "all", "{notify: [{channel: slack, wait: 30s}]}");
    fires("1", "0S");
    told.run.until(at("29.999S"));
    assertThat(told.told()).isEmpty();
    told.run.until(at("1H"));

    assertThat(told.told()).containsExactly("30s slack opened");
  }

  @Test
  void theEscalationGoesStepByStepUntilSomebodyAcknowledges() {
    told.with("RoutingRule", "all", LADDER);
    fires("1", "0S");
    does(Action.ACKNOWLEDGE, "14M59.999S");
    told.run.until(at("2H"));

    assertThat(told.told()).containsExactly("0s slack opened", "5m pager escalated @first");
  }

  @Test
  void anAcknowledgementInTheMillisecondOfAStepComesAfterIt() {
    told.with("RoutingRule", "all", LADDER);
    fires("1", "0S");
    does(Action.ACKNOWLEDGE, "5M");
    told.run.until(at("2H"));

    assertThat(told.told()).containsExactly("0s slack opened", "5m pager escalated @first");
  }

  @Test
  void stepsOfOneTimeAreTakenTogether() {
    told.with("RoutingRule", "all", LADDER);
    fires("1", "0S");
    told.run.until(at("2H"));

    assertThat(told.told())
        .containsExactly(
            "0s slack opened",
            "5m pager escalated @first",
            "15m pager escalated @lead",
            "15m mail escalated");
  }

  @Test
  void afterAnUnacknowledgeTheNextStepRunsFromThen() {
    told.with("RoutingRule", "all", LADDER);
    fires("1", "0S");
    does(Action.ACKNOWLEDGE, "6M");
    does(Action.UNACKNOWLEDGE, "20M");
    told.run.until(at("29M59S"));
    assertThat(told.told()).hasSize(2);
    told.run.until(at("2H"));

    assertThat(told.told()).contains("30m pager escalated @lead", "30m mail escalated");
  }

  @Test
  void anEscalateOpensAnAcknowledgedGroupAndTakesTheNextStepAtOnce() {
    told.with("RoutingRule", "all", LADDER);
    fires("1", "0S");
    does(Action.ACKNOWLEDGE, "1M");
    does(Action.ESCALATE, "2M");
    told.run.until(at("2H"));

    assertThat(told.told())
        .containsExactly(
            "0s slack opened",
            "2m pager escalated @first",
            "12m pager escalated @lead",
            "12m mail escalated");
  }

  @Test
  void itIsRepeatedWhileNobodyAcknowledges() {
    told.with("RoutingRule", "all", "{notify: [{channel: slack, repeat: 1h}]}");
    fires("1", "0S");
    told.run.until(at("2H30M"));
    does(Action.ACKNOWLEDGE, "2H30M");
    told.run.until(at("6H"));

    assertThat(told.told())
        .containsExactly("0s slack opened", "1h slack repeated", "2h slack repeated");
  }

  @Test
  void aSnoozeKeepsQuietAndItsEndTellsOfEventsInTheMeantime() {
    told.with("RoutingRule", "all", SLACK);
    fires("1", "0S");
    does(Action.SNOOZE, "1M", at("1H"));
    fires("2", "20M");
    told.run.until(at("2H"));

    assertThat(told.told()).containsExactly("0s slack opened @here", "1h slack snooze-ended @here");
  }

  @Test
  void aSnoozeWithoutEventsEndsSilently() {
    told.with("RoutingRule", "all", SLACK);
    fires("1", "0S");
    does(Action.SNOOZE, "1M", at("1H"));
    told.run.until(at("2H"));

    assertThat(told.told()).containsExactly("0s slack opened @here");
    assertThat(told.run.group().status()).isEqualTo(GroupStatus.OPEN);
  }

  @Test
  void aSilenceHoldsAndItsEndIsToldWithinAMinute() {
    told.with("RoutingRule", "all", SLACK);
    told.with(
        "Silence",
        "deploy",
        "{matchers: [project=shop], endsAt: \"2026-03-02T00:10:30Z\", reason: deploy}");
    fires("1", "0S");
    told.run.until(at("1H"));

    assertThat(told.told()).containsExactly("11m slack silence-ended @here");
  }

  @Test
  void whatResolvesWhileItIsSilencedIsNeverTold() {
    told.with("RoutingRule", "all", SLACK);
    told.with(
        "Silence",
        "deploy",
        "{matchers: [project=shop], endsAt: \"2026-03-02T01:00:00Z\", reason: deploy}");
    fires("1", "0S");
    resolves("2", "10M");
    told.run.until(at("3H"));

    assertThat(told.told()).isEmpty();
  }

  @Test
  void theEndOfWhatWasToldPassesASilence() {
    told.with("RoutingRule", "all", SLACK);
    fires("1", "0S");
    told.with(
        "Silence",
        "deploy",
        "{matchers: [project=shop], endsAt: \"2026-03-02T01:00:00Z\", reason: deploy}",
        at("5M"));
    resolves("2", "10M");

    assertThat(told.told()).containsExactly("0s slack opened @here", "10m slack resolved");
  }

  @Test
  void aWorseSeverityTellsAgainAndAddsTheTargetsOfTheRulesInForceThen() {
    told.with("RoutingRule", "all", SLACK);
    told.with("RoutingRule", "worst", "{when: severity == 'critical', notify: [{channel: pager}]}");
    fires("1", "0S");
    told.run.at(at("1M"), build(draft("checkout", "2", at("1M")).severity(Severity.CRITICAL)));

    assertThat(told.told())
        .containsExactly(
            "0s slack opened @here", "1m slack severity-raised @here", "1m pager severity-raised");
  }

  @Test
  void anEditOfARuleTellsNobodyAgainAndRestartsNoClock() {
    told.with("RoutingRule", "all", LADDER);
    fires("1", "0S");
    told.with("RoutingRule", "all", "{notify: [{channel: other}]}", at("2M"));
    fires("2", "3M");
    told.run.until(at("6M"));

    assertThat(told.told()).containsExactly("0s slack opened", "5m pager escalated @first");
  }

  @Test
  void twoRulesTellAChannelOnceWithBothMentionsAndTheShortestTimes() {
    told.with("RoutingRule", "a", "{notify: [{channel: slack, mention: '@a', wait: 1m}]}");
    told.with(
        "RoutingRule",
        "b",
        "{notify: [{channel: slack, mention: '@b', wait: 30s, repeat: 1h, sendResolved: true}]}");
    fires("1", "0S");
    told.run.until(at("1H10M"));
    resolves("2", "1H10M");

    assertThat(told.told())
        .containsExactly(
            "30s slack opened @a @b", "1h30s slack repeated @a @b", "1h10m slack resolved");
  }

  @Test
  void aFlappingGroupIsToldOnceAndThenWhenItHasSettled() {
    told.with("RoutingRule", "all", SLACK);
    fires("0", "0S");
    for (int i = 1; i <= 6; i++) {
      resolves("r" + i, (2 * i - 1) + "M");
      fires("f" + i, 2 * i + "M");
    }
    told.run.until(at("3H"));

    assertThat(told.told())
        .containsExactly(
            "0s slack opened @here",
            "1m slack resolved",
            "2m slack reopened @here",
            "3m slack resolved",
            "4m slack reopened @here",
            "5m slack resolved",
            "6m slack reopened @here",
            "7m slack resolved",
            "8m slack flapping @here",
            "42m slack reopened @here");
    assertThat(told.run.told).extracting(Notification::notificationId).doesNotHaveDuplicates();
  }

  @Test
  void theNextEpisodeKeepsTheSnoozeAndTellsAtItsEnd() {
    told.with("RoutingRule", "all", SLACK);
    fires("1", "0S");
    does(Action.SNOOZE, "1M", at("2H"));
    fires("2", "1H");
    told.run.until(at("3H"));

    assertThat(told.told()).containsExactly("0s slack opened @here", "2h slack snooze-ended @here");
  }

  @Test
  void theWindowsOfTheFirstRuleThatActsHold() {
    told.with("RoutingRule", "all", "{dedupWindow: 2h, notify: [{channel: slack}]}");
    fires("1", "0S");
    fires("2", "2H");

    assertThat(told.run.group().count()).isEqualTo(2);
    assertThat(told.told()).containsExactly("0s slack opened");
  }

  @Test
  void aGroupThatNoRuleMatchesTellsNobody() {
    told.with("RoutingRule", "other", "{when: project == 'x', notify: [{channel: slack}]}");
    fires("1", "0S");

    assertThat(told.told()).isEmpty();
    assertThat(told.run.group().rule()).isNull();
  }
}
