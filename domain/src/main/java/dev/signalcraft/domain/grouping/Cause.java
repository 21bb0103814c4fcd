// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.grouping;

import dev.signalcraft.domain.ingest.AlertEvent;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Who or what brings a change about. */
record Cause(
    String actor,
    @Nullable String eventId,
    @Nullable Command command,
    @Nullable String rule,
    @Nullable Long ruleVersion) {
  /** The actor of what an event does. */
  static final String SOURCE = "source";

  /** The actor of what time does. */
  static final String CLOCK = "clock";

  /** Time alone. */
  static final Cause TIME = new Cause(CLOCK, null, null, null, null);

  static Cause of(AlertEvent event) {
    return new Cause(SOURCE, event.eventId(), null, null, null);
  }

  static Cause of(AlertEvent event, SeverityRules.@Nullable Raise raise) {
    return raise == null
        ? of(event)
        : new Cause(SOURCE, event.eventId(), null, raise.rule(), raise.version());
  }

  static Cause of(Command command) {
    return new Cause(command.actor(), null, command, null, null);
  }

  /** What it does to a status at a log time. */
  StatusChange statusChange(ChangeReason reason, long t) {
    return new StatusChange(reason, actor, Instant.ofEpochMilli(t));
  }
}
