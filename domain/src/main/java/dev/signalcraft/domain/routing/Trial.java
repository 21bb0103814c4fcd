// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.routing;

import dev.signalcraft.domain.config.ConfigHistory.Document;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of a routing rule when its turn came.
 *
 * @param name its name
 * @param version of its content
 * @param stop whether it says stop
 * @param condition what it asks and how that held; null for a rule that asks nothing or was not
 *     asked
 */
public record Trial(
    String name,
    long version,
    int priority,
    Outcome outcome,
    boolean stop,
    @Nullable Clause condition) {
  /** What becomes of a rule. */
  public enum Outcome {
    ACTS,
    /** It is in shadow mode: what it would tell is recorded and nobody is told. */
    ACTS_IN_SHADOW,
    DOES_NOT_HOLD,
    /** Its condition has no answer for this group, so it does not hold. */
    FAILS,
    DISABLED,
    /** A rule before it said stop; one in shadow mode stops only those of its kind. */
    NOT_REACHED
  }

  /** Tries rules on a group, one after the other. */
  static List<Trial> all(List<Document<RoutingRule>> rules, Facts facts) {
    List<Trial> trials = new ArrayList<>();
    boolean stopped = false;
    boolean shadowStopped = false;
    for (Document<RoutingRule> document : rules) {
      boolean shadow = document.content().mode() == RoutingRule.Mode.SHADOW;
      Trial trial = of(document, facts, stopped || (shadow && shadowStopped));
      stopped |= trial.outcome() == Outcome.ACTS && trial.stop();
      shadowStopped |= trial.outcome() == Outcome.ACTS_IN_SHADOW && trial.stop();
      trials.add(trial);
    }
    return trials;
  }

  private static Trial of(Document<RoutingRule> document, Facts facts, boolean stopped) {
    RoutingRule rule = document.content();
    Condition when = rule.when();
    boolean asked = rule.enabled() && !stopped;
    Clause condition = asked && when != null ? when.explain(facts) : null;
    Outcome outcome;
    if (asked) {
      outcome = condition == null ? acts(rule) : outcome(rule, condition.verdict());
    } else {
      outcome = rule.enabled() ? Outcome.NOT_REACHED : Outcome.DISABLED;
    }
    return new Trial(
        document.name(), document.version(), rule.priority(), outcome, rule.stop(), condition);
  }

  private static Outcome acts(RoutingRule rule) {
    return rule.mode() == RoutingRule.Mode.SHADOW ? Outcome.ACTS_IN_SHADOW : Outcome.ACTS;
  }

  private static Outcome outcome(RoutingRule rule, Clause.Verdict verdict) {
    return switch (verdict) {
      case HOLDS -> acts(rule);
      case DOES_NOT_HOLD -> Outcome.DOES_NOT_HOLD;
      case FAILS -> Outcome.FAILS;
    };
  }
}
