// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.grouping;

import java.time.Instant;
import java.util.Objects;

/**
 * The totals so far, never increments, of one group and one minute of log time. Of two the one with
 * the greater {@code events + duplicates} holds.
 *
 * @param minute the start of the minute
 * @param events new firing events
 * @param duplicates redeliveries
 */
public record MinuteTotal(Instant minute, long events, long duplicates) {
  public MinuteTotal {
    Objects.requireNonNull(minute, "minute");
  }
}
