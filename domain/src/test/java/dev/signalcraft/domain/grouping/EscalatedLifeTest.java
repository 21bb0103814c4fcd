// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.grouping;

import static dev.signalcraft.domain.grouping.ToldRun.at;
import static dev.signalcraft.domain.ingest.Events.draft;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.signalcraft.domain.ingest.Lifecycle;
import dev.signalcraft.domain.ingest.Severity;
import dev.signalcraft.domain.routing.Notification;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Acknowledgements, escalations and ends, and who is told of them. */
class EscalatedLifeTest {
  private static final String LADDER =
      """
      notify: [{channel: slack, sendResolved: true}]
      escalate:
        - {after: 5m, channel: pager, mention: "@first"}
        - {after: 15m, channel: pager, mention: "@lead"}
        - {after: 2h, channel: mail}
      """;

  private final ToldRun told = new ToldRun().with("RoutingRule", "all", LADDER);

  @Test
  void noEscalationContinuesAfterAnAcknowledgement() {
    told.fires("1", "0S").does(Action.ACKNOWLEDGE, "4M").fires("2", "10M").until("12H");

    assertThat(told.told()).containsExactly("0s slack opened");
  }

  @Test
  void noStepIsTakenBeforeItsTime() {
    told.fires("1", "0S").until("4M59.999S");
    assertThat(told.told()).containsExactly("0s slack opened");
    told.until("14M59.999S");

    assertThat(told.told()).containsExactly("0s slack opened", "5m pager escalated @first");
  }

  @Test
  void anAcknowledgementInTheMillisecondOfAStepComesAfterItAndStopsTheNext() {
    told.fires("1", "0S").does(Action.ACKNOWLEDGE, "15M").until("12H");

    assertThat(told.told())
        .containsExactly(
            "0s slack opened", "5m pager escalated @first", "15m pager escalated @lead");
    assertThat(told.run.reasons()).endsWith(ChangeReason.ESCALATED, ChangeReason.ACKNOWLEDGED);
  }

  @Test
  void whatWaitsToBeToldIsSkippedWhenItsGroupResolves() {
    told.with("RoutingRule", "all", "{notify: [{channel: slack, wait: 5m, sendResolved: true}]}");
    told.fires("1", "0S").resolves("2", "4M59.999S").until("1H");

    assertThat(told.told()).isEmpty();
  }

  @Test
  void aNotificationNamesTheFallbackOfTheRuleThatWantsIt() {
    told.with("RoutingRule", "all", LADDER + "fallback: backup");
    told.with("RoutingRule", "z-more", "{notify: [{channel: slack}, {channel: mail}]}");
    told.fires("1", "0S").until("5M");

    assertThat(told.run.told)
        .extracting(Notification::channel, Notification::fallback)
        .containsExactly(tuple("slack", "backup"), tuple("mail", null), tuple("pager", "backup"));
  }

  @Test
  void aTimeOutOfTheAcknowledgementIsToldOnceHoweverOftenItWasAcknowledged() {
    ToldRun quick = new ToldRun(Duration.ofHours(1).toMillis()).with("RoutingRule", "all", LADDER);
    quick.fires("1", "0S").does(Action.ACKNOWLEDGE, "1M").does(Action.UNACKNOWLEDGE, "2M");
    quick.does(Action.ACKNOWLEDGE, "3M").until("1H7M");

    assertThat(quick.told()).containsExactly("0s slack opened", "1h3m slack reopened");
  }

  @Test
  void theTimeOutOfTheRuleThatActedFirstHolds() {
    told.with("RoutingRule", "all", "{ackTimeout: 2h, notify: [{channel: slack}]}");
    told.fires("1", "0S").does(Action.ACKNOWLEDGE, "1M").until("12H");

    assertThat(told.told()).containsExactly("0s slack opened", "2h1m slack reopened");
  }

  @Test
  void aManualEscalationOfAnAcknowledgedGroupOpensItAndTakesTheSecondStep() {
    told.fires("1", "0S").does(Action.ACKNOWLEDGE, "6M").does(Action.ESCALATE, "30M");

    assertThat(told.run.group().status()).isEqualTo(GroupStatus.OPEN);
    assertThat(told.told())
        .containsExactly(
            "0s slack opened", "5m pager escalated @first", "30m pager escalated @lead");
  }

  @Test
  void theStepAfterAManualEscalationRunsFromThen() {
    told.fires("1", "0S").does(Action.ESCALATE, "1M").until("3H");

    assertThat(told.told())
        .containsExactly(
            "0s slack opened",
            "1m pager escalated @first",
            "11m pager escalated @lead",
            "1h56m mail escalated");
  }

  @Test
  void anEscalationBeyondTheLastStepTellsNobody() {
    told.with("RoutingRule", "all", "{notify: [{channel: slack}]}");
    told.fires("1", "0S").does(Action.ACKNOWLEDGE, "1M").does(Action.ESCALATE, "2M").until("3H");

    assertThat(told.told()).containsExactly("0s slack opened");
    assertThat(told.run.group().status()).isEqualTo(GroupStatus.OPEN);
  }

  @Test
  void aGapBetweenTheStepsIsWaitedFor() {
    told.fires("1", "0S").until("1H59M59.999S");
    assertThat(told.told()).hasSize(3);
    told.until("2H");

    assertThat(told.told()).endsWith("2h mail escalated");
  }

  @Test
  void aPolicyThatIsReplacedWhileTheGroupIsOpenDoesNotMoveItsSteps() {
    told.with("RoutingRule", "all", "{escalate: [{after: 1m, channel: other}]}", at("2M"));
    told.fires("1", "0S").does(Action.ACKNOWLEDGE, "3M").does(Action.UNACKNOWLEDGE, "10M");
    told.until("16M");

    assertThat(told.told()).containsExactly("0s slack opened", "15m pager escalated @first");
  }

  @Test
  void anAcknowledgedGroupDoesNotSwallowItsEventsForEver() {
    ToldRun quick = new ToldRun(Duration.ofHours(1).toMillis()).with("RoutingRule", "all", LADDER);
    quick.fires("1", "0S").does(Action.ACKNOWLEDGE, "1M");
    for (int i = 1; i <= 6; i++) {
      quick.fires("e" + i, 10 * i + "M");
    }
    quick.until("1H6M");

    assertThat(quick.told())
        .containsExactly("0s slack opened", "1h1m slack reopened", "1h6m pager escalated @first");
  }

  @Test
  void aMaintenanceHoldsTheEscalationAndAfterItEachChannelIsToldOnce() {
    told.with(
        "Silence",
        "maintenance",
        "{matchers: [project=shop], endsAt: \"2026-03-02T01:00:30Z\", reason: maintenance}");
    told.fires("1", "0S").until("3H");

    assertThat(told.told())
        .containsExactly(
            "1h1m slack silence-ended",
            "1h1m pager silence-ended @first @lead",
            "2h mail escalated");
  }

  @Test
  void anEngineThatWasDownForAnHourDecidesWhatOneThatRanDecides() {
    ToldRun ran = new ToldRun().with("RoutingRule", "all", LADDER);
    told.fires("1", "0S").until("1H").does(Action.ACKNOWLEDGE, "1H");
    ran.fires("1", "0S");
    for (int second = 1; second <= 3_600; second++) {
      ran.until(second + "S");
    }
    ran.does(Action.ACKNOWLEDGE, "1H");

    assertThat(told.run.told).isEqualTo(ran.run.told).hasSize(3);
    assertThat(told.run.told).extracting(Notification::notificationId).doesNotHaveDuplicates();
  }

  @Test
  void whatCameWhileTheEngineWasDownIsToldOncePerTarget() {
    told.fires("0", "0S").resolves("1", "1M").fires("2", "50M").fires("3", "51M").until("51M");

    assertThat(told.told())
        .containsExactly("0s slack opened", "1m slack resolved", "50m slack opened");
  }

  @Test
  void aStatefulGroupWhoseSourceStillFiresIsNotClosed() {
    told.with("RoutingRule", "all", "{notify: [{channel: slack, sendResolved: true}]}");
    for (int hour = 0; hour <= 50; hour++) {
      told.is(
          draft("checkout", "e" + hour, at(hour + "H"))
              .lifecycle(Lifecycle.STATEFUL)
              .expiresAt(at(hour + 2 + "H")),
          hour + "H");
    }
    assertThat(told.run.group().status()).isEqualTo(GroupStatus.OPEN);
    told.until("60H");

    assertThat(told.told()).containsExactly("0s slack opened", "52h slack resolved");
  }

  @Test
  void aResolvedWithoutAnOpenGroupIsRecordedAndToldToNobody() {
    told.resolves("1", "0S").until("1H");

    assertThat(told.run.state.group()).isNull();
    assertThat(told.run.of(AlertChange.Kind.EVENT)).hasSize(1);
    assertThat(told.told()).isEmpty();
  }

  @Test
  void anEscalationWhileItFlapsIsToldAndStartsNoClock() {
    told.fires("0", "0S");
    for (int i = 1; i <= 4; i++) {
      told.resolves("r" + i, (2 * i - 1) + "M").fires("f" + i, 2 * i + "M");
    }
    told.does(Action.ESCALATE, "9M").until("37M");

    assertThat(told.told()).endsWith("8m slack flapping", "9m pager escalated @first");
  }

  @Test
  void anAcknowledgementThatTimesOutWhileItFlapsIsToldWhenItHasSettled() {
    ToldRun quick = new ToldRun(600_000).with("RoutingRule", "all", LADDER);
    quick.fires("0", "0S");
    for (int i = 1; i <= 4; i++) {
      quick.resolves("r" + i, (2 * i - 1) + "M").fires("f" + i, 2 * i + "M");
    }
    quick.does(Action.ACKNOWLEDGE, "9M").until("50M");

    assertThat(quick.told()).endsWith("8m slack flapping", "49m slack reopened");
  }

  @Test
  void aStepInTheMillisecondOfARepeatIsToldWithItsMention() {
    told.with(
        "RoutingRule",
        "all",
        "{notify: [{channel: slack, repeat: 5m}],"
            + " escalate: [{after: 10m, channel: slack, mention: '@lead'}]}");
    told.fires("1", "0S").until("16M");

    assertThat(told.told())
        .containsExactly(
            "0s slack opened",
            "5m slack repeated",
            "10m slack escalated @lead",
            "15m slack repeated");
  }

  @Test
  void aStepNamesTheRuleThatSaysIt() {
    told.with("RoutingRule", "all", "{notify: [{channel: pager}]}");
    told.with("RoutingRule", "steps", "{escalate: [{after: 5m, channel: pager}]}");
    told.fires("1", "0S").until("6M");

    assertThat(told.run.told)
        .extracting(Notification::rule, Notification::ruleVersion)
        .containsExactly(tuple("all", 2L), tuple("steps", 1L));
  }

  @Test
  void aWorseSeverityThatReopensAnAcknowledgedGroupRunsTheNextStepFromThen() {
    told.fires("1", "0S").does(Action.ACKNOWLEDGE, "6M").fires("2", "20M", Severity.CRITICAL);
    told.until("31M");

    assertThat(told.told())
        .containsExactly(
            "0s slack opened",
            "5m pager escalated @first",
            "20m slack severity-raised",
            "20m pager severity-raised",
            "30m pager escalated @lead");
  }
}
