// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.functions.replay;

import dev.signalcraft.domain.grouping.AlertChange;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a comparison reads of an {@link AlertChange}; the rest is skipped unread.
 *
 * @param groupId null for an event of no group
 */
public record RecordedChange(
    AlertChange.Kind kind, @Nullable String groupId, String workspace, Instant at) {
  /** Whether a group lived at a time of the log. A refused command may name one that did not. */
  public boolean tellsOfAGroup(Instant from) {
    return kind != AlertChange.Kind.REFUSED && groupId != null && !at.isBefore(from);
  }

  /** As evidence that there was this group. */
  public Evidence evidence() {
    return new Evidence(Evidence.Kind.GROUP, String.valueOf(groupId), null);
  }
}
