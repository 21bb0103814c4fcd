// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.slo;

import dev.signalcraft.domain.ingest.Severity;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which burn rates of an objective hold for how many evaluations, which of them fire, and what was
 * told of it. An evaluation that can say neither yes nor no leaves all as it is.
 */
final class Burning {
  private final TreeMap<String, Run> runs = new TreeMap<>();
  @Nullable Severity told;

  /** Evaluations in a row at which it held. */
  private record Run(int windows, boolean fires) {}

  /** What an evaluation finds. */
  private enum Finding {
    BURNS,
    DOES_NOT,
    TOO_LITTLE
  }

  /** Takes an evaluation; what fires after it, null for nothing. */
  @Nullable Severity next(Slo slo, Objective objective, Totals totals) {
    Set<String> known = new HashSet<>();
    Severity worst = null;
    for (BurnRate rate : objective.burnRates()) {
      String key = rate.key();
      known.add(key);
      Run run = runs.getOrDefault(key, new Run(0, false));
      Finding finding = find(slo, objective, rate, totals);
      if (finding == Finding.BURNS) {
        int windows = Math.min(run.windows() + 1, rate.windows());
        run = new Run(windows, run.fires() || windows >= rate.windows());
      } else if (finding == Finding.DOES_NOT) {
        run = new Run(0, false);
      }
      runs.put(key, run);
      if (run.fires() && (worst == null || rate.severity().worseThan(worst))) {
        worst = rate.severity();
      }
    }
    runs.keySet().retainAll(known);
    return worst;
  }

  private static Finding find(Slo slo, Objective objective, BurnRate rate, Totals totals) {
    double limit = rate.limit(objective.target());
    Counts longer = totals.of(rate.longMillis());
    Counts shorter = rate.shortMillis() == 0 ? longer : totals.of(rate.shortMillis());
    if (isBelow(longer, rate, limit) || isBelow(shorter, rate, limit)) {
      return Finding.DOES_NOT;
    }
    return longer.total() >= slo.minEvents() && shorter.total() > 0
        ? Finding.BURNS
        : Finding.TOO_LITTLE;
  }

  private static boolean isBelow(Counts counts, BurnRate rate, double limit) {
    return counts.total() > 0 && !rate.op().holds(counts.ratio(), limit);
  }

  /** What of it fires; null for nothing. */
  @Nullable BurnRate worst(Objective objective) {
    BurnRate worst = null;
    for (BurnRate rate : objective.burnRates()) {
      Run run = runs.get(rate.key());
      if (run != null
          && run.fires()
          && (worst == null || rate.severity().worseThan(worst.severity()))) {
        worst = rate;
      }
    }
    return worst;
  }

  /** Nothing fires any more. */
  void end() {
    runs.clear();
    told = null;
  }

  Burning copy() {
    Burning copy = new Burning();
    copy.runs.putAll(runs);
    copy.told = told;
    return copy;
  }

  void write(DataOutput out) throws IOException {
    out.writeInt(runs.size());
    for (Map.Entry<String, Run> run : runs.entrySet()) {
      out.writeUTF(run.getKey());
      out.writeInt(run.getValue().windows());
      out.writeBoolean(run.getValue().fires());
    }
    out.writeUTF(told == null ? "" : told.name());
  }

  static Burning read(DataInput in) throws IOException {
    Burning burning = new Burning();
    for (int count = in.readInt(); count > 0; count--) {
      burning.runs.put(in.readUTF(), new Run(in.readInt(), in.readBoolean()));
    }
    String told = in.readUTF();
    burning.told = told.isEmpty() ? null : Severity.valueOf(told);
    return burning;
  }
}
