// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.grouping;

import static dev.signalcraft.domain.grouping.WorkspaceRun.at;
import static dev.signalcraft.domain.ingest.Events.draft;
import static dev.signalcraft.domain.ingest.Severity.CRITICAL;
import static dev.signalcraft.domain.ingest.Severity.HIGH;
import static dev.signalcraft.domain.ingest.Severity.MEDIUM;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalcraft.domain.ingest.Lifecycle;
import dev.signalcraft.domain.routing.Notification;
import org.junit.jupiter.api.Test;

/** Who is told while groups hold each other. */
class InhibitionTest {
  private static final String RULE =
      "{source: [severity=critical], target: [\"severity!=critical\"], equal: [project]}";

  private final WorkspaceRun run =
      new WorkspaceRun()
          .with("RoutingRule", "all", "{notify: [{channel: slack, sendResolved: true}]}")
          .with("InhibitRule", "worst", RULE);

  @Test
  void whatIsHeldIsToldWithinAMinuteOfTheEndOfItsSource() {
    run.fires("db", CRITICAL, "0S").fires("web", HIGH, "1M");
    run.resolves("db", "10M20S").until("1H");

    assertThat(run.told())
        .containsExactly("db 0s slack opened", "db 10m20s slack resolved", "web 11m slack opened");
  }

  @Test
  void whatIsReleasedSaysHowItsGroupStandsThen() {
    run.fires("db", CRITICAL, "0S").fires("web", HIGH, "1M");
    run.does("web", Action.ESCALATE, "2M").resolves("db", "10M20S").until("1H");

    Notification late = run.judged().get(run.judged().size() - 1);
    assertThat(late.at()).isEqualTo(at("11M"));
    assertThat(late.first()).isTrue();
    assertThat(late.sequence()).isEqualTo(2).isEqualTo(late.group().sequence());
  }

  @Test
  void aGroupWithAnotherTextInALabelOfTheRuleIsNotHeld() {
    run.fires("db", CRITICAL, "0S");
    run.is("web", draft("web", "w", at("1M")).project("other"), at("1M"));

    assertThat(run.told()).containsExactly("db 0s slack opened", "web 1m slack opened");
  }

  @Test
  void aMissingLabelEqualsAnEmptyOne() {
    run.with("InhibitRule", "worst", RULE.replace("project", "tags.team"));
    run.fires("db", CRITICAL, "0S").fires("web", HIGH, "1M");
    run.is("app", draft("app", "a", at("2M")).tag("team", "app"), at("2M"));

    assertThat(run.told()).containsExactly("db 0s slack opened", "app 2m slack opened");
  }

  @Test
  void anAcknowledgedSourceStillHolds() {
    run.fires("db", CRITICAL, "0S").fires("web", HIGH, "1M");
    run.does("db", Action.ACKNOWLEDGE, "5M").until("3H");

    assertThat(run.told()).containsExactly("db 0s slack opened");
  }

  @Test
  void aSourceThatExpiresHoldsNoLonger() {
    run.is(
        "db",
        draft("db", "d", at("0S"))
            .severity(CRITICAL)
            .lifecycle(Lifecycle.STATEFUL)
            .expiresAt(at("30M30S")),
        at("0S"));
    run.fires("web", HIGH, "1M").until("1H");

    assertThat(run.told())
        .containsExactly("db 0s slack opened", "db 30m30s slack resolved", "web 31m slack opened");
  }

  @Test
  void theLastOfTwoSourcesReleases() {
    run.fires("db", CRITICAL, "0S").fires("net", CRITICAL, "1M").fires("web", HIGH, "2M");
    run.resolves("db", "10M").resolves("net", "20M").until("1H");

    assertThat(run.told()).endsWith("net 20m slack resolved", "web 20m slack opened");
  }

  @Test
  void anEditOfTheRuleThatLeavesTheTargetOutReleases() {
    run.written().with("InhibitRule", "worst", RULE.replace("!=critical", "=low"), at("10M30S"));
    run.fires("db", CRITICAL, "0S").fires("web", HIGH, "1M").until("1H");

    assertThat(run.told()).containsExactly("db 0s slack opened", "web 11m slack opened");
  }

  @Test
  void anEditOfTheRuleThatLeavesTheSourceOutReleases() {
    run.written().with("InhibitRule", "worst", RULE.replace("=critical]", "=low]"), at("10M30S"));
    run.fires("db", CRITICAL, "0S").fires("web", HIGH, "1M").until("1H");

    assertThat(run.told()).containsExactly("db 0s slack opened", "web 11m slack opened");
  }

  @Test
  void anEditOfTheTargetSideThatKeepsTheTargetReleasesNothing() {
    run.written().with("InhibitRule", "worst", RULE.replace("!=critical", "=high"), at("10M30S"));
    run.fires("db", CRITICAL, "0S").fires("web", HIGH, "1M").until("1H");

    assertThat(run.told()).containsExactly("db 0s slack opened");
  }

  @Test
  void aRuleThatIsDeletedReleases() {
    run.written().without("InhibitRule", "worst", at("10M30S"));
    run.fires("db", CRITICAL, "0S").fires("web", HIGH, "1M").until("1H");

    assertThat(run.told()).containsExactly("db 0s slack opened", "web 11m slack opened");
  }

  @Test
  void aRuleThatComesIntoForceWhileBothAreOpenHoldsFromTheNextInputOfItsSource() {
    WorkspaceRun late =
        new WorkspaceRun().with("RoutingRule", "all", "{notify: [{channel: slack, repeat: 1h}]}");
    late.written().with("InhibitRule", "worst", RULE, at("10M"));
    late.fires("db", CRITICAL, "0S").fires("web", HIGH, "1M").fires("db", CRITICAL, "20M");
    late.resolves("db", "90M").until("95M");

    assertThat(late.told())
        .containsExactly(
            "db 0s slack opened",
            "web 1m slack opened",
            "db 1h slack repeated",
            "web 1h30m slack repeated");
  }

  @Test
  void aRuleThatComesIntoForceWhileBothAreOpenHoldsFromTheNextTimerOfItsSource() {
    WorkspaceRun late =
        new WorkspaceRun()
            .with("RoutingRule", "all", "{notify: [{channel: slack, repeat: 30m}]}")
            .with("RoutingRule", "web", "{when: fingerprint == 'web', notify: [{channel: mail}]}");
    late.written().with("InhibitRule", "worst", RULE, at("10M"));
    late.fires("db", CRITICAL, "0S").fires("web", HIGH, "1M").until("45M");

    assertThat(late.told())
        .containsExactly(
            "db 0s slack opened",
            "web 1m mail opened",
            "web 1m slack opened",
            "db 30m slack repeated");
  }

  @Test
  void aGroupThatMatchesBothSidesHoldsNotItself() {
    run.with("InhibitRule", "worst", "{source: [project=shop], target: [project=shop]}");
    run.fires("db", CRITICAL, "0S").fires("db", CRITICAL, "1M");

    assertThat(run.told()).containsExactly("db 0s slack opened");
  }

  @Test
  void twoGroupsThatMatchBothSidesDoNotKeepEachOtherFromBeingTold() {
    run.with("InhibitRule", "worst", "{source: [project=shop], target: [project=shop]}");
    run.fires("db", CRITICAL, "0S").fires("web", HIGH, "1M").fires("db", CRITICAL, "2M");

    assertThat(run.told()).containsExactly("db 0s slack opened", "web 1m slack opened");
  }

  @Test
  void aChainHoldsStepByStep() {
    run.with("InhibitRule", "worst", RULE.replace("!=critical", "=high"));
    run.with(
        "InhibitRule",
        "worse",
        RULE.replace("!=critical", "=medium").replace("=critical", "=high"));
    run.fires("db", CRITICAL, "0S").fires("web", HIGH, "1M").fires("job", MEDIUM, "2M");
    run.resolves("db", "10M").until("20M");
    assertThat(run.told())
        .containsExactly("db 0s slack opened", "db 10m slack resolved", "web 10m slack opened");
    run.resolves("web", "30M").until("1H");

    assertThat(run.told()).endsWith("job 30m slack opened", "web 30m slack resolved");
  }

  @Test
  void ofRulesInACircleTheLastByNameHoldsNothing() {
    run.with("InhibitRule", "worst", "{source: [fingerprint=db], target: [fingerprint=web]}");
    run.with("InhibitRule", "a", "{source: [fingerprint=web], target: [fingerprint=db]}");
    run.fires("db", CRITICAL, "0S").fires("web", HIGH, "1M").resolves("db", "2M");
    run.fires("db", CRITICAL, "3M").until("5M");

    assertThat(run.told())
        .containsExactly("db 0s slack opened", "web 1m slack opened", "db 2m slack resolved");
  }

  @Test
  void sourceAndTargetInOneMillisecondAreJudgedInTheOrderOfTheirNames() {
    WorkspaceRun other =
        new WorkspaceRun()
            .with("RoutingRule", "all", "{notify: [{channel: slack, sendResolved: true}]}")
            .with("InhibitRule", "worst", RULE);
    run.fires("db", CRITICAL, "1M").fires("web", HIGH, "1M").until("2M");
    other.fires("web", HIGH, "1M").fires("db", CRITICAL, "1M").until("2M");

    assertThat(run.told()).isEqualTo(other.told());
    boolean targetFirst = run.announcements().get(0).group().fingerprint().equals("web");
    assertThat(run.told()).hasSize(targetFirst ? 2 : 1);
  }
}
