// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.grouping;

import static dev.signalcraft.domain.grouping.ChangeReason.EXPIRED;
import static dev.signalcraft.domain.grouping.ChangeReason.OPENED;
import static dev.signalcraft.domain.grouping.ChangeReason.REOPENED;
import static dev.signalcraft.domain.ingest.Events.T0;
import static dev.signalcraft.domain.ingest.Events.build;
import static dev.signalcraft.domain.ingest.Events.draft;
import static dev.signalcraft.domain.ingest.Events.event;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalcraft.domain.ingest.EventDraft;
import dev.signalcraft.domain.ingest.Lifecycle;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import org.junit.jupiter.api.Test;

/** Clocks that are wrong, late or due at once (after the ways in which others failed). */
class ClockEdgesTest {
  private final KeyRun run = new KeyRun();

  @Test
  void aStatelessGroupHasNoEndWhateverItsEventsSay() {
    Instant end = T0.plusSeconds(300);
    run.at(T0, build(draft("checkout", "1", T0).expiresAt(end)));
    run.at(T0.plusSeconds(299), event("checkout", "2", T0)).until(T0.plusSeconds(3_600));

    assertThat(run.group().expiresAt()).isNull();
    assertThat(run.reasons()).containsExactly(OPENED);
  }

  @Test
  void aGroupThatAStatelessEventReopensDoesNotExpireOfTheEndThatHasPassed() {
    run.at(T0, build(stateful("1").expiresAt(T0.plusSeconds(300))));
    run.at(T0.plusSeconds(310), build(draft("cpu", "2", T0))).until(T0.plusSeconds(320));

    assertThat(run.reasons()).containsExactly(OPENED, EXPIRED, REOPENED);
    assertThat(run.group().status()).isEqualTo(GroupStatus.OPEN);
  }

  @Test
  void whatIsToldWhenAKeyIsForgottenIsNotToldInThePast() {
    Instant day = T0.plus(Duration.ofDays(1));
    run.at(T0, build(stateful("1").expiresAt(day.plusMillis(200))));
    run.at(day.minusMillis(500), build(stateful("1")));
    run.at(day.minusMillis(400), build(stateful("1"))).until(day.plusSeconds(5));

    assertThat(run.state).isEqualTo(KeyState.EMPTY);
    assertThat(run.changes).isSortedAccordingTo(Comparator.comparing(AlertChange::at));
    assertThat(run.of(AlertChange.Kind.MINUTE))
        .last()
        .extracting(told -> told.minute().duplicates(), AlertChange::at)
        .containsExactly(2L, day.plusMillis(200));
  }

  private static EventDraft stateful(String id) {
    return draft("cpu", id, T0).lifecycle(Lifecycle.STATEFUL);
  }
}
