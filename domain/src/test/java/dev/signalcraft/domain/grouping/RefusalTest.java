// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.grouping;

import static dev.signalcraft.domain.grouping.ChangeReason.ACKNOWLEDGED;
import static dev.signalcraft.domain.grouping.ChangeReason.OPENED;
import static dev.signalcraft.domain.grouping.ChangeReason.REFUSED;
import static dev.signalcraft.domain.ingest.Events.T0;
import static dev.signalcraft.domain.ingest.Events.build;
import static dev.signalcraft.domain.ingest.Events.draft;
import static dev.signalcraft.domain.ingest.Events.event;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalcraft.domain.ingest.EventStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Commands that do not fit: each says why and changes nothing. */
class RefusalTest {
  private static final Instant LATER = T0.plusSeconds(5);

  private final KeyRun run = new KeyRun();

  @Test
  void anOldEpisodeIsNotTouchedThroughItsKey() {
    run.at(T0, event("checkout", "1", T0));
    Command old = Commands.on(run.group()).resolve();
    run.at(T0.plusSeconds(1_801), event("checkout", "2", T0));
    AlertGroup next = run.group();
    run.at(T0.plusSeconds(1_802), old);

    refused(Refusal.OLD_EPISODE, old);
    assertThat(run.group()).isEqualTo(next);
  }

  @Test
  void anEpisodeThatNeverWasIsUnknown() {
    run.at(T0, event("checkout", "1", T0));
    AlertGroup group = run.group();
    Command never =
        Commands.on("default", group.groupKey() + "-" + T0.plusMillis(1).toEpochMilli()).resolve();
    run.at(LATER, never);

    refused(Refusal.UNKNOWN_GROUP, never);
    assertThat(run.group()).isEqualTo(group);
  }

  @Test
  void aCommandFromAnotherWorkspaceLeavesTheGroupAndItsRecordsAsTheyAre() {
    run.at(T0, event("checkout", "1", T0));
    KeyState before = run.state;
    Command foreign = Commands.on("elsewhere", run.group().groupId()).write("mine now");
    run.at(LATER, foreign).at(LATER.plusSeconds(1), foreign);

    assertThat(run.state).isEqualTo(before);
    assertThat(run.of(AlertChange.Kind.CHANGE)).hasSize(1);
    assertThat(run.of(AlertChange.Kind.REFUSED))
        .hasSize(2)
        .allMatch(refused -> refused.workspace().equals("elsewhere"))
        .allMatch(refused -> refused.change().refusal() == Refusal.UNKNOWN_GROUP)
        .allMatch(refused -> refused.change().statusAfter() == null);
  }

  @Test
  void onAKeyThatWasForgottenItIsTooLateAndLeavesNoState() {
    run.at(T0, event("checkout", "1", T0));
    Command late = Commands.on(run.group()).reopen();
    run.at(T0.plusSeconds(1), Commands.on(run.group()).resolve());
    run.at(T0.plus(Duration.ofDays(2)), late);

    refused(Refusal.TOO_LATE, late);
    assertThat(run.state).isEqualTo(KeyState.EMPTY);
    assertThat(run.pages).isEmpty();
  }

  @Test
  void onAKeyThatHasSeenEventsButNoGroupItIsTooLateAndItsIdIsNotLearned() {
    run.at(T0, build(draft("checkout", "1", T0).status(EventStatus.RESOLVED)));
    KeyState before = run.state;
    String groupId = GroupKey.of(event("checkout", "1", T0)) + "-" + T0.toEpochMilli();
    Command late = Commands.on("default", groupId).acknowledge();
    run.at(LATER, late);

    refused(Refusal.TOO_LATE, late);
    assertThat(run.state).isEqualTo(before);
  }

  @Test
  void aVersionThatHasPassedIsStaleAndTheOneThatStandsFits() {
    run.at(T0, event("checkout", "1", T0)).at(T0, Commands.on(run.group()).write("x"));
    run.at(LATER, Commands.on(run.group()).expecting(1).acknowledge());
    assertThat(last().change().refusal()).isEqualTo(Refusal.STALE_VERSION);
    assertThat(run.group().status()).isEqualTo(GroupStatus.OPEN);

    run.at(LATER, Commands.on(run.group()).expecting(3).acknowledge());
    assertThat(last().change().refusal()).isEqualTo(Refusal.STALE_VERSION);

    run.at(LATER, Commands.on(run.group()).expecting(2).acknowledge());
    assertThat(run.group().status()).isEqualTo(GroupStatus.ACKNOWLEDGED);
  }

  @Test
  void countsDoNotMakeAnExpectedVersionStale() {
    run.at(T0, event("checkout", "1", T0)).at(T0, event("checkout", "2", T0));
    run.at(LATER, Commands.on(run.group()).expecting(1).acknowledge());

    assertThat(run.group().status()).isEqualTo(GroupStatus.ACKNOWLEDGED);
  }

  @Test
  void aRefusalRaisesTheSequenceAndNotTheVersionAndChangesNothingElse() {
    run.at(T0, event("checkout", "1", T0));
    AlertGroup before = run.group();
    Command wrong = Commands.on(before).unacknowledge();
    run.at(LATER, wrong);

    assertThat(run.group().version()).isEqualTo(1);
    assertThat(run.group().sequence()).isEqualTo(2);
    assertThat(run.group()).usingRecursiveComparison().ignoringFields("sequence").isEqualTo(before);
    GroupChange told = last().change();
    assertThat(told.sequence()).isEqualTo(2);
    assertThat(told.reason()).isEqualTo(REFUSED);
    assertThat(told.refusal()).isEqualTo(Refusal.WRONG_STATUS);
    assertThat(told.command()).isEqualTo(wrong);
    assertThat(told.statusBefore()).isEqualTo(told.statusAfter()).isEqualTo(GroupStatus.OPEN);
  }

  @Test
  void aRefusedCommandThatIsSentAgainIsARedeliveryAndIsNotTriedAgain() {
    run.at(T0, event("checkout", "1", T0));
    Command wrong = Commands.on(run.group()).unacknowledge();
    run.at(LATER, wrong).at(LATER, Commands.on(run.group()).acknowledge());
    run.at(LATER.plusSeconds(1), wrong);

    assertThat(run.group().status()).isEqualTo(GroupStatus.ACKNOWLEDGED);
    assertThat(run.group().duplicates()).isEqualTo(1);
    assertThat(run.reasons()).containsExactly(OPENED, REFUSED, ACKNOWLEDGED);
  }

  /** The last record is of a group that is not held, without a sequence or a state. */
  private void refused(Refusal refusal, Command command) {
    AlertChange told = run.changes.get(run.changes.size() - 1);
    assertThat(told.kind()).isEqualTo(AlertChange.Kind.REFUSED);
    assertThat(told.groupId()).isEqualTo(command.groupId());
    assertThat(told.group()).isNull();
    assertThat(told.change().refusal()).isEqualTo(refusal);
    assertThat(told.change().command()).isEqualTo(command);
    assertThat(told.change().sequence()).isZero();
    assertThat(told.change().statusBefore()).isNull();
    assertThat(told.change().actor()).isEqualTo("ann");
  }

  private AlertChange last() {
    List<AlertChange> changes = run.of(AlertChange.Kind.CHANGE);
    return changes.get(changes.size() - 1);
  }
}
