// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.replay;

import dev.signalcraft.domain.grouping.GroupKey;

/**
 * What is recorded of the groups of a key in the time of a replay: whether one of them is older
 * than its warm-up, and when the first of the others opened.
 *
 * @param older whether the replay lacks the beginning of one
 * @param firstOpening log time in epoch milliseconds; {@code Long.MAX_VALUE} where none opened
 */
public record RecordedGroups(boolean older, long firstOpening) {
  /** Nothing is recorded. */
  public static final RecordedGroups NONE = new RecordedGroups(false, Long.MAX_VALUE);

  /**
   * With one more.
   *
   * @param from when the warm-up begins; log time
   */
  public RecordedGroups and(String groupId, long from) {
    long opened = GroupKey.openedAt(groupId);
    return opened < from
        ? new RecordedGroups(true, firstOpening)
        : new RecordedGroups(older, Math.min(firstOpening, opened));
  }

  /**
   * Whether a replay cannot know of this group what was known live: it is the older one, or one
   * that the replay opened because it does not know the older one.
   */
  boolean hides(String groupId) {
    return older && GroupKey.openedAt(groupId) < firstOpening;
  }
}
