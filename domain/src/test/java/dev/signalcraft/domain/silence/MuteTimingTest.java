// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.silence;

import static dev.signalcraft.domain.ingest.Events.T0;
import static dev.signalcraft.domain.ingest.Events.event;
import static dev.signalcraft.domain.routing.Documents.document;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalcraft.domain.routing.Facts;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MuteTimingTest {
  private static final Facts FACTS = Facts.of(event("checkout", "1", T0));

  private static MuteTiming read(String spec) {
    return MuteTiming.read(document(MuteTiming.KIND, "nights", spec));
  }

  private static boolean holds(String spec, String channel, String at) {
    return read(spec).holds(FACTS, channel, Instant.parse(at).toEpochMilli(), ZoneOffset.UTC);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-03-02T08:59:59.999Z, false",
    "2026-03-02T09:00:00Z, true",
    "2026-03-02T16:59:59.999Z, true",
    "2026-03-02T17:00:00Z, false",
    "2026-03-07T12:00:00Z, false",
  })
  void aTimeOfDayHoldsFromItsStartUpToItsEndOnItsDays(String at, boolean holds) {
    String spec = "{zone: UTC, times: [{weekdays: [mon-fri], from: \"09:00\", to: \"17:00\"}]}";
    assertThat(holds(spec, "slack", at)).isEqualTo(holds);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-03-06T21:59:59.999Z, false",
    "2026-03-06T22:00:00Z, true",
    "2026-03-07T05:59:59.999Z, true",
    "2026-03-07T06:00:00Z, false",
    "2026-03-07T22:00:00Z, false",
    "2026-03-09T05:00:00Z, false",
    "2026-03-09T22:00:00Z, true",
  })
  void aNightBelongsToTheDayOnWhichItBegins(String at, boolean holds) {
    String spec = "{zone: UTC, times: [{weekdays: [mon-fri], from: \"22:00\", to: \"06:00\"}]}";
    assertThat(holds(spec, "slack", at)).isEqualTo(holds);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-03-06T23:59:59.999Z, false",
    "2026-03-07T00:00:00Z, true",
    "2026-03-08T23:59:59.999Z, true",
    "2026-03-09T00:00:00Z, false",
  })
  void aDayWithoutTimesIsHeldWhole(String at, boolean holds) {
    String spec = "{zone: UTC, times: [{weekdays: [sat, Sunday]}]}";
    assertThat(holds(spec, "slack", at)).isEqualTo(holds);
    assertThat(holds(spec.replace("[sat, Sunday]", "[sat-sun]"), "slack", at)).isEqualTo(holds);
    String until = "{zone: UTC, times: [{weekdays: [sat-sun], from: \"00:00\", to: \"24:00\"}]}";
    assertThat(holds(until, "slack", at)).isEqualTo(holds);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-03-06T12:00:00Z, true",
    "2026-03-08T12:00:00Z, true",
    "2026-03-09T12:00:00Z, true",
    "2026-03-10T12:00:00Z, false",
    "2026-03-05T12:00:00Z, false",
  })
  void daysMayGoRoundTheEndOfTheWeek(String at, boolean holds) {
    assertThat(holds("{zone: UTC, times: [{weekdays: [fri-mon]}]}", "slack", at)).isEqualTo(holds);
  }

  @Test
  void theClockOnTheWallOfItsZoneCounts() {
    String spec = "{zone: Asia/Kolkata, times: [{from: \"09:00\", to: \"10:00\"}]}";

    assertThat(holds(spec, "slack", "2026-03-02T03:30:00Z")).isTrue();
    assertThat(holds(spec, "slack", "2026-03-02T09:30:00Z")).isFalse();
    assertThat(read(spec).zone()).isEqualTo(ZoneId.of("Asia/Kolkata"));
  }

  @Test
  void withoutAZoneTheClockOfTheWorkspaceCounts() {
    MuteTiming timing = read("{times: [{from: \"09:00\", to: \"10:00\"}]}");
    long half = Instant.parse("2026-03-02T03:30:00Z").toEpochMilli();

    assertThat(timing.holds(FACTS, "slack", half, ZoneId.of("Asia/Kolkata"))).isTrue();
    assertThat(timing.holds(FACTS, "slack", half, ZoneOffset.UTC)).isFalse();
  }

  @Test
  void itHoldsOnlyItsChannelsAndGroups() {
    String spec = "{zone: UTC, channels: [slack], matchers: [project=shop], times: [{}]}";

    assertThat(holds(spec, "slack", "2026-03-02T03:30:00Z")).isTrue();
    assertThat(holds(spec, "mail", "2026-03-02T03:30:00Z")).isFalse();
    assertThat(holds(spec.replace("shop", "x"), "slack", "2026-03-02T03:30:00Z")).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{zone: Europe/Berln, times: [{}]} | spec.zone: no such time zone; write one such as",
        "{zone: 'not a zone', times: [{}]} | spec.zone: no such time zone",
        "{zone: '', times: [{}]} | spec.zone: no such time zone",
        "{zone: UTC} | spec.times: give at least one",
        "{zone: UTC, times: [null]} | spec.times: an element is null",
        "{zone: UTC, times: [{}, {weekdays: [mo]}]} | spec.times[1].weekdays: write days such as mon",
        "{zone: UTC, times: [{weekdays: [mon-]}]} | spec.times[0].weekdays: write days such as mon",
        "{zone: UTC, times: [{weekdays: [mon-tue-wed]}]} | spec.times[0].weekdays: write days",
        "{zone: UTC, times: [{from: '9'}]} | spec.times[0].from: write a time such as 09:30",
        "{zone: UTC, times: [{from: '09:00', to: '25:00'}]} | spec.times[0].to: write a time",
        "{zone: UTC, times: [{form: '09:00'}]} | spec.times[0].form: no such field; did you mean from?",
        "{zone: UTC, channels: [Slack One], times: [{}]} | spec.channels: names of channels",
        "{zone: UTC, matchers: [shop], times: [{}]} | spec.matchers[0]: write a matcher",
        "{zone: UTC, times: {}} | spec.times: a value of another form is wanted",
      })
  void whatCannotBeUsedIsRefusedWithItsPlace(String spec, String message) {
    assertThatThrownBy(() -> read(spec))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(message);
  }

  @Test
  void sixtyFiveTimesAreTooMany() {
    String times = "{zone: UTC, times: [" + "{},".repeat(64) + "{}]}";
    assertThatThrownBy(() -> read(times)).hasMessage("spec.times: more than 64");
  }
}
