// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.bench.grouping;

import dev.signalcraft.bench.Spread;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Records per second of each variant and what they took of the CPUs, round by round. */
final class Rates {
  private final Map<Variant, double[]> measured = new EnumMap<>(Variant.class);
  private final Map<Variant, double[]> cpuMicros = new EnumMap<>(Variant.class);

  /** For so many rounds of these. */
  Rates(List<Variant> variants, int rounds) {
    for (Variant variant : variants) {
      measured.put(variant, new double[rounds]);
      cpuMicros.put(variant, new double[rounds]);
    }
  }

  /** What a variant reached in a round, counted from 0. */
  void set(Variant variant, int round, double recordsPerSecond, double cpuMicrosEach) {
    of(measured, variant)[round] = recordsPerSecond;
    of(cpuMicros, variant)[round] = cpuMicrosEach;
  }

  /** A line of the table for each variant. */
  List<AlertsReport.Rate> spreads() {
    List<AlertsReport.Rate> spreads = new ArrayList<>();
    measured.forEach(
        (variant, values) ->
            spreads.add(
                new AlertsReport.Rate(
                    variant.letter(),
                    variant.title(),
                    Spread.of(values),
                    Spread.of(of(cpuMicros, variant)))));
    return spreads;
  }

  /** The ratios of two variants, each of one round. */
  Spread ratio(Variant of, Variant to) {
    return ratio(of(measured, of), of(measured, to));
  }

  /** The ratios of how many records a second of CPU is enough for. */
  Spread cpuRatio(Variant of, Variant to) {
    return ratio(of(cpuMicros, to), of(cpuMicros, of));
  }

  private static Spread ratio(double[] of, double[] to) {
    double[] ratios = new double[of.length];
    for (int i = 0; i < ratios.length; i++) {
      ratios[i] = of[i] / to[i];
    }
    return Spread.of(ratios);
  }

  private static double[] of(Map<Variant, double[]> values, Variant variant) {
    return Objects.requireNonNull(values.get(variant));
  }
}
