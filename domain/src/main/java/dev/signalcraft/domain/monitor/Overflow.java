// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.monitor;

import dev.signalcraft.domain.config.Workspace;
import dev.signalcraft.domain.grouping.GroupKey;
import dev.signalcraft.domain.ingest.AlertEvent;
import dev.signalcraft.domain.ingest.EventDraft;
import dev.signalcraft.domain.ingest.EventStatus;
import dev.signalcraft.domain.ingest.EventType;
import dev.signalcraft.domain.ingest.Lifecycle;
import dev.signalcraft.domain.ingest.Severity;

/** The alert that a monitor has more series than it allows. */
final class Overflow {
  private Overflow() {}

  /** It fires, and shows a series that is refused. */
  static AlertEvent fires(Series refused, int limit, Workspace workspace, long time) {
    return Alerts.built(
        draft(refused, "firing", workspace, time)
            .title("%s: more than %d series".formatted(refused.monitor(), limit))
            .message(
                "The others are not watched, such as project=%s, environment=%s, %s. Group by less or raise maxSeries."
                    .formatted(refused.project(), refused.environment(), refused.labels())));
  }

  /** Nothing was refused for an hour. */
  static AlertEvent isOver(Series refused, Workspace workspace, long time) {
    return Alerts.built(
        draft(refused, "resolved", workspace, time)
            .status(EventStatus.RESOLVED)
            .title(refused.monitor() + ": all series are watched"));
  }

  private static EventDraft draft(Series series, String state, Workspace workspace, long time) {
    String fingerprint = GroupKey.hash(series.workspace(), series.monitor(), "max-series");
    return new EventDraft(series.workspace(), Alerts.SOURCE, time)
        .by(workspace)
        .sourceEventId(GroupKey.hash(fingerprint, Long.toString(time), state))
        .project(Series.ALL)
        .environment(Series.ALL)
        .fingerprint(fingerprint)
        .type(EventType.USAGE)
        .severity(Severity.MEDIUM)
        .lifecycle(Lifecycle.STATEFUL)
        .tag(Alerts.MONITOR, series.monitor());
  }
}
