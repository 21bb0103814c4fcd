// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.signalcraft.domain.grouping.Action;
import dev.signalcraft.domain.grouping.Command;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlackClickTest {
  private static final String GROUP = "0123456789abcdef0123456789abcdef-1772409600000";

  private static Command command(String action, String time, ZoneId zone) {
    return SlackClick.of("U1", action, SlackClick.value(GROUP, 3), time)
        .command("default", "ada", zone);
  }

  @Test
  void aClickIsACommandOnTheGroupAndVersionThatItsMessageShowed() {
    Command command = command("acknowledge", "1772409605.123456", ZoneOffset.UTC);

    assertThat(command.groupId()).isEqualTo(GROUP);
    assertThat(command.expectedVersion()).isEqualTo(3);
    assertThat(command.action()).isEqualTo(Action.ACKNOWLEDGE);
    assertThat(command.actor()).isEqualTo("ada");
    assertThat(command.until()).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "snooze-15-minutes,UTC,2026-03-02T00:15:05.123Z",
    "snooze-1-hour,UTC,2026-03-02T01:00:05.123Z",
    "snooze-4-hours,UTC,2026-03-02T04:00:05.123Z",
    "snooze-tomorrow,UTC,2026-03-03T09:00:00Z",
    "snooze-tomorrow,Europe/Berlin,2026-03-03T08:00:00Z",
    "snooze-tomorrow,America/New_York,2026-03-02T14:00:00Z"
  })
  void aSnoozeEndsByTheTimeOfTheClick(String action, String zone, Instant until) {
    assertThat(command(action, "1772409605.123456", ZoneId.of(zone)).until()).isEqualTo(until);
  }

  @Test
  void tomorrowIsTheNextDayEvenWhenTheClocksChange() {
    // 2026-03-28 23:30 in Berlin; the clocks go forward in that night.
    assertThat(command("snooze-tomorrow", "1774737000.000000", ZoneId.of("Europe/Berlin")).until())
        .isEqualTo(Instant.parse("2026-03-29T07:00:00Z"));
  }

  @Test
  void theSameClickIsTheSameCommandAndAnotherIsAnother() {
    Command first = command("resolve", "1772409605.1", ZoneOffset.UTC);

    assertThat(command("resolve", "1772409605.1", ZoneOffset.UTC)).isEqualTo(first);
    assertThat(command("resolve", "1772409605.2", ZoneOffset.UTC).commandId())
        .isNotEqualTo(first.commandId());
    assertThat(command("acknowledge", "1772409605.1", ZoneOffset.UTC).commandId())
        .isNotEqualTo(first.commandId());
  }

  @ParameterizedTest
  @CsvSource({
    "U1,reboot,0123456789abcdef0123456789abcdef-1:3,1772409605.1",
    "U1,resolve,x:3,1772409605.1",
    "U1,resolve,0123456789abcdef0123456789abcdef-1,1772409605.1",
    "U1,resolve,0123456789abcdef0123456789abcdef-1:3000000000,1772409605.1",
    "U1,resolve,0123456789abcdef0123456789abcdef-1:3,now",
    "' ',resolve,0123456789abcdef0123456789abcdef-1:3,1772409605.1"
  })
  void whatIsNoClickOfOursIsRefused(String user, String action, String value, String time) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SlackClick.of(user, action, value, time))
        .withMessage("no button of Signalcraft");
  }
}
