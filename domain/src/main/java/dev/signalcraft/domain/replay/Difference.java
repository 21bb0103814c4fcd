// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.replay;

import dev.signalcraft.domain.routing.NotificationReason;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a decision of a replay stands to what was recorded; of the two decisions of one id the
 * replay's rule is named.
 *
 * @param replayId the replay that found it
 * @param recordedAt log time; null where nothing was recorded
 * @param replayedAt log time; null where the replay decides nothing
 */
public record Difference(
    String replayId,
    Kind kind,
    String notificationId,
    String workspace,
    String groupId,
    String channel,
    NotificationReason reason,
    String rule,
    long ruleVersion,
    @Nullable Instant recordedAt,
    @Nullable Instant replayedAt) {
  /** How they differ. */
  public enum Kind {
    /** They do not. */
    SAME,
    /** Only the replay tells. */
    ADDED,
    /** Only what was recorded tells. */
    SUPPRESSED,
    /** The replay tells earlier. */
    EARLIER,
    /** The replay tells later. */
    LATER,
    /** Only one of them tells, of a group whose beginning the replay does not know. */
    UNKNOWN
  }

  /** Of one decision, which the other side lacks. */
  static Difference alone(String replayId, Kind kind, Decision decision, boolean recorded) {
    return new Difference(
        replayId,
        kind,
        decision.notificationId(),
        decision.workspace(),
        decision.groupId(),
        decision.channel(),
        decision.reason(),
        decision.rule(),
        decision.ruleVersion(),
        recorded ? decision.at() : null,
        recorded ? null : decision.at());
  }

  /** Of two decisions of one id. */
  static Difference between(String replayId, Decision recorded, Decision replayed) {
    int order = replayed.at().compareTo(recorded.at());
    return new Difference(
        replayId,
        order == 0 ? Kind.SAME : order < 0 ? Kind.EARLIER : Kind.LATER,
        replayed.notificationId(),
        replayed.workspace(),
        replayed.groupId(),
        replayed.channel(),
        replayed.reason(),
        replayed.rule(),
        replayed.ruleVersion(),
        recorded.at(),
        replayed.at());
  }
}
