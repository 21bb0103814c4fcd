// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.console.grouping;

import dev.signalcraft.domain.grouping.Refusal;
import dev.signalcraft.sql.grouping.TimelineEntry;
import org.jspecify.annotations.Nullable;

/**
 * What became of a command.
 *
 * @param state whether the tables know already
 * @param refusal why it changed nothing, where it was refused
 * @param change its change record; null while it is pending
 */
record CommandEffect(
    String commandId,
    State state,
    @Nullable Refusal refusal,
    AlertGroupDetail.@Nullable Entry change) {
  /** What is known. */
  enum State {
    /** Nothing: it is under way, or nobody has sent it. */
    PENDING,
    APPLIED,
    /** It changed nothing. */
    REFUSED
  }

  static CommandEffect of(String commandId, @Nullable TimelineEntry found) {
    if (found == null) {
      return new CommandEffect(commandId, State.PENDING, null, null);
    }
    Refusal refusal = found.change().refusal();
    return new CommandEffect(
        commandId,
        refusal == null ? State.APPLIED : State.REFUSED,
        refusal,
        new AlertGroupDetail.Entry(found.at(), found.change()));
  }
}
