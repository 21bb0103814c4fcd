// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.slo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalcraft.domain.ingest.MetricSample;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Generated traffic against an oracle that counts every window of every close anew from the raw
 * samples: disorder, gaps, duplicates and late data, with restores, over two days.
 */
class SloOracleTest {
  private static final long T0 = SloRun.T0;
  private static final long MINUTE = 60_000;
  private static final long HOUR = 60 * MINUTE;
  private static final long DELAY = 10_000;
  private static final long CORRECT = 20 * MINUTE;
  private static final int MINUTES = 50 * 60;
  private static final BigDecimal FACTOR = new BigDecimal("2.5");

  /** A burn rate, with what its windows are cut at. */
  private record Rate(String severity, int longer, int shorter, int after) {}

  private static final List<Rate> RATES =
      List.of(
          new Rate("critical", 30, 5, 2),
          new Rate("high", 190, 45, 1),
          new Rate("low", 1_800, 95, 3));

  private record Arrival(MetricSample sample, long logTime) {
    long minute() {
      return Math.floorDiv(sample.occurredAt().toEpochMilli(), MINUTE) * MINUTE;
    }

    boolean late() {
      return logTime > minute() + MINUTE + DELAY + CORRECT;
    }

    /** The close at which it is read first. */
    long close() {
      long close = minute() + MINUTE + DELAY;
      while (close < logTime) {
        close += MINUTE;
      }
      return close;
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void rowsAndAlertsAreThoseOfTheRawSamples(long seed) {
    Random random = new Random(seed);
    int slice = seed % 2 == 0 ? 0 : 5;
    boolean calendar = seed % 4 < 2;
    boolean threshold = seed % 3 == 0;
    BigDecimal target = new BigDecimal(slice == 0 ? "0.9" : "0.8");
    SloRun run = new SloRun(spec(target, slice, calendar, threshold));
    List<Arrival> arrivals = traffic(random);
    arrivals.sort(Comparator.comparingLong(Arrival::logTime));
    for (Arrival one : arrivals) {
      run.advanceTo(one.logTime() - 1 - random.nextInt(2_000));
      run.arrive(one.sample(), one.logTime());
      if (random.nextInt(500) == 0) {
        run.restore();
      }
    }
    run.through(MINUTES);

    Oracle oracle = new Oracle(arrivals, target, slice, calendar, threshold);
    List<String> told = new ArrayList<>();
    Map<Long, String> rows = new TreeMap<>();
    for (int m = 0; m <= MINUTES; m++) {
      oracle.close(T0 + m * MINUTE + MINUTE, told, rows);
    }
    assertThat(run.told()).containsExactlyElementsOf(told).hasSizeGreaterThan(4);
    assertThat(run.rows).hasSizeGreaterThan(1_000);
    for (SloWindow row : run.rows) {
      assertThat(row.bad() + " " + row.total() + " " + row.windowStart() + " " + row.severity())
          .as("at %s", row.windowEnd())
          .isEqualTo(rows.get(row.windowEnd().toEpochMilli()));
    }
    assertThat(run.tooLate)
        .hasSize((int) arrivals.stream().filter(Arrival::late).count())
        .hasSizeGreaterThan(3);
  }

  private static String spec(BigDecimal target, int slice, boolean calendar, boolean threshold) {
    StringBuilder policies = new StringBuilder();
    for (Rate rate : RATES) {
      policies.append(
          """
            - spec: {conditions: [{spec: {severity: %s, condition: {threshold: %s,
                lookbackWindow: %dm, shortWindow: %dm, alertAfter: %dm}}}]}
          """
              .formatted(rate.severity(), FACTOR, rate.longer(), rate.shorter(), rate.after()));
    }
    return """
        service: shop
        indicator: {spec: {%s}}
        timeWindow: [%s]
        budgetingMethod: %s
        objectives: [{target: %s%s%s}]
        alertPolicies:
        %s
        signalcraft: {minEvents: 4, correctFor: 20m}
        """
        .formatted(
            threshold
                ? "thresholdMetric: {metricSource: {spec: {name: request}}}"
                : "ratioMetric: {total: {metricSource: {spec: {name: request}}}, good: {metricSource:"
                    + " {spec: {name: request, when: 'outcome == \"ok\"'}}}}",
            calendar
                ? "{duration: 1d, isRolling: false, calendar: {startTime: '2025-11-01 00:00:00',"
                    + " timeZone: Asia/Kolkata}}"
                : "{duration: 26h, isRolling: true}",
            slice == 0 ? "Occurrences" : "Timeslices",
            target,
            threshold ? ", op: lte, value: 150" : "",
            slice == 0 ? "" : ", timeSliceTarget: 0.9, timeSliceWindow: 5m",
            policies.toString().indent(0).stripTrailing());
  }

  private static List<Arrival> traffic(Random random) {
    List<Arrival> arrivals = new ArrayList<>();
    for (int i = 0; i < 9_000; i++) {
      long at = T0 + (long) (random.nextDouble() * MINUTES * MINUTE);
      long minute = (at - T0) / MINUTE;
      if (minute % 400 > 330) {
        continue; // A gap.
      }
      boolean ill = minute / 90 % 4 == 1 || minute % 250 < 12;
      long lateness =
          switch (random.nextInt(14)) {
            case 0 -> random.nextInt(180_000);
            case 1 -> random.nextInt((int) (25 * MINUTE));
            case 2 -> -random.nextInt(50_000);
            default -> random.nextInt(2_000);
          };
      boolean error = random.nextInt(ill ? 2 : 40) == 0;
      MetricSample sample = SloRun.request(error, error ? 151 : random.nextInt(151), at);
      arrivals.add(new Arrival(sample, at + lateness));
      if (random.nextInt(30) == 0) {
        arrivals.add(new Arrival(sample, at + lateness + random.nextInt(5_000)));
      }
    }
    arrivals.removeIf(one -> one.logTime() > T0 + MINUTES * MINUTE);
    return arrivals;
  }

  /** Reads all samples again at every close. */
  private static final class Oracle {
    private final List<Arrival> arrivals;
    private final BigDecimal target;
    private final int slice;
    private final boolean calendar;
    private final boolean threshold;
    private final int[] inARow = new int[RATES.size()];
    private final boolean[] firing = new boolean[RATES.size()];
    private final TreeMap<Long, int[]> minutes = new TreeMap<>();
    private int read;
    private String told = "resolved";
    private boolean begun;

    Oracle(
        List<Arrival> arrivals, BigDecimal target, int slice, boolean calendar, boolean threshold) {
      this.arrivals = new ArrayList<>(arrivals.stream().filter(one -> !one.late()).toList());
      this.arrivals.sort(Comparator.comparingLong(Arrival::close));
      this.target = target;
      this.slice = slice;
      this.calendar = calendar;
      this.threshold = threshold;
    }

    void close(long end, List<String> tells, Map<Long, String> rows) {
      while (read < arrivals.size() && arrivals.get(read).close() <= end + DELAY) {
        Arrival one = arrivals.get(read++);
        int[] counts = minutes.computeIfAbsent(one.minute(), none -> new int[2]);
        boolean bad =
            threshold
                ? one.sample().value() > 150
                : one.sample().outcome() == MetricSample.Outcome.ERROR;
        counts[0] += bad ? 1 : 0;
        counts[1]++;
        begun = true;
      }
      if (!begun) {
        return;
      }
      NavigableMap<Long, int[]> units = slice == 0 ? minutes : slices(end);
      String severity = null;
      for (int i = RATES.size() - 1; i >= 0; i--) {
        judge(i, units, end);
        severity = firing[i] ? RATES.get(i).severity() : severity;
      }
      String now = severity == null ? "resolved" : severity;
      if (!now.equals(told)) {
        tells.add((end - T0) / MINUTE + " " + now);
        told = now;
      }
      long from = calendar ? midnight(end) : begin(end, 26 * 60);
      int[] budget = sum(units, from, end);
      rows.put(
          end,
          budget[0]
              + " "
              + budget[1]
              + " "
              + Instant.ofEpochMilli(from)
              + " "
              + (severity == null ? null : severity.toUpperCase(java.util.Locale.ROOT)));
    }

    private NavigableMap<Long, int[]> slices(long end) {
      TreeMap<Long, int[]> events = new TreeMap<>();
      minutes.forEach(
          (minute, counts) -> {
            long begin = minute - Math.floorMod(minute, slice * MINUTE);
            int[] there = events.computeIfAbsent(begin, none -> new int[2]);
            there[0] += counts[0];
            there[1] += counts[1];
          });
      TreeMap<Long, int[]> slices = new TreeMap<>();
      events
          .headMap(end - slice * MINUTE, true)
          .forEach(
              (begin, counts) ->
                  slices.put(
                      begin, new int[] {10 * (counts[1] - counts[0]) < 9 * counts[1] ? 1 : 0, 1}));
      return slices;
    }

    private void judge(int i, NavigableMap<Long, int[]> units, long end) {
      Rate rate = RATES.get(i);
      int[] longer = sum(units, begin(end, rate.longer()), end);
      int[] shorter = sum(units, begin(end, rate.shorter()), end);
      if ((longer[1] > 0 && !burns(longer)) || (shorter[1] > 0 && !burns(shorter))) {
        inARow[i] = 0;
        firing[i] = false;
      } else if (longer[1] >= 4 && shorter[1] > 0) {
        inARow[i]++;
        firing[i] |= inARow[i] >= rate.after();
      }
    }

    private boolean burns(int[] counts) {
      BigDecimal limit = FACTOR.multiply(BigDecimal.ONE.subtract(target), MathContext.UNLIMITED);
      return BigDecimal.valueOf(counts[0]).compareTo(limit.multiply(BigDecimal.valueOf(counts[1])))
          > 0;
    }

    /** At a whole slice, and at 5 minutes beyond an hour, at an hour beyond a day. */
    private long begin(long end, int length) {
      long begin = end - length * MINUTE;
      begin -= slice == 0 ? 0 : Math.floorMod(begin, slice * MINUTE);
      long step = length <= 60 ? MINUTE : length <= 1_440 ? 5 * MINUTE : HOUR;
      return begin - Math.floorMod(begin, step);
    }

    private static long midnight(long end) {
      ZonedDateTime last = Instant.ofEpochMilli(end - 1).atZone(ZoneId.of("Asia/Kolkata"));
      return last.truncatedTo(ChronoUnit.DAYS).toInstant().toEpochMilli();
    }

    private static int[] sum(NavigableMap<Long, int[]> units, long from, long end) {
      int[] sum = new int[2];
      for (int[] counts : units.subMap(from, end).values()) {
        sum[0] += counts[0];
        sum[1] += counts[1];
      }
      return sum;
    }
  }
}
