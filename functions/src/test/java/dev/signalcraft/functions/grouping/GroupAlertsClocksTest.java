// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.functions.grouping;

import static dev.signalcraft.domain.ingest.Events.T0;
import static dev.signalcraft.domain.ingest.Events.draft;
import static dev.signalcraft.domain.ingest.Events.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.signalcraft.domain.grouping.Action;
import dev.signalcraft.domain.grouping.AlertChange;
import dev.signalcraft.domain.grouping.ChangeReason;
import dev.signalcraft.domain.grouping.Command;
import dev.signalcraft.domain.grouping.GroupKey;
import dev.signalcraft.domain.grouping.GroupStatus;
import dev.signalcraft.domain.grouping.Refusal;
import dev.signalcraft.domain.grouping.Windows;
import dev.signalcraft.domain.ingest.EventDraft;
import dev.signalcraft.domain.ingest.EventStatus;
import dev.signalcraft.domain.ingest.Events;
import dev.signalcraft.domain.ingest.Lifecycle;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every clock of a key runs in silence, and none of them leaves anything behind. */
class GroupAlertsClocksTest {
  private static final Windows WINDOWS =
      new Windows(
          Duration.ofMinutes(30).toMillis(),
          Duration.ofDays(1).toMillis(),
          Duration.ofMinutes(20).toMillis());

  private GroupAlertsRun run;
  private int commands;

  @BeforeEach
  void open() throws Exception {
    run = GroupAlertsRun.open(WINDOWS, List::of);
  }

  @AfterEach
  void close() throws Exception {
    run.close();
  }

  @Test
  void aSnoozeEndsInSilenceAtItsMillisecond() throws Exception {
    run.send(event("checkout", "1", T0), T0);
    run.send(command(Action.SNOOZE, T0, T0.plusSeconds(600)), T0.plusSeconds(5));

    assertDue(T0.plusSeconds(600), ChangeReason.SNOOZE_ENDED, GroupStatus.OPEN);
  }

  @Test
  void anAcknowledgementTimesOutInSilence() throws Exception {
    run.send(event("checkout", "1", T0), T0);
    run.send(command(Action.ACKNOWLEDGE, T0, null), T0.plusSeconds(5));

    assertDue(T0.plusSeconds(1_205), ChangeReason.ACK_TIMED_OUT, GroupStatus.OPEN);
  }

  @Test
  void flappingEndsInSilence() throws Exception {
    Instant last = flap(5);

    assertThat(run.group().flapping()).isTrue();
    assertDue(last.plusSeconds(1_800), ChangeReason.FLAPPING_ENDED, GroupStatus.OPEN);
    assertThat(run.group().flapping()).isFalse();
  }

  @Test
  void anEndPassesInSilence() throws Exception {
    run.send(stateful("1", T0).expiresAt(T0.plusSeconds(300)), T0);

    assertDue(T0.plusSeconds(300), ChangeReason.EXPIRED, GroupStatus.RESOLVED);
  }

  @Test
  void anInactiveGroupIsResolvedInSilence() throws Exception {
    run.send(event("checkout", "1", T0), T0);

    assertDue(T0.plus(Duration.ofDays(1)), ChangeReason.INACTIVE, GroupStatus.RESOLVED);
  }

  @Test
  void withEveryClockRunningAKeyHoldsTwoTimers() throws Exception {
    Instant at = flap(6).plusSeconds(2);
    EventDraft ending = stateful("ends", at).expiresAt(at.plusSeconds(5_000));
    run.send(ending, at.plusMillis(100));
    run.send(command(Action.SNOOZE, T0, at.plusSeconds(900)), at.plusMillis(200));
    run.send(stateful("dirty", at).expiresAt(at.plusSeconds(5_000)), at.plusMillis(300));
    run.send(stateful("dirtier", at).expiresAt(at.plusSeconds(5_000)), at.plusMillis(400));

    assertThat(run.group().status()).isEqualTo(GroupStatus.SNOOZED);
    assertThat(run.group().flapping()).isTrue();
    assertThat(run.timers()).isEqualTo(2);
    run.time(at.plusSeconds(2));
    assertThat(run.timers()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13, 14, 15, 16})
  void oneKeyNeverHoldsMoreThanTwoTimersAndNothingIsLeft(long seed) throws Exception {
    // Of one key the even one is stateless; the odd one, the second, is stateful.
    int keys = seed % 2 == 0 ? 1 : 2;
    Instant at = T0;
    for (RandomLog.Entry entry : RandomLog.of(seed, keys, 1_500)) {
      at = entry.at();
      run.send(entry.input(), at);
      run.time(at);
      assertThat(run.timers()).isLessThanOrEqualTo(2 * keys);
    }
    assertNothingIsLeftAfter(at, keys);
  }

  @ParameterizedTest
  @ValueSource(longs = {21, 22, 23})
  void nothingIsLeftOfAnyLogOnceItsGroupsAreOver(long seed) throws Exception {
    Instant at = T0;
    for (RandomLog.Entry entry : RandomLog.of(seed, 30, 3_000)) {
      at = entry.at();
      run.send(entry.input(), at);
      if (seed % 2 == 0) {
        run.time(at.minusMillis(200));
      }
    }
    assertThat(run.stateEntries()).isGreaterThanOrEqualTo(30);
    assertNothingIsLeftAfter(at, 30);
  }

  @Test
  void aCommandOnAnUnknownKeyIsRefusedAndLeavesNothing() throws Exception {
    run.send(command(Action.NOTE, T0, null), T0);
    run.send(command(Action.RESOLVE, T0, null), T0.plusSeconds(1));

    assertThat(run.stateEntries()).isZero();
    assertThat(run.timers()).isZero();
    assertThat(run.told())
        .extracting(AlertChange::kind, change -> change.change().refusal())
        .containsOnly(tuple(AlertChange.Kind.REFUSED, Refusal.TOO_LATE))
        .hasSize(2);
    assertThat(run.count("commands")).isEqualTo(2);
  }

  private void assertNothingIsLeftAfter(Instant at, int keys) throws Exception {
    Instant end = at.plusSeconds(3_000);
    for (RandomLog.Entry over : RandomLog.end(keys, end)) {
      run.send(over.input(), over.at());
    }
    run.time(end.plus(Duration.ofDays(1)));

    assertThat(run.stateEntries()).isZero();
    assertThat(run.timers()).isZero();
  }

  private void assertDue(Instant due, ChangeReason reason, GroupStatus status) throws Exception {
    int before = run.reasons().size();
    run.time(due.minusMillis(1));
    assertThat(run.reasons()).hasSize(before);

    run.time(due);
    assertThat(run.reasons()).hasSize(before + 1).last().isEqualTo(reason);
    assertThat(run.group().status()).isEqualTo(status);
    assertThat(run.told().get(run.told().size() - 1).at()).isEqualTo(due);
  }

  /** Fires and resolves each minute, and fires last; gives when that was. */
  private Instant flap(int firings) throws Exception {
    Instant at = T0;
    for (int i = 0; i < firings; i++) {
      if (i > 0) {
        run.send(stateful("over" + i, at).status(EventStatus.RESOLVED), at.plusSeconds(30));
        at = at.plusSeconds(60);
      }
      run.send(stateful("on" + i, at), at);
    }
    run.time(at.plusSeconds(2));
    return at;
  }

  private static EventDraft stateful(String id, Instant at) {
    return draft("checkout", id, at).lifecycle(Lifecycle.STATEFUL);
  }

  private Command command(Action action, Instant opened, Instant until) {
    String key = GroupKey.of(Events.event("checkout", "1", T0));
    return new Command(
        "%016x".formatted(commands++).repeat(2),
        "default",
        key + "-" + opened.toEpochMilli(),
        null,
        action,
        "ada",
        until,
        null,
        null,
        action == Action.NOTE ? "seen" : null);
  }
}
