// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalcraft.domain.grouping.Action;
import dev.signalcraft.domain.grouping.Command;
import dev.signalcraft.domain.grouping.GroupKey;
import org.assertj.core.api.ThrowableAssert;
import org.junit.jupiter.api.Test;

/** What may stand in the topic of inputs. */
class InputTest {
  private static final AlertEvent EVENT = Events.event("checkout", "1", Events.T0);
  private static final String KEY = GroupKey.of(EVENT);
  private static final Command COMMAND =
      new Command(
          "0".repeat(32),
          "default",
          KEY + "-1",
          null,
          Action.ACKNOWLEDGE,
          "ann",
          null,
          null,
          null,
          null);

  @Test
  void anEventIsKnownByItsIdAndACommandByItsOwn() {
    assertThat(Input.of(KEY, EVENT).id()).isEqualTo(EVENT.eventId());
    assertThat(Input.of(COMMAND).id()).isEqualTo(COMMAND.commandId());
    assertThat(Input.tick().id()).isEmpty();
  }

  @Test
  void aCommandStandsUnderTheKeyOfItsGroup() {
    assertThat(Input.of(COMMAND).groupKey()).isEqualTo(KEY);
    refused(() -> new Input(Input.Kind.COMMAND, "f".repeat(32), null, COMMAND));
  }

  @Test
  void anInputWithoutItsContentOrKeyIsRefused() {
    refused(() -> new Input(Input.Kind.EVENT, KEY, null, null));
    refused(() -> new Input(Input.Kind.EVENT, "checkout", EVENT, null));
    refused(() -> new Input(Input.Kind.EVENT, null, EVENT, null));
    refused(() -> new Input(Input.Kind.COMMAND, KEY, null, null));
  }

  @Test
  void anInputIsOneThingOnly() {
    refused(() -> new Input(Input.Kind.EVENT, KEY, EVENT, COMMAND));
    refused(() -> new Input(Input.Kind.COMMAND, KEY, EVENT, COMMAND));
    refused(() -> new Input(Input.Kind.TICK, "", EVENT, null));
    refused(() -> new Input(Input.Kind.TICK, "", null, COMMAND));
  }

  @Test
  void aTickNeedsNothing() {
    assertThat(new Input(Input.Kind.TICK, null, null, null)).isEqualTo(Input.tick());
  }

  private static void refused(ThrowableAssert.ThrowingCallable making) {
    assertThatThrownBy(making).isInstanceOf(IllegalArgumentException.class);
  }
}
