// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.grouping;

import static dev.signalcraft.domain.grouping.ChangeReason.EXPIRED;
import static dev.signalcraft.domain.grouping.ChangeReason.INACTIVE;
import static dev.signalcraft.domain.grouping.ChangeReason.OPENED;
import static dev.signalcraft.domain.grouping.ChangeReason.REOPENED;
import static dev.signalcraft.domain.grouping.ChangeReason.RESOLVED;
import static dev.signalcraft.domain.grouping.ChangeReason.SEVERITY_LOWERED;
import static dev.signalcraft.domain.grouping.ChangeReason.SEVERITY_RAISED;
import static dev.signalcraft.domain.grouping.ChangeReason.SUPERSEDED;
import static dev.signalcraft.domain.ingest.Events.T0;
import static dev.signalcraft.domain.ingest.Events.build;
import static dev.signalcraft.domain.ingest.Events.draft;
import static dev.signalcraft.domain.ingest.Events.event;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalcraft.domain.ingest.AlertEvent;
import dev.signalcraft.domain.ingest.EventDraft;
import dev.signalcraft.domain.ingest.EventStatus;
import dev.signalcraft.domain.ingest.Lifecycle;
import dev.signalcraft.domain.ingest.Severity;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class GroupingTest {
  private static final Instant HALF_HOUR_LATER = T0.plus(Duration.ofMinutes(30));

  private final KeyRun run = new KeyRun();

  @Test
  void aFirstEventOpensAGroupNamedByItsKeyAndLogTime() {
    AlertEvent first = event("checkout", "1", T0);
    run.at(T0, first);

    assertThat(run.group().groupId()).isEqualTo(GroupKey.of(first) + "-" + T0.toEpochMilli());
    assertThat(run.group().status()).isEqualTo(GroupStatus.OPEN);
    assertThat(run.group().count()).isEqualTo(1);
    assertThat(run.group().version()).isEqualTo(1);
    assertThat(run.reasons()).containsExactly(OPENED);
  }

  @Test
  void anEventAtExactlyTheWindowJoins() {
    run.at(T0, event("checkout", "1", T0)).at(HALF_HOUR_LATER, event("checkout", "2", T0));

    assertThat(run.group().count()).isEqualTo(2);
    assertThat(run.reasons()).containsExactly(OPENED);
  }

  @Test
  void anEventAMillisecondAfterTheWindowOpensTheNextEpisodeAndSupersedesTheLast() {
    Instant late = HALF_HOUR_LATER.plusMillis(1);
    run.at(T0, event("checkout", "1", T0)).at(late, event("checkout", "2", late));

    assertThat(run.group().groupId()).endsWith("-" + late.toEpochMilli());
    assertThat(run.group().count()).isEqualTo(1);
    assertThat(run.reasons()).containsExactly(OPENED, SUPERSEDED, OPENED);
    assertThat(run.of(AlertChange.Kind.CHANGE).get(1).group().status())
        .isEqualTo(GroupStatus.RESOLVED);
  }

  @Test
  void theWindowCountsFromTheLastEventNotFromTheFirst() {
    for (int i = 0; i < 10; i++) {
      Instant at = T0.plus(Duration.ofMinutes(29L * i));
      run.at(at, event("checkout", "e" + i, at));
    }
    assertThat(run.group().count()).isEqualTo(10);
    assertThat(run.reasons()).containsExactly(OPENED);
  }

  @Test
  void aKnownIdCountsOneDuplicateAndMovesNothingElse() {
    AlertEvent first = event("checkout", "1", T0);
    run.at(T0, first).at(T0.plusSeconds(90), first);

    assertThat(run.group().count()).isEqualTo(1);
    assertThat(run.group().duplicates()).isEqualTo(1);
    assertThat(run.group().lastActivity()).isEqualTo(T0);
    assertThat(run.group().version()).isEqualTo(1);
  }

  @Test
  void anIdIsForgottenADayAfterItsFirstArrivalHoweverOftenItCame() {
    AlertEvent first = event("checkout", "1", T0);
    run.at(T0, first);
    for (int i = 1; i <= 49; i++) {
      Instant at = T0.plus(Duration.ofMinutes(29L * i));
      run.at(at, build(draft("checkout", "other" + i, at))).at(at, first);
    }
    long before = run.group().count();
    Instant dayLater = T0.plus(Duration.ofDays(1));
    run.at(dayLater, build(draft("checkout", "1", dayLater)));

    assertThat(run.group().count()).isEqualTo(before + 1);
  }

  @Test
  void aResolvedGroupReopensWithinTheWindowUnderTheSameId() {
    run.at(T0, event("checkout", "1", T0));
    String id = run.group().groupId();
    run.at(T0.plusSeconds(60), resolved("checkout", "2"));
    assertThat(run.group().status()).isEqualTo(GroupStatus.RESOLVED);
    assertThat(run.group().resolvedAt()).isEqualTo(T0.plusSeconds(60));

    run.at(T0.plusSeconds(120), event("checkout", "3", T0.plusSeconds(120)));

    assertThat(run.group().groupId()).isEqualTo(id);
    assertThat(run.group().status()).isEqualTo(GroupStatus.OPEN);
    assertThat(run.group().resolvedAt()).isNull();
    assertThat(run.group().count()).isEqualTo(2);
    assertThat(run.reasons()).containsExactly(OPENED, RESOLVED, REOPENED);
  }

  @Test
  void aResolveWithoutAnOpenGroupIsRecordedAndOpensNothing() {
    run.at(T0, resolved("checkout", "1"));

    assertThat(run.group()).isNull();
    assertThat(run.of(AlertChange.Kind.EVENT)).hasSize(1);
    assertThat(run.of(AlertChange.Kind.EVENT).get(0).groupId()).isNull();
    assertThat(run.reasons()).isEmpty();
  }

  @Test
  void aRedeliveredResolveDoesNotCloseAGroupThatOpenedSince() {
    AlertEvent resolve = resolved("checkout", "1");
    run.at(T0, resolve).at(T0.plusSeconds(1), event("checkout", "2", T0));
    run.at(T0.plusSeconds(2), resolve);

    assertThat(run.group().status()).isEqualTo(GroupStatus.OPEN);
    assertThat(run.group().duplicates()).isEqualTo(1);
  }

  @Test
  void anEventThatOccurredMoreThanADayAgoIsRecordedAsStaleAndCountsNothing() {
    AlertEvent old =
        build(draft("checkout", "1", T0).occurredAt(T0.minus(Duration.ofDays(1)).minusMillis(1)));
    AlertEvent dayOld = build(draft("checkout", "2", T0).occurredAt(T0.minus(Duration.ofDays(1))));
    run.at(T0, old);
    assertThat(run.group()).isNull();
    assertThat(run.of(AlertChange.Kind.EVENT).get(0).stale()).isTrue();

    run.at(T0, dayOld);
    assertThat(run.group().count()).isEqualTo(1);
  }

  @Test
  void aWorseSeverityRaisesAStatelessGroupAndABetterOneDoesNotLowerIt() {
    run.at(T0, build(draft("checkout", "1", T0).severity(Severity.MEDIUM)));
    run.at(T0.plusSeconds(1), build(draft("checkout", "2", T0).severity(Severity.CRITICAL)));
    run.at(T0.plusSeconds(2), build(draft("checkout", "3", T0).severity(Severity.LOW)));

    assertThat(run.group().severity()).isEqualTo(Severity.CRITICAL);
    assertThat(run.group().version()).isEqualTo(2);
    assertThat(run.reasons()).containsExactly(OPENED, SEVERITY_RAISED);
  }

  @Test
  void aStatefulGroupHasTheSeverityOfItsLastFiringEvent() {
    run.at(T0, build(stateful("1").severity(Severity.CRITICAL)));
    run.at(T0.plusSeconds(60), build(stateful("2").severity(Severity.MEDIUM)));

    assertThat(run.group().severity()).isEqualTo(Severity.MEDIUM);
    assertThat(run.reasons()).containsExactly(OPENED, SEVERITY_LOWERED);
  }

  @Test
  void aStatefulKeyStaysOneEpisodeWhateverTheTimeUntilItIsResolved() {
    run.at(T0, build(stateful("1")));
    Instant later = T0.plus(Duration.ofDays(3));
    run.at(later, build(stateful("2")));

    assertThat(run.group().count()).isEqualTo(2);
    assertThat(run.reasons()).containsExactly(OPENED);
  }

  @Test
  void aStatefulGroupExpiresWhenItIsNotSentAgainAndARedeliveryWithALaterEndMovesTheEnd() {
    run.at(T0, build(stateful("1").expiresAt(T0.plusSeconds(300))));
    run.at(T0.plusSeconds(60), build(stateful("1").expiresAt(T0.plusSeconds(600))));
    run.until(T0.plusSeconds(599));
    assertThat(run.group().status()).isEqualTo(GroupStatus.OPEN);

    run.until(T0.plusSeconds(600));
    assertThat(run.group().status()).isEqualTo(GroupStatus.RESOLVED);
    assertThat(run.group().resolvedAt()).isEqualTo(T0.plusSeconds(600));
    assertThat(run.reasons()).containsExactly(OPENED, EXPIRED);
  }

  @Test
  void aStatelessGroupClosesADayAfterItsLastNewEvent() {
    AlertEvent first = event("checkout", "1", T0);
    run.at(T0, first).at(T0.plusSeconds(3_600), first);
    run.until(T0.plus(Duration.ofDays(1)).minusMillis(1));
    assertThat(run.group().status()).isEqualTo(GroupStatus.OPEN);

    run.until(T0.plus(Duration.ofDays(1)));
    assertThat(run.reasons()).containsExactly(OPENED, INACTIVE);
  }

  @Test
  void nothingIsRememberedOnceGroupWindowAndIdsHaveEnded() {
    run.at(T0, event("checkout", "1", T0)).until(T0.plus(Duration.ofDays(2)));

    assertThat(run.state).isEqualTo(KeyState.EMPTY);
    assertThat(run.pages).isEmpty();
    assertThat(run.grouping.nextDue(run.state)).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void aSecondReadingOfTheRawLogDoesNotSilenceWhatFires() {
    Instant now = T0.plus(Duration.ofDays(3));
    AlertEvent oldFiring = build(draft("cpu", "1", T0).lifecycle(Lifecycle.STATEFUL));
    AlertEvent oldResolve =
        build(
            draft("cpu", "2", T0.plusSeconds(60))
                .lifecycle(Lifecycle.STATEFUL)
                .status(EventStatus.RESOLVED));
    AlertEvent firing = build(draft("cpu", "3", now).lifecycle(Lifecycle.STATEFUL));
    run.at(T0, oldFiring).at(T0.plusSeconds(60), oldResolve).at(now, firing);

    run.at(now.plusSeconds(1), oldFiring);
    run.at(now.plusSeconds(2), oldResolve);
    run.at(now.plusSeconds(3), firing);

    assertThat(run.group().status()).isEqualTo(GroupStatus.OPEN);
    assertThat(run.group().count()).isEqualTo(1);
    assertThat(run.group().duplicates()).isEqualTo(1);
  }

  @Test
  void aStatelessEventDoesNotTakeTheEndOfAStatefulGroupAway() {
    run.at(T0, build(stateful("1").expiresAt(T0.plusSeconds(300))));
    run.at(T0.plusSeconds(1), build(draft("cpu", "2", T0)));

    assertThat(run.group().expiresAt()).isEqualTo(T0.plusSeconds(300));
  }

  @Test
  void timeNeverRunsBackWithinAKey() {
    run.at(T0.plusMillis(100), event("checkout", "1", T0));
    run.at(T0, event("checkout", "2", T0));

    assertThat(run.group().lastActivity()).isEqualTo(T0.plusMillis(100));
    assertThat(run.group().count()).isEqualTo(2);
  }

  private static AlertEvent resolved(String fingerprint, String id) {
    return build(draft(fingerprint, id, T0).status(EventStatus.RESOLVED));
  }

  private static EventDraft stateful(String id) {
    return draft("cpu", id, T0).lifecycle(Lifecycle.STATEFUL);
  }
}
