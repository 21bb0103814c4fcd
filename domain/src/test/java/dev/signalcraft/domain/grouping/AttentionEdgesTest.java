// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.grouping;

import static dev.signalcraft.domain.grouping.ChangeReason.ACKNOWLEDGED;
import static dev.signalcraft.domain.grouping.ChangeReason.ACK_TIMED_OUT;
import static dev.signalcraft.domain.grouping.ChangeReason.ESCALATED;
import static dev.signalcraft.domain.grouping.ChangeReason.OPENED;
import static dev.signalcraft.domain.grouping.ChangeReason.REOPENED;
import static dev.signalcraft.domain.grouping.ChangeReason.RESOLVED;
import static dev.signalcraft.domain.grouping.ChangeReason.SEVERITY_RAISED;
import static dev.signalcraft.domain.grouping.ChangeReason.SNOOZE_ENDED;
import static dev.signalcraft.domain.ingest.Events.T0;
import static dev.signalcraft.domain.ingest.Events.build;
import static dev.signalcraft.domain.ingest.Events.draft;
import static dev.signalcraft.domain.ingest.Events.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.signalcraft.domain.config.ConfigHistory;
import dev.signalcraft.domain.config.ConfigRecord;
import dev.signalcraft.domain.ingest.AlertEvent;
import dev.signalcraft.domain.ingest.EventDraft;
import dev.signalcraft.domain.ingest.EventStatus;
import dev.signalcraft.domain.ingest.Lifecycle;
import dev.signalcraft.domain.ingest.Severity;
import dev.signalcraft.domain.json.Json;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Acknowledging, escalating and closing, after the ways in which others failed. */
class AttentionEdgesTest {
  private static final long ACK_TIMEOUT = 600_000;

  private final KeyRun run = timed(SeverityRules.none());

  private static KeyRun timed(SeverityRules rules) {
    return new KeyRun(new Windows(KeyRun.WINDOW, KeyRun.AUTO_CLOSE, ACK_TIMEOUT), rules);
  }

  @Test
  void anAcknowledgementInTheMillisecondOfItsTimeOutComesAfterIt() {
    run.at(T0, firing(1)).at(T0, Commands.on(run.group()).acknowledge());
    Instant due = T0.plusMillis(ACK_TIMEOUT);
    run.at(due, Commands.on(run.group()).numbered(2).acknowledge());

    assertThat(run.reasons()).containsExactly(OPENED, ACKNOWLEDGED, ACK_TIMED_OUT, ACKNOWLEDGED);
    assertThat(run.of(AlertChange.Kind.CHANGE).get(2).at()).isEqualTo(due);
    run.until(due.plusMillis(ACK_TIMEOUT).minusMillis(1));
    assertThat(run.group().status()).isEqualTo(GroupStatus.ACKNOWLEDGED);
  }

  @Test
  void newEventsOfTheSameSeverityLeaveAnAcknowledgedGroupAcknowledged() {
    run.at(T0, firing(1)).at(T0, Commands.on(run.group()).acknowledge());
    run.at(T0.plusSeconds(1), firing(2));

    assertThat(run.group().status()).isEqualTo(GroupStatus.ACKNOWLEDGED);
    assertThat(run.group().count()).isEqualTo(2);
  }

  @Test
  void aWorseSeverityOpensAnAcknowledgedGroupInOneChange() {
    run.at(T0, firing(1)).at(T0, Commands.on(run.group()).acknowledge());
    run.at(T0.plusSeconds(1), build(draft("checkout", "e2", T0).severity(Severity.CRITICAL)));

    assertThat(run.reasons()).containsExactly(OPENED, ACKNOWLEDGED, SEVERITY_RAISED);
    GroupChange raised = run.of(AlertChange.Kind.CHANGE).get(2).change();
    assertThat(raised.statusBefore()).isEqualTo(GroupStatus.ACKNOWLEDGED);
    assertThat(raised.statusAfter()).isEqualTo(GroupStatus.OPEN);
    assertThat(raised.severityBefore()).isEqualTo(Severity.HIGH);
    assertThat(raised.severityAfter()).isEqualTo(Severity.CRITICAL);
    run.until(T0.plusMillis(2 * ACK_TIMEOUT));
    assertThat(run.reasons()).doesNotContain(ACK_TIMED_OUT);
  }

  @Test
  void aResolveEndsTheClockOfTheAcknowledgement() {
    run.at(T0, firing(1)).at(T0, Commands.on(run.group()).acknowledge());
    run.at(T0.plusSeconds(1), Commands.on(run.group()).resolve(Outcome.FIXED));
    run.until(T0.plusMillis(2 * ACK_TIMEOUT));

    assertThat(run.reasons()).containsExactly(OPENED, ACKNOWLEDGED, RESOLVED);
  }

  @Test
  void anAcknowledgementThatIsSentTwiceStartsItsClockOnce() {
    run.at(T0, firing(1));
    Command acknowledge = Commands.on(run.group()).acknowledge();
    run.at(T0, acknowledge).at(T0.plusSeconds(300), acknowledge);
    run.until(T0.plusMillis(ACK_TIMEOUT));

    assertThat(run.reasons()).containsExactly(OPENED, ACKNOWLEDGED, ACK_TIMED_OUT);
  }

  @Test
  void aManualEscalationOfAnAcknowledgedGroupTakesTheAcknowledgementAway() {
    run.at(T0, firing(1)).at(T0, Commands.on(run.group()).acknowledge());
    run.at(T0.plusSeconds(1), Commands.on(run.group()).by("bob").escalate());

    assertThat(run.group().status()).isEqualTo(GroupStatus.OPEN);
    assertThat(run.reasons()).containsExactly(OPENED, ACKNOWLEDGED, ESCALATED);
    assertThat(run.of(AlertChange.Kind.CHANGE).get(2).change().actor()).isEqualTo("bob");
  }

  @Test
  void aManualEscalationOfAnOpenGroupIsAChangeToo() {
    run.at(T0, firing(1)).at(T0, Commands.on(run.group()).escalate());

    assertThat(run.group().status()).isEqualTo(GroupStatus.OPEN);
    assertThat(run.group().version()).isEqualTo(2);
  }

  @Test
  void anAcknowledgedGroupDoesNotSwallowNewEventsForEverItTimesOut() {
    run.at(T0, firing(0)).at(T0, Commands.on(run.group()).acknowledge());
    for (int i = 1; i <= 60; i++) {
      run.at(T0.plusSeconds(10L * i), firing(i));
    }
    assertThat(run.group().status()).isEqualTo(GroupStatus.OPEN);
    assertThat(run.group().count()).isEqualTo(61);
    assertThat(run.reasons()).containsExactly(OPENED, ACKNOWLEDGED, ACK_TIMED_OUT);
  }

  @Test
  void anAcknowledgedGroupOpensAgainOnSoManyNewEvents() throws IOException {
    ConfigHistory<SeverityRule> history =
        new ConfigHistory<>(SeverityRule.KIND, SeverityRule::read);
    history.accept(
        new ConfigRecord(
            SeverityRule.KIND,
            new ConfigRecord.Metadata("default", "many"),
            1,
            0,
            false,
            Json.mapper().readTree("{\"steps\":[{\"count\":10,\"severity\":\"critical\"}]}")),
        0);
    KeyRun ruled = timed(new SeverityRules(history));
    ruled.at(T0, firing(1)).at(T0, Commands.on(ruled.group()).acknowledge());
    for (int i = 2; i <= 9; i++) {
      ruled.at(T0.plusSeconds(i), firing(i));
    }
    assertThat(ruled.group().status()).isEqualTo(GroupStatus.ACKNOWLEDGED);

    ruled.at(T0.plusSeconds(10), firing(10));
    assertThat(ruled.group().status()).isEqualTo(GroupStatus.OPEN);
    assertThat(ruled.reasons()).containsExactly(OPENED, ACKNOWLEDGED, SEVERITY_RAISED);
  }

  @Test
  void anEngineThatWasDownForAnHourTellsEachChangeOnceWithItsOwnTime() {
    run.at(T0, firing(1)).at(T0, Commands.on(run.group()).acknowledge());
    run.at(T0.plusSeconds(1), Commands.on(run.group()).snooze(T0.plusSeconds(60)));
    int before = run.changes.size();
    run.until(T0.plusSeconds(3_600)).until(T0.plusSeconds(3_601));

    assertThat(run.changes.subList(before, run.changes.size()))
        .extracting(change -> change.change().reason(), AlertChange::at)
        .containsExactly(
            tuple(SNOOZE_ENDED, T0.plusSeconds(60)),
            tuple(ACK_TIMED_OUT, T0.plusSeconds(60).plusMillis(ACK_TIMEOUT)));
  }

  @Test
  void aGroupIsNotClosedByTimeWhileItsSourceSaysThatItFires() {
    run.at(T0, build(stateful(1))).until(T0.plus(Duration.ofDays(30)));

    assertThat(run.group().status()).isEqualTo(GroupStatus.OPEN);
    assertThat(run.reasons()).containsExactly(OPENED);
  }

  @Test
  void whereTimeClosesNothingASourceAndAPersonStillDo() {
    run.at(T0, build(stateful(1)));
    Instant later = T0.plus(Duration.ofDays(30));
    run.at(later, build(stateful(2).status(EventStatus.RESOLVED)));
    assertThat(run.group().status()).isEqualTo(GroupStatus.RESOLVED);

    run.at(later.plusSeconds(1), build(stateful(3)));
    run.at(later.plusSeconds(2), Commands.on(run.group()).resolve(Outcome.DEFERRED));
    assertThat(run.group().outcome()).isEqualTo(Outcome.DEFERRED);
    assertThat(run.reasons()).containsExactly(OPENED, RESOLVED, REOPENED, RESOLVED);
  }

  private static AlertEvent firing(int number) {
    return event("checkout", "e" + number, T0);
  }

  private static EventDraft stateful(int number) {
    return draft("cpu", "s" + number, T0).lifecycle(Lifecycle.STATEFUL);
  }
}
