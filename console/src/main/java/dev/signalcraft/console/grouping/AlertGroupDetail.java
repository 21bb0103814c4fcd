// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.console.grouping;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.signalcraft.domain.grouping.AlertGroup;
import dev.signalcraft.domain.grouping.GroupChange;
import dev.signalcraft.domain.ingest.AlertEvent;
import java.time.Instant;
import java.util.List;

/**
 * One group with what happened to it.
 *
 * @param timeline its changes in the order of their sequence, the newest of very many
 * @param events the newest of the events that were kept as examples, newest first
 */
record AlertGroupDetail(
    @JsonUnwrapped AlertGroup group, List<Entry> timeline, List<AlertEvent> events) {
  /** A change and its log time. */
  record Entry(Instant at, @JsonUnwrapped GroupChange change) {}
}
