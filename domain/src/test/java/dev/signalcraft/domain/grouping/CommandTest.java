// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.grouping;

import static dev.signalcraft.domain.ingest.Events.T0;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.api.ThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands that no group could take are refused where they are made. */
class CommandTest {
  private static final String ID = "0".repeat(32);
  private static final String GROUP = ID + "-1772409600000";

  @Test
  void aWholeCommandNamesTheKeyOfItsGroup() {
    assertThat(command(Action.ACKNOWLEDGE).groupKey()).isEqualTo(ID);
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {"", "7", "0000000000000000000000000000000G", "0000000000000000000000000000000A"})
  void anIdThatIsNotHexIsRefused(String id) {
    refused(
        "commandId",
        () ->
            new Command(
                id, "default", GROUP, null, Action.ESCALATE, "ann", null, null, null, null));
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        "x",
        "00000000000000000000000000000000",
        "00000000000000000000000000000000-",
        "00000000000000000000000000000000-x",
        "00000000000000000000000000000000-1234567890123456"
      })
  void aGroupIdOfAnotherFormIsRefused(String groupId) {
    refused(
        "groupId",
        () ->
            new Command(
                ID, "default", groupId, null, Action.ESCALATE, "ann", null, null, null, null));
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", " ", "a\u0000b"})
  void aWorkspaceOrActorThatSaysNothingIsRefused(String name) {
    refused(
        "workspace",
        () -> new Command(ID, name, GROUP, null, Action.ESCALATE, "ann", null, null, null, null));
    refused(
        "actor",
        () ->
            new Command(ID, "default", GROUP, null, Action.ESCALATE, name, null, null, null, null));
  }

  @ParameterizedTest
  @ValueSource(strings = {"source", "clock"})
  void nobodyActsAsTheSourceOrTheClock(String actor) {
    refused(
        "actor",
        () ->
            new Command(
                ID, "default", GROUP, null, Action.ESCALATE, actor, null, null, null, null));
  }

  @Test
  void namesAreBounded() {
    String longest = "x".repeat(Command.MAX_NAME);
    new Command(ID, longest, GROUP, null, Action.ASSIGN, longest, null, longest, null, null);
    refused(
        "actor",
        () ->
            new Command(
                ID,
                "default",
                GROUP,
                null,
                Action.ESCALATE,
                longest + "x",
                null,
                null,
                null,
                null));
    refused(
        "assignee",
        () ->
            new Command(
                ID, "default", GROUP, null, Action.ASSIGN, "ann", null, longest + "x", null, null));
    refused(
        "workspace",
        () ->
            new Command(
                ID, longest + "x", GROUP, null, Action.ESCALATE, "ann", null, null, null, null));
  }

  @Test
  void anActionIsNeeded() {
    assertThatThrownBy(() -> command(null))
        .isInstanceOf(NullPointerException.class)
        .hasMessageContaining("action");
  }

  @ParameterizedTest
  @EnumSource(Action.class)
  void aFieldThatMeansNothingToTheActionIsRefused(Action action) {
    if (action != Action.SNOOZE) {
      refused(
          "until",
          () -> new Command(ID, "default", GROUP, null, action, "ann", T0, null, null, null));
    }
    if (action != Action.ASSIGN) {
      refused(
          "assignee",
          () -> new Command(ID, "default", GROUP, null, action, "ann", null, "bob", null, null));
    }
    if (action != Action.RESOLVE) {
      refused(
          "outcome",
          () ->
              new Command(
                  ID, "default", GROUP, null, action, "ann", null, null, Outcome.FIXED, null));
    }
    if (action != Action.NOTE && action != Action.RUNBOOK) {
      refused(
          "text",
          () -> new Command(ID, "default", GROUP, null, action, "ann", null, null, null, "x"));
    }
  }

  @Test
  void aSnoozeNeedsItsEnd() {
    refused("until", () -> command(Action.SNOOZE));
  }

  @Test
  void aNoteNeedsItsText() {
    refused("text", () -> command(Action.NOTE));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", "a\u0000b"})
  void aTextThatSaysNothingOrHoldsANulIsRefused(String text) {
    refused("text", () -> text(Action.NOTE, text));
    refused("text", () -> text(Action.RUNBOOK, text));
  }

  @Test
  void aTextOfAMebibyteIsRefusedWithItsBoundAndNotRepeated() {
    refused("text: 1 to 2048", () -> text(Action.NOTE, "x".repeat(1 << 20)));
    assertThatThrownBy(() -> text(Action.NOTE, "x".repeat(1 << 20)))
        .extracting(Throwable::getMessage)
        .asString()
        .hasSizeLessThan(100);
    assertThat(text(Action.NOTE, "x".repeat(2_048)).text()).hasSize(2_048);
    refused("text", () -> text(Action.RUNBOOK, "x".repeat(2_049)));
  }

  @Test
  void anAssignmentToNobodyARunbookOfNothingAndAResolveWithoutAnOutcomeAreWhole() {
    assertThat(command(Action.ASSIGN).assignee()).isNull();
    assertThat(command(Action.RUNBOOK).text()).isNull();
    assertThat(command(Action.RESOLVE).outcome()).isNull();
  }

  private static Command command(Action action) {
    return text(action, null);
  }

  private static Command text(Action action, String text) {
    return new Command(ID, "default", GROUP, null, action, "ann", null, null, null, text);
  }

  private static void refused(String field, ThrowableAssert.ThrowingCallable making) {
    assertThatThrownBy(making)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(field);
  }
}
