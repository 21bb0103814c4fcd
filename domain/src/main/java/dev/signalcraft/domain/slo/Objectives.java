// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.slo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalcraft.domain.config.SpecReader;
import dev.signalcraft.domain.grouping.GroupKey;
import dev.signalcraft.domain.ingest.AlertEvent;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the objectives of an SLO and what hangs on them. */
final class Objectives {
  private static final int MOST = 8;
  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);
  private static final int MAX_DIGITS = 10;
  private static final Pattern MINUTES = Pattern.compile("\\d{1,2}");

  private final List<SloSpec.Objective> given;
  private final Indicator indicator;
  private final boolean timeslices;
  private final List<AlertPolicies.Placed> policies;
  private final long minEvents;

  Objectives(SloSpec spec, TimeWindow window, long minEvents) {
    given = SpecReader.list(spec.objectives(), "spec.objectives", MOST);
    if (given.isEmpty()) {
      throw new IllegalArgumentException("spec.objectives: give at least one");
    }
    if (spec.indicator() != null) {
      Slo.requireForm(
          spec.indicator().apiVersion(), spec.indicator().kind(), "SLI", "spec.indicator");
    }
    indicator = Indicator.read(spec.indicator(), given.get(0));
    String method = spec.budgetingMethod() == null ? "" : spec.budgetingMethod();
    if (!method.equals("Occurrences") && !method.equals("Timeslices")) {
      throw new IllegalArgumentException("spec.budgetingMethod: write Occurrences or Timeslices");
    }
    timeslices = method.equals("Timeslices");
    if (indicator.op() != null && given.size() > 1) {
      throw new IllegalArgumentException("spec.objectives: one, where there is a thresholdMetric");
    }
    policies = AlertPolicies.read(spec.alertPolicies(), window);
    this.minEvents = minEvents;
  }

  Indicator indicator() {
    return indicator;
  }

  boolean timeslices() {
    return timeslices;
  }

  /** What of a document says which events are counted, and how. */
  String counting(@Nullable JsonNode spec) {
    StringBuilder counting = new StringBuilder();
    if (spec != null) {
      JsonNode body = spec.path("indicator").path("spec");
      counting.append(body.path("ratioMetric")).append(body.path("thresholdMetric"));
    }
    for (SloSpec.Objective objective : given) {
      if (indicator.op() != null || timeslices) {
        counting.append(';').append(objective.op()).append(objective.value());
        counting.append(objective.timeSliceTarget()).append(objective.timeSliceWindow());
      }
    }
    return GroupKey.hash(counting.toString());
  }

  List<Objective> read() {
    List<Objective> objectives = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (SloSpec.Objective one : given) {
      Objective objective = objective(one, "spec.objectives[" + objectives.size() + "]");
      if (!names.add(objective.name())) {
        throw new IllegalArgumentException(
            "spec.objectives[%d].displayName: each needs its own".formatted(objectives.size()));
      }
      objectives.add(objective);
    }
    return objectives;
  }

  private Objective objective(SloSpec.Objective one, String place) {
    Slo.refuse(one.indicator(), place + ".indicator", "an SLO has one indicator");
    Slo.refuse(one.indicatorRef(), place + ".indicatorRef", "an SLO has one indicator");
    Slo.refuse(one.compositeWeight(), place + ".compositeWeight", "write an SLO for each");
    if (indicator.op() == null && (one.op() != null || one.value() != null)) {
      throw new IllegalArgumentException(
          place + ": op and value are for a thresholdMetric; say in good or bad what is so");
    }
    BigDecimal target = target(one, place);
    Objective.@Nullable Slices slices = slices(one, place);
    for (AlertPolicies.Placed policy : policies) {
      policy.rate().requireReachable(target, policy.place());
      if (slices != null) {
        requireSlices(policy, slices);
      }
    }
    return new Objective(
        name(one, target, place),
        target,
        slices,
        policies.stream().map(AlertPolicies.Placed::rate).toList());
  }

  private static BigDecimal target(SloSpec.Objective one, String place) {
    BigDecimal percent = one.targetPercent();
    if ((one.target() == null) == (percent == null)) {
      throw new IllegalArgumentException(place + ": give either target or targetPercent");
    }
    BigDecimal target = percent == null ? one.target() : percent.divide(HUNDRED);
    if (target == null
        || target.signum() <= 0
        || target.compareTo(BigDecimal.ONE) >= 0
        || target.scale() > MAX_DIGITS) {
      throw new IllegalArgumentException(
          percent == null
              ? place + ".target: above 0 and below 1, such as 0.999"
              : place + ".targetPercent: above 0 and below 100, such as 99.9");
    }
    return target;
  }

  private static String name(SloSpec.Objective one, BigDecimal target, String place) {
    String name = one.displayName();
    if (name == null) {
      return target.multiply(HUNDRED).stripTrailingZeros().toPlainString() + "%";
    }
    if (name.isBlank() || name.length() > AlertEvent.MAX_NAME) {
      throw new IllegalArgumentException(
          place + ".displayName: 1 to " + AlertEvent.MAX_NAME + " characters");
    }
    return name.strip();
  }

  private Objective.@Nullable Slices slices(SloSpec.Objective one, String place) {
    Double target = one.timeSliceTarget();
    String window = one.timeSliceWindow();
    if (!timeslices) {
      if (target != null || window != null) {
        throw new IllegalArgumentException(
            place + ".timeSliceTarget, timeSliceWindow: only with budgetingMethod: Timeslices");
      }
      return null;
    }
    if (target == null || !(target > 0 && target <= 1)) {
      throw new IllegalArgumentException(place + ".timeSliceTarget: above 0, at most 1");
    }
    boolean minutes = window != null && MINUTES.matcher(window).matches();
    long millis =
        Spans.millis(
            minutes ? window + "m" : window, place + ".timeSliceWindow", Spans.MINUTE, Spans.HOUR);
    if (Spans.HOUR % millis != 0) {
      throw new IllegalArgumentException(
          place + ".timeSliceWindow: a part of an hour, such as 1m, 5m or 15m");
    }
    return new Objective.Slices(millis, target);
  }

  private void requireSlices(AlertPolicies.Placed policy, Objective.Slices slices) {
    BurnRate rate = policy.rate();
    long shortest = rate.shortMillis() == 0 ? rate.longMillis() : rate.shortMillis();
    if (shortest < slices.millis()) {
      throw new IllegalArgumentException(
          "%s: its window of %s is shorter than a slice of %s"
              .formatted(policy.place(), Spans.text(shortest), Spans.text(slices.millis())));
    }
    if (rate.longMillis() / slices.millis() < minEvents) {
      throw new IllegalArgumentException(
          "%s: %s hold fewer slices than minEvents, which is %d"
              .formatted(policy.place(), Spans.text(rate.longMillis()), minEvents));
    }
  }
}
