// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.grouping;

import static dev.signalcraft.domain.grouping.AlertChange.Kind.COUNT;
import static dev.signalcraft.domain.grouping.AlertChange.Kind.EVENT;
import static dev.signalcraft.domain.grouping.AlertChange.Kind.MINUTE;
import static dev.signalcraft.domain.ingest.Events.T0;
import static dev.signalcraft.domain.ingest.Events.event;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalcraft.domain.ingest.AlertEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is told of counts, minutes and exemplars, and how often. */
class CountingTest {
  private final KeyRun run = new KeyRun();

  @Test
  void countsAreToldOncePerSecondInAStorm() {
    for (int i = 0; i < 1_000; i++) {
      Instant at = T0.plusMillis(10L * i);
      run.at(at, event("checkout", "e" + i, at));
    }
    run.until(T0.plusSeconds(20));

    List<AlertChange> counts = run.of(COUNT);
    assertThat(counts).hasSize(11);
    for (int i = 1; i < counts.size(); i++) {
      assertThat(Duration.between(counts.get(i - 1).at(), counts.get(i).at()))
          .isGreaterThanOrEqualTo(Duration.ofSeconds(1));
    }
    assertThat(counts.get(10).group().count()).isEqualTo(1_000);
  }

  @Test
  void afterAQuietSecondACountIsToldAtOnce() {
    run.at(T0, event("checkout", "1", T0)).until(T0.plusSeconds(5));
    run.at(T0.plusSeconds(10), event("checkout", "2", T0));

    assertThat(run.of(COUNT)).hasSize(1);
    assertThat(run.of(COUNT).get(0).at()).isEqualTo(T0.plusSeconds(10));
    assertThat(run.state.flushAt()).isZero();
  }

  @Test
  void theFirstCountAfterTheOpeningIsToldAtOnce() {
    run.at(T0, event("checkout", "1", T0)).at(T0.plusMillis(300), event("checkout", "2", T0));

    assertThat(run.of(COUNT)).hasSize(1);
    assertThat(run.of(COUNT).get(0).group().count()).isEqualTo(2);
  }

  @Test
  void aCountThatFollowsIsToldWhenTheSecondIsOverThoughNothingComes() {
    run.at(T0, event("checkout", "1", T0)).at(T0.plusMillis(300), event("checkout", "2", T0));
    run.at(T0.plusMillis(400), event("checkout", "3", T0));
    run.until(T0.plusMillis(1_299));
    assertThat(run.of(COUNT)).hasSize(1);

    run.until(T0.plusMillis(1_300));
    assertThat(run.of(COUNT)).hasSize(2);
    assertThat(run.of(COUNT).get(1).at()).isEqualTo(T0.plusMillis(1_300));
  }

  @Test
  void minutesAreTotalsSoFarAndAddUpToTheCountsOfTheGroup() {
    AlertEvent first = event("checkout", "e0", T0);
    run.at(T0, first);
    for (int i = 1; i < 500; i++) {
      Instant at = T0.plusMillis(731L * i);
      run.at(at, event("checkout", "e" + i, at));
      if (i % 7 == 0) {
        run.at(at, first);
      }
    }
    run.until(T0.plusSeconds(1_000));

    Map<Instant, MinuteTotal> greatest = new HashMap<>();
    for (AlertChange change : run.of(MINUTE)) {
      greatest.merge(
          change.minute().minute(),
          change.minute(),
          (a, b) -> a.events() + a.duplicates() >= b.events() + b.duplicates() ? a : b);
    }
    assertThat(greatest.values().stream().mapToLong(MinuteTotal::events).sum()).isEqualTo(500);
    assertThat(greatest.values().stream().mapToLong(MinuteTotal::duplicates).sum())
        .isEqualTo(run.group().duplicates())
        .isEqualTo(71);
    assertThat(greatest.keySet()).allMatch(minute -> minute.toEpochMilli() % 60_000 == 0);
  }

  @Test
  void theFirstHundredEventsOfAnEpisodeAreExemplarsThenTheFirstOfEachMinute() {
    for (int i = 0; i < 600; i++) {
      Instant at = T0.plusMillis(500L * i);
      run.at(at, event("checkout", "e" + i, at));
    }
    // 600 events in 5 minutes: 100 within the first minute, then one for each of minutes 1 to 4.
    assertThat(run.of(EVENT)).hasSize(104);
  }

  @Test
  void theNextEpisodeHasItsOwnCountsMinutesAndExemplars() {
    Instant next = T0.plus(Duration.ofMinutes(40));
    run.at(T0, event("checkout", "1", T0)).at(next, event("checkout", "2", next));
    run.until(next.plusSeconds(2));

    assertThat(run.of(MINUTE))
        .extracting(change -> change.groupId() + " " + change.minute().events())
        .containsExactly(
            run.group().groupKey() + "-" + T0.toEpochMilli() + " 1", run.group().groupId() + " 1");
    assertThat(run.of(EVENT)).hasSize(2);
  }

  @Test
  void whatWasCountedInTheLastSecondOfAKeyIsToldBeforeItIsForgotten() {
    AlertEvent only = event("checkout", "1", T0);
    Instant last = T0.plus(Duration.ofHours(24)).minusMillis(1);
    run.at(T0, only).at(last, only).at(last, only);

    run.until(last.plusMillis(1));

    assertThat(run.state.isEmpty()).isTrue();
    List<AlertChange> minutes = run.of(MINUTE);
    assertThat(minutes.get(minutes.size() - 1).minute().duplicates()).isEqualTo(2);
  }
}
