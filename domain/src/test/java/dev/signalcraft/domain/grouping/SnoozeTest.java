// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.grouping;

import static dev.signalcraft.domain.grouping.ChangeReason.ACKNOWLEDGED;
import static dev.signalcraft.domain.grouping.ChangeReason.ASSIGNED;
import static dev.signalcraft.domain.grouping.ChangeReason.INACTIVE;
import static dev.signalcraft.domain.grouping.ChangeReason.OPENED;
import static dev.signalcraft.domain.grouping.ChangeReason.RESOLVED;
import static dev.signalcraft.domain.grouping.ChangeReason.SEVERITY_RAISED;
import static dev.signalcraft.domain.grouping.ChangeReason.SNOOZED;
import static dev.signalcraft.domain.grouping.ChangeReason.SNOOZE_ENDED;
import static dev.signalcraft.domain.grouping.ChangeReason.SUPERSEDED;
import static dev.signalcraft.domain.ingest.Events.T0;
import static dev.signalcraft.domain.ingest.Events.build;
import static dev.signalcraft.domain.ingest.Events.draft;
import static dev.signalcraft.domain.ingest.Events.event;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalcraft.domain.ingest.AlertEvent;
import dev.signalcraft.domain.ingest.EventStatus;
import dev.signalcraft.domain.ingest.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A group of which nobody wants to hear before a time. */
class SnoozeTest {
  private static final Instant UNTIL = T0.plusSeconds(3_600);

  private final KeyRun run = new KeyRun();

  @Test
  void aQuietSnoozeOfAnOpenGroupEndsInOpen() {
    snoozeOpen().until(UNTIL.minusMillis(1));
    assertThat(run.group().status()).isEqualTo(GroupStatus.SNOOZED);
    assertThat(run.group().snoozedUntil()).isEqualTo(UNTIL);

    run.until(UNTIL);
    assertThat(run.group().status()).isEqualTo(GroupStatus.OPEN);
    assertThat(run.group().snoozedUntil()).isNull();
    assertThat(run.reasons()).containsExactly(OPENED, SNOOZED, SNOOZE_ENDED);
    AlertChange ended = last();
    assertThat(ended.at()).isEqualTo(UNTIL);
    assertThat(ended.change().actor()).isEqualTo("clock");
    assertThat(ended.change().statusBefore()).isEqualTo(GroupStatus.SNOOZED);
  }

  @Test
  void aQuietSnoozeOfAnAcknowledgedGroupEndsInAcknowledged() {
    snoozeAcknowledged().until(UNTIL);

    assertThat(run.group().status()).isEqualTo(GroupStatus.ACKNOWLEDGED);
    assertThat(run.reasons()).containsExactly(OPENED, ACKNOWLEDGED, SNOOZED, SNOOZE_ENDED);
    assertThat(run.group().statusChange())
        .as("whoever acknowledged it still has it")
        .isEqualTo(run.of(AlertChange.Kind.CHANGE).get(1).group().statusChange())
        .extracting(StatusChange::reason)
        .isEqualTo(ACKNOWLEDGED);
  }

  @Test
  void eventsInTheMeantimeOpenAnAcknowledgedGroupWhenItsSnoozeEnds() {
    snoozeAcknowledged().at(T0.plusSeconds(60), event("checkout", "2", T0));
    assertThat(run.group().status()).isEqualTo(GroupStatus.SNOOZED);
    run.until(UNTIL);

    assertThat(run.group().status()).isEqualTo(GroupStatus.OPEN);
    assertThat(last().change().reason()).isEqualTo(SNOOZE_ENDED);
  }

  @Test
  void anEventBeforeTheSnoozeOrARedeliveryDuringItIsNoneInTheMeantime() {
    AlertEvent before = event("checkout", "2", T0);
    run.at(T0, event("checkout", "1", T0)).at(T0, before);
    run.at(T0, Commands.on(run.group()).acknowledge());
    run.at(T0, Commands.on(run.group()).snooze(UNTIL)).at(T0.plusSeconds(1), before);
    run.until(UNTIL);

    assertThat(run.group().status()).isEqualTo(GroupStatus.ACKNOWLEDGED);
  }

  @Test
  void aSeverityRiseDuringASnoozeIsRecordedAndWaitsForItsEnd() {
    snoozeAcknowledged();
    run.at(T0.plusSeconds(60), build(draft("checkout", "2", T0).severity(Severity.CRITICAL)));
    assertThat(run.group().status()).isEqualTo(GroupStatus.SNOOZED);
    assertThat(run.group().severity()).isEqualTo(Severity.CRITICAL);
    assertThat(run.group().snoozedUntil()).isEqualTo(UNTIL);

    run.until(UNTIL);
    assertThat(run.group().status()).isEqualTo(GroupStatus.OPEN);
    assertThat(run.reasons()).endsWith(SNOOZED, SEVERITY_RAISED, SNOOZE_ENDED);
  }

  @Test
  void aGroupThatIsResolvedDuringItsSnoozeDoesNotAwake() {
    snoozeOpen().at(T0.plusSeconds(60), resolved("2")).until(UNTIL.plusSeconds(60));

    assertThat(run.group().snoozedUntil()).isNull();
    assertThat(run.reasons()).containsExactly(OPENED, SNOOZED, RESOLVED);
  }

  @Test
  void aGroupThatIsSupersededHandsItsSnoozeAndWhatWasSaidOfItOn() {
    snoozeOpen();
    run.at(T0, Commands.on(run.group()).assign("bob"));
    run.at(T0, Commands.on(run.group()).write("look at the disk"));
    run.at(T0, Commands.on(run.group()).runbook("https://wiki/disk"));
    String first = run.group().groupId();
    run.at(T0.plusSeconds(1_801), event("checkout", "2", T0));

    AlertGroup next = run.group();
    assertThat(next.groupId()).isNotEqualTo(first);
    assertThat(next.status()).isEqualTo(GroupStatus.SNOOZED);
    assertThat(next.snoozedUntil()).isEqualTo(UNTIL);
    assertThat(next.statusChange().reason()).isEqualTo(SNOOZED);
    assertThat(next.assignee()).isEqualTo("bob");
    assertThat(next.note()).isEqualTo("look at the disk");
    assertThat(next.runbook()).isEqualTo("https://wiki/disk");
    assertThat(run.reasons()).endsWith(SUPERSEDED, OPENED);

    run.until(UNTIL);
    assertThat(run.group().status()).isEqualTo(GroupStatus.OPEN);
    assertThat(last().change().reason()).isEqualTo(SNOOZE_ENDED);
  }

  @Test
  void aGroupThatWasOverHandsNothingOn() {
    run.at(T0, event("checkout", "1", T0)).at(T0, Commands.on(run.group()).assign("bob"));
    run.at(T0, Commands.on(run.group()).resolve(Outcome.FIXED));
    run.at(T0.plusSeconds(1_801), event("checkout", "2", T0));

    assertThat(run.group().assignee()).isNull();
    assertThat(run.group().outcome()).isNull();
    assertThat(run.reasons()).containsExactly(OPENED, ASSIGNED, RESOLVED, OPENED);
  }

  @Test
  void aSnoozeThatEndsNowOrEarlierIsRefused() {
    run.at(T0, event("checkout", "1", T0));
    run.at(T0.plusSeconds(1), Commands.on(run.group()).snooze(T0.plusSeconds(1)));
    assertThat(last().change().refusal()).isEqualTo(Refusal.UNTIL_PASSED);
    run.at(T0.plusSeconds(1), Commands.on(run.group()).snooze(T0));
    assertThat(last().change().refusal()).isEqualTo(Refusal.UNTIL_PASSED);
    assertThat(run.group().status()).isEqualTo(GroupStatus.OPEN);

    run.at(T0.plusSeconds(1), Commands.on(run.group()).snooze(T0.plusSeconds(1).plusMillis(1)));
    assertThat(run.group().status()).isEqualTo(GroupStatus.SNOOZED);
  }

  @Test
  void aSnoozeOfMoreThanAYearIsRefused() {
    Instant longest = T0.plus(Duration.ofDays(366));
    run.at(T0, event("checkout", "1", T0));
    run.at(T0, Commands.on(run.group()).snooze(longest.plusMillis(1)));
    assertThat(last().change().refusal()).isEqualTo(Refusal.UNTIL_TOO_FAR);

    run.at(T0, Commands.on(run.group()).snooze(longest));
    assertThat(run.group().snoozedUntil()).isEqualTo(longest);
  }

  @Test
  void aCommandInTheMillisecondOfItsEndMeetsTheGroupAwake() {
    snoozeOpen().at(UNTIL, Commands.on(run.group()).acknowledge());

    assertThat(run.reasons()).containsExactly(OPENED, SNOOZED, SNOOZE_ENDED, ACKNOWLEDGED);
  }

  @Test
  void anEventInTheMillisecondOfItsEndComesAfterIt() {
    snoozeAcknowledged().until(T0.plusSeconds(1));
    run.at(UNTIL, resolved("2"));

    assertThat(run.reasons()).endsWith(SNOOZE_ENDED, RESOLVED);
    assertThat(last().change().statusBefore()).isEqualTo(GroupStatus.ACKNOWLEDGED);
  }

  @Test
  void aGroupThatGoesQuietDuringALongSnoozeIsClosed() {
    run.at(T0, event("checkout", "1", T0));
    run.at(T0, Commands.on(run.group()).snooze(T0.plus(Duration.ofDays(3))));
    run.until(T0.plus(Duration.ofDays(1)));

    assertThat(run.reasons()).containsExactly(OPENED, SNOOZED, INACTIVE);
    assertThat(run.group()).isNull();
  }

  private KeyRun snoozeOpen() {
    run.at(T0, event("checkout", "1", T0));
    return run.at(T0, Commands.on(run.group()).snooze(UNTIL));
  }

  private KeyRun snoozeAcknowledged() {
    run.at(T0, event("checkout", "1", T0)).at(T0, Commands.on(run.group()).acknowledge());
    return run.at(T0, Commands.on(run.group()).snooze(UNTIL));
  }

  private static AlertEvent resolved(String id) {
    return build(draft("checkout", id, T0).status(EventStatus.RESOLVED));
  }

  private AlertChange last() {
    List<AlertChange> changes = run.of(AlertChange.Kind.CHANGE);
    return changes.get(changes.size() - 1);
  }
}
