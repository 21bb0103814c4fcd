// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.silence;

import static dev.signalcraft.domain.ingest.Events.T0;
import static dev.signalcraft.domain.ingest.Events.event;
import static dev.signalcraft.domain.routing.Documents.document;
import static java.time.ZoneOffset.UTC;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalcraft.domain.routing.Facts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Nights in Berlin, minute by minute, over the weeks in which the clocks change. */
class MuteTimingWeekTest {
  private static final Facts FACTS = Facts.of(event("checkout", "1", T0));
  private static final long MINUTE = 60_000;
  private static final long DAY_MINUTES = 1_440;

  /** In 2026 summer time lasts from 29 March to 25 October, each at 01:00 UTC. */
  private static final long SUMMER = Instant.parse("2026-03-29T01:00:00Z").toEpochMilli();

  private static final long WINTER = Instant.parse("2026-10-25T01:00:00Z").toEpochMilli();

  private static boolean isNight(long t, int days) {
    long offset = t >= SUMMER && t < WINTER ? 120 : 60;
    long wall = t / MINUTE + offset;
    long minute = wall % DAY_MINUTES;
    // The first of January 1970 was a Thursday; Monday is 0.
    long weekday = (wall / DAY_MINUTES + 3) % 7;
    long begun = minute < 6 * 60 ? (weekday + 6) % 7 : weekday;
    return (minute >= 22 * 60 || minute < 6 * 60) && begun < days;
  }

  @ParameterizedTest
  @CsvSource({
    "mon-fri, 5, 2026-03-22T23:00:00Z, 2026-03-29T22:00:00Z, 2400",
    "mon-sun, 7, 2026-03-22T23:00:00Z, 2026-03-29T22:00:00Z, 3300",
    "mon-fri, 5, 2026-03-29T22:00:00Z, 2026-04-05T22:00:00Z, 2400",
    "mon-fri, 5, 2026-10-18T22:00:00Z, 2026-10-25T23:00:00Z, 2400",
    "mon-sun, 7, 2026-10-18T22:00:00Z, 2026-10-25T23:00:00Z, 3420",
    "mon-sun, 7, 2026-10-25T23:00:00Z, 2026-11-01T23:00:00Z, 3360",
  })
  void everyMinuteIsHeldAsTheClockOnTheWallSays(
      String weekdays, int days, Instant from, Instant to, int heldMinutes) {
    MuteTiming nights =
        MuteTiming.read(
            document(
                MuteTiming.KIND,
                "nights",
                "{zone: Europe/Berlin, times: [{weekdays: [%s], from: \"22:00\", to: \"06:00\"}]}"
                    .formatted(weekdays)));
    List<Instant> wrong = new ArrayList<>();
    int held = 0;
    for (long t = from.toEpochMilli(); t < to.toEpochMilli(); t += MINUTE) {
      boolean holds = nights.holds(FACTS, "slack", t, UTC);
      held += holds ? 1 : 0;
      if (holds != isNight(t, days) || nights.holds(FACTS, "slack", t + MINUTE - 1, UTC) != holds) {
        wrong.add(Instant.ofEpochMilli(t));
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(held).isEqualTo(heldMinutes);
  }
}
