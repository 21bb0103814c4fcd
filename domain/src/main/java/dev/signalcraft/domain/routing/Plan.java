// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.routing;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who is told about one episode, copied from the rules in force when it opened: a later edit of a
 * rule tells nobody again and restarts no clock.
 *
 * @param targets at most {@link RoutingRule#MAX_TARGETS} channels
 * @param steps of the escalation, at most as many
 * @param nextStep the first step that has not been taken
 * @param stepFrom log time from which its gap counts; 0 while the escalation rests
 * @param shadow what the rules in shadow mode would do; null for nothing
 */
public record Plan(
    List<Target> targets, List<Step> steps, int nextStep, long stepFrom, @Nullable Shadow shadow) {
  /** Tells nobody. */
  public static final Plan NOBODY = new Plan(List.of(), List.of(), 0, 0, null);

  /** The same of the rules in shadow mode. */
  public record Shadow(List<Target> targets, List<Step> steps, int nextStep, long stepFrom) {
    public Shadow {
      targets = targets == null ? List.of() : targets;
      steps = steps == null ? List.of() : steps;
    }
  }

  public Plan {
    targets = targets == null ? List.of() : targets;
    steps = steps == null ? List.of() : steps;
  }

  /** What rules of a mode do, alone. */
  public Plan of(RoutingRule.Mode mode) {
    if (mode == RoutingRule.Mode.LIVE) {
      return shadow == null ? this : new Plan(targets, steps, nextStep, stepFrom, null);
    }
    return shadow == null
        ? NOBODY
        : new Plan(shadow.targets(), shadow.steps(), shadow.nextStep(), shadow.stepFrom(), null);
  }

  /** This plan of live rules beside one of rules in shadow mode. */
  public Plan beside(Plan shadows) {
    return shadows.equals(NOBODY)
        ? this
        : new Plan(
            targets,
            steps,
            nextStep,
            stepFrom,
            new Shadow(shadows.targets, shadows.steps, shadows.nextStep, shadows.stepFrom));
  }
}
