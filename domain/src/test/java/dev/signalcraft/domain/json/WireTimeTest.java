// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WireTimeTest {
  /** Years 0 to 9999. */
  @Property
  void whatIsWrittenIsReadAgain(
      @ForAll @LongRange(min = -62_167_219_200_000L, max = 253_402_300_799_999L) long millis) {
    Instant time = Instant.ofEpochMilli(millis);

    assertThat(WireTime.parse(WireTime.format(time))).isEqualTo(time);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-03-01T12:34:56.789Z",
        "2024-02-29T00:00:00.000Z",
        "2023-02-29T00:00:00.000Z",
        "2026-04-31T00:00:00.000Z",
        "2026-00-10T00:00:00.000Z",
        "2026-13-10T00:00:00.000Z",
        "2026-01-00T00:00:00.000Z",
        "2026-01-01T24:00:00.000Z",
        "2026-01-01T24:00:00.001Z",
        "2026-01-01T25:00:00.000Z",
        "2026-01-01T23:60:00.000Z",
        "2026-12-31T23:59:60.000Z",
        "2026-12-31T23:59:61.000Z",
        "2026-01-01T00:00:00.00aZ",
        "2026-01-01t00:00:00.000Z",
        "2026-01-01 00:00:00.000Z",
        "2026-01-01T00:00:00,000Z",
        "-026-01-01T00:00:00.000Z",
        "2026-01-01T00:00:00.00Z",
        "2026-01-01T00:00:00Z",
        "2026-01-01T00:00:00.1234Z",
      })
  void aTimeInUtcIsReadAsTheJdkDoes(String text) {
    assertThat(WireTime.parse(text)).isEqualTo(byTheJdk(text));
  }

  private static Instant byTheJdk(String text) {
    try {
      // Only what ends in a capital Z is in UTC by our contract; the rest needs an offset.
      return text.endsWith("Z") ? Instant.ofEpochMilli(Instant.parse(text).toEpochMilli()) : null;
    } catch (DateTimeParseException e) {
      return null;
    }
  }
}
