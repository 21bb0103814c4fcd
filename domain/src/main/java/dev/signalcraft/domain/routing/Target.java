// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.routing;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A channel of a {@link Plan} and what it has been told. Times are log time in epoch milliseconds;
 * 0 means that a clock is off.
 *
 * @param channel its name
 * @param mention whom to name there
 * @param rule the first rule that wants it
 * @param ruleVersion that rule's version
 * @param fallback the channel that is told when this one fails for good
 * @param waitMillis what resolves within this is not told
 * @param repeatMillis told again after this; 0 for never
 * @param sendResolved whether it is told the end
 * @param atOpening whether it is told at the opening; otherwise only by a step
 * @param told whether it was told that the group fires, and not yet that it is over
 * @param dueAt when it is told next
 * @param dueReason why then
 * @param dueMention whom to name then
 * @param held whether a silence has held what is due
 * @param repeatAt when it is told again
 * @param ordinals how often it has been told for each reason
 */
public record Target(
    String channel,
    @Nullable String mention,
    String rule,
    long ruleVersion,
    @Nullable String fallback,
    long waitMillis,
    long repeatMillis,
    boolean sendResolved,
    boolean atOpening,
    boolean told,
    long dueAt,
    @Nullable NotificationReason dueReason,
    @Nullable String dueMention,
    boolean held,
    long repeatAt,
    Map<NotificationReason, Integer> ordinals) {
  public Target {
    ordinals = ordinals == null ? Map.of() : ordinals;
  }
}
