// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.grouping;

import static dev.signalcraft.domain.grouping.ToldRun.at;
import static dev.signalcraft.domain.ingest.Events.draft;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalcraft.domain.ingest.EventStatus;
import dev.signalcraft.domain.ingest.Lifecycle;
import dev.signalcraft.domain.ingest.Severity;
import org.junit.jupiter.api.Test;

/** Rules that change, and keys that are forgotten or restored, while a group lives. */
class ChangedRulesTest {
  private static final String SLACK = "{notify: [{channel: slack, sendResolved: true}]}";

  private final ToldRun told = new ToldRun();

  @Test
  void anEditTellsNobodyAgainAndNobodyElseOfAnOpenGroup() {
    told.with("RoutingRule", "all", "{notify: [{channel: slack, repeat: 1h}]}");
    told.with("RoutingRule", "all", "{notify: [{channel: mail, repeat: 1m}]}", at("10M"));
    told.fires("1", "0S").fires("2", "20M").until("1H30M");

    assertThat(told.told()).containsExactly("0s slack opened", "1h slack repeated");
  }

  @Test
  void anEditActsOnTheNextGroup() {
    told.with("RoutingRule", "all", SLACK);
    told.with("RoutingRule", "all", "{notify: [{channel: mail}]}", at("10M"));
    told.fires("1", "0S").resolves("2", "1M").fires("3", "2H");

    assertThat(told.told())
        .containsExactly("0s slack opened", "1m slack resolved", "2h mail opened");
  }

  @Test
  void aGroupThatIsReopenedKeepsThePlanOfItsOpening() {
    told.with("RoutingRule", "all", SLACK);
    told.with("RoutingRule", "all", "{notify: [{channel: mail}]}", at("10M"));
    told.fires("1", "0S").resolves("2", "15M").fires("3", "20M");

    assertThat(told.told())
        .containsExactly("0s slack opened", "15m slack resolved", "20m slack reopened");
  }

  @Test
  void aRestartInsideARepeatDoesNotSendAgain() {
    told.with("RoutingRule", "all", "{notify: [{channel: slack, repeat: 1h}]}");
    told.fires("1", "0S").until("30M");
    KeyState held = told.run.state;
    told.until("50M");
    assertThat(told.run.state).isEqualTo(held);
    told.run.state = held;
    told.until("1H");

    assertThat(told.told()).containsExactly("0s slack opened", "1h slack repeated");
  }

  @Test
  void aRuleThatIsDeletedStillClosesItsGroupsAndTellsTheirEnd() {
    told.with("RoutingRule", "all", SLACK).without("RoutingRule", "all", at("5M"));
    told.fires("1", "0S").resolves("2", "10M").fires("3", "2H");

    assertThat(told.told()).containsExactly("0s slack opened", "10m slack resolved");
    assertThat(told.run.group().rule()).isNull();
  }

  @Test
  void aRuleThatIsDeletedStillEndsAGroupThatGoesQuiet() {
    told.with("RoutingRule", "all", SLACK).without("RoutingRule", "all", at("5M"));
    told.fires("1", "0S").until("25H");

    assertThat(told.told()).containsExactly("0s slack opened", "24h slack resolved");
  }

  @Test
  void aVersionIsInForceFiveSecondsAfterItsLogTimeWheneverItIsRead() {
    told.with("RoutingRule", "all", SLACK);
    told.with("RoutingRule", "all", "{notify: [{channel: mail}]}", at("10M"));
    told.fires("1", "9M59.999S").fires("2", "3H");

    assertThat(told.told()).containsExactly("9m59.999s slack opened", "3h mail opened");
  }

  @Test
  void aRuleActsInTheMillisecondInWhichItComesIntoForce() {
    told.with("RoutingRule", "all", SLACK);
    told.with("RoutingRule", "all", "{notify: [{channel: mail}]}", at("10M"));
    told.fires("1", "10M");

    assertThat(told.told()).containsExactly("10m mail opened");
  }

  @Test
  void aRuleThatWasReadAheadOfItsTimeActsOnNoEarlierGroup() {
    told.with("RoutingRule", "late", SLACK, at("1H"));
    told.fires("1", "0S").fires("2", "10M").until("2H");

    assertThat(told.told()).isEmpty();
  }

  @Test
  void aWorseSeverityThatComesWithAReopeningAddsTheTargetsOfTheRulesInForceThen() {
    told.with("RoutingRule", "all", SLACK);
    told.with("RoutingRule", "worst", "{when: severity == 'critical', notify: [{channel: pager}]}");
    told.fires("1", "0S").resolves("2", "1M").fires("3", "5M", Severity.CRITICAL);

    assertThat(told.told())
        .containsExactly(
            "0s slack opened", "1m slack resolved", "5m slack reopened", "5m pager reopened");
  }

  @Test
  void aSeverityThatFallsTellsNobody() {
    told.with("RoutingRule", "all", SLACK);
    told.is(draft("checkout", "1", at("0S")).lifecycle(Lifecycle.STATEFUL), "0S");
    told.is(
        draft("checkout", "2", at("1M")).lifecycle(Lifecycle.STATEFUL).severity(Severity.LOW),
        "1M");

    assertThat(told.told()).containsExactly("0s slack opened");
    assertThat(told.run.reasons()).endsWith(ChangeReason.SEVERITY_LOWERED);
  }

  @Test
  void aChangeOfSeverityDoesNotSplitTheGroup() {
    told.with("RoutingRule", "worst", "{when: severity == 'critical', notify: [{channel: pager}]}");
    told.with("RoutingRule", "rest", "{when: severity != 'critical', notify: [{channel: slack}]}");
    told.fires("1", "0S").fires("2", "1M", Severity.CRITICAL).resolves("3", "2M");

    assertThat(told.run.group().count()).isEqualTo(2);
    assertThat(told.told())
        .containsExactly("0s slack opened", "1m slack severity-raised", "1m pager severity-raised");
  }

  @Test
  void theWindowOfThePlanHoldsForTheNextEventWhateverTheRulesSayNow() {
    told.with("RoutingRule", "all", "{dedupWindow: 2h, notify: [{channel: slack}]}");
    told.with("RoutingRule", "all", "{dedupWindow: 1m, notify: [{channel: slack}]}", at("5M"));
    told.fires("1", "0S").resolves("2", "10M").fires("3", "2H10M");

    assertThat(told.run.group().count()).isEqualTo(2);
    assertThat(told.told()).containsExactly("0s slack opened", "2h10m slack reopened");
  }

  @Test
  void aRuleThatSaysStopKeepsTheLaterOnesFromActing() {
    told.with("RoutingRule", "a", "{priority: 1, stop: true, notify: [{channel: mail}]}");
    told.with("RoutingRule", "b", "{priority: 2, notify: [{channel: slack}]}");
    told.is(draft("checkout", "1", at("0S")).status(EventStatus.FIRING), "0S");

    assertThat(told.told()).containsExactly("0s mail opened");
  }
}
