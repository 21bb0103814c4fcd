// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.grouping;

import static dev.signalcraft.domain.grouping.ToldRun.at;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalcraft.domain.ingest.Severity;
import dev.signalcraft.domain.routing.Notification;
import org.junit.jupiter.api.Test;

/** What a wait, a repeat and two rules make of alerts that come and go. */
class WaitingLifeTest {
  private static final String WAITS =
      "{notify: [{channel: slack, wait: 30s, sendResolved: true, repeat: 1h}]}";

  private final ToldRun told = new ToldRun();

  @Test
  void whatFiresAndResolvesBeforeItsWaitTellsNothingAtAll() {
    told.with("RoutingRule", "all", WAITS);
    told.fires("1", "0S").resolves("2", "29.999S").until("12H");

    assertThat(told.told()).isEmpty();
  }

  @Test
  void whatWorsensWithinItsWaitAndResolvesBeforeItsEndTellsNothingAtAll() {
    told.with("RoutingRule", "all", WAITS);
    told.fires("1", "0S").fires("2", "10S", Severity.CRITICAL).resolves("3", "29S").until("12H");

    assertThat(told.told()).isEmpty();
  }

  @Test
  void whatWorsensWithinItsWaitIsToldOnceAtTheEndOfTheWait() {
    told.with("RoutingRule", "all", WAITS);
    told.fires("1", "0S").fires("2", "10S", Severity.CRITICAL).until("10M");

    assertThat(told.told()).containsExactly("30s slack opened");
    assertThat(told.run.told.get(0).group().severity()).isEqualTo(Severity.CRITICAL);
  }

  @Test
  void aRuleWithoutWaitThatAWorseSeverityBringsEndsTheWait() {
    told.with("RoutingRule", "all", WAITS);
    told.with("RoutingRule", "worst", "{when: severity == 'critical', notify: [{channel: slack}]}");
    told.fires("1", "0S").fires("2", "10S", Severity.CRITICAL).until("10M");

    assertThat(told.told()).containsExactly("10s slack severity-raised");
    assertThat(told.run.told.get(0).first()).isTrue();
  }

  @Test
  void aPersonWhoResolvesWithinTheWaitTellsNothingAtAll() {
    told.with("RoutingRule", "all", WAITS);
    told.fires("1", "0S").does(Action.RESOLVE, "20S").until("12H");

    assertThat(told.told()).isEmpty();
  }

  @Test
  void aResolvedBetweenTwoRepeatsIsNotLostAndNeitherIsTheNextFiring() {
    told.with("RoutingRule", "all", WAITS);
    told.fires("1", "0S").resolves("2", "10M").fires("3", "11M").resolves("4", "20M").until("4H");

    assertThat(told.told())
        .containsExactly(
            "30s slack opened",
            "10m slack resolved",
            "11m30s slack reopened",
            "20m slack resolved");
  }

  @Test
  void whatFiresAgainAndResolvesWithinItsWaitTellsNoSecondEnd() {
    told.with("RoutingRule", "all", WAITS);
    told.fires("1", "0S")
        .resolves("2", "10M")
        .fires("3", "11M")
        .resolves("4", "11M20S")
        .until("4H");

    assertThat(told.told()).containsExactly("30s slack opened", "10m slack resolved");
  }

  @Test
  void whatFiresInTheMillisecondInWhichItsKeyIsForgottenIsTold() {
    told.with("RoutingRule", "all", WAITS);
    told.fires("1", "0S").resolves("2", "10M").until("24H9M59.999S");
    assertThat(told.run.state.isEmpty()).isFalse();
    told.fires("3", "24H10M").until("24H11M");

    assertThat(told.run.group().count()).isEqualTo(1);
    assertThat(told.told()).endsWith("24h10m30s slack opened");
  }

  @Test
  void whatFiresInTheMillisecondInWhichItGoesQuietOpensTheNextAndIsTold() {
    told.with("RoutingRule", "all", "{notify: [{channel: slack, sendResolved: true}]}");
    told.fires("1", "0S").fires("2", "24H");

    assertThat(told.told())
        .containsExactly("0s slack opened", "24h slack resolved", "24h slack opened");
  }

  @Test
  void aFirstAlertWithoutWaitGoesOutInItsMillisecond() {
    told.with("RoutingRule", "all", "{notify: [{channel: slack, wait: 0s}]}");
    told.fires("1", "7S");

    assertThat(told.told()).containsExactly("7s slack opened");
  }

  @Test
  void aDuplicateResolvedWithATinyRepeatIsToldOnce() {
    told.with("RoutingRule", "all", "{notify: [{channel: slack, sendResolved: true, repeat: 1m}]}");
    told.fires("1", "0S")
        .resolves("2", "90S")
        .resolves("2", "91S")
        .resolves("3", "92S")
        .until("1H");

    assertThat(told.told())
        .containsExactly("0s slack opened", "1m slack repeated", "1m30s slack resolved");
  }

  @Test
  void twoRulesThatMatchOneEventTellEachTargetOnce() {
    told.with("RoutingRule", "a", "{notify: [{channel: slack}, {channel: mail}]}");
    told.with("RoutingRule", "b", "{notify: [{channel: slack}, {channel: slack}]}");
    told.fires("1", "0S").until("1H");

    assertThat(told.told()).containsExactly("0s slack opened", "0s mail opened");
    assertThat(told.run.told).extracting(Notification::rule).containsOnly("a");
  }

  @Test
  void theSameAlertUnderANewIdTellsNobodyAgain() {
    told.with("RoutingRule", "all", "{notify: [{channel: slack}]}");
    told.fires("1", "0S").fires("2", "10M").fires("2", "11M");

    assertThat(told.told()).containsExactly("0s slack opened");
    assertThat(told.run.group().lastActivity()).isEqualTo(at("10M"));
  }
}
