// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.grouping;

import static dev.signalcraft.domain.ingest.Events.T0;
import static dev.signalcraft.domain.ingest.Events.event;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What persons do to a group, and what they cannot. */
class CommandsTest {
  private final KeyRun run = new KeyRun();

  @Test
  void aCommandFromAnotherWorkspaceLeavesTheGroupAndItsRecordsAsTheyAre() {
    run.at(T0, event("checkout", "1", T0));
    KeyState before = run.state;
    Command foreign = Commands.on("elsewhere", run.group().groupId()).write("mine now");
    run.at(T0.plusSeconds(5), foreign).at(T0.plusSeconds(6), foreign);

    assertThat(run.state).isEqualTo(before);
    assertThat(run.of(AlertChange.Kind.CHANGE)).hasSize(1);
    assertThat(run.of(AlertChange.Kind.REFUSED))
        .hasSize(2)
        .allMatch(refused -> refused.workspace().equals("elsewhere"))
        .allMatch(refused -> refused.change().refusal() == Refusal.UNKNOWN_GROUP)
        .allMatch(refused -> refused.change().statusAfter() == null);
  }
}
