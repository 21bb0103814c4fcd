// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.slo;

import java.util.Map;
import java.util.TreeMap;

/**
 * How an objective stands at the end of a minute.
 *
 * @param from where its time window begins
 * @param spent of what the window holds
 * @param left of its error budget
 */
record Standing(
    Slo slo, Objective objective, Totals totals, long from, long end, Counts spent, double left) {

  static Standing of(Slo slo, Objective objective, Totals totals, long end) {
    TimeWindow window = slo.window();
    Counts spent = totals.of(window.rollingMillis());
    Objective.Slices slices = objective.slices();
    // Of events nobody knows how many are to come; of slices everybody does.
    double all = slices == null ? spent.total() : (double) window.millis(end) / slices.millis();
    double left =
        spent.total() <= 0 ? 1 : 1 - Math.max(0, spent.bad()) / (all * objective.allowed());
    return new Standing(
        slo,
        objective,
        totals,
        totals.from(window.rollingMillis(), window.begin(end)),
        end,
        spent,
        left);
  }

  /** By window: how many times as fast as allowed the budget burns. */
  Map<String, Double> burnRates() {
    Map<String, Double> rates = new TreeMap<>();
    for (BurnRate rate : objective.burnRates()) {
      add(rates, rate.longMillis());
      if (rate.shortMillis() > 0) {
        add(rates, rate.shortMillis());
      }
    }
    return rates;
  }

  private void add(Map<String, Double> rates, long window) {
    double rate = rate(window);
    if (!Double.isNaN(rate)) {
      rates.put(Spans.text(window), rate);
    }
  }

  /** NaN where nothing was counted. */
  double rate(long window) {
    return totals.of(window).ratio() / objective.allowed();
  }
}
