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
import java.time.Instant;
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

  private static EventDraft stateful(String id) {
    return draft("cpu", id, T0).lifecycle(Lifecycle.STATEFUL);
  }
}
