// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.bench.grouping;

import dev.signalcraft.bench.Spread;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Records per second of each variant, round by round. */
final class Rates {
  private final Map<Variant, double[]> measured = new EnumMap<>(Variant.class);

  /** For so many rounds. */
  Rates(int rounds) {
    for (Variant variant : Variant.values()) {
      measured.put(variant, new double[rounds]);
    }
  }

  /** What a variant reached in a round, counted from 0. */
  void set(Variant variant, int round, double recordsPerSecond) {
    of(variant)[round] = recordsPerSecond;
  }

  /** A line of the table for each variant. */
  List<AlertsReport.Rate> spreads() {
    List<AlertsReport.Rate> spreads = new ArrayList<>();
    measured.forEach(
        (variant, values) ->
            spreads.add(
                new AlertsReport.Rate(variant.letter(), variant.title(), Spread.of(values))));
    return spreads;
  }

  /** The ratios of two variants, each of one round. */
  Spread ratio(Variant of, Variant to) {
    double[] ratios = new double[of(of).length];
    for (int i = 0; i < ratios.length; i++) {
      ratios[i] = of(of)[i] / of(to)[i];
    }
    return Spread.of(ratios);
  }

  private double[] of(Variant variant) {
    return Objects.requireNonNull(measured.get(variant));
  }
}
