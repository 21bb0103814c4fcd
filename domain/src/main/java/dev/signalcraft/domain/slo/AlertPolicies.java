// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.slo;

import dev.signalcraft.domain.config.Nearest;
import dev.signalcraft.domain.config.SpecReader;
import dev.signalcraft.domain.ingest.Severity;
import dev.signalcraft.domain.monitor.Comparison;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the alert policies of an SLO: burn rates, written out or by the name of a recipe. */
final class AlertPolicies {
  private static final int MOST = 16;
  private static final long LONGEST = 30 * Spans.DAY;
  private static final BigDecimal HIGHEST = BigDecimal.valueOf(1_000_000);

  private AlertPolicies() {}

  /**
   * A burn rate and where it was asked for.
   *
   * @param place of it in the document
   */
  record Placed(String place, BurnRate rate) {}

  static List<Placed> read(@Nullable List<SloSpec.@Nullable Policy> given, TimeWindow window) {
    List<Placed> rates = new ArrayList<>();
    if (given == null) {
      addRecipe(Recipe.USUAL, window, "spec.alertPolicies", rates);
    }
    int n = 0;
    for (SloSpec.Policy policy : SpecReader.list(given, "spec.alertPolicies", MOST)) {
      String place = "spec.alertPolicies[" + n++ + "]";
      if (policy.alertPolicyRef() == null) {
        rates.add(written(policy, place));
      } else {
        addRecipe(policy.alertPolicyRef(), window, place + ".alertPolicyRef", rates);
      }
    }
    if (rates.size() > MOST) {
      throw new IllegalArgumentException("spec.alertPolicies: more than " + MOST + " burn rates");
    }
    return rates;
  }

  private static void addRecipe(String name, TimeWindow window, String place, List<Placed> rates) {
    Recipe recipe = Recipe.ALL.get(name);
    if (recipe == null) {
      throw new IllegalArgumentException(
          "%s: no such policy; did you mean %s?"
              .formatted(place, Nearest.of(name, Recipe.ALL.keySet().stream().sorted().toList())));
    }
    for (BurnRate rate : recipe.rates(window.nominalMillis(), place)) {
      rates.add(new Placed(place, rate));
    }
  }

  private static Placed written(SloSpec.Policy policy, String at) {
    Slo.requireForm(policy.apiVersion(), policy.kind(), "AlertPolicy", at);
    SloSpec.PolicyBody body = policy.spec();
    if (body == null) {
      throw new IllegalArgumentException(at + ": give spec or alertPolicyRef");
    }
    String place = at + ".spec";
    if (Boolean.TRUE.equals(body.alertWhenNoData())) {
      throw new IllegalArgumentException(
          place + ".alertWhenNoData: not supported; a Monitor watches for absence");
    }
    if (Boolean.FALSE.equals(body.alertWhenBreaching())) {
      throw new IllegalArgumentException(place + ".alertWhenBreaching: only true is supported");
    }
    if (Boolean.FALSE.equals(body.alertWhenResolved())) {
      throw new IllegalArgumentException(
          place + ".alertWhenResolved: routing rules decide (sendResolved)");
    }
    if (body.notificationTargets() != null && !body.notificationTargets().isEmpty()) {
      throw new IllegalArgumentException(
          place + ".notificationTargets: not supported; routing rules decide who is told");
    }
    List<SloSpec.Condition> conditions =
        SpecReader.list(body.conditions(), place + ".conditions", 1);
    if (conditions.isEmpty()) {
      throw new IllegalArgumentException(place + ".conditions: give one");
    }
    return new Placed(at, condition(conditions.get(0), place + ".conditions[0]"));
  }

  private static BurnRate condition(SloSpec.Condition condition, String at) {
    Slo.refuse(condition.conditionRef(), at + ".conditionRef", "write the condition here");
    Slo.requireForm(condition.apiVersion(), condition.kind(), "AlertCondition", at);
    SloSpec.ConditionBody body = condition.spec();
    SloSpec.Burn burn = body == null ? null : body.condition();
    if (body == null || burn == null) {
      throw new IllegalArgumentException(at + ".spec: give severity and condition");
    }
    String place = at + ".spec.condition";
    if (burn.kind() != null && !burn.kind().equals("burnrate")) {
      throw new IllegalArgumentException(place + ".kind: write burnrate");
    }
    Comparison op = Indicator.op(burn.op() == null ? "gt" : burn.op(), place + ".op");
    if (op != Comparison.ABOVE && op != Comparison.AT_LEAST) {
      throw new IllegalArgumentException(place + ".op: write gt or gte");
    }
    BigDecimal factor = burn.threshold();
    if (factor == null || factor.signum() <= 0 || factor.compareTo(HIGHEST) > 0) {
      throw new IllegalArgumentException(place + ".threshold: give a number above 0");
    }
    long longer =
        Spans.millis(burn.lookbackWindow(), place + ".lookbackWindow", Spans.MINUTE, LONGEST);
    long shorter =
        burn.shortWindow() == null
            ? 0
            : Spans.millis(burn.shortWindow(), place + ".shortWindow", Spans.MINUTE, LONGEST);
    if (shorter >= longer) {
      throw new IllegalArgumentException(place + ".shortWindow: shorter than lookbackWindow");
    }
    long after =
        burn.alertAfter() == null
            ? 0
            : Spans.millis(burn.alertAfter(), place + ".alertAfter", 0, Spans.DAY);
    return new BurnRate(
        severity(body.severity(), at + ".spec.severity"),
        longer,
        shorter,
        factor,
        op,
        (int) Math.max(1, after / Spans.MINUTE));
  }

  private static Severity severity(@Nullable String word, String place) {
    Severity severity =
        switch (word == null ? "" : word) {
          case "page" -> Severity.CRITICAL;
          case "ticket" -> Severity.MEDIUM;
          default -> word == null ? null : Severity.parse(word);
        };
    if (severity == null) {
      throw new IllegalArgumentException(place + ": critical (page), high, medium (ticket) or low");
    }
    return severity;
  }
}
