// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.grouping;

import static dev.signalcraft.domain.ingest.Events.draft;
import static dev.signalcraft.domain.ingest.Severity.CRITICAL;
import static dev.signalcraft.domain.ingest.Severity.HIGH;
import static dev.signalcraft.domain.ingest.Severity.LOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalcraft.domain.ingest.EventDraft;
import dev.signalcraft.domain.ingest.Lifecycle;
import dev.signalcraft.domain.routing.Notification;
import org.junit.jupiter.api.Test;

/** What ends, worsens or is taken care of while it is held by another group. */
class InhibitedEndTest {
  private static final String RULE =
      "{source: [severity=critical], target: [\"severity!=critical\"], equal: [project]}";

  private final WorkspaceRun run =
      new WorkspaceRun()
          .with("RoutingRule", "all", "{notify: [{channel: slack, sendResolved: true}]}")
          .with("InhibitRule", "worst", RULE);

  @Test
  void aHeldGroupThatResolvesIsToldNeitherThatItFiredNorThatItEnded() {
    run.fires("db", CRITICAL, "0S").fires("web", HIGH, "1M").resolves("web", "2M");
    run.resolves("db", "10M").until("1H");

    assertThat(run.told()).containsExactly("db 0s slack opened", "db 10m slack resolved");
    assertThat(run.remembered()).isZero();
  }

  @Test
  void aHeldGroupThatIsAcknowledgedIsNotTold() {
    run.fires("db", CRITICAL, "0S").fires("web", HIGH, "1M");
    run.does("web", Action.ACKNOWLEDGE, "2M").resolves("db", "10M").until("1H");
    assertThat(run.told()).containsExactly("db 0s slack opened", "db 10m slack resolved");
    run.resolves("web", "61M").until("62M");

    assertThat(run.told()).hasSize(2);
    assertThat(run.remembered()).isZero();
  }

  @Test
  void aHeldGroupThatIsSnoozedIsToldNothingBeforeTheSnoozeEnds() {
    run.fires("db", CRITICAL, "0S").fires("web", HIGH, "1M").snoozes("web", "2M", "1H");
    run.resolves("db", "10M").fires("web", HIGH, "20M").until("2H");

    assertThat(run.told())
        .containsExactly(
            "db 0s slack opened", "db 10m slack resolved", "web 1h slack snooze-ended");
    assertThat(run.judged()).last().extracting(Notification::first).isEqualTo(true);
  }

  @Test
  void theEndOfAFiringThatWentOutPassesEveryInhibitor() {
    run.fires("web", HIGH, "0S").fires("db", CRITICAL, "1M").resolves("web", "2M").until("3M");

    assertThat(run.told())
        .containsExactly("web 0s slack opened", "db 1m slack opened", "web 2m slack resolved");
  }

  @Test
  void theEndOfAFiringThatWentOutPassesThoughWhatCameLaterIsHeld() {
    run.with("RoutingRule", "all", "{notify: [{channel: slack, sendResolved: true, repeat: 10m}]}");
    run.fires("web", HIGH, "0S").fires("db", CRITICAL, "1M").does("db", Action.ACKNOWLEDGE, "2M");
    run.resolves("web", "25M").until("1H");

    assertThat(run.told())
        .containsExactly("web 0s slack opened", "db 1m slack opened", "web 25m slack resolved");
  }

  @Test
  void aHeldGroupThatWorsensBeyondTheRuleIsToldAtOnceAndForTheFirstTime() {
    run.fires("db", CRITICAL, "0S").fires("web", HIGH, "1M").fires("web", CRITICAL, "2M");
    run.until("1H");

    assertThat(run.told()).containsExactly("db 0s slack opened", "web 2m slack severity-raised");
    assertThat(run.judged()).extracting(Notification::first).containsExactly(true, true);
  }

  @Test
  void aSourceWhoseSeverityFallsHoldsNoLonger() {
    run.is("db", stateful("db", "1", "0S").severity(CRITICAL), WorkspaceRun.at("0S"));
    run.fires("web", HIGH, "1M");
    run.is("db", stateful("db", "2", "5M30S").severity(LOW), WorkspaceRun.at("5M30S"));
    run.until("1H");

    assertThat(run.told()).containsExactly("db 0s slack opened", "web 6m slack opened");
  }

  @Test
  void aHeldGroupWhoseSeverityLeavesTheRuleIsToldWithinAMinute() {
    run.with("InhibitRule", "worst", RULE.replace("!=critical", "=high"));
    run.fires("db", CRITICAL, "0S");
    run.is("web", stateful("web", "1", "1M").severity(HIGH), WorkspaceRun.at("1M"));
    run.is("web", stateful("web", "2", "5M30S").severity(LOW), WorkspaceRun.at("5M30S"));
    run.until("1H");

    assertThat(run.told()).containsExactly("db 0s slack opened", "web 6m slack opened");
  }

  @Test
  void aChannelThatWasNeverToldIsNotToldTheEndThoughAnotherOneWas() {
    run.with(
        "RoutingRule",
        "all",
        "{notify: [{channel: slack, sendResolved: true, repeat: 10m},"
            + " {channel: mail, sendResolved: true}]}");
    run.fires("db", CRITICAL, "0S").fires("web", HIGH, "1M");
    run.does("web", Action.ACKNOWLEDGE, "2M").does("web", Action.UNACKNOWLEDGE, "3M");
    run.until("15M").resolves("db", "15M30S").until("17M").resolves("web", "17M").until("1H");

    assertThat(run.told())
        .filteredOn(line -> line.startsWith("web"))
        .containsExactly("web 16m slack repeated", "web 17m slack resolved");
  }

  @Test
  void aHeldGroupThatFlapsIsToldOnceWhenItsSourceHasEnded() {
    run.fires("db", CRITICAL, "0S").fires("web", HIGH, "0S");
    for (int i = 1; i <= 4; i++) {
      run.resolves("web", (2 * i - 1) + "M").fires("web", HIGH, 2 * i + "M");
    }
    run.resolves("db", "9M30S").until("20M");

    assertThat(run.told()).endsWith("db 9m30s slack resolved", "web 10m slack flapping");
  }

  @Test
  void aGroupOnNoSideIsNotDelayed() {
    run.with("InhibitRule", "worst", "{source: [project=x], target: [project=y]}");
    run.fires("db", CRITICAL, "0S").fires("db", CRITICAL, "1M").resolves("db", "2M");

    assertThat(run.announcements()).isEmpty();
    assertThat(run.passedBy()).hasSize(2);
  }

  @Test
  void nothingIsRememberedOnceEveryGroupIsOver() {
    run.with("RoutingRule", "all", "{notify: [{channel: slack, repeat: 10m}, {channel: mail}]}");
    run.fires("db", CRITICAL, "0S").fires("web", HIGH, "1M").fires("net", CRITICAL, "2M");
    run.does("web", Action.ACKNOWLEDGE, "3M").resolves("web", "4M").resolves("net", "5M");
    run.until("30H").judged();

    assertThat(run.remembered()).isZero();
  }

  private static EventDraft stateful(String key, String id, String when) {
    return draft(key, id, WorkspaceRun.at(when)).lifecycle(Lifecycle.STATEFUL);
  }
}
