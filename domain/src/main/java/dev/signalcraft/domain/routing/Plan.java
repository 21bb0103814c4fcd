// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.routing;

import java.util.List;

/**
 * Who is told about one episode, copied from the rules in force when it opened: a later edit of a
 * rule tells nobody again and restarts no clock.
 *
 * @param targets at most {@link RoutingRule#MAX_TARGETS} channels
 * @param steps of the escalation, at most as many
 * @param nextStep the first step that has not been taken
 * @param stepFrom log time from which its gap counts; 0 while the escalation rests
 */
public record Plan(List<Target> targets, List<Step> steps, int nextStep, long stepFrom) {
  /** Tells nobody. */
  public static final Plan NOBODY = new Plan(List.of(), List.of(), 0, 0);

  public Plan {
    targets = targets == null ? List.of() : targets;
    steps = steps == null ? List.of() : steps;
  }
}
