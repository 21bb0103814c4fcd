// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.functions.grouping;

import static dev.signalcraft.domain.ingest.Events.T0;
import static dev.signalcraft.domain.ingest.Events.event;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalcraft.domain.grouping.GroupKey;
import dev.signalcraft.domain.ingest.DeadLetter;
import dev.signalcraft.domain.ingest.Input;
import dev.signalcraft.domain.json.Json;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.OperatorSnapshotUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Keeping keys decoded changes nothing that is told, wherever a checkpoint falls. */
class GroupAlertsCacheTest {
  private static final int KEYS = 12;
  private static final int NONE = 0;

  /** All that was told, each output in its own order. */
  record Told(List<Object> changes, List<Object> notifications) {
    static Told of(GroupAlertsRun run) {
      return new Told(List.copyOf(run.told()), List.copyOf(run.notifications()));
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 41", "2, 42", "5, 43", "17, 44", "10000, 45"})
  void aCacheOfAnySizeTellsTheSame(int records, long seed) throws Exception {
    List<RandomLog.Entry> log = RandomLog.of(seed, KEYS, 1_500);

    assertThat(told(log, records, log.size())).isEqualTo(told(log, NONE, log.size()));
  }

  @ParameterizedTest
  @CsvSource({"2, 7", "9, 31", "10000, 100"})
  void checkpointsInBetweenChangeNothing(int records, int every) throws Exception {
    List<RandomLog.Entry> log = RandomLog.of(46, KEYS, 1_500);

    assertThat(told(log, records, every)).isEqualTo(told(log, NONE, log.size()));
  }

  @ParameterizedTest
  @ValueSource(ints = {NONE, 3, 10_000})
  void whatACheckpointHoldsIsTheWholeTruth(int records) throws Exception {
    List<RandomLog.Entry> log = RandomLog.of(47, KEYS, 1_500);
    List<RandomLog.Entry> first = log.subList(0, 700);
    List<RandomLog.Entry> rest = log.subList(700, log.size());

    OperatorSubtaskState full;
    Told whole;
    Told begin;
    try (GroupAlertsRun run = cached(records, null)) {
      feed(run, first);
      begin = Told.of(run);
      full = run.snapshot();
      // What comes after the checkpoint is lost with the process, cache and all.
      feed(run, rest);
      whole = Told.of(run);
    }
    for (int again : new int[] {NONE, 10_000}) {
      try (GroupAlertsRun run = cached(again, full)) {
        feed(run, rest);
        Told end = Told.of(run);
        assertThat(joined(begin.changes(), end.changes())).isEqualTo(whole.changes());
        assertThat(joined(begin.notifications(), end.notifications()))
            .isEqualTo(whole.notifications());
      }
    }
  }

  @Test
  void aFullCacheOnOneSubtaskThenFourThenTwoTellsTheSame() throws Exception {
    List<RandomLog.Entry> log = RandomLog.of(48, 40, 3_000);
    Told expected = told(log, NONE, log.size());

    List<Object> seen = new ArrayList<>();
    OperatorSubtaskState one = run(log.subList(0, 1_000), null, 1, 1, seen);
    OperatorSubtaskState four = run(log.subList(1_000, 2_000), one, 1, 4, seen);
    run(log.subList(2_000, log.size()), four, 4, 2, seen);

    assertThat(seen).containsExactlyInAnyOrderElementsOf(expected.changes());
  }

  @ParameterizedTest
  @ValueSource(ints = {NONE, 1, 4, 10_000})
  void nothingIsLeftInTheEnd(int records) throws Exception {
    List<RandomLog.Entry> log = RandomLog.of(49, KEYS, 1_500);
    Instant end = log.get(log.size() - 1).at().plusSeconds(3_000);
    try (GroupAlertsRun run = cached(records, null)) {
      feed(run, log);
      assertThat(run.stateEntries()).isGreaterThan(KEYS);
      feed(run, RandomLog.end(KEYS, end));
      run.time(end.plus(Duration.ofDays(2)));

      assertThat(run.stateEntries()).isZero();
      assertThat(run.timers()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aStopWithASavepointKeepsAllWhetherItDrainsOrNot(boolean drain) throws Exception {
    List<RandomLog.Entry> log = RandomLog.of(50, KEYS, 1_000);
    Told expected = told(log, NONE, log.size());

    OperatorSubtaskState savepoint;
    Told begin;
    try (GroupAlertsRun run = cached(10_000, null)) {
      feed(run, log.subList(0, 500));
      savepoint = drain ? run.drain() : run.snapshot();
      begin = Told.of(run);
    }
    try (GroupAlertsRun run = cached(10_000, savepoint)) {
      feed(run, log.subList(500, log.size()));
      run.time(endOf(log));
      assertThat(joined(begin.changes(), run.told())).isEqualTo(expected.changes());
      assertThat(joined(begin.notifications(), run.notifications()))
          .isEqualTo(expected.notifications());
    }
  }

  @ParameterizedTest
  @CsvSource({"heap, 0", "heap, 10000", "rocksdb, 0", "rocksdb, 10000"})
  void aSavepointThatWasTakenBeforeTheCacheExistedGoesOn(String backend, int records)
      throws Exception {
    List<RandomLog.Entry> log = EarlierLog.entries();
    List<RandomLog.Entry> rest = log.subList(EarlierLog.STORED, log.size());

    List<Object> changes;
    List<Object> notifications;
    int timers;
    try (GroupAlertsRun run = GroupAlertsRun.open(GroupAlertsRun.WINDOWS, EarlierLog::config)) {
      feed(run, log.subList(0, EarlierLog.STORED));
      int before = run.told().size();
      int toldBefore = run.notifications().size();
      feed(run, rest);
      run.time(endOf(log));
      changes = List.copyOf(run.told().subList(before, run.told().size()));
      notifications =
          List.copyOf(run.notifications().subList(toldBefore, run.notifications().size()));
      timers = run.timers();
    }
    assertThat(changes.size()).as("or it shows little").isGreaterThan(500);
    assertThat(notifications.size()).as("or it shows little").isGreaterThan(30);
    try (GroupAlertsRun run = earlier(backend, records)) {
      feed(run, rest);
      run.time(endOf(log));

      assertThat(asThen(run.told())).containsExactlyInAnyOrderElementsOf(asThen(changes));
      assertThat(asThen(run.notifications()))
          .containsExactlyInAnyOrderElementsOf(asThen(notifications));
      assertThat(run.timers()).isEqualTo(timers);
    }
  }

  @Test
  void whatLiesUnderAnotherKeyOrCannotBeReadIsParkedAndLeavesNothing() throws Exception {
    String key = GroupKey.of(event("checkout", "1", T0));
    byte[] good = bytes(Input.of(key, event("checkout", "1", T0)));
    try (GroupAlertsRun run = GroupAlertsRun.open()) {
      run.send("another", good, T0);
      run.send(key, "{\"password\":\"hunter2\"".getBytes(UTF_8), T0);
      run.send(key, bytes(Input.tick()), T0.plusSeconds(1));

      assertThat(run.told()).isEmpty();
      assertThat(run.stateEntries()).isZero();
      assertThat(run.count("deadLetters")).isEqualTo(3);
      assertThat(run.deadLetters())
          .extracting(DeadLetter::topic, DeadLetter::offset, DeadLetter::at, DeadLetter::reason)
          .containsExactly(
              tuple("signalcraft.inputs.v1", 0L, T0, DeadLetter.Reason.BAD_ENVELOPE),
              tuple("signalcraft.inputs.v1", 1L, T0, DeadLetter.Reason.BAD_ENVELOPE),
              tuple(
                  "signalcraft.inputs.v1", 2L, T0.plusSeconds(1), DeadLetter.Reason.BAD_ENVELOPE));
      assertThat(run.deadLetters().get(0).detail())
          .isEqualTo("an input whose group key is not the record's key");
      assertThat(run.deadLetters().get(1).text()).doesNotContain("hunter2");

      run.send(key, good, T0.plusSeconds(2));
      assertThat(run.group().count()).isEqualTo(1);
    }
  }

  private static byte[] bytes(Input input) throws Exception {
    return Json.mapper().writeValueAsBytes(input);
  }

  /** What a cache of this size tells of a log, with a checkpoint after every so many inputs. */
  private static Told told(List<RandomLog.Entry> log, int records, int every) throws Exception {
    try (GroupAlertsRun run = cached(records, null)) {
      for (int from = 0; from < log.size(); from += every) {
        feed(run, log.subList(from, Math.min(log.size(), from + every)));
        assertThat(run.snapshot()).isNotNull();
      }
      run.time(endOf(log));
      Told told = Told.of(run);
      assertThat(told.notifications().size()).as("or it shows little").isGreaterThan(50);
      return told;
    }
  }

  private static OperatorSubtaskState run(
      List<RandomLog.Entry> part,
      OperatorSubtaskState state,
      int before,
      int subtasks,
      List<Object> seen)
      throws Exception {
    OperatorSubtaskState[] states = new OperatorSubtaskState[subtasks];
    for (int subtask = 0; subtask < subtasks; subtask++) {
      int taker = subtask;
      OperatorSubtaskState share =
          state == null
              ? null
              : AbstractStreamOperatorTestHarness.repartitionOperatorState(
                  state, GroupAlertsRun.MAX_PARALLELISM, before, subtasks, subtask);
      try (GroupAlertsRun run =
          GroupAlertsRun.caching(
              10_000, GroupAlertsRun.WINDOWS, EarlierLog::config, subtasks, subtask, share)) {
        feed(run, part.stream().filter(entry -> takes(entry, subtasks) == taker).toList());
        if (subtasks == 2) {
          run.time(endOf(part));
        }
        seen.addAll(run.told());
        states[subtask] = run.snapshot();
      }
    }
    return AbstractStreamOperatorTestHarness.repackageState(states);
  }

  private static int takes(RandomLog.Entry entry, int subtasks) {
    return KeyGroupRangeAssignment.assignKeyToParallelOperator(
        entry.input().groupKey(), GroupAlertsRun.MAX_PARALLELISM, subtasks);
  }

  private static GroupAlertsRun cached(int records, OperatorSubtaskState state) throws Exception {
    return GroupAlertsRun.caching(records, GroupAlertsRun.WINDOWS, EarlierLog::config, 1, 0, state);
  }

  private static GroupAlertsRun earlier(String backend, int records) throws Exception {
    String name = "group-alerts-uncached-" + backend + ".snapshot";
    Path file = Path.of(GroupAlertsCacheTest.class.getResource(name).toURI());
    OperatorSubtaskState state = OperatorSnapshotUtil.readStateHandle(file.toString());
    return backend.equals("rocksdb")
        ? GroupAlertsRun.onRocksDb(records, GroupAlertsRun.WINDOWS, EarlierLog::config, state)
        : cached(records, state);
  }

  /** The watermark follows each input, so timers fire where they can. */
  private static void feed(GroupAlertsRun run, List<RandomLog.Entry> part) throws Exception {
    for (RandomLog.Entry entry : part) {
      run.send(entry.input(), entry.at());
      run.time(entry.at().minusMillis(200));
    }
  }

  private static Instant endOf(List<RandomLog.Entry> log) {
    return log.get(log.size() - 1).at().plus(Duration.ofDays(3));
  }

  private static List<Object> joined(List<?> a, List<?> b) {
    List<Object> both = new ArrayList<>(a);
    both.addAll(b);
    return both;
  }

  /** Without what brought groups to their status: the state of then does not know. */
  private static List<JsonNode> asThen(List<?> told) {
    List<JsonNode> records = new ArrayList<>();
    for (Object one : told) {
      JsonNode record = Json.mapper().valueToTree(one);
      if (record.get("group") instanceof ObjectNode group) {
        group.remove("statusChange");
      }
      records.add(record);
    }
    return records;
  }
}
