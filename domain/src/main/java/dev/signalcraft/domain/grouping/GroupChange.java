// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.grouping;

import dev.signalcraft.domain.ingest.Severity;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What happened to a group and why. Its key is {@code (groupId, sequence)}.
 *
 * @param sequence its place among the change records of the group, from 1
 * @param reason why
 * @param actor who or what did it: {@code source} or {@code clock}
 * @param eventId the event that did it
 * @param statusBefore null for the first change
 * @param severityBefore null for the first change
 */
public record GroupChange(
    int sequence,
    ChangeReason reason,
    String actor,
    @Nullable String eventId,
    @Nullable GroupStatus statusBefore,
    GroupStatus statusAfter,
    @Nullable Severity severityBefore,
    Severity severityAfter) {

  public GroupChange {
    Objects.requireNonNull(reason, "reason");
    Objects.requireNonNull(actor, "actor");
    Objects.requireNonNull(statusAfter, "statusAfter");
    Objects.requireNonNull(severityAfter, "severityAfter");
  }
}
