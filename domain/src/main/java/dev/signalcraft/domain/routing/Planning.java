// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.routing;

import dev.signalcraft.domain.config.ConfigHistory.Document;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the rules that act on a group add to its plan. */
final class Planning {
  private Planning() {}

  /** Adds the targets of these rules. */
  static void addTargets(List<TargetEdit> targets, List<Document<RoutingRule>> acting) {
    for (Document<RoutingRule> rule : acting) {
      for (RoutingRule.Target wanted : rule.content().targets()) {
        TargetEdit target = channel(targets, wanted.channel(), rule);
        if (target != null) {
          target.join(wanted, rule.content().fallback());
        }
      }
    }
  }

  /** The steps of these rules in their order, gaps counted from one begin. */
  static List<Step> steps(List<TargetEdit> targets, List<Document<RoutingRule>> acting) {
    record Timed(long afterMillis, RoutingRule.Step step, Document<RoutingRule> rule) {}
    List<Timed> timed = new ArrayList<>();
    for (Document<RoutingRule> rule : acting) {
      boolean tellsEnd =
          rule.content().targets().stream().anyMatch(RoutingRule.Target::sendResolved);
      for (RoutingRule.Step step : rule.content().steps()) {
        TargetEdit target = channel(targets, step.channel(), rule);
        if (target != null) {
          target.sendResolved |= tellsEnd;
          timed.add(new Timed(step.afterMillis(), step, rule));
        }
      }
    }
    timed.sort(Comparator.comparingLong(Timed::afterMillis));
    List<Step> steps = new ArrayList<>();
    long before = 0;
    for (Timed next : timed.subList(0, Math.min(timed.size(), RoutingRule.MAX_TARGETS))) {
      steps.add(
          new Step(
              next.afterMillis() - before,
              next.step().channel(),
              next.step().mention(),
              next.rule().name(),
              next.rule().version(),
              next.rule().content().fallback()));
      before = next.afterMillis();
    }
    return steps;
  }

  private static @Nullable TargetEdit channel(
      List<TargetEdit> targets, String channel, Document<RoutingRule> rule) {
    for (TargetEdit target : targets) {
      if (target.channel.equals(channel)) {
        return target;
      }
    }
    if (targets.size() == RoutingRule.MAX_TARGETS) {
      return null;
    }
    TargetEdit target = new TargetEdit(channel, rule.name(), rule.version());
    targets.add(target);
    return target;
  }
}
