// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.grouping;

import java.util.List;

/**
 * The rules that {@link PlainTelling} tells by, times in half minutes.
 *
 * @param worst told only of what is critical
 * @param silentFrom from here up to {@code silentTo} nothing is told
 * @param ackTimeout 0 for none
 */
record PlainSetting(
    List<Channel> channels,
    List<Step> steps,
    List<Channel> worst,
    int silentFrom,
    int silentTo,
    int ackTimeout) {
  /** A channel of a rule; 0 for no repeat. */
  record Channel(String name, int waits, int repeats, boolean end) {}

  /** A step of the escalation, so long after its begin. */
  record Step(int after, String channel) {}

  /** How long after the step before it a step comes. */
  int gap(int step) {
    return steps.get(step).after() - (step == 0 ? 0 : steps.get(step - 1).after());
  }
}
