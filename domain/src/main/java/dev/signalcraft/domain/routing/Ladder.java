// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The steps of an escalation while one step of the key climbs them. */
final class Ladder {
  private List<Step> steps;
  private int nextStep;
  private long stepFrom;

  Ladder(Plan plan) {
    steps = plan.steps();
    nextStep = plan.nextStep();
    stepFrom = plan.stepFrom();
  }

  Plan plan(List<Target> targets) {
    return new Plan(targets, steps, nextStep, stepFrom, null);
  }

  boolean isEmpty() {
    return steps.isEmpty();
  }

  /** Other steps; the escalation rests before the first. */
  void replace(List<Step> others) {
    steps = others;
    nextStep = 0;
    stepFrom = 0;
  }

  /** Begins anew with the first step. */
  void begin(long t) {
    nextStep = 0;
    goOn(t);
  }

  /** The next step runs from then. */
  void goOn(long t) {
    stepFrom = nextStep < steps.size() ? t : 0;
  }

  void rest() {
    stepFrom = 0;
  }

  /** When a step is due; {@code Long.MAX_VALUE} for never. */
  long nextDue() {
    return stepFrom == 0 ? Long.MAX_VALUE : stepFrom + steps.get(nextStep).gapMillis();
  }

  /** The step that is due at a log time; null where none is. */
  @Nullable Step due(long t) {
    return nextDue() <= t ? steps.get(nextStep) : null;
  }

  /** Takes the next step and those of the same time. */
  List<Step> take() {
    List<Step> taken = new ArrayList<>();
    while (nextStep < steps.size() && (taken.isEmpty() || steps.get(nextStep).gapMillis() == 0)) {
      taken.add(steps.get(nextStep));
      nextStep++;
    }
    return taken;
  }

  /** Adds the channels that may have been told in the place of these, whichever step it was. */
  void fallbacks(List<String> told, Set<String> places) {
    for (Step step : steps) {
      if (step.fallback() != null && told.contains(step.channel())) {
        places.add(step.fallback());
      }
    }
  }

  /** The last step that has been taken to a channel; null where none has. */
  @Nullable Step lastTo(String channel) {
    Step last = null;
    for (Step step : steps.subList(0, nextStep)) {
      last = step.channel().equals(channel) ? step : last;
    }
    return last;
  }
}
