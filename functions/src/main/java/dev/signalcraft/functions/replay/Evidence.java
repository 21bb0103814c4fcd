// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.functions.replay;

import dev.signalcraft.domain.grouping.GroupKey;
import dev.signalcraft.domain.replay.Decision;
import dev.signalcraft.domain.routing.Notification;
import org.jspecify.annotations.Nullable;

/**
 * Something that a comparison has to know.
 *
 * @param groupId which group it is about
 * @param decision null for {@link Kind#GROUP}
 */
public record Evidence(Kind kind, String groupId, @Nullable Decision decision) {
  /** What it says. */
  public enum Kind {
    /** Somebody was told. */
    RECORDED,
    /** The replay tells. */
    REPLAYED,
    /** There was this group. */
    GROUP
  }

  /** That somebody was told, or is told by the replay. */
  public static Evidence of(Kind kind, Notification told) {
    return new Evidence(kind, told.groupId(), Decision.of(told));
  }

  /** The key of the group that it is about. */
  public String groupKey() {
    return GroupKey.ofGroup(groupId);
  }
}
