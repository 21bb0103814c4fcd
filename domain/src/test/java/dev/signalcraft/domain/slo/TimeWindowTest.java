// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.slo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** In which window of a calendar a minute lies. */
class TimeWindowTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // Days of Berlin begin at 23:00 UTC, in summer at 22:00; that of the change has 23 hours.
        "1d | 2026-01-01 00:00:00 | Europe/Berlin | 2026-03-28T23:00Z | 2026-03-27T23:00Z | 24",
        "1d | 2026-01-01 00:00:00 | Europe/Berlin | 2026-03-28T23:01Z | 2026-03-28T23:00Z | 23",
        "1d | 2026-01-01 00:00:00 | Europe/Berlin | 2026-03-29T22:00Z | 2026-03-28T23:00Z | 23",
        "1d | 2026-01-01 00:00:00 | Europe/Berlin | 2026-10-25T12:00Z | 2026-10-24T22:00Z | 25",
        // A week begins on the day of its start, before it as well.
        "1w | 2026-01-05 09:00:00 | UTC           | 2026-01-05T09:00Z | 2025-12-29T09:00Z | 168",
        "1w | 2026-01-05 09:00:00 | UTC           | 2026-01-05T09:01Z | 2026-01-05T09:00Z | 168",
        "2w | 2026-01-05 00:00:00 | UTC           | 2026-01-19T00:01Z | 2026-01-19T00:00Z | 336",
        // A month that begins on the 31st begins on the last day of shorter ones.
        "1M | 2026-01-31 00:00:00 | UTC           | 2026-03-01T00:00Z | 2026-02-28T00:00Z | 744",
        "1M | 2026-01-01 00:00:00 | UTC           | 2026-02-28T23:59Z | 2026-02-01T00:00Z | 672",
        "1M | 2030-01-01 00:00:00 | UTC           | 2026-02-28T23:59Z | 2026-02-01T00:00Z | 672",
        "1Q | 2026-01-01 00:00:00 | UTC           | 2026-06-30T00:00Z | 2026-04-01T00:00Z | 2184",
        "1Y | 2024-01-01 00:00:00 | America/New_York | 2026-01-01T05:00Z | 2025-01-01T05:00Z | 8760",
        "1Y | 2024-01-01 00:00:00 | America/New_York | 2026-01-01T05:01Z | 2026-01-01T05:00Z | 8760",
        // The clock in Berlin jumps from 2 to 3 on that day: the period begins at 3.
        "1d | 2026-01-01 02:30:00 | Europe/Berlin | 2026-03-29T01:29Z | 2026-03-28T01:30Z | 24",
        "1d | 2026-01-01 02:30:00 | Europe/Berlin | 2026-03-29T01:31Z | 2026-03-29T01:30Z | 23",
      })
  void aMinuteLiesInOnePeriodByTheClockOnTheWall(
      String duration, String start, String zone, String end, String begin, long hours) {
    TimeWindow window =
        TimeWindows.read(
            List.of(new SloSpec.Window(duration, false, new SloSpec.CalendarSpec(start, zone))));

    long at = millis(end);
    assertThat(Instant.ofEpochMilli(window.begin(at)))
        .isEqualTo(Instant.ofEpochMilli(millis(begin)));
    assertThat(window.millis(at)).isEqualTo(hours * 3_600_000);
    assertThat(window.longestMillis()).isGreaterThanOrEqualTo(window.millis(at));
  }

  private static long millis(String time) {
    return java.time.OffsetDateTime.parse(time).toInstant().toEpochMilli();
  }
}
