// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.monitor;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a series measured over a range: its panes merged, so that a quantile is one of all samples
 * and no mean of quantiles.
 *
 * @param series its id
 * @param windowMillis the length of its panes
 * @param from begin of the first pane with samples
 * @param until end of the last one
 * @param windows how many panes there are
 * @param quantiles by q as it was asked for, within 1 %
 */
public record MetricRange(
    String series,
    String monitor,
    String metric,
    String project,
    String environment,
    @Nullable String unit,
    Map<String, String> labels,
    long windowMillis,
    Instant from,
    Instant until,
    long windows,
    long count,
    long errors,
    double min,
    double max,
    double sum,
    Map<String, Double> quantiles) {}
