// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.grouping;

import dev.signalcraft.domain.config.ConfigHistory;
import dev.signalcraft.domain.routing.Routing;
import dev.signalcraft.domain.silence.InhibitRule;
import dev.signalcraft.domain.silence.Inhibition;

/** The rules of persons that act on groups, each chosen by log time. */
public record Rules(SeverityRules severity, Routing routing, Inhibition inhibition) {
  /** No rules: nobody is told. */
  public static Rules none() {
    return new Rules(
        SeverityRules.none(),
        Routing.nobody(),
        new Inhibition(new ConfigHistory<>(InhibitRule.KIND, InhibitRule::read)));
  }
}
