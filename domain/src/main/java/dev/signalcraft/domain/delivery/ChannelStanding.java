// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.delivery;

/**
 * What is kept of a channel besides its groups. Times are epoch milliseconds of the job's clock; 0
 * for never.
 *
 * @param order the place of what came last
 * @param tokens how many may be sent at once
 * @param filledAt when there were so many
 * @param pausedUntil for so long the provider wants nothing
 * @param failures in a row
 * @param openUntil for so long nothing is tried
 * @param failingSince when the first of the failures was
 * @param sentAt when something got through
 * @param alerting whether the alert about it fires
 */
public record ChannelStanding(
    long order,
    double tokens,
    long filledAt,
    long pausedUntil,
    int failures,
    long openUntil,
    long failingSince,
    long sentAt,
    boolean alerting) {
  /** Of a channel that has never been told anything. */
  public static final ChannelStanding NEW = new ChannelStanding(0, 0, 0, 0, 0, 0, 0, 0, false);
}
