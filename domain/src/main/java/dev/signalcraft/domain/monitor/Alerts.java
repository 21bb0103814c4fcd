// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.monitor;

import dev.signalcraft.domain.config.Workspace;
import dev.signalcraft.domain.grouping.GroupKey;
import dev.signalcraft.domain.ingest.AlertEvent;
import dev.signalcraft.domain.ingest.EventDraft;
import dev.signalcraft.domain.ingest.EventStatus;
import dev.signalcraft.domain.ingest.Lifecycle;
import dev.signalcraft.domain.ingest.Rejection;
import dev.signalcraft.domain.ingest.Severity;
import dev.signalcraft.domain.json.WireName;
import dev.signalcraft.domain.json.WireTime;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The events of a series: it fires, fires at another level, is over. */
final class Alerts {
  /** The source of all alerts that we make ourselves. */
  static final String SOURCE = "signalcraft";

  /** The tag that names the monitor. */
  static final String MONITOR = "monitor";

  private static final MathContext DIGITS = new MathContext(4);

  private final Series series;
  private final Workspace workspace;
  private final long close;

  Alerts(Series series, Workspace workspace, long close) {
    this.series = series;
    this.workspace = workspace;
    this.close = close;
  }

  /** What a window made of a monitor; a null severity ends it. */
  AlertEvent event(Monitor monitor, Pane window, @Nullable Severity severity, boolean absent) {
    Annotations annotations = monitor.annotations();
    Filling filling = new Filling(monitor, window, severity);
    String message =
        annotations.message() == null ? null : annotations.message().fill(filling::value);
    String title =
        absent && severity != null
            ? series.monitor() + ": no data"
            : annotations.title().fill(filling::value);
    EventDraft draft =
        draft(severity, title)
            .type(monitor.type())
            .message(severity == null ? message : joined(message, worst(monitor, window)))
            .link(annotations.runbook())
            .tag("measure", monitor.measure().toString())
            .tag("runbook", annotations.runbook());
    return built(draft);
  }

  /** The end of what fired, because nobody watches it any more. */
  AlertEvent ended(String why) {
    return built(draft(null, series.monitor() + ": " + why));
  }

  private EventDraft draft(@Nullable Severity severity, String title) {
    String state = severity == null ? "resolved" : WireName.of(severity);
    EventDraft draft =
        new EventDraft(series.workspace(), SOURCE, close)
            .by(workspace)
            .sourceEventId(GroupKey.hash(series.id(), Long.toString(close), state))
            .project(series.project())
            .environment(series.environment())
            .fingerprint(series.id())
            .severity(severity == null ? Severity.LOW : severity)
            .status(severity == null ? EventStatus.RESOLVED : EventStatus.FIRING)
            .lifecycle(Lifecycle.STATEFUL)
            .title(title.isBlank() ? series.monitor() : title)
            .occurredAt(Instant.ofEpochMilli(close - series.shape().delayMillis()));
    series.labels().forEach(draft::tag);
    return draft
        .tag(MONITOR, series.monitor())
        .tag("metric", series.metric())
        .tag("unit", series.unit());
  }

  static AlertEvent built(EventDraft draft) {
    try {
      return draft.build();
    } catch (Rejection e) {
      throw new IllegalStateException("a monitor's alert has a title", e);
    }
  }

  private static @Nullable String joined(@Nullable String message, String worst) {
    if (worst.isEmpty()) {
      return message;
    }
    return message == null ? worst : message + "\n\n" + worst;
  }

  private String worst(Monitor monitor, Pane window) {
    boolean events = monitor.select().stream() == Select.Stream.EVENTS;
    List<WorstSample> samples = window.worst();
    StringBuilder text = new StringBuilder();
    for (WorstSample sample : samples) {
      text.append(text.isEmpty() ? events ? "Events:" : "Worst samples:" : "").append('\n');
      if (!events) {
        text.append(number(sample.value()));
        text.append(series.unit() == null ? "" : " " + series.unit()).append(" at ");
      }
      text.append(WireTime.format(Instant.ofEpochMilli(sample.occurredAt())));
      text.append(sample.tags().isEmpty() ? "" : ": " + sample.tags());
    }
    return text.toString();
  }

  static String number(double value) {
    if (!Double.isFinite(value)) {
      return "none";
    }
    return value == 0
        ? "0"
        : BigDecimal.valueOf(value).round(DIGITS).stripTrailingZeros().toPlainString();
  }

  /** What a template may name. */
  private final class Filling {
    private final Monitor monitor;
    private final Pane window;
    private final @Nullable Severity severity;
    private final Monitor.@Nullable Level level;

    Filling(Monitor monitor, Pane window, @Nullable Severity severity) {
      this.monitor = monitor;
      this.window = window;
      this.severity = severity;
      Monitor.Level shown = null;
      for (Monitor.Level one : monitor.levels()) {
        shown = shown == null || one.severity() == severity ? one : shown;
      }
      this.level = shown;
    }

    String value(String name) {
      return switch (name) {
        case MONITOR -> series.monitor();
        case "metric" -> series.metric();
        case "measure" -> monitor.measure().toString();
        case "value" -> number(monitor.measure().of(window, monitor.windowMillis()));
        case "unit" -> series.unit() == null ? "" : String.valueOf(series.unit());
        case "op" -> level == null ? "" : level.op().sign();
        case "threshold" -> level == null ? "" : number(level.threshold());
        case "severity" -> severity == null ? "" : WireName.of(severity);
        case "window" -> Duration.ofMillis(monitor.windowMillis()).toMinutes() + "m";
        case "count" -> Long.toString(window.count());
        case "errors" -> Long.toString(window.errors());
        case "project" -> series.project();
        case "environment" -> series.environment();
        default -> series.labels().getOrDefault(name.substring("tags.".length()), "");
      };
    }
  }
}
