// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.functions.grouping;

import static dev.signalcraft.domain.ingest.Events.T0;
import static dev.signalcraft.domain.ingest.Events.build;
import static dev.signalcraft.domain.ingest.Events.draft;
import static dev.signalcraft.domain.ingest.Events.event;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalcraft.domain.grouping.Action;
import dev.signalcraft.domain.grouping.AlertGroup;
import dev.signalcraft.domain.grouping.ChangeReason;
import dev.signalcraft.domain.grouping.Collected;
import dev.signalcraft.domain.grouping.Command;
import dev.signalcraft.domain.grouping.GroupKey;
import dev.signalcraft.domain.grouping.GroupStatus;
import dev.signalcraft.domain.grouping.Grouping;
import dev.signalcraft.domain.grouping.KeyState;
import dev.signalcraft.domain.grouping.Rules;
import dev.signalcraft.domain.ingest.AlertEvent;
import dev.signalcraft.domain.ingest.EventDraft;
import dev.signalcraft.domain.ingest.EventStatus;
import dev.signalcraft.domain.ingest.Input;
import dev.signalcraft.domain.ingest.Lifecycle;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.util.OperatorSnapshotUtil;
import org.junit.jupiter.api.Test;

/** What lies in state: how much it is, and that a newer version takes over what an older left. */
class GroupAlertsStateTest {
  /**
   * Three keys as the version wrote them that knew no commands: {@code open} with two counts that
   * are not told, {@code firing} until T0 + 20 min, {@code over} resolved; all at T0 + 5 min.
   */
  private static final String FIRST = "group-alerts-first.snapshot";

  private static final Instant SNAPSHOT = T0.plusMillis(300_300);

  @Test
  void aTimerOfTheFirstVersionIsHonoured() throws Exception {
    try (GroupAlertsRun run = restoreFirst()) {
      run.time(T0.plusSeconds(1_200).minusMillis(1));
      assertThat(run.reasons()).isEmpty();
      run.time(T0.plusSeconds(1_200));
      assertThat(run.reasons()).containsExactly(ChangeReason.EXPIRED);
      assertThat(run.group().fingerprint()).isEqualTo("firing");
    }
  }

  @Test
  void countsThatTheFirstVersionHadNotToldAreTold() throws Exception {
    try (GroupAlertsRun run = restoreFirst()) {
      run.time(SNAPSHOT.plusSeconds(2));

      AlertGroup group = run.group();
      assertThat(group.fingerprint()).isEqualTo("open");
      assertThat(List.of(group.count(), group.duplicates())).containsExactly(3L, 1L);
      assertThat(group.status()).isEqualTo(GroupStatus.OPEN);
    }
  }

  @Test
  void groupsOfTheFirstVersionTakeEventsAndCommands() throws Exception {
    try (GroupAlertsRun run = restoreFirst()) {
      Instant at = SNAPSHOT.plusSeconds(60);
      run.send(event("over", "3", at), at);
      String key = GroupKey.of(event("open", "1", T0));
      Instant until = at.plusSeconds(60);
      run.send(command(key + "-" + T0.toEpochMilli(), 1, Action.SNOOZE, until, null, null), at);
      run.send(event("open", "1", T0), at);
      run.time(at.plusSeconds(60));

      assertThat(run.reasons())
          .containsExactly(ChangeReason.REOPENED, ChangeReason.SNOOZED, ChangeReason.SNOOZE_ENDED);
      AlertGroup group = run.group();
      assertThat(group.duplicates()).as("ids are known as before").isEqualTo(2);
      assertThat(group.version()).isEqualTo(3);
    }
  }

  @Test
  void nothingOfTheFirstVersionIsLeftInTheEnd() throws Exception {
    try (GroupAlertsRun run = restoreFirst()) {
      run.time(T0.plus(Duration.ofDays(3)));

      assertThat(run.reasons())
          .containsExactlyInAnyOrder(ChangeReason.EXPIRED, ChangeReason.INACTIVE);
      assertThat(run.stateEntries()).isZero();
      assertThat(run.timers()).isZero();
    }
  }

  @Test
  void theStateOfABusyLiveGroupTakesLessThanFourKilobytes() throws Exception {
    Grouping grouping = new Grouping(GroupAlertsRun.WINDOWS, Rules.none());
    KeyState state = KeyState.EMPTY;
    int most = 0;
    for (int i = 0; i < 300; i++) {
      Instant at = T0.plusSeconds(20L * i);
      AlertEvent event = build(busy(i, at));
      state = take(grouping, state, Input.of(GroupKey.of(event), event), at);
      state = take(grouping, state, Input.of(said(state, i, at)), at);
      most = Math.max(most, size(state));
    }

    AlertGroup group = state.group();
    assertThat(group.flapping()).isTrue();
    assertThat(List.of(group.note(), group.runbook(), group.assignee())).doesNotContainNull();
    // A quarter of it is left for the longest of names: 2.3 KB are usual.
    assertThat(most).isBetween(2_000, 3_072);
  }

  private static KeyState take(Grouping grouping, KeyState state, Input input, Instant at) {
    long t = at.toEpochMilli();
    KeyState advanced = grouping.advanceTo(state, t, new Collected());
    return grouping.apply(advanced, input, false, 1, t, new Collected());
  }

  /** A group that flaps, of an event as large as senders' usually are. */
  private static EventDraft busy(int i, Instant at) {
    EventDraft draft =
        draft("checkout", "e" + i, at)
            .lifecycle(Lifecycle.STATEFUL)
            .expiresAt(at.plusSeconds(600))
            .status(i % 3 == 2 ? EventStatus.RESOLVED : EventStatus.FIRING)
            .title("t".repeat(160))
            .message("m".repeat(600))
            .file("src/main/java/shop/Checkout.java")
            .line(42)
            .link("https://sentry.example/issues/" + "4".repeat(60));
    for (int tag = 0; tag < 12; tag++) {
      draft.tag("label-" + tag, "a value of usual length " + tag);
    }
    return draft;
  }

  private static Command said(KeyState state, int i, Instant at) {
    return switch (i % 4) {
      case 0 -> command(state, i, Action.ASSIGN, null, "ada.lovelace@example.org", null);
      case 1 -> command(state, i, Action.NOTE, null, null, "n".repeat(300));
      case 2 -> command(state, i, Action.RUNBOOK, null, null, "https://runbooks.example/checkout");
      default -> command(state, i, Action.SNOOZE, at.plusSeconds(3), null, null);
    };
  }

  private static int size(KeyState state) throws Exception {
    DataOutputSerializer bytes = new DataOutputSerializer(4_096);
    TypeInformation.of(KeyState.class)
        .createSerializer(new SerializerConfigImpl())
        .serialize(state, bytes);
    return bytes.length();
  }

  private static Command command(
      KeyState state, int id, Action action, Instant until, String assignee, String text) {
    return command(state.group().groupId(), id, action, until, assignee, text);
  }

  private static Command command(
      String groupId, int id, Action action, Instant until, String assignee, String text) {
    return new Command(
        "%016x".formatted(id).repeat(2),
        "default",
        groupId,
        null,
        action,
        "ada",
        until,
        assignee,
        null,
        text);
  }

  private static GroupAlertsRun restoreFirst() throws Exception {
    Path file = Path.of(GroupAlertsStateTest.class.getResource(FIRST).toURI());
    OperatorSubtaskState state = OperatorSnapshotUtil.readStateHandle(file.toString());
    return GroupAlertsRun.open(GroupAlertsRun.WINDOWS, List::of, 1, 0, state);
  }
}
