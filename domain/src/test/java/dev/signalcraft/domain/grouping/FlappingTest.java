// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.grouping;

import static dev.signalcraft.domain.grouping.ChangeReason.FLAPPING;
import static dev.signalcraft.domain.grouping.ChangeReason.FLAPPING_ENDED;
import static dev.signalcraft.domain.grouping.ChangeReason.OPENED;
import static dev.signalcraft.domain.grouping.ChangeReason.REOPENED;
import static dev.signalcraft.domain.grouping.ChangeReason.RESOLVED;
import static dev.signalcraft.domain.grouping.ChangeReason.SUPERSEDED;
import static dev.signalcraft.domain.ingest.Events.T0;
import static dev.signalcraft.domain.ingest.Events.build;
import static dev.signalcraft.domain.ingest.Events.draft;
import static dev.signalcraft.domain.ingest.Events.event;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalcraft.domain.ingest.AlertEvent;
import dev.signalcraft.domain.ingest.EventStatus;
import dev.signalcraft.domain.ingest.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A group that keeps resolving and reopening. */
class FlappingTest {
  private static final Duration TEN = Duration.ofMinutes(10);

  private final KeyRun run = new KeyRun();

  @Test
  void theFourthReopenExactlyHalfAnHourAfterTheFirstMakesItFlap() {
    reopenEvery(TEN, 4, run);

    assertThat(run.reasons()).endsWith(RESOLVED, REOPENED, FLAPPING);
    assertThat(run.group().flapping()).isTrue();
    assertThat(run.group().status()).isEqualTo(GroupStatus.OPEN);
    AlertChange told = last(run);
    assertThat(told.change().actor()).isEqualTo("source");
    assertThat(told.change().eventId()).isEqualTo(build(draft("checkout", "f4", T0)).eventId());
  }

  @Test
  void aMillisecondMoreThanHalfAnHourIsNotFlapping() {
    run.at(T0, event("checkout", "f0", T0));
    Instant first = T0.plusSeconds(60);
    reopen(first, 1).at(first.plus(TEN), resolved(2)).at(first.plus(TEN), firing(2));
    reopen(first.plus(TEN).plus(TEN), 3);
    reopen(first.plus(Duration.ofMinutes(30)).plusMillis(1), 4);

    assertThat(run.reasons()).doesNotContain(FLAPPING);
    assertThat(run.group().flapping()).isFalse();
  }

  @Test
  void threeReopensAreNotFlapping() {
    reopenEvery(Duration.ofSeconds(1), 3, run);

    assertThat(run.reasons()).filteredOn(REOPENED::equals).hasSize(3);
    assertThat(run.reasons()).doesNotContain(FLAPPING);
  }

  @Test
  void aPersonsReopenDoesNotCount() {
    reopenEvery(Duration.ofSeconds(1), 3, run);
    run.at(T0.plusSeconds(10), Commands.on(run.group()).resolve());
    run.at(T0.plusSeconds(11), Commands.on(run.group()).reopen());

    assertThat(run.reasons()).doesNotContain(FLAPPING);

    reopen(T0.plusSeconds(12), 9);
    assertThat(run.reasons()).endsWith(REOPENED, FLAPPING);
  }

  @Test
  void aRedeliveredReopenDoesNotCount() {
    reopenEvery(Duration.ofSeconds(1), 3, run);
    run.at(T0.plusSeconds(10), resolved(9)).at(T0.plusSeconds(11), firing(3));

    assertThat(run.group().status()).isEqualTo(GroupStatus.RESOLVED);
    assertThat(run.reasons()).doesNotContain(FLAPPING);
  }

  @Test
  void itIsSaidOnceHoweverLongItGoesOn() {
    reopenEvery(Duration.ofSeconds(60), 20, run);

    assertThat(run.reasons()).filteredOn(FLAPPING::equals).hasSize(1);
    assertThat(run.reasons()).filteredOn(REOPENED::equals).hasSize(20);
  }

  @Test
  void itEndsHalfAnHourAfterItsLastChangeAndTheStatusStands() {
    reopenEvery(Duration.ofSeconds(60), 4, run);
    Instant last = T0.plusSeconds(240);
    run.until(last.plus(Duration.ofMinutes(30)).minusMillis(1));
    assertThat(run.group().flapping()).isTrue();

    run.until(last.plus(Duration.ofMinutes(30)));

    assertThat(run.group().flapping()).isFalse();
    assertThat(run.group().status()).isEqualTo(GroupStatus.OPEN);
    assertThat(last(run).change().reason()).isEqualTo(FLAPPING_ENDED);
    assertThat(last(run).change().actor()).isEqualTo("clock");
    assertThat(last(run).at()).isEqualTo(last.plus(Duration.ofMinutes(30)));
  }

  @Test
  void eachChangeOfStatusPutsItsEndOffAndANoteDoesNot() {
    reopenEvery(Duration.ofSeconds(60), 4, run);
    Instant last = T0.plusSeconds(240);
    Instant acknowledged = last.plus(TEN);
    run.at(acknowledged, Commands.on(run.group()).acknowledge());
    run.at(acknowledged.plus(TEN), Commands.on(run.group()).write("a broken cable"));
    run.until(acknowledged.plus(Duration.ofMinutes(30)).minusMillis(1));
    assertThat(run.group().flapping()).isTrue();

    run.until(acknowledged.plus(Duration.ofMinutes(30)));
    assertThat(run.group().flapping()).isFalse();
    assertThat(run.group().status()).isEqualTo(GroupStatus.ACKNOWLEDGED);
  }

  @Test
  void aChangeOfSeverityPutsItsEndOff() {
    reopenEvery(Duration.ofSeconds(60), 4, run);
    Instant raised = T0.plusSeconds(240).plus(TEN);
    run.at(raised, build(draft("checkout", "worse", T0).severity(Severity.CRITICAL)));
    run.until(raised.plus(Duration.ofMinutes(30)).minusMillis(1));
    assertThat(run.group().flapping()).isTrue();

    run.until(raised.plus(Duration.ofMinutes(30)));
    assertThat(run.group().flapping()).isFalse();
  }

  @Test
  void aResolvedGroupFlapsOnUntilTheHalfHourIsOverAndIsKeptForIt() {
    reopenEvery(Duration.ofSeconds(60), 4, run);
    Instant resolved = T0.plusSeconds(300);
    run.at(resolved, resolved(9)).until(resolved.plus(Duration.ofMinutes(30)).minusMillis(1));
    assertThat(run.group().flapping()).isTrue();

    run.until(resolved.plus(Duration.ofMinutes(30)));
    assertThat(run.group().flapping()).isFalse();
    assertThat(run.group().status()).isEqualTo(GroupStatus.RESOLVED);
    assertThat(last(run).change().reason()).isEqualTo(FLAPPING_ENDED);
  }

  @Test
  void whatReopenedItBeforeItsEndDoesNotCountAgain() {
    reopenEvery(Duration.ofSeconds(1), 4, run);
    Instant ended = T0.plusSeconds(4).plus(Duration.ofMinutes(30));
    reopen(ended, 11);
    reopen(ended.plusMillis(1), 12);
    reopen(ended.plusMillis(2), 13);
    assertThat(run.reasons()).filteredOn(FLAPPING::equals).hasSize(1);

    reopen(ended.plusMillis(3), 14);
    assertThat(run.reasons()).filteredOn(FLAPPING::equals).hasSize(2);
  }

  @Test
  void anEpisodeThatAnotherFollowsFlapsNoLonger() {
    KeyRun brief = new KeyRun(Duration.ofMinutes(1).toMillis(), KeyRun.AUTO_CLOSE);
    reopenEvery(Duration.ofSeconds(10), 4, brief);
    String flapped = brief.group().groupId();
    brief.at(T0.plusSeconds(50), resolved(9)).at(T0.plusSeconds(200), firing(20));

    assertThat(brief.reasons()).endsWith(FLAPPING, RESOLVED, FLAPPING_ENDED, OPENED);
    AlertGroup over =
        brief.of(AlertChange.Kind.CHANGE).stream()
            .filter(change -> change.groupId().equals(flapped))
            .reduce((one, next) -> next)
            .orElseThrow()
            .group();
    assertThat(over.flapping()).isFalse();
    assertThat(over.status()).isEqualTo(GroupStatus.RESOLVED);
    assertThat(brief.group().flapping()).isFalse();
  }

  @Test
  void theNextEpisodeCountsItsOwnReopens() {
    KeyRun brief = new KeyRun(Duration.ofMinutes(1).toMillis(), KeyRun.AUTO_CLOSE);
    reopenEvery(Duration.ofSeconds(1), 3, brief);
    brief.at(T0.plusSeconds(100), firing(20));
    brief.at(T0.plusSeconds(101), resolved(21)).at(T0.plusSeconds(102), firing(21));

    assertThat(brief.reasons()).endsWith(SUPERSEDED, OPENED, RESOLVED, REOPENED);
  }

  /** Opens it, then resolves it and reopens it each so often after the last. */
  private static void reopenEvery(Duration spacing, int times, KeyRun run) {
    run.at(T0, event("checkout", "f0", T0));
    for (int i = 1; i <= times; i++) {
      Instant at = T0.plus(spacing.multipliedBy(i));
      run.at(at, resolved(i)).at(at, firing(i));
    }
  }

  private KeyRun reopen(Instant at, int number) {
    return run.at(at, resolved(number)).at(at, firing(number));
  }

  private static AlertEvent firing(int number) {
    return build(draft("checkout", "f" + number, T0));
  }

  private static AlertEvent resolved(int number) {
    return build(draft("checkout", "r" + number, T0).status(EventStatus.RESOLVED));
  }

  private static AlertChange last(KeyRun run) {
    List<AlertChange> changes = run.of(AlertChange.Kind.CHANGE);
    return changes.get(changes.size() - 1);
  }
}
