// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.grouping;

import static dev.signalcraft.domain.grouping.ToldRun.at;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalcraft.domain.ingest.Severity;
import dev.signalcraft.domain.routing.Notification;
import dev.signalcraft.domain.routing.NotificationReason;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What silences, mute timings and snoozes do to who is told. */
class HeldLifeTest {
  private static final String SLACK = "{notify: [{channel: slack, sendResolved: true}]}";

  private final ToldRun told = new ToldRun().with("RoutingRule", "all", SLACK);

  private static String silence(String from, String to) {
    return "{matchers: [project=shop], startsAt: \"%s\", endsAt: \"%s\", reason: deploy}"
        .formatted(at(from), at(to));
  }

  @Test
  void aGroupThatResolvesWhileItIsSilencedTellsItsEndIfItsFiringWasTold() {
    told.with("Silence", "deploy", silence("5M", "1H"));
    told.fires("1", "0S").resolves("2", "10M").until("3H");

    assertThat(told.told()).containsExactly("0s slack opened", "10m slack resolved");
  }

  @Test
  void aGroupThatResolvesWhileItIsSilencedTellsNoEndIfItsFiringWasNotTold() {
    told.with("Silence", "deploy", silence("0S", "1H"));
    told.fires("1", "5M").resolves("2", "10M").until("3H");

    assertThat(told.told()).isEmpty();
  }

  @Test
  void aGroupThatWasToldWorsenedInASilenceAndResolvedTellsItsEndOnly() {
    told.with("Silence", "deploy", silence("5M", "1H"));
    told.fires("1", "0S").fires("2", "10M", Severity.CRITICAL).resolves("3", "20M").until("3H");

    assertThat(told.told()).containsExactly("0s slack opened", "20m slack resolved");
  }

  @Test
  void anEditOfASilenceThatIsNeededStillTellsNothingInBetween() {
    told.with("Silence", "deploy", silence("0S", "10M"));
    told.with("Silence", "deploy", silence("0S", "30M"), at("9M"));
    told.fires("1", "1M").until("3H");

    assertThat(told.told()).containsExactly("30m slack silence-ended");
    assertThat(told.run.told.get(0).ordinal()).isEqualTo(1);
  }

  @Test
  void aSilenceThatIsShortenedTellsWithinAMinuteOfItsNewEnd() {
    told.with("Silence", "deploy", silence("0S", "1H"));
    told.with("Silence", "deploy", silence("0S", "20M30S"), at("10M"));
    told.fires("1", "1M").until("3H");

    assertThat(told.told()).containsExactly("21m slack silence-ended");
  }

  @Test
  void aSilenceWhoseEndIsMovedIntoThePastTellsWithinAMinuteOfTheEdit() {
    told.with("Silence", "deploy", silence("0S", "1H"));
    told.with("Silence", "deploy", silence("0S", "5M"), at("20M30S"));
    told.fires("1", "1M").until("3H");

    assertThat(told.told()).containsExactly("21m slack silence-ended");
  }

  @Test
  void aSilenceThatIsDeletedTellsWithinAMinute() {
    told.with("Silence", "deploy", silence("0S", "1H")).without("Silence", "deploy", at("20M30S"));
    told.fires("1", "1M").until("3H");

    assertThat(told.told()).containsExactly("21m slack silence-ended");
  }

  @Test
  void aPendingSilenceHoldsNothingBeforeItsStart() {
    told.with("Silence", "deploy", silence("10M", "20M"));
    told.fires("1", "9M59.999S");

    assertThat(told.told()).containsExactly("9m59.999s slack opened");
  }

  @Test
  void aPendingSilenceHoldsFromTheMillisecondOfItsStart() {
    told.with("Silence", "deploy", silence("10M", "20M"));
    told.fires("1", "10M").until("3H");

    assertThat(told.told()).containsExactly("20m slack silence-ended");
  }

  @Test
  void aSilenceHoldsNothingInTheMillisecondOfItsEnd() {
    told.with("Silence", "deploy", silence("10M", "20M"));
    told.fires("1", "20M");

    assertThat(told.told()).containsExactly("20m slack opened");
  }

  @Test
  void theEndOfASnoozeReallyTakesEffect() {
    told.with("RoutingRule", "all", "{notify: [{channel: slack, repeat: 1h}]}");
    told.fires("1", "0S").snoozes("10M", "2H").until("2H");
    assertThat(told.run.group().status()).isEqualTo(GroupStatus.OPEN);
    told.until("3H30M");

    assertThat(told.told()).containsExactly("0s slack opened", "3h slack repeated");
  }

  @Test
  void aNewEventWipesNeitherASnoozeNorANote() {
    told.fires("1", "0S").snoozes("1M", "1H");
    told.run.at(at("2M"), Commands.on(told.run.group()).write("looking into it"));
    told.fires("2", "20M");

    assertThat(told.run.group().status()).isEqualTo(GroupStatus.SNOOZED);
    assertThat(told.run.group().note()).isEqualTo("looking into it");
    assertThat(told.told()).containsExactly("0s slack opened");
  }

  @Test
  void noStatusIsStuckAfterAMaintenanceWindow() {
    told.with("Silence", "maintenance", silence("5M", "2H"));
    told.fires("1", "0S").resolves("2", "10M").until("2H1M");
    assertThat(told.run.group().status()).isEqualTo(GroupStatus.RESOLVED);

    told.fires("3", "2H5M").resolves("4", "2H6M");
    assertThat(told.told())
        .containsExactly(
            "0s slack opened", "10m slack resolved", "2h5m slack opened", "2h6m slack resolved");
  }

  @Test
  void anAlertThatOpensInsideAWindowIsToldAfterIt() {
    told.with("Silence", "maintenance", silence("0S", "1H30S"));
    told.fires("1", "20M").until("3H");

    assertThat(told.told()).containsExactly("1h1m slack silence-ended");
    Notification late = told.run.told.get(0);
    assertThat(late.reason()).isEqualTo(NotificationReason.SILENCE_ENDED);
    assertThat(late.first()).isTrue();
  }

  @Test
  void aMuteTimingOfOneChannelHoldsNoOther() {
    told.with("RoutingRule", "mail", "{notify: [{channel: mail}]}");
    told.with(
        "MuteTiming",
        "nights",
        "{zone: UTC, channels: [slack], times: [{from: \"22:00\", to: \"06:00\"}]}");
    told.fires("1", "0S").until("7H");

    assertThat(told.told()).containsExactly("0s mail opened", "6h slack silence-ended");
  }

  @Test
  void whatASilenceAndAMuteTimingHoldIsToldWhenBothHaveEnded() {
    told.with("Silence", "deploy", silence("0S", "7H"));
    told.with("MuteTiming", "nights", "{zone: UTC, times: [{from: \"22:00\", to: \"06:00\"}]}");
    told.fires("1", "0S").until("10H");

    assertThat(told.told()).containsExactly("7h slack silence-ended");
  }

  @Test
  void anAcknowledgementOfWhatIsSilencedCancelsIt() {
    told.with("Silence", "deploy", silence("0S", "1H"));
    told.fires("1", "0S").does(Action.ACKNOWLEDGE, "30M").until("3H");

    assertThat(told.told()).isEmpty();
  }

  @Test
  void aGroupThatIsSnoozedInASilenceIsToldNothingBeforeTheSnoozeEnds() {
    told.with("Silence", "deploy", silence("0S", "1H"));
    told.fires("1", "0S").snoozes("30M", "3H").fires("2", "31M").until("5H");

    assertThat(told.told()).containsExactly("3h slack snooze-ended");
  }

  @Test
  void twoChangesInASilenceAreToldOnceAfterIt() {
    told.with("Silence", "deploy", silence("0S", "1H"));
    told.fires("1", "0S").fires("2", "10M", Severity.CRITICAL).until("3H");

    assertThat(told.told()).containsExactly("1h slack silence-ended");
    assertThat(told.run.told.get(0).group().severity()).isEqualTo(Severity.CRITICAL);
    assertThat(told.run.told.get(0).at()).isEqualTo(Instant.parse("2026-03-02T01:00:00Z"));
  }

  @Test
  void whatIsSnoozedAgainInAFlappingStormStaysQuietUntilItHasSettled() {
    told.fires("0", "0S");
    for (int i = 1; i <= 4; i++) {
      told.resolves("r" + i, (2 * i - 1) + "M").fires("f" + i, 2 * i + "M");
    }
    told.snoozes("9M", "15M").fires("x", "10M").until("2H");

    assertThat(told.told().subList(7, told.told().size()))
        .containsExactly("7m slack resolved", "8m slack flapping", "45m slack reopened");
  }
}
