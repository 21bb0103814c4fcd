// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.grouping;

import dev.signalcraft.domain.grouping.PlainLog.Level;
import dev.signalcraft.domain.grouping.PlainLog.Rule;
import java.util.List;

/** What the rules of severity ask for. */
record PlainRules(List<Rule> rules) {
  /** The worst severity that a rule asks for, -1 for none. */
  int worst(PlainEpisode episode, long now) {
    int worst = -1;
    for (Rule rule : rules) {
      worst = Math.max(worst, asked(rule, episode, now));
    }
    return worst;
  }

  /** The rule and version that ask for a worse severity than this one; empty where none does. */
  String worseThan(int than, PlainEpisode episode, long now) {
    int worst = worst(episode, now);
    return rules.stream()
        .filter(rule -> worst > than && asked(rule, episode, now) == worst)
        .map(rule -> rule.name() + " " + rule.version())
        .min(String::compareTo)
        .orElse("");
  }

  private int asked(Rule rule, PlainEpisode episode, long now) {
    boolean inForce = rule.logTime() + 5_000 <= now;
    for (Rule other : rules) {
      boolean newer = other.name().equals(rule.name()) && other.version() > rule.version();
      inForce &= !(newer && other.logTime() + 5_000 <= now);
    }
    int severity = -1;
    if (inForce && (rule.team() == null || rule.team().equals(episode.first.text()))) {
      for (Level level : rule.levels()) {
        severity = level.count() <= episode.count() ? level.severity() : severity;
      }
    }
    return severity;
  }
}
