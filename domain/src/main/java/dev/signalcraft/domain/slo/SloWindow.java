// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.slo;

import dev.signalcraft.domain.ingest.Severity;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How an objective stands at a close. Of one hour the newest holds.
 *
 * @param series the id of the series
 * @param labels the tags that the series is grouped by
 * @param hour in which the last minute lies that is counted, by its begin
 * @param windowStart the time window of the objective is {@code [windowStart, windowEnd)}
 * @param windowEnd the end of the last minute that is counted
 * @param closedAt log time: exactly the samples that had arrived by then are counted
 * @param bad events, or slices of time
 * @param total events, or slices of time
 * @param target the part that must be good
 * @param budgetLeft of the error budget: 1 untouched, 0 used up, less than 0 overspent
 * @param burnRates by window, such as {@code 1h}: how many times as fast as allowed; absent where
 *     nothing was counted
 * @param severity what fires; null for nothing
 */
public record SloWindow(
    String workspace,
    String slo,
    String service,
    String objective,
    String series,
    String project,
    String environment,
    Map<String, String> labels,
    Instant hour,
    Instant windowStart,
    Instant windowEnd,
    Instant closedAt,
    long bad,
    long total,
    double target,
    double budgetLeft,
    Map<String, Double> burnRates,
    @Nullable Severity severity) {
  public SloWindow {
    Objects.requireNonNull(workspace, "workspace");
    Objects.requireNonNull(slo, "slo");
    Objects.requireNonNull(objective, "objective");
    Objects.requireNonNull(series, "series");
    Objects.requireNonNull(hour, "hour");
    Objects.requireNonNull(windowStart, "windowStart");
    Objects.requireNonNull(windowEnd, "windowEnd");
    Objects.requireNonNull(closedAt, "closedAt");
    service = service == null ? "" : service;
    project = project == null ? "" : project;
    environment = environment == null ? "" : environment;
    labels = labels == null ? Map.of() : labels;
    burnRates = burnRates == null ? Map.of() : burnRates;
  }
}
