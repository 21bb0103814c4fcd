// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.grouping;

import dev.signalcraft.domain.config.ConfigHistory;
import dev.signalcraft.domain.ingest.AlertEvent;
import dev.signalcraft.domain.ingest.Lifecycle;
import dev.signalcraft.domain.ingest.Severity;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The severity rules of every workspace. Of those that match, the one that asks for the worst
 * severity holds, of equals the first by name; so two rules never pull a group to and fro.
 */
public final class SeverityRules {
  private final ConfigHistory<SeverityRule> history;

  /** The rules that this history knows. */
  public SeverityRules(ConfigHistory<SeverityRule> history) {
    this.history = history;
  }

  /** No rules. */
  public static SeverityRules none() {
    return new SeverityRules(new ConfigHistory<>(SeverityRule.KIND, SeverityRule::read));
  }

  /** The severity that a rule asks for. */
  record Raise(String rule, long version, Severity severity) {}

  /**
   * What the rules in force at a log time ask for a group that was opened so, with this count; null
   * where that is not worse than the severity that it has without them.
   */
  @Nullable Raise above(Severity without, AlertGroup opened, long count, long t) {
    List<ConfigHistory.Document<SeverityRule>> rules = history.inForce(opened.workspace(), t);
    Raise worst = null;
    for (int i = 0; i < rules.size(); i++) {
      ConfigHistory.Document<SeverityRule> rule = rules.get(i);
      Severity severity = rule.content().severityOf(opened, count);
      if (severity != null && severity.worseThan(worst == null ? without : worst.severity())) {
        worst = new Raise(rule.name(), rule.version(), severity);
      }
    }
    return worst;
  }

  /** The severity that a firing event alone gives to a group of this severity. */
  static Severity after(Severity severity, AlertEvent event) {
    boolean takes = event.lifecycle() == Lifecycle.STATEFUL || event.severity().worseThan(severity);
    return takes ? event.severity() : severity;
  }
}
