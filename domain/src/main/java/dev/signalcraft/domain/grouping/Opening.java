// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.grouping;

import dev.signalcraft.domain.ingest.AlertEvent;
import dev.signalcraft.domain.ingest.EventStatus;
import org.jspecify.annotations.Nullable;

/**
 * The group that an event would open where its key has none.
 *
 * @param group as rules see it
 * @param opens whether it would: an event that says that all is well opens nothing
 * @param severityRule the rule that raises the severity with the first event; null for none
 */
public record Opening(AlertGroup group, boolean opens, @Nullable String severityRule) {
  /** What an event would open at a log time. */
  public static Opening of(AlertEvent event, SeverityRules rules, long t) {
    GroupEdit next = GroupEdit.open(GroupKey.of(event), event, t);
    SeverityRules.Raise raise = rules.above(event.severity(), next.opened, 1, t);
    if (raise != null) {
      next.severity = raise.severity();
    }
    return new Opening(
        next.group(), event.status() == EventStatus.FIRING, raise == null ? null : raise.rule());
  }
}
