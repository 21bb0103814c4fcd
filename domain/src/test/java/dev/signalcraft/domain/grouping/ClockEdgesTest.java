// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.grouping;

import static dev.signalcraft.domain.grouping.ChangeReason.ACKNOWLEDGED;
import static dev.signalcraft.domain.grouping.ChangeReason.EXPIRED;
import static dev.signalcraft.domain.grouping.ChangeReason.FLAPPING;
import static dev.signalcraft.domain.grouping.ChangeReason.INACTIVE;
import static dev.signalcraft.domain.grouping.ChangeReason.NOTED;
import static dev.signalcraft.domain.grouping.ChangeReason.OPENED;
import static dev.signalcraft.domain.grouping.ChangeReason.REOPENED;
import static dev.signalcraft.domain.grouping.ChangeReason.SNOOZED;
import static dev.signalcraft.domain.ingest.Events.T0;
import static dev.signalcraft.domain.ingest.Events.build;
import static dev.signalcraft.domain.ingest.Events.draft;
import static dev.signalcraft.domain.ingest.Events.event;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalcraft.domain.ingest.AlertEvent;
import dev.signalcraft.domain.ingest.EventDraft;
import dev.signalcraft.domain.ingest.EventStatus;
import dev.signalcraft.domain.ingest.Lifecycle;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
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

  @Test
  void anAlertWhoseSendersClockIsBehindOpensNow() {
    Instant behind = T0.minus(Duration.ofHours(23));
    run.at(T0, build(draft("checkout", "1", T0).occurredAt(behind)));

    assertThat(run.group().openedAt()).isEqualTo(T0);
    assertThat(run.group().lastActivity()).isEqualTo(T0);
    assertThat(run.group().firstSeen()).isEqualTo(behind);
  }

  @Test
  void aStatefulAlertIsNeverTooOldToFire() {
    run.at(T0, build(stateful("1").occurredAt(T0.minus(Duration.ofDays(40)))));

    assertThat(run.reasons()).containsExactly(OPENED);
  }

  @Test
  void aResolveThatOccurredBeforeItsAlertStillResolves() {
    run.at(T0, build(stateful("1")));
    Instant earlier = T0.minusSeconds(3_600);
    run.at(
        T0.plusSeconds(1), build(stateful("2").occurredAt(earlier).status(EventStatus.RESOLVED)));

    assertThat(run.group().status()).isEqualTo(GroupStatus.RESOLVED);
    assertThat(run.group().resolvedAt()).isEqualTo(T0.plusSeconds(1));
    assertThat(run.group().firstSeen()).isEqualTo(earlier);
  }

  @Test
  void anEndInTheFutureIsNotAResolve() {
    run.at(T0, build(stateful("1").expiresAt(T0.plusSeconds(1)))).until(T0.plusMillis(999));

    assertThat(run.reasons()).containsExactly(OPENED);
  }

  @Test
  void anEndThatLiesBehindIsDueAtOnceAndNotEarlier() {
    run.at(T0, build(stateful("1").expiresAt(T0.minusSeconds(60)))).until(T0);

    assertThat(run.reasons()).containsExactly(OPENED, EXPIRED);
    assertThat(run.group().resolvedAt()).isEqualTo(T0);
  }

  @Test
  void anAlertThatIsSentMoreSeldomThanItExpiresFlapsWithinOneEpisode() {
    for (int i = 0; i < 5; i++) {
      Instant at = T0.plusSeconds(60L * i);
      run.at(
          at,
          build(
              draft("cpu", "e" + i, at)
                  .lifecycle(Lifecycle.STATEFUL)
                  .expiresAt(at.plusSeconds(50))));
    }
    assertThat(run.reasons())
        .startsWith(OPENED, EXPIRED, REOPENED, EXPIRED, REOPENED)
        .endsWith(REOPENED, FLAPPING);
    assertThat(run.group().openedAt()).isEqualTo(T0);
    assertThat(run.group().count()).isEqualTo(5);
  }

  @Test
  void anAlertThatIsSentAgainInTimeDoesNotResolveFalsely() {
    for (int i = 0; i < 5; i++) {
      run.at(T0.plusSeconds(60L * i), build(stateful("1").expiresAt(T0.plusSeconds(60L * i + 61))));
    }
    assertThat(run.reasons()).containsExactly(OPENED);
    assertThat(run.group().duplicates()).isEqualTo(4);
  }

  @Test
  void aGapBetweenTheReportsOfAnAlertWithoutAnEndNeitherClosesNorSplitsIt() {
    run.at(T0, build(stateful("1"))).at(T0.plus(Duration.ofDays(9)), build(stateful("2")));

    assertThat(run.reasons()).containsExactly(OPENED);
    assertThat(run.group().openedAt()).isEqualTo(T0);
  }

  @Test
  void anEventDated2099MovesNoClock() {
    Instant year2099 = Instant.parse("2099-01-01T00:00:00Z");
    AlertEvent ahead = build(draft("checkout", "1", T0).occurredAt(year2099));
    run.at(T0, ahead).at(T0.plusSeconds(1), event("checkout", "2", T0));

    assertThat(run.group().lastSeen()).isEqualTo(T0);
    assertThat(run.group().tags()).containsEntry("occurred-at", year2099.toString());
    assertThat(run.grouping.nextWakeUp(run.state))
        .isEqualTo(T0.plusSeconds(1).plus(Duration.ofDays(1)).toEpochMilli());
    assertThat(run.reasons()).containsExactly(OPENED);
  }

  @Test
  void aKeyThatIsIdleKeepsItsOwnTime() {
    run.at(T0, event("checkout", "1", T0));
    KeyRun other = new KeyRun();
    other.at(T0, event("cart", "1", T0)).until(T0.plus(Duration.ofDays(1)));

    assertThat(other.reasons()).containsExactly(OPENED, INACTIVE);
    assertThat(run.reasons()).containsExactly(OPENED);
  }

  @Test
  void aSnoozeOverTheBeginningOfSummerTimeEndsAtItsInstant() {
    ZonedDateTime saturday = ZonedDateTime.parse("2026-03-28T22:00:00+01:00[Europe/Berlin]");
    Instant start = saturday.toInstant();
    Instant nextMorning = saturday.plusDays(1).withHour(8).toInstant();
    run.at(start, event("checkout", "1", start));
    run.at(start, Commands.on(run.group()).snooze(nextMorning)).until(nextMorning.minusMillis(1));
    assertThat(run.group().status()).isEqualTo(GroupStatus.SNOOZED);

    run.until(nextMorning);
    assertThat(run.group().status()).isEqualTo(GroupStatus.OPEN);
    assertThat(Duration.between(start, nextMorning)).isEqualTo(Duration.ofHours(9));
  }

  @Test
  void whatFallsDueInOneMillisecondHappensInTheOrderOfTheTable() {
    Windows windows = new Windows(KeyRun.WINDOW, KeyRun.AUTO_CLOSE, 1_000);
    KeyRun due = new KeyRun(windows, SeverityRules.none());
    Instant end = T0.plusSeconds(1);
    due.at(T0, build(stateful("1").expiresAt(end)));
    due.at(T0, Commands.on(due.group()).acknowledge());
    due.at(end, Commands.on(due.group()).write("too late to acknowledge"));
    assertThat(due.reasons()).containsExactly(OPENED, ACKNOWLEDGED, EXPIRED, NOTED);

    due.at(end, build(stateful("2").expiresAt(end.plusSeconds(1))));
    due.at(end, Commands.on(due.group()).snooze(end.plusSeconds(1))).until(end.plusSeconds(1));
    assertThat(due.reasons()).endsWith(REOPENED, SNOOZED, EXPIRED);
  }

  private static EventDraft stateful(String id) {
    return draft("cpu", id, T0).lifecycle(Lifecycle.STATEFUL);
  }
}
