// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.slo;

import dev.signalcraft.domain.ingest.MetricSample;
import dev.signalcraft.domain.monitor.Comparison;
import dev.signalcraft.domain.monitor.Select;
import org.jspecify.annotations.Nullable;

/**
 * Which events an objective counts, and which of them are bad.
 *
 * @param total all of them
 * @param part the good or the bad ones; null where the value of each decides
 * @param partIsBad whether {@code part} is the bad ones
 * @param op how the value of a good one stands to {@code value}; null where that does not decide
 */
public record Indicator(
    Select total, @Nullable Select part, boolean partIsBad, @Nullable Comparison op, double value) {
  private static final String PLACE = "spec.indicator.spec";
  private static final String OWN_TYPE = "signalcraft";

  static Indicator read(
      SloSpec.@Nullable Inline<SloSpec.IndicatorBody> given, SloSpec.Objective objective) {
    SloSpec.IndicatorBody body = given == null ? null : given.spec();
    if (body == null || (body.ratioMetric() == null) == (body.thresholdMetric() == null)) {
      throw new IllegalArgumentException(PLACE + ": give either ratioMetric or thresholdMetric");
    }
    SloSpec.Ratio ratio = body.ratioMetric();
    if (ratio == null) {
      Select select = select(body.thresholdMetric(), PLACE + ".thresholdMetric");
      Comparison op = op(objective.op(), "spec.objectives[0].op");
      Double value = objective.value();
      if (op == null || value == null || !Double.isFinite(value)) {
        throw new IllegalArgumentException(
            "spec.objectives[0]: a thresholdMetric needs op (lte, lt, gte or gt) and value");
      }
      return new Indicator(select, null, false, op, value);
    }
    String place = PLACE + ".ratioMetric";
    Slo.refuse(ratio.raw(), place + ".raw", "give good or bad, and total");
    Slo.refuse(ratio.rawType(), place + ".rawType", "give good or bad, and total");
    if (Boolean.TRUE.equals(ratio.counter())) {
      throw new IllegalArgumentException(
          place + ".counter: growing counters are not supported; each sample is one event");
    }
    if ((ratio.good() == null) == (ratio.bad() == null)) {
      throw new IllegalArgumentException(place + ": give either good or bad, and total");
    }
    return new Indicator(
        select(ratio.total(), place + ".total"),
        ratio.good() == null
            ? select(ratio.bad(), place + ".bad")
            : select(ratio.good(), place + ".good"),
        ratio.good() == null,
        null,
        0);
  }

  private static Select select(SloSpec.@Nullable Metric metric, String metricPlace) {
    String place = metricPlace + ".metricSource";
    if (metric == null || metric.metricSource() == null) {
      throw new IllegalArgumentException(place + ": say which samples, such as spec: {name: …}");
    }
    SloSpec.MetricSource source = metric.metricSource();
    Slo.refuse(source.metricSourceRef(), place + ".metricSourceRef", "samples come by themselves");
    if (source.type() != null && !source.type().equals(OWN_TYPE)) {
      throw new IllegalArgumentException(place + ".type: write " + OWN_TYPE);
    }
    SloSpec.Selected spec = source.spec();
    if (spec == null) {
      throw new IllegalArgumentException(place + ".spec: give a name, names or when");
    }
    return Select.ofMetrics(spec.name(), spec.names(), spec.when(), place + ".spec");
  }

  /** Null where none is given. */
  static @Nullable Comparison op(@Nullable String word, String place) {
    if (word == null) {
      return null;
    }
    return switch (word) {
      case "lte" -> Comparison.AT_MOST;
      case "lt" -> Comparison.BELOW;
      case "gte" -> Comparison.AT_LEAST;
      case "gt" -> Comparison.ABOVE;
      default -> throw new IllegalArgumentException(place + ": write lte, lt, gte or gt");
    };
  }

  /** Whether one that counts by its value is bad. */
  boolean isBad(MetricSample sample) {
    return op != null && !op.holds(sample.value(), value);
  }
}
