// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.slo;

import dev.signalcraft.domain.config.Workspace;
import dev.signalcraft.domain.grouping.GroupKey;
import dev.signalcraft.domain.ingest.AlertEvent;
import dev.signalcraft.domain.ingest.EventDraft;
import dev.signalcraft.domain.ingest.EventStatus;
import dev.signalcraft.domain.ingest.EventType;
import dev.signalcraft.domain.ingest.Lifecycle;
import dev.signalcraft.domain.ingest.Rejection;
import dev.signalcraft.domain.ingest.Severity;
import dev.signalcraft.domain.json.WireName;
import dev.signalcraft.domain.monitor.Series;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The events of an objective: its budget burns too fast, at another level, no longer. */
final class BurnAlerts {
  private static final String SOURCE = "signalcraft";
  private static final MathContext DIGITS = new MathContext(4);

  private final Series series;
  private final Workspace workspace;
  private final long close;

  BurnAlerts(Series series, Workspace workspace, long close) {
    this.series = series;
    this.workspace = workspace;
    this.close = close;
  }

  /**
   * What an evaluation found.
   *
   * @param worst that fires; null for the end
   */
  AlertEvent event(Standing standing, @Nullable BurnRate worst) {
    Objective objective = standing.objective();
    String name = series.monitor() + ", " + objective.name();
    EventDraft draft =
        worst == null
            ? draft(objective.name(), null, name + ": the error budget no longer burns too fast")
            : draft(
                objective.name(),
                worst.severity(),
                "%s: the error budget burns %s times too fast"
                    .formatted(name, number(standing.rate(worst.longMillis()))));
    return built(
        draft
            .message(message(standing, worst))
            .link(standing.slo().runbook())
            .tag("service", standing.slo().service())
            .tag("target", objective.target().toPlainString())
            .tag("runbook", standing.slo().runbook()));
  }

  /** The end of what fired, because it is no longer judged. */
  AlertEvent ended(String objective, String why) {
    return built(draft(objective, null, series.monitor() + ", " + objective + ": " + why));
  }

  private EventDraft draft(String objective, @Nullable Severity severity, String title) {
    String state = severity == null ? "resolved" : WireName.of(severity);
    EventDraft draft =
        new EventDraft(series.workspace(), SOURCE, close)
            .by(workspace)
            .sourceEventId(
                GroupKey.hash("slo", series.id(), objective, Long.toString(close), state))
            .project(series.project())
            .environment(series.environment())
            .fingerprint(GroupKey.hash("slo", series.id(), objective))
            .type(EventType.PERFORMANCE)
            .severity(severity == null ? Severity.LOW : severity)
            .status(severity == null ? EventStatus.RESOLVED : EventStatus.FIRING)
            .lifecycle(Lifecycle.STATEFUL)
            .title(title)
            .occurredAt(Instant.ofEpochMilli(close - series.shape().delayMillis()));
    series.labels().forEach(draft::tag);
    return draft.tag("slo", series.monitor()).tag("objective", objective);
  }

  private static String message(Standing standing, @Nullable BurnRate worst) {
    Objective.Slices slices = standing.objective().slices();
    String what = slices == null ? "events" : "slices of " + Spans.text(slices.millis());
    StringBuilder text = new StringBuilder();
    if (worst != null) {
      line(text, standing, worst, worst.longMillis(), what);
      if (worst.shortMillis() > 0) {
        line(text, standing, worst, worst.shortMillis(), what);
      }
    }
    return text.append("Left of the error budget: ")
        .append(number(100 * standing.left()))
        .append(" %.")
        .toString();
  }

  private static void line(
      StringBuilder text, Standing standing, BurnRate rate, long window, String what) {
    Counts counts = standing.totals().of(window);
    text.append(Spans.text(window)).append(": ");
    text.append(Math.max(0, counts.bad())).append(" of ").append(counts.total());
    text.append(' ').append(what).append(" were bad, ");
    text.append(number(standing.rate(window))).append(" times what the target allows (limit ");
    text.append(rate.factor().toPlainString()).append(").\n");
  }

  private static String number(double value) {
    if (!Double.isFinite(value)) {
      return "none";
    }
    return value == 0
        ? "0"
        : BigDecimal.valueOf(value).round(DIGITS).stripTrailingZeros().toPlainString();
  }

  private static AlertEvent built(EventDraft draft) {
    try {
      return draft.build();
    } catch (Rejection e) {
      throw new IllegalStateException("an objective's alert has a title", e);
    }
  }
}
