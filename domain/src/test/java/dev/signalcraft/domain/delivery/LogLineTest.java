// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.delivery;

import static dev.signalcraft.domain.ingest.Events.T0;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalcraft.domain.config.ConfigLog;
import dev.signalcraft.domain.grouping.GroupStory;
import dev.signalcraft.domain.ingest.EventDraft;
import dev.signalcraft.domain.ingest.Events;
import dev.signalcraft.domain.routing.Notification;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogLineTest {
  private static Notification told(String target, EventDraft draft) {
    ConfigLog rules =
        new ConfigLog()
            .at(T0.minusSeconds(60), "RoutingRule", "urgent", "{notify: [%s]}".formatted(target));
    return new GroupStory(rules).at(T0, Events.build(draft)).notifications().get(0);
  }

  private static EventDraft event() {
    return Events.draft("checkout", "1", T0);
  }

  @Test
  void itSaysWhenWhereWhyWhatAndByWhichRule() {
    Notification told = told("{channel: ops, mention: '@oncall'}", event());

    assertThat(LogLine.of(told))
        .isEqualTo(
            "2026-03-02T00:00:00.000Z default/ops opened high \"Broken checkout\" shop/production"
                + " group=%s count=1 rule=urgent@1 mention=@oncall".formatted(told.groupId()));
  }

  @Test
  void withoutAMentionItSaysNone() {
    assertThat(LogLine.of(told("{channel: ops}", event()))).endsWith(" rule=urgent@1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\n", "\r", "\t", "\u001b", "\u007f", "\u0085", "\u009b", "\u2028", "\u2029", "\u202e",
        "\u200f"
      })
  void nothingThatASenderWritesBreaksTheLineOrMovesATerminal(String control) {
    EventDraft draft =
        event()
            .title("a" + control + "b")
            .project("c" + control + "d")
            .environment("e" + control + "f");

    assertThat(LogLine.of(told("{channel: ops}", draft)))
        .contains(" \"a b\" c d/e f group=")
        .doesNotContain(control);
  }

  @Test
  void aTitleEndsWhereItsQuotesDo() {
    EventDraft draft = event().title("x\" group=forged \"");

    assertThat(LogLine.of(told("{channel: ops}", draft))).contains(" \"x' group=forged '\" shop/");
  }

  @Test
  void everyPartIsBounded() {
    EventDraft draft =
        event().title("t".repeat(512)).project("p".repeat(256)).environment("e".repeat(256));

    assertThat(LogLine.of(told("{channel: ops}", draft)))
        .contains(" \"" + "t".repeat(199) + "…\" " + "p".repeat(99) + "…/" + "e".repeat(99) + "… ")
        .hasSizeLessThan(700);
  }
}
