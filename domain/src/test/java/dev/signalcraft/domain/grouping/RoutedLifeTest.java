// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.grouping;

import static dev.signalcraft.domain.grouping.ToldRun.at;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalcraft.domain.ingest.Severity;
import dev.signalcraft.domain.routing.Notification;
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

  @Test
  void theOpeningAndTheEndAreToldOnce() {
    told.with("RoutingRule", "all", SLACK);
    told.fires("1", "0S");
    told.fires("2", "1M");
    told.resolves("3", "2M");

    assertThat(told.told()).containsExactly("0s slack opened @here", "2m slack resolved");
    assertThat(told.run.group().channels()).containsExactly("slack");
    assertThat(told.run.group().rule()).isEqualTo("all");
    assertThat(told.run.told).extracting(Notification::ordinal).containsOnly(1);
  }

  @Test
  void whatResolvesWithinItsWaitIsNeverTold() {
    told.with("RoutingRule", "all", "{notify: [{channel: slack, wait: 30s, sendResolved: true}]}");
    told.fires("1", "0S");
    told.resolves("2", "29S");
    told.until("1H");

    assertThat(told.told()).isEmpty();
  }

  @Test
  void aWaitThatEndsIsToldAtItsMillisecond() {
    told.with("RoutingRule", "all", "{notify: [{channel: slack, wait: 30s}]}");
    told.fires("1", "0S");
    told.until("29.999S");
    assertThat(told.told()).isEmpty();
    told.until("1H");

    assertThat(told.told()).containsExactly("30s slack opened");
  }

  @Test
  void theEscalationGoesStepByStepUntilSomebodyAcknowledges() {
    told.with("RoutingRule", "all", LADDER);
    told.fires("1", "0S");
    told.does(Action.ACKNOWLEDGE, "14M59.999S");
    told.until("2H");

    assertThat(told.told()).containsExactly("0s slack opened", "5m pager escalated @first");
  }

  @Test
  void anAcknowledgementInTheMillisecondOfAStepComesAfterIt() {
    told.with("RoutingRule", "all", LADDER);
    told.fires("1", "0S");
    told.does(Action.ACKNOWLEDGE, "5M");
    told.until("2H");

    assertThat(told.told()).containsExactly("0s slack opened", "5m pager escalated @first");
  }

  @Test
  void stepsOfOneTimeAreTakenTogether() {
    told.with("RoutingRule", "all", LADDER);
    told.fires("1", "0S");
    told.until("2H");

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
    told.fires("1", "0S");
    told.does(Action.ACKNOWLEDGE, "6M");
    told.does(Action.UNACKNOWLEDGE, "20M");
    told.until("29M59S");
    assertThat(told.told()).hasSize(2);
    told.until("2H");

    assertThat(told.told()).contains("30m pager escalated @lead", "30m mail escalated");
  }

  @Test
  void anEscalateOpensAnAcknowledgedGroupAndTakesTheNextStepAtOnce() {
    told.with("RoutingRule", "all", LADDER);
    told.fires("1", "0S");
    told.does(Action.ACKNOWLEDGE, "1M");
    told.does(Action.ESCALATE, "2M");
    told.until("2H");

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
    told.fires("1", "0S");
    told.until("2H30M");
    told.does(Action.ACKNOWLEDGE, "2H30M");
    told.until("6H");

    assertThat(told.told())
        .containsExactly("0s slack opened", "1h slack repeated", "2h slack repeated");
  }

  @Test
  void aSnoozeKeepsQuietAndItsEndTellsOfEventsInTheMeantime() {
    told.with("RoutingRule", "all", SLACK);
    told.fires("1", "0S");
    told.snoozes("1M", "1H");
    told.fires("2", "20M");
    told.until("2H");

    assertThat(told.told()).containsExactly("0s slack opened @here", "1h slack snooze-ended @here");
  }

  @Test
  void aSnoozeWithoutEventsEndsSilently() {
    told.with("RoutingRule", "all", SLACK);
    told.fires("1", "0S");
    told.snoozes("1M", "1H");
    told.until("2H");

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
    told.fires("1", "0S");
    told.until("1H");

    assertThat(told.told()).containsExactly("11m slack silence-ended @here");
  }

  @Test
  void whatResolvesWhileItIsSilencedIsNeverTold() {
    told.with("RoutingRule", "all", SLACK);
    told.with(
        "Silence",
        "deploy",
        "{matchers: [project=shop], endsAt: \"2026-03-02T01:00:00Z\", reason: deploy}");
    told.fires("1", "0S");
    told.resolves("2", "10M");
    told.until("3H");

    assertThat(told.told()).isEmpty();
  }

  @Test
  void theEndOfWhatWasToldPassesASilence() {
    told.with("RoutingRule", "all", SLACK);
    told.fires("1", "0S");
    told.with(
        "Silence",
        "deploy",
        "{matchers: [project=shop], endsAt: \"2026-03-02T01:00:00Z\", reason: deploy}",
        at("5M"));
    told.resolves("2", "10M");

    assertThat(told.told()).containsExactly("0s slack opened @here", "10m slack resolved");
  }

  @Test
  void aWorseSeverityTellsAgainAndAddsTheTargetsOfTheRulesInForceThen() {
    told.with("RoutingRule", "all", SLACK);
    told.with("RoutingRule", "worst", "{when: severity == 'critical', notify: [{channel: pager}]}");
    told.fires("1", "0S");
    told.fires("2", "1M", Severity.CRITICAL);

    assertThat(told.told())
        .containsExactly(
            "0s slack opened @here", "1m slack severity-raised @here", "1m pager severity-raised");
  }

  @Test
  void anEditOfARuleTellsNobodyAgainAndRestartsNoClock() {
    told.with("RoutingRule", "all", LADDER);
    told.fires("1", "0S");
    told.with("RoutingRule", "all", "{notify: [{channel: other}]}", at("2M"));
    told.fires("2", "3M");
    told.until("6M");

    assertThat(told.told()).containsExactly("0s slack opened", "5m pager escalated @first");
  }

  @Test
  void twoRulesTellAChannelOnceWithBothMentionsAndTheShortestTimes() {
    told.with("RoutingRule", "a", "{notify: [{channel: slack, mention: '@a', wait: 1m}]}");
    told.with(
        "RoutingRule",
        "b",
        "{notify: [{channel: slack, mention: '@b', wait: 30s, repeat: 1h, sendResolved: true}]}");
    told.fires("1", "0S");
    told.until("1H10M");
    told.resolves("2", "1H10M");

    assertThat(told.told())
        .containsExactly(
            "30s slack opened @a @b", "1h30s slack repeated @a @b", "1h10m slack resolved");
  }

  @Test
  void aFlappingGroupIsToldOnceAndThenWhenItHasSettled() {
    told.with("RoutingRule", "all", SLACK);
    told.fires("0", "0S");
    for (int i = 1; i <= 6; i++) {
      told.resolves("r" + i, (2 * i - 1) + "M");
      told.fires("f" + i, 2 * i + "M");
    }
    told.until("3H");

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
    told.fires("1", "0S");
    told.snoozes("1M", "2H");
    told.fires("2", "1H");
    told.until("3H");

    assertThat(told.told()).containsExactly("0s slack opened @here", "2h slack snooze-ended @here");
  }

  @Test
  void theWindowsOfTheFirstRuleThatActsHold() {
    told.with("RoutingRule", "all", "{dedupWindow: 2h, notify: [{channel: slack}]}");
    told.fires("1", "0S");
    told.fires("2", "2H");

    assertThat(told.run.group().count()).isEqualTo(2);
    assertThat(told.told()).containsExactly("0s slack opened");
  }

  @Test
  void aGroupThatNoRuleMatchesTellsNobody() {
    told.with("RoutingRule", "other", "{when: project == 'x', notify: [{channel: slack}]}");
    told.fires("1", "0S");

    assertThat(told.told()).isEmpty();
    assertThat(told.run.group().rule()).isNull();
  }
}
