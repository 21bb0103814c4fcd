// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.grouping;

import static dev.signalcraft.domain.grouping.ChangeReason.ACKNOWLEDGED;
import static dev.signalcraft.domain.grouping.ChangeReason.ACK_TIMED_OUT;
import static dev.signalcraft.domain.grouping.ChangeReason.ASSIGNED;
import static dev.signalcraft.domain.grouping.ChangeReason.ESCALATED;
import static dev.signalcraft.domain.grouping.ChangeReason.EXPIRED;
import static dev.signalcraft.domain.grouping.ChangeReason.INACTIVE;
import static dev.signalcraft.domain.grouping.ChangeReason.NOTED;
import static dev.signalcraft.domain.grouping.ChangeReason.OPENED;
import static dev.signalcraft.domain.grouping.ChangeReason.REOPENED;
import static dev.signalcraft.domain.grouping.ChangeReason.RESOLVED;
import static dev.signalcraft.domain.grouping.ChangeReason.RUNBOOK_SET;
import static dev.signalcraft.domain.grouping.ChangeReason.SNOOZED;
import static dev.signalcraft.domain.grouping.ChangeReason.UNACKNOWLEDGED;
import static dev.signalcraft.domain.ingest.Events.T0;
import static dev.signalcraft.domain.ingest.Events.build;
import static dev.signalcraft.domain.ingest.Events.draft;
import static dev.signalcraft.domain.ingest.Events.event;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalcraft.domain.ingest.Lifecycle;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What persons do to a group, and what they cannot. */
class CommandsTest {
  private static final Instant LATER = T0.plusSeconds(5);

  private final KeyRun run = new KeyRun();

  private Commands on() {
    return Commands.on(run.group());
  }

  private KeyRun opened() {
    return run.at(T0, event("checkout", "1", T0));
  }

  @Test
  void anOpenGroupIsAcknowledgedByAnActor() {
    opened().at(LATER, on().by("bob").acknowledge());

    assertThat(run.group().status()).isEqualTo(GroupStatus.ACKNOWLEDGED);
    GroupChange told = last().change();
    assertThat(told.reason()).isEqualTo(ACKNOWLEDGED);
    assertThat(told.actor()).isEqualTo("bob");
    assertThat(told.command().action()).isEqualTo(Action.ACKNOWLEDGE);
    assertThat(told.statusBefore()).isEqualTo(GroupStatus.OPEN);
    assertThat(told.statusAfter()).isEqualTo(GroupStatus.ACKNOWLEDGED);
    assertThat(told.eventId()).isNull();
  }

  @Test
  void anAcknowledgedGroupIsOpenAgainWhenItIsUnacknowledged() {
    opened().at(LATER, on().acknowledge()).at(LATER, on().unacknowledge());

    assertThat(run.group().status()).isEqualTo(GroupStatus.OPEN);
    assertThat(run.reasons()).containsExactly(OPENED, ACKNOWLEDGED, UNACKNOWLEDGED);
  }

  @Test
  void anAcknowledgementThatTimesOutOpensTheGroup() {
    KeyRun timed =
        new KeyRun(new Windows(KeyRun.WINDOW, KeyRun.AUTO_CLOSE, 600_000), SeverityRules.none());
    timed.at(T0, event("checkout", "1", T0)).at(LATER, Commands.on(timed.group()).acknowledge());
    timed.until(LATER.plusMillis(599_999));
    assertThat(timed.group().status()).isEqualTo(GroupStatus.ACKNOWLEDGED);

    timed.until(LATER.plusMillis(600_000));
    assertThat(timed.group().status()).isEqualTo(GroupStatus.OPEN);
    assertThat(timed.reasons()).containsExactly(OPENED, ACKNOWLEDGED, ACK_TIMED_OUT);
  }

  @Test
  void withoutATimeOutAnAcknowledgementLasts() {
    opened().at(LATER, on().acknowledge()).until(T0.plus(Duration.ofDays(1)).minusMillis(1));

    assertThat(run.group().status()).isEqualTo(GroupStatus.ACKNOWLEDGED);
  }

  @Test
  void aPersonResolvesWithAnOutcomeWhichAReopenTakesAway() {
    opened().at(LATER, on().resolve(Outcome.WONT_FIX));
    assertThat(run.group().outcome()).isEqualTo(Outcome.WONT_FIX);
    assertThat(run.group().resolvedAt()).isEqualTo(LATER);
    assertThat(last().change().actor()).isEqualTo("ann");

    run.at(LATER.plusSeconds(1), on().reopen());
    assertThat(run.group().status()).isEqualTo(GroupStatus.OPEN);
    assertThat(run.group().outcome()).isNull();
    assertThat(run.group().resolvedAt()).isNull();
    assertThat(run.reasons()).containsExactly(OPENED, RESOLVED, REOPENED);
  }

  @Test
  void theClocksOfAGroupThatAPersonReopensStartAnew() {
    Instant inactive = T0.plus(Duration.ofDays(1));
    opened().at(inactive.minusSeconds(600), on().resolve());
    Instant reopened = inactive.minusSeconds(60);
    run.at(reopened, on().reopen()).until(reopened.plus(Duration.ofDays(1)).minusMillis(1));
    assertThat(run.group().status()).isEqualTo(GroupStatus.OPEN);

    run.until(reopened.plus(Duration.ofDays(1)));
    assertThat(run.reasons()).containsExactly(OPENED, RESOLVED, REOPENED, INACTIVE);
  }

  @Test
  void anEndThatHasPassedDoesNotCloseWhatAPersonReopensAndOneToComeDoes() {
    Instant end = T0.plusSeconds(300);
    run.at(T0, build(draft("cpu", "1", T0).lifecycle(Lifecycle.STATEFUL).expiresAt(end)));
    run.at(LATER, on().resolve()).at(LATER, on().reopen()).until(end);
    assertThat(run.reasons()).containsExactly(OPENED, RESOLVED, REOPENED, EXPIRED);

    run.at(end.plusSeconds(1), on().numbered(2).reopen()).until(T0.plus(Duration.ofDays(9)));
    assertThat(run.group().status()).isEqualTo(GroupStatus.OPEN);
    assertThat(run.group().expiresAt()).isNull();
  }

  @Test
  void anEscalationOpensAnAcknowledgedOrSnoozedGroup() {
    opened().at(LATER, on().acknowledge()).at(LATER, on().escalate());
    assertThat(run.group().status()).isEqualTo(GroupStatus.OPEN);

    run.at(LATER, on().snooze(LATER.plusSeconds(60))).at(LATER, on().numbered(2).escalate());
    assertThat(run.group().status()).isEqualTo(GroupStatus.OPEN);
    assertThat(run.group().snoozedUntil()).isNull();
    run.until(LATER.plusSeconds(90));
    assertThat(run.reasons()).containsExactly(OPENED, ACKNOWLEDGED, ESCALATED, SNOOZED, ESCALATED);
  }

  @ParameterizedTest
  @EnumSource(GroupStatus.class)
  void assignmentsNotesAndRunbooksAreRecordedInEveryStatusAndLeaveIt(GroupStatus status) {
    bring(status);
    int version = run.group().version();
    run.at(LATER, on().assign("bob")).at(LATER, on().write("a cable"));
    run.at(LATER, on().runbook("https://wiki/cable"));

    assertThat(run.group().status()).isEqualTo(status);
    assertThat(run.group().assignee()).isEqualTo("bob");
    assertThat(run.group().note()).isEqualTo("a cable");
    assertThat(run.group().runbook()).isEqualTo("https://wiki/cable");
    assertThat(run.group().version()).isEqualTo(version + 3);
    assertThat(run.reasons()).endsWith(ASSIGNED, NOTED, RUNBOOK_SET);
    assertThat(run.of(AlertChange.Kind.CHANGE).get(version).change().assigneeBefore()).isNull();
    assertThat(run.of(AlertChange.Kind.CHANGE).get(version).change().assigneeAfter())
        .isEqualTo("bob");
  }

  @Test
  void anAssignmentToNobodyAndNoRunbookTakeThemAway() {
    opened().at(LATER, on().assign("bob")).at(LATER, on().runbook("https://wiki/cable"));
    run.at(LATER, on().assign(null)).at(LATER, on().runbook(null));

    assertThat(run.group().assignee()).isNull();
    assertThat(run.group().runbook()).isNull();
    assertThat(run.group().version()).isEqualTo(5);
  }

  @ParameterizedTest
  @CsvSource({
    "ACKNOWLEDGE, OPEN",
    "UNACKNOWLEDGE, ACKNOWLEDGED",
    "SNOOZE, OPEN ACKNOWLEDGED",
    "RESOLVE, OPEN ACKNOWLEDGED SNOOZED",
    "REOPEN, RESOLVED",
    "ASSIGN, OPEN ACKNOWLEDGED SNOOZED RESOLVED",
    "NOTE, OPEN ACKNOWLEDGED SNOOZED RESOLVED",
    "RUNBOOK, OPEN ACKNOWLEDGED SNOOZED RESOLVED",
    "ESCALATE, OPEN ACKNOWLEDGED SNOOZED"
  })
  void anActionFitsTheseStatusesAndIsRefusedInTheOthers(Action action, String statuses) {
    for (GroupStatus status : GroupStatus.values()) {
      KeyRun fresh = new KeyRun();
      bring(status, fresh);
      KeyState before = fresh.state;
      fresh.at(LATER, on(fresh, action));

      AlertChange told = fresh.of(AlertChange.Kind.CHANGE).get(before.group().sequence());
      boolean fits = Set.of(statuses.split(" ")).contains(status.name());
      assertThat(told.change().refusal())
          .as("%s of %s", action, status)
          .isEqualTo(fits ? null : Refusal.WRONG_STATUS);
      assertThat(told.group().status()).isEqualTo(fits ? action.after(status) : status);
      assertThat(told.group().version()).isEqualTo(before.group().version() + (fits ? 1 : 0));
      assertThat(told.group().sequence()).isEqualTo(before.group().sequence() + 1);
    }
  }

  @Test
  void aCommandThatIsSentTwiceActsOnce() {
    opened();
    Command acknowledge = on().acknowledge();
    run.at(LATER, acknowledge).at(LATER, on().unacknowledge());
    run.at(LATER.plusSeconds(1), acknowledge);

    assertThat(run.group().status()).isEqualTo(GroupStatus.OPEN);
    assertThat(run.group().duplicates()).isEqualTo(1);
    assertThat(run.group().version()).isEqualTo(3);
    assertThat(run.group().sequence()).isEqualTo(3);
  }

  private Command on(KeyRun of, Action action) {
    Commands commands = Commands.on(of.group()).by("probe");
    return switch (action) {
      case ACKNOWLEDGE -> commands.acknowledge();
      case UNACKNOWLEDGE -> commands.unacknowledge();
      case SNOOZE -> commands.snooze(LATER.plusSeconds(60));
      case RESOLVE -> commands.resolve();
      case REOPEN -> commands.reopen();
      case ASSIGN -> commands.assign("bob");
      case NOTE -> commands.write("a cable");
      case RUNBOOK -> commands.runbook("https://wiki/cable");
      case ESCALATE -> commands.escalate();
    };
  }

  private void bring(GroupStatus status) {
    bring(status, run);
  }

  private static void bring(GroupStatus status, KeyRun of) {
    of.at(T0, event("checkout", "1", T0));
    Commands commands = Commands.on(of.group());
    switch (status) {
      case OPEN -> {}
      case ACKNOWLEDGED -> of.at(T0, commands.acknowledge());
      case SNOOZED -> of.at(T0, commands.snooze(T0.plusSeconds(3_600)));
      case RESOLVED -> of.at(T0, commands.resolve());
    }
  }

  private AlertChange last() {
    List<AlertChange> changes = run.of(AlertChange.Kind.CHANGE);
    return changes.get(changes.size() - 1);
  }
}
