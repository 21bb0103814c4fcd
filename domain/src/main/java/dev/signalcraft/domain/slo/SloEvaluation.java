// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.slo;

import dev.signalcraft.domain.config.Workspace;
import dev.signalcraft.domain.ingest.AlertEvent;
import dev.signalcraft.domain.ingest.Severity;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Judges the objectives of an SLO minute by minute. At a close it reads exactly the samples whose
 * log time is at or before it, so the same log gives the same rows and alerts.
 */
public final class SloEvaluation {
  /** What fires ends after so long without any event. */
  static final long QUIET_MILLIS = Spans.DAY;

  /** Takes what an evaluation says. */
  public interface Outputs {
    /** How an objective stands: with what is new, at another level, and at each full hour. */
    void window(SloWindow row);

    /** What burns, and what no longer does. */
    void alert(AlertEvent event);
  }

  private SloEvaluation() {}

  /**
   * Judges what closes at a log time.
   *
   * @param slo in force at that time; null for none
   * @return when the next close is; {@link Long#MAX_VALUE} when the series is over and its state
   *     can go
   */
  public static long close(
      SloState state, @Nullable Slo slo, Workspace workspace, long close, Outputs out) {
    long next = close + state.series().shape().stepMillis();
    boolean filled = !state.waiting.isEmpty() && state.waiting.firstKey() <= close;
    BurnAlerts alerts = new BurnAlerts(state.series(), workspace, close);
    state.evaluatedAt = close;
    state.lastFilled = filled ? close : state.lastFilled;
    if (slo == null || !slo.enabled() || !slo.shape().equals(state.series().shape())) {
      state.waiting.headMap(close, true).clear();
      end(state, Set.of(), alerts, "no longer watched", out);
      return state.waiting.isEmpty() ? Long.MAX_VALUE : next;
    }
    take(state, slo, close);
    endDropped(state, slo, alerts, out);
    long longest = longest(slo);
    long quiet = close - state.lastFilled;
    if (state.waiting.isEmpty() && quiet >= Math.max(QUIET_MILLIS, longest)) {
      end(state, Set.of(), alerts, "no events for " + Spans.text(quiet), out);
      return Long.MAX_VALUE;
    }
    judge(state, slo, alerts, filled, out);
    return next;
  }

  private static long longest(Slo slo) {
    long longest = slo.window().longestMillis();
    for (Objective objective : slo.objectives()) {
      for (BurnRate rate : objective.burnRates()) {
        longest = Math.max(longest, rate.longMillis());
      }
    }
    return longest;
  }

  private static void take(SloState state, Slo slo, long close) {
    if (state.counted.isEmpty()) {
      int budgets = slo.timeslices() ? slo.objectives().size() : 1;
      for (int i = 0; i < budgets; i++) {
        state.counted.add(new Counted(slo.objectives().get(i).slices()));
      }
    }
    while (!state.waiting.isEmpty() && state.waiting.firstKey() <= close) {
      TreeMap<Long, Counts> minutes =
          Objects.requireNonNull(state.waiting.pollFirstEntry()).getValue();
      for (Counted counted : state.counted) {
        for (Map.Entry<Long, Counts> minute : minutes.entrySet()) {
          counted.take(minute.getKey(), minute.getValue().bad(), minute.getValue().total());
        }
      }
    }
    long end = close - state.series().shape().delayMillis();
    long calendarBegin = slo.window().begin(end);
    for (int i = 0; i < state.counted.size(); i++) {
      Counted counted = state.counted.get(i);
      Objective.Slices slices = slo.objectives().get(i).slices();
      counted.judge(end, slo.correctMillis());
      counted
          .totals()
          .advance(
              end,
              lengths(slo),
              calendarBegin,
              slices == null ? Spans.MINUTE : slices.millis(),
              longest(slo));
    }
  }

  private static Set<Long> lengths(Slo slo) {
    Set<Long> lengths = new HashSet<>();
    lengths.add(slo.window().rollingMillis());
    for (Objective objective : slo.objectives()) {
      for (BurnRate rate : objective.burnRates()) {
        lengths.add(rate.longMillis());
        if (rate.shortMillis() > 0) {
          lengths.add(rate.shortMillis());
        }
      }
    }
    return lengths;
  }

  private static void judge(
      SloState state, Slo slo, BurnAlerts alerts, boolean filled, Outputs out) {
    long end = state.evaluatedAt - slo.delayMillis();
    boolean quiet = state.evaluatedAt - state.lastFilled >= QUIET_MILLIS;
    List<Objective> objectives = slo.objectives();
    for (int i = 0; i < objectives.size(); i++) {
      Objective objective = objectives.get(i);
      Totals totals = state.counted.get(slo.timeslices() ? i : 0).totals();
      Standing standing = Standing.of(slo, objective, totals, end);
      Burning burning = state.burning.computeIfAbsent(objective.name(), none -> new Burning());
      Severity before = burning.told;
      if (!quiet) {
        burning.told = burning.next(slo, objective, totals);
        if (burning.told != before) {
          out.alert(alerts.event(standing, burning.worst(objective)));
        }
      } else if (before != null) {
        out.alert(alerts.ended(objective.name(), "no events for " + Spans.text(QUIET_MILLIS)));
        burning.end();
      }
      if (filled || burning.told != before || end % Spans.HOUR == 0) {
        out.window(row(state, standing, burning.told));
      }
    }
  }

  private static void endDropped(SloState state, Slo slo, BurnAlerts alerts, Outputs out) {
    Set<String> names = new HashSet<>();
    slo.objectives().forEach(objective -> names.add(objective.name()));
    end(state, names, alerts, "no longer an objective", out);
  }

  /** Ends what fires but for that of some objectives. */
  private static void end(
      SloState state, Set<String> but, BurnAlerts alerts, String why, Outputs out) {
    for (Map.Entry<String, Burning> one : state.burning.entrySet()) {
      if (!but.contains(one.getKey()) && one.getValue().told != null) {
        out.alert(alerts.ended(one.getKey(), why));
      }
    }
    state.burning.keySet().retainAll(but);
  }

  private static SloWindow row(SloState state, Standing standing, @Nullable Severity severity) {
    long end = standing.end();
    return new SloWindow(
        state.series().workspace(),
        state.series().monitor(),
        standing.slo().service(),
        standing.objective().name(),
        state.series().id(),
        state.series().project(),
        state.series().environment(),
        state.series().labels(),
        Instant.ofEpochMilli(Math.floorDiv(end - 1, Spans.HOUR) * Spans.HOUR),
        Instant.ofEpochMilli(standing.from()),
        Instant.ofEpochMilli(end),
        Instant.ofEpochMilli(state.evaluatedAt),
        Math.max(0, standing.spent().bad()),
        standing.spent().total(),
        standing.objective().target().doubleValue(),
        standing.left(),
        standing.burnRates(),
        severity);
  }
}
