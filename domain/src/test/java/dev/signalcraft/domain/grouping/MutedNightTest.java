// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.grouping;

import static dev.signalcraft.domain.ingest.Events.event;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalcraft.domain.routing.Notification;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MutedNightTest {
  @ParameterizedTest
  @CsvSource({
    "2026-03-28T22:30:00Z, 2026-03-29T04:00:00Z",
    "2026-03-28T21:00:17Z, 2026-03-29T04:00:00Z",
    "2026-03-29T01:00:00Z, 2026-03-29T04:00:00Z",
    "2026-10-24T21:15:59.999Z, 2026-10-25T05:00:00Z",
    "2026-10-25T00:30:00Z, 2026-10-25T05:00:00Z",
    "2026-10-25T01:30:00Z, 2026-10-25T05:00:00Z",
  })
  void whatOpensInTheNightOfAClockChangeIsToldWithinAMinuteOfTheMorning(
      Instant opened, Instant morning) {
    ToldRun told =
        new ToldRun()
            .with("RoutingRule", "all", "{notify: [{channel: slack}]}")
            .with(
                "MuteTiming",
                "nights",
                "{zone: Europe/Berlin, times: [{from: \"22:00\", to: \"06:00\"}]}");
    told.run.at(opened, event("checkout", "1", opened)).until(opened.plus(Duration.ofHours(12)));

    assertThat(told.run.told).extracting(Notification::channel).containsExactly("slack");
    assertThat(told.run.told.get(0).at()).isBetween(morning, morning.plus(Duration.ofMinutes(1)));
  }

  @Test
  void anEditOfTheZoneOfTheWorkspaceMovesANightThatNamesNone() {
    Instant opened = Instant.parse("2026-03-02T00:00:00Z");
    Instant moved = Instant.parse("2026-03-02T00:30:00Z");
    ToldRun told =
        new ToldRun()
            .with("RoutingRule", "all", "{notify: [{channel: slack}]}")
            .with("MuteTiming", "nights", "{times: [{from: \"22:00\", to: \"06:00\"}]}")
            .with("Workspace", "workspace", "{zone: Europe/Berlin}")
            .with("Workspace", "workspace", "{zone: Asia/Kolkata}", moved);
    told.run.at(opened, event("checkout", "1", opened)).until(opened.plus(Duration.ofHours(12)));

    // Six in the morning in Kolkata, which is still night in Berlin.
    assertThat(told.run.told).hasSize(1);
    assertThat(told.run.told.get(0).at()).isBetween(moved, moved.plus(Duration.ofMinutes(1)));
  }
}
