// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.functions.grouping;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalcraft.domain.grouping.AlertChange;
import dev.signalcraft.domain.grouping.ChangeReason;
import dev.signalcraft.domain.grouping.Windows;
import dev.signalcraft.functions.config.ConfigReader;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is restored goes on as if nothing had happened, wherever it stood. */
class GroupAlertsRestoreTest {
  private static final int KEYS = 3;
  private static final int SIZE = 300;
  private static final Windows WINDOWS =
      new Windows(
          Duration.ofMinutes(30).toMillis(),
          Duration.ofHours(2).toMillis(),
          Duration.ofMinutes(10).toMillis());
  private static final ConfigReader RULES = () -> List.of(Rules.record(0, 0, 1, 3, "critical"));

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void aRestoreBetweenAnyTwoRecordsChangesNothing(long seed) throws Exception {
    List<RandomLog.Entry> log = RandomLog.of(seed, KEYS, SIZE);

    List<AlertChange> expected = undisturbed(log);
    List<AlertChange> seen;
    try (GroupAlertsRun run = GroupAlertsRun.open(WINDOWS, RULES)) {
      for (RandomLog.Entry entry : log) {
        run.send(entry.input(), entry.at());
        run.restore();
      }
      run.time(endOf(log));
      seen = run.told();
    }
    assertThat(seen).containsExactlyInAnyOrderElementsOf(expected);
  }

  @Test
  void aRestoreBetweenAnyTwoTicksChangesNothing() throws Exception {
    List<RandomLog.Entry> log = RandomLog.of(3, KEYS, SIZE);

    List<AlertChange> expected = undisturbed(log);
    List<AlertChange> seen;
    try (GroupAlertsRun run = GroupAlertsRun.open(WINDOWS, RULES)) {
      for (RandomLog.Entry entry : log) {
        run.time(entry.at().minusMillis(1));
        run.restore();
        run.send(entry.input(), entry.at());
      }
      run.restore();
      run.time(endOf(log));
      seen = run.told();
    }
    assertThat(seen).containsExactlyInAnyOrderElementsOf(expected);
  }

  /** The three logs together must show all that can happen, or the tests above show little. */
  @Test
  void theLogsTellOfEveryReason() throws Exception {
    Set<ChangeReason> told = EnumSet.noneOf(ChangeReason.class);
    for (long seed = 1; seed <= 3; seed++) {
      for (AlertChange change : undisturbed(RandomLog.of(seed, KEYS, SIZE))) {
        if (change.change() != null) {
          told.add(change.change().reason());
        }
      }
    }
    assertThat(told).containsExactlyInAnyOrder(ChangeReason.values());
  }

  @Test
  void oneSubtaskThenFourThenTwoGiveTheSameSet() throws Exception {
    List<RandomLog.Entry> log = RandomLog.of(5, 40, 3_000);
    List<AlertChange> expected = undisturbed(log);

    List<AlertChange> seen = new ArrayList<>();
    OperatorSubtaskState one = run(log.subList(0, 1_000), null, 1, 1, seen);
    OperatorSubtaskState four = run(log.subList(1_000, 2_000), one, 1, 4, seen);
    run(log.subList(2_000, log.size()), four, 4, 2, seen);

    // The end of the log falls to the last of them.
    assertThat(seen).containsExactlyInAnyOrderElementsOf(expected);
  }

  /** What so many subtasks tell of a part of the log; the last part runs to the log's end. */
  private static OperatorSubtaskState run(
      List<RandomLog.Entry> part,
      OperatorSubtaskState state,
      int before,
      int subtasks,
      List<AlertChange> seen)
      throws Exception {
    OperatorSubtaskState[] states = new OperatorSubtaskState[subtasks];
    for (int subtask = 0; subtask < subtasks; subtask++) {
      OperatorSubtaskState share =
          state == null
              ? null
              : AbstractStreamOperatorTestHarness.repartitionOperatorState(
                  state, GroupAlertsRun.MAX_PARALLELISM, before, subtasks, subtask);
      try (GroupAlertsRun run = GroupAlertsRun.open(WINDOWS, RULES, subtasks, subtask, share)) {
        for (RandomLog.Entry entry : part) {
          int taker =
              KeyGroupRangeAssignment.assignKeyToParallelOperator(
                  entry.input().groupKey(), GroupAlertsRun.MAX_PARALLELISM, subtasks);
          if (taker == subtask) {
            run.send(entry.input(), entry.at());
          }
          run.time(entry.at().minusMillis(200));
        }
        if (subtasks == 2) {
          run.time(endOf(part));
        }
        seen.addAll(run.told());
        states[subtask] = run.snapshot();
      }
    }
    return AbstractStreamOperatorTestHarness.repackageState(states);
  }

  private static List<AlertChange> undisturbed(List<RandomLog.Entry> log) throws Exception {
    try (GroupAlertsRun run = GroupAlertsRun.open(WINDOWS, RULES)) {
      for (RandomLog.Entry entry : log) {
        run.send(entry.input(), entry.at());
      }
      run.time(endOf(log));
      return run.told();
    }
  }

  private static Instant endOf(List<RandomLog.Entry> log) {
    return log.get(log.size() - 1).at().plus(Duration.ofDays(3));
  }
}
