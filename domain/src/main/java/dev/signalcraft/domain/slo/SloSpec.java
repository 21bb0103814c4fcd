// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.slo;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The spec of an SLO as OpenSLO v1 writes it. A {@link JsonNode} is a part of OpenSLO that is not
 * supported, known only to be refused by its name; {@code signalcraft} is ours.
 */
record SloSpec(
    @Nullable String description,
    @Nullable String service,
    @Nullable Inline<IndicatorBody> indicator,
    @Nullable JsonNode indicatorRef,
    @Nullable List<@Nullable Window> timeWindow,
    @Nullable String budgetingMethod,
    @Nullable List<@Nullable Objective> objectives,
    @Nullable List<@Nullable Policy> alertPolicies,
    @Nullable Own signalcraft) {

  /** A document within the document. */
  record Inline<T>(
      @Nullable String apiVersion,
      @Nullable String kind,
      @Nullable Meta metadata,
      @Nullable T spec) {}

  record Meta(@Nullable String name, @Nullable String displayName) {}

  record IndicatorBody(
      @Nullable String description,
      @Nullable Metric thresholdMetric,
      @Nullable Ratio ratioMetric) {}

  record Ratio(
      @Nullable Boolean counter,
      @Nullable Metric good,
      @Nullable Metric bad,
      @Nullable Metric total,
      @Nullable JsonNode raw,
      @Nullable JsonNode rawType) {}

  record Metric(@Nullable MetricSource metricSource) {}

  record MetricSource(
      @Nullable JsonNode metricSourceRef, @Nullable String type, @Nullable Selected spec) {}

  record Selected(
      @Nullable String name, @Nullable List<@Nullable String> names, @Nullable String when) {}

  record Window(
      @Nullable String duration, @Nullable Boolean isRolling, @Nullable CalendarSpec calendar) {}

  record CalendarSpec(@Nullable String startTime, @Nullable String timeZone) {}

  record Objective(
      @Nullable String displayName,
      @Nullable String op,
      @Nullable Double value,
      @Nullable BigDecimal target,
      @Nullable BigDecimal targetPercent,
      @Nullable Double timeSliceTarget,
      @Nullable String timeSliceWindow,
      @Nullable JsonNode indicator,
      @Nullable JsonNode indicatorRef,
      @Nullable JsonNode compositeWeight) {}

  record Policy(
      @Nullable String alertPolicyRef,
      @Nullable String apiVersion,
      @Nullable String kind,
      @Nullable Meta metadata,
      @Nullable PolicyBody spec) {}

  record PolicyBody(
      @Nullable String description,
      @Nullable Boolean alertWhenNoData,
      @Nullable Boolean alertWhenResolved,
      @Nullable Boolean alertWhenBreaching,
      @Nullable List<@Nullable Condition> conditions,
      @Nullable List<@Nullable JsonNode> notificationTargets) {}

  record Condition(
      @Nullable JsonNode conditionRef,
      @Nullable String apiVersion,
      @Nullable String kind,
      @Nullable Meta metadata,
      @Nullable ConditionBody spec) {}

  record ConditionBody(
      @Nullable String description, @Nullable String severity, @Nullable Burn condition) {}

  /**
   * A burn rate.
   *
   * @param shortWindow ours: the second window
   */
  record Burn(
      @Nullable String kind,
      @Nullable String op,
      @Nullable BigDecimal threshold,
      @Nullable String lookbackWindow,
      @Nullable String alertAfter,
      @Nullable String shortWindow) {}

  /** What OpenSLO has no word for. */
  record Own(
      @Nullable Boolean enabled,
      @Nullable List<@Nullable String> groupBy,
      @Nullable Long minEvents,
      @Nullable String delay,
      @Nullable String correctFor,
      @Nullable String runbook) {
    static final Own NONE = new Own(null, null, null, null, null, null);
  }
}
