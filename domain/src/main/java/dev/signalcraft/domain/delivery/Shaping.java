// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.delivery;

/**
 * How much a channel is told.
 *
 * @param perMinute messages a minute in the long run
 * @param burst messages at once after a quiet time
 * @param maxAgeMillis what waits for longer goes into one digest
 */
public record Shaping(int perMinute, int burst, long maxAgeMillis) {
  /** Of channels whose documents say nothing: one a second, as Slack takes them. */
  public static final Shaping USUAL = new Shaping(60, 10, 3_600_000);
}
