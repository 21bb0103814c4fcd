// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.grouping;

import static dev.signalcraft.domain.grouping.ChangeReason.INACTIVE;
import static dev.signalcraft.domain.grouping.ChangeReason.OPENED;
import static dev.signalcraft.domain.grouping.ChangeReason.REOPENED;
import static dev.signalcraft.domain.grouping.ChangeReason.RESOLVED;
import static dev.signalcraft.domain.grouping.ChangeReason.SEVERITY_LOWERED;
import static dev.signalcraft.domain.grouping.ChangeReason.SEVERITY_RAISED;
import static dev.signalcraft.domain.ingest.Events.T0;
import static dev.signalcraft.domain.ingest.Events.build;
import static dev.signalcraft.domain.ingest.Events.draft;
import static dev.signalcraft.domain.ingest.Events.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.signalcraft.domain.ingest.AlertEvent;
import dev.signalcraft.domain.ingest.EventDraft;
import dev.signalcraft.domain.ingest.EventStatus;
import dev.signalcraft.domain.ingest.EventType;
import dev.signalcraft.domain.ingest.Lifecycle;
import dev.signalcraft.domain.ingest.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Grouping, timing and duplicates, after the ways in which others failed. */
class GroupingEdgesTest {
  private static final Duration WINDOW = Duration.ofMinutes(30);

  private final KeyRun run = new KeyRun();

  @Test
  void whatFiresAndResolvesAtOnceIsToldAsBothInTheirOrderForRoutingToWeigh() {
    run.at(T0, firing("1")).at(T0.plusMillis(1), resolved("2"));

    assertThat(run.of(AlertChange.Kind.CHANGE))
        .extracting(change -> change.change().reason(), AlertChange::at)
        .containsExactly(tuple(OPENED, T0), tuple(RESOLVED, T0.plusMillis(1)));
  }

  @Test
  void aResolveAndAFiringBetweenTwoTellingsOfTheCountsAreBothTold() {
    run.at(T0, firing("1")).at(T0.plusMillis(100), firing("2"));
    run.at(T0.plusMillis(200), firing("3"));
    run.at(T0.plusMillis(300), resolved("4")).at(T0.plusMillis(400), firing("5"));

    assertThat(run.state.flushAt()).isNotZero();
    assertThat(run.reasons()).containsExactly(OPENED, RESOLVED, REOPENED);
  }

  @Test
  void whatFiresInTheMillisecondInWhichItsKeyIsForgottenSurvives() {
    Instant end = T0.plusSeconds(60).plus(Duration.ofDays(1));
    run.at(T0, firing("1"))
        .at(T0.plusSeconds(60), resolved("2"))
        .at(end, event("checkout", "3", end));
    run.until(end.plusSeconds(60));

    assertThat(run.group().status()).isEqualTo(GroupStatus.OPEN);
    assertThat(run.group().openedAt()).isEqualTo(end);
    assertThat(run.group().count()).isEqualTo(1);
  }

  @Test
  void whatFiresAMillisecondBeforeItsKeyIsForgottenKeepsItsIds() {
    KeyRun wide = new KeyRun(Duration.ofHours(24).toMillis(), KeyRun.AUTO_CLOSE);
    Instant end = T0.plusSeconds(60).plus(Duration.ofDays(1));
    wide.at(T0, firing("1")).at(T0.plusSeconds(60), resolved("2"));
    wide.at(end.minusMillis(1), event("checkout", "3", end)).at(end.minusMillis(1), resolved("2"));

    assertThat(wide.group().status()).isEqualTo(GroupStatus.OPEN);
    assertThat(wide.group().openedAt()).isEqualTo(T0);
    assertThat(wide.group().duplicates()).isEqualTo(1);
  }

  @Test
  void theFirstAlertIsToldInItsOwnMillisecond() {
    run.at(T0.plusMillis(7), firing("1"));

    assertThat(run.changes.get(0).at()).isEqualTo(T0.plusMillis(7));
    assertThat(run.changes.get(0).change().reason()).isEqualTo(OPENED);
  }

  @Test
  void aSecondResolvedTellsNoSecondEnd() {
    run.at(T0, firing("1")).at(T0.plusSeconds(1), resolved("2"));
    run.at(T0.plusSeconds(2), resolved("2")).at(T0.plusSeconds(3), resolved("3"));

    assertThat(run.reasons()).containsExactly(OPENED, RESOLVED);
    assertThat(run.group().resolvedAt()).isEqualTo(T0.plusSeconds(1));
  }

  @Test
  void ofTwoOverlappingReportsTheEarlierStartAndTheLaterEndHold() {
    Instant early = T0.minusSeconds(600);
    run.at(T0, build(stateful("1").occurredAt(T0).expiresAt(T0.plusSeconds(900))));
    run.at(
        T0.plusSeconds(1), build(stateful("2").occurredAt(early).expiresAt(T0.plusSeconds(300))));

    assertThat(run.group().firstSeen()).isEqualTo(early);
    assertThat(run.group().lastSeen()).isEqualTo(T0);
    assertThat(run.group().expiresAt()).isEqualTo(T0.plusSeconds(900));

    run.at(T0.plusSeconds(2), build(stateful("3").expiresAt(T0.plusSeconds(901))));
    assertThat(run.group().expiresAt()).isEqualTo(T0.plusSeconds(901));
  }

  @Test
  void anAlertWithoutTheFieldsOfItsKeyHasAStableOne() {
    AlertEvent one = build(new EventDraft("default", "shop", T0.toEpochMilli()).title("Boom"));
    AlertEvent next =
        build(new EventDraft("default", "shop", T0.plusSeconds(900).toEpochMilli()).title("Boom"));
    assertThat(GroupKey.of(next)).isEqualTo(GroupKey.of(one));
    assertThat(next.eventId()).isNotEqualTo(one.eventId());

    run.at(T0, one).at(T0.plusSeconds(900), next);
    assertThat(run.group().count()).isEqualTo(2);
  }

  @Test
  void twoDifferentAlertsDoNotShareTheDefaultKey() {
    AlertEvent one = build(new EventDraft("default", "shop", T0.toEpochMilli()).title("Boom"));
    AlertEvent other = build(new EventDraft("default", "shop", T0.toEpochMilli()).title("Bang"));
    AlertEvent another =
        build(
            new EventDraft("default", "shop", T0.toEpochMilli())
                .title("Boom")
                .type(EventType.SECURITY));

    assertThat(Set.of(GroupKey.of(one), GroupKey.of(other), GroupKey.of(another))).hasSize(3);
  }

  @Test
  void theSameAlertUnderANewIdRefreshesLastSeenAndTheInactivityTimeout() {
    Instant later = T0.plusSeconds(1_000);
    run.at(T0, firing("1")).at(later, event("checkout", "2", later));
    assertThat(run.group().lastSeen()).isEqualTo(later);

    run.until(later.plus(Duration.ofDays(1)).minusMillis(1));
    assertThat(run.group().status()).isEqualTo(GroupStatus.OPEN);
    run.until(later.plus(Duration.ofDays(1)));
    assertThat(run.reasons()).containsExactly(OPENED, INACTIVE);
  }

  @Test
  void aRedeliveryMovesNothingButTheNumberOfDuplicates() {
    run.at(T0, firing("1"));
    AlertGroup before = run.group();
    run.at(T0.plusSeconds(1_000), firing("1"));

    assertThat(run.group().duplicates()).isEqualTo(1);
    assertThat(run.group())
        .usingRecursiveComparison()
        .ignoringFields("duplicates")
        .isEqualTo(before);
  }

  @Test
  void aResolveWithoutAnOpenAlertIsRecordedAndTellsNobody() {
    run.at(T0, resolved("1"));

    assertThat(run.changes).extracting(AlertChange::kind).containsExactly(AlertChange.Kind.EVENT);
    assertThat(run.changes.get(0).groupId()).isNull();
  }

  @Test
  void aChangeOfSeverityDoesNotSplitTheGroup() {
    run.at(T0, build(stateful("1").severity(Severity.MEDIUM)));
    String id = run.group().groupId();
    run.at(T0.plusSeconds(1), build(stateful("2").severity(Severity.CRITICAL)));
    run.at(T0.plusSeconds(2), build(stateful("3").severity(Severity.LOW)));

    assertThat(run.group().groupId()).isEqualTo(id);
    assertThat(run.reasons()).containsExactly(OPENED, SEVERITY_RAISED, SEVERITY_LOWERED);
    assertThat(run.group().count()).isEqualTo(3);
  }

  @Test
  void aLateAlertDoesNotExtendAClosedEpisode() {
    run.at(T0, firing("1")).at(T0.plusSeconds(60), resolved("2"));
    AlertGroup closed = run.group();
    Instant late = T0.plusSeconds(120);
    Instant occurred = late.minus(Duration.ofDays(1)).minusMillis(1);
    run.at(late, build(draft("checkout", "3", late).occurredAt(occurred)));

    assertThat(run.group()).isEqualTo(closed);
    assertThat(run.changes.get(run.changes.size() - 1).stale()).isTrue();
  }

  @Test
  void anEventAtExactlyLastActivityPlusTheWindowJoinsAndAMillisecondLaterItDoesNot() {
    run.at(T0, firing("1")).at(T0.plus(WINDOW), firing("2"));
    assertThat(run.group().openedAt()).isEqualTo(T0);

    Instant late = T0.plus(WINDOW).plus(WINDOW).plusMillis(1);
    run.at(late, firing("3"));
    assertThat(run.group().openedAt()).isEqualTo(late);
  }

  @Test
  void aResolvedGroupIsReopenedAtExactlyTheWindowAndFollowedAMillisecondLater() {
    run.at(T0, firing("1")).at(T0, resolved("2")).at(T0.plus(WINDOW), firing("3"));
    assertThat(run.reasons()).containsExactly(OPENED, RESOLVED, REOPENED);

    Instant over = T0.plus(WINDOW);
    run.at(over, resolved("4")).at(over.plus(WINDOW).plusMillis(1), firing("5"));
    assertThat(run.reasons()).containsExactly(OPENED, RESOLVED, REOPENED, RESOLVED, OPENED);
  }

  private static AlertEvent firing(String id) {
    return event("checkout", id, T0);
  }

  private static AlertEvent resolved(String id) {
    return build(draft("checkout", id, T0).status(EventStatus.RESOLVED));
  }

  private static EventDraft stateful(String id) {
    return draft("cpu", id, T0).lifecycle(Lifecycle.STATEFUL);
  }
}
