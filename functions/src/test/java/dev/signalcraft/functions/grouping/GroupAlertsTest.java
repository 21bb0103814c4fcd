// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.functions.grouping;

import static dev.signalcraft.domain.ingest.Events.T0;
import static dev.signalcraft.domain.ingest.Events.draft;
import static dev.signalcraft.domain.ingest.Events.event;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalcraft.domain.grouping.ChangeReason;
import dev.signalcraft.domain.ingest.EventDraft;
import dev.signalcraft.domain.ingest.EventStatus;
import dev.signalcraft.domain.ingest.Lifecycle;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GroupAlertsTest {
  private GroupAlertsRun run;

  @BeforeEach
  void open() throws Exception {
    run = GroupAlertsRun.open();
  }

  @AfterEach
  void close() throws Exception {
    run.close();
  }

  @Test
  void anEventThirtyOneMinutesLaterOpensASecondGroup() throws Exception {
    Instant later = T0.plus(Duration.ofMinutes(31));
    run.send(event("checkout", "1", T0), T0);
    run.send(event("checkout", "2", later), later);

    assertThat(run.reasons())
        .containsExactly(ChangeReason.OPENED, ChangeReason.SUPERSEDED, ChangeReason.OPENED);
  }

  @Test
  void anEventAtExactlyThirtyMinutesJoins() throws Exception {
    Instant later = T0.plus(Duration.ofMinutes(30));
    run.send(event("checkout", "1", T0), T0);
    run.send(event("checkout", "2", later), later);
    run.time(later.plusSeconds(2));

    assertThat(run.reasons()).containsExactly(ChangeReason.OPENED);
    assertThat(run.group().count()).isEqualTo(2);
  }

  @Test
  void timersTellCountsWhenNothingComes() throws Exception {
    run.send(event("checkout", "1", T0), T0);
    run.send(event("checkout", "2", T0), T0.plusMillis(300));
    run.send(event("checkout", "3", T0), T0.plusMillis(400));
    run.time(T0.plusMillis(1_299));
    assertThat(run.group().count()).isEqualTo(2);

    run.time(T0.plusMillis(1_300));
    assertThat(run.group().count()).isEqualTo(3);
  }

  @Test
  void aRecordAheadOfTheWatermarkIsJudgedAsIfEveryTimerBeforeItHadFired() throws Exception {
    Instant nextDay = T0.plus(Duration.ofHours(25));
    run.send(event("checkout", "1", T0), T0);
    run.send(event("checkout", "2", nextDay), nextDay);

    assertThat(run.reasons())
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
      run.send(draft(fingerprint, "e" + random.nextInt(1_500), at).status(status), at);
      if (i % 50 == 0) {
        run.time(at);
      }
    }
    run.time(at.plus(Duration.ofDays(3)));

    assertThat(run.stateEntries()).isZero();
    assertThat(run.timers()).isZero();
  }

  @Test
  void anEndThatComesNearerLeavesNoTimerBehind() throws Exception {
    Instant never = Instant.parse("9999-12-31T00:00:00Z");
    for (int key = 0; key < 10; key++) {
      EventDraft firing = draft("cpu" + key, "a", T0).lifecycle(Lifecycle.STATEFUL);
      run.send(firing.expiresAt(never), T0);
      Instant later = T0.plusSeconds(60);
      EventDraft nearer = draft("cpu" + key, "b", later).lifecycle(Lifecycle.STATEFUL);
      run.send(nearer.expiresAt(later.plusSeconds(600)), later);
      EventDraft over = draft("cpu" + key, "c", later).lifecycle(Lifecycle.STATEFUL);
      run.send(over.status(EventStatus.RESOLVED), later.plusSeconds(60));
    }
    run.time(T0.plus(Duration.ofDays(3)));

    assertThat(run.stateEntries()).isZero();
    assertThat(run.timers()).isZero();
  }

  @Test
  void theIdsOfAGroupThatLivesOnAreForgottenAfterADay() throws Exception {
    for (int i = 0; i < 200; i++) {
      run.send(draft("cpu", "a" + i, T0).lifecycle(Lifecycle.STATEFUL), T0);
    }
    assertThat(run.stateEntries()).as("the group and its second page of ids").isEqualTo(2);

    run.time(T0.plus(Duration.ofDays(1)));
    assertThat(run.stateEntries()).isEqualTo(1);
  }

  @Test
  void aHotKeyHoldsAtMostTwoTimers() throws Exception {
    for (int i = 0; i < 5_000; i++) {
      Instant at = T0.plusMillis(250L * i);
      run.send(event("checkout", "e" + i, at), at);
      run.time(at);
      assertThat(run.timers()).isLessThanOrEqualTo(2);
    }
  }
}
