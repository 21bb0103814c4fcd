// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.functions.grouping;

import static dev.signalcraft.domain.ingest.Events.T0;
import static dev.signalcraft.domain.ingest.Events.build;
import static dev.signalcraft.domain.ingest.Events.draft;
import static dev.signalcraft.domain.ingest.Events.event;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalcraft.domain.grouping.AlertChange;
import dev.signalcraft.domain.grouping.ChangeReason;
import dev.signalcraft.domain.grouping.GroupKey;
import dev.signalcraft.domain.grouping.Windows;
import dev.signalcraft.domain.ingest.AlertEvent;
import dev.signalcraft.domain.ingest.EventDraft;
import dev.signalcraft.domain.ingest.EventStatus;
import dev.signalcraft.domain.ingest.Input;
import dev.signalcraft.domain.ingest.Lifecycle;
import dev.signalcraft.domain.ingest.RawRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.co.CoBroadcastWithKeyedOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GroupAlertsTest {
  private static final long WINDOW = Duration.ofMinutes(30).toMillis();
  private static final long AUTO_CLOSE = Duration.ofDays(1).toMillis();

  private KeyedTwoInputStreamOperatorTestHarness<String, Input, RawRecord, AlertChange> harness;

  @BeforeEach
  void open() throws Exception {
    harness = harness();
    harness.open();
  }

  @AfterEach
  void close() throws Exception {
    harness.close();
  }

  private static KeyedTwoInputStreamOperatorTestHarness<String, Input, RawRecord, AlertChange>
      harness() throws Exception {
    Windows windows = new Windows(WINDOW, AUTO_CLOSE, 0);
    return new KeyedTwoInputStreamOperatorTestHarness<>(
        new CoBroadcastWithKeyedOperator<>(new GroupAlerts(windows, List::of), List.of()),
        Input::groupKey,
        record -> "",
        Types.STRING);
  }

  @Test
  void anEventThirtyOneMinutesLaterOpensASecondGroup() throws Exception {
    Instant later = T0.plus(Duration.ofMinutes(31));
    send(event("checkout", "1", T0), T0);
    send(event("checkout", "2", later), later);

    assertThat(reasons())
        .containsExactly(ChangeReason.OPENED, ChangeReason.SUPERSEDED, ChangeReason.OPENED);
  }

  @Test
  void anEventAtExactlyThirtyMinutesJoins() throws Exception {
    Instant later = T0.plus(Duration.ofMinutes(30));
    send(event("checkout", "1", T0), T0);
    send(event("checkout", "2", later), later);
    time(later.plusSeconds(2));

    assertThat(reasons()).containsExactly(ChangeReason.OPENED);
    assertThat(lastGroupCount()).isEqualTo(2);
  }

  @Test
  void timersTellCountsWhenNothingComes() throws Exception {
    send(event("checkout", "1", T0), T0);
    send(event("checkout", "2", T0), T0.plusMillis(300));
    send(event("checkout", "3", T0), T0.plusMillis(400));
    time(T0.plusMillis(1_299));
    assertThat(lastGroupCount()).isEqualTo(2);

    time(T0.plusMillis(1_300));
    assertThat(lastGroupCount()).isEqualTo(3);
  }

  @Test
  void aRecordAheadOfTheWatermarkIsJudgedAsIfEveryTimerBeforeItHadFired() throws Exception {
    Instant nextDay = T0.plus(Duration.ofHours(25));
    send(event("checkout", "1", T0), T0);
    send(event("checkout", "2", nextDay), nextDay);

    assertThat(reasons())
        .containsExactly(ChangeReason.OPENED, ChangeReason.INACTIVE, ChangeReason.OPENED);
  }

  @Test
  void nothingIsLeftOnceEveryGroupHasEndedAndTheIdsAreForgotten() throws Exception {
    Random random = new Random(5);
    Instant at = T0;
    for (int i = 0; i < 2_000; i++) {
      at = at.plusMillis(random.nextInt(60_000));
      String fingerprint = "f" + random.nextInt(20);
      EventStatus status = random.nextInt(10) == 0 ? EventStatus.RESOLVED : EventStatus.FIRING;
      send(build(draft(fingerprint, "e" + random.nextInt(1_500), at).status(status)), at);
      if (i % 50 == 0) {
        time(at);
      }
    }
    time(at.plus(Duration.ofDays(3)));

    assertThat(harness.numKeyedStateEntries()).isZero();
    assertThat(harness.numEventTimeTimers()).isZero();
  }

  @Test
  void anEndThatComesNearerLeavesNoTimerBehind() throws Exception {
    Instant never = Instant.parse("9999-12-31T00:00:00Z");
    for (int key = 0; key < 10; key++) {
      EventDraft firing = draft("cpu" + key, "a", T0).lifecycle(Lifecycle.STATEFUL);
      send(build(firing.expiresAt(never)), T0);
      Instant later = T0.plusSeconds(60);
      EventDraft nearer = draft("cpu" + key, "b", later).lifecycle(Lifecycle.STATEFUL);
      send(build(nearer.expiresAt(later.plusSeconds(600))), later);
      EventDraft over = draft("cpu" + key, "c", later).lifecycle(Lifecycle.STATEFUL);
      send(build(over.status(EventStatus.RESOLVED)), later.plusSeconds(60));
    }
    time(T0.plus(Duration.ofDays(3)));

    assertThat(harness.numKeyedStateEntries()).isZero();
    assertThat(harness.numEventTimeTimers()).isZero();
  }

  @Test
  void theIdsOfAGroupThatLivesOnAreForgottenAfterADay() throws Exception {
    EventDraft firing = draft("cpu", "a", T0).lifecycle(Lifecycle.STATEFUL);
    send(build(firing), T0);
    assertThat(harness.numKeyedStateEntries()).isEqualTo(2);

    time(T0.plus(Duration.ofDays(1)));
    assertThat(harness.numKeyedStateEntries()).isEqualTo(1);
  }

  @Test
  void aHotKeyHoldsAtMostTwoTimers() throws Exception {
    for (int i = 0; i < 5_000; i++) {
      Instant at = T0.plusMillis(250L * i);
      send(event("checkout", "e" + i, at), at);
      time(at);
      assertThat(harness.numEventTimeTimers()).isLessThanOrEqualTo(2);
    }
  }

  @Test
  void aRestoreBetweenAnyTwoRecordsChangesNothing() throws Exception {
    List<AlertEvent> events = new ArrayList<>();
    Random random = new Random(9);
    for (int i = 0; i < 60; i++) {
      events.add(event("f" + random.nextInt(3), "e" + random.nextInt(40), T0));
    }
    for (int i = 0; i < events.size(); i++) {
      send(events.get(i), T0.plusSeconds(20L * i));
    }
    List<AlertChange> expected = harness.extractOutputValues();

    harness.close();
    harness = harness();
    harness.open();
    List<AlertChange> seen = new ArrayList<>();
    for (int i = 0; i < events.size(); i++) {
      send(events.get(i), T0.plusSeconds(20L * i));
      seen.addAll(harness.extractOutputValues());
      OperatorSubtaskState state = harness.snapshot(i, i);
      harness.close();
      harness = harness();
      harness.initializeState(state);
      harness.open();
    }
    assertThat(seen).containsExactlyElementsOf(expected);
  }

  private void send(AlertEvent event, Instant at) throws Exception {
    harness.processElement1(Input.of(GroupKey.of(event), event), at.toEpochMilli());
  }

  private void time(Instant at) throws Exception {
    harness.processWatermark1(new Watermark(at.toEpochMilli()));
    harness.processWatermark2(Watermark.MAX_WATERMARK);
  }

  private List<ChangeReason> reasons() {
    return harness.extractOutputValues().stream()
        .filter(change -> change.kind() == AlertChange.Kind.CHANGE)
        .map(change -> change.change().reason())
        .toList();
  }

  private long lastGroupCount() {
    return harness.extractOutputValues().stream()
        .filter(change -> change.group() != null)
        .reduce((a, b) -> b)
        .orElseThrow()
        .group()
        .count();
  }
}
