// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.delivery;

import dev.signalcraft.domain.grouping.AlertChange;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a group in one channel. Times are epoch milliseconds of the job's clock.
 *
 * @param waiting what is to be sent, or was being sent
 * @param next what came while that was being sent
 * @param update to what the message in the channel is to be brought
 * @param dueAt when {@code waiting} may be tried
 * @param updateDueAt when {@code update} may be tried
 * @param knownSequence the highest that any record brought
 * @param resolved whether the group was over then
 * @param finishedSequence of the newest notification that is final; what is not newer is a repeat
 * @param finishedAt its log time
 * @param strayIds of those that came from other channels
 * @param endedIds of those that were final when the state began, and may come again
 * @param shownSequence how the message in the channel stands
 * @param shownCount the same
 * @param shownAt since when
 * @param told whether the channel knows that the group fires
 * @param untoldSequence of the newest notification that it fires which was not told; 0 for none
 * @param fellBackTo the channel that was told instead
 * @param messageId what the provider calls the message
 * @param keepUntil when this is forgotten
 */
public record GroupDelivery(
    String groupId,
    @Nullable Waiting waiting,
    @Nullable Waiting next,
    @Nullable AlertChange update,
    long dueAt,
    long updateDueAt,
    int updateAttempts,
    int knownSequence,
    boolean resolved,
    int finishedSequence,
    long finishedAt,
    List<String> strayIds,
    List<String> endedIds,
    int shownSequence,
    long shownCount,
    long shownAt,
    boolean told,
    int untoldSequence,
    @Nullable String fellBackTo,
    @Nullable String messageId,
    long keepUntil) {
  public GroupDelivery {
    strayIds = strayIds == null ? List.of() : strayIds;
    endedIds = endedIds == null ? List.of() : endedIds;
  }
}
