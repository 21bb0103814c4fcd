// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalcraft.domain.ingest.MetricSample;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Generated traffic against an oracle that recomputes every window from the raw samples: disorder,
 * gaps, duplicates and late data, over partitions that interleave in every way, with restores.
 */
class MonitorOracleTest {
  private static final long T0 = MonitorRun.T0;
  private static final long MINUTE = 60_000;
  private static final long DELAY = 10_000;
  private static final long CORRECT = 300_000;
  private static final int PARTITIONS = 3;

  private record Arrival(MetricSample sample, long logTime) {
    String route() {
      return sample.tags().get("route");
    }

    long minute() {
      return Math.floorDiv(sample.occurredAt().toEpochMilli(), MINUTE) * MINUTE;
    }

    /** The close at which it is read first. */
    long close() {
      long close = minute() + MINUTE + DELAY;
      while (close < logTime) {
        close += MINUTE;
      }
      return close;
    }

    boolean late() {
      return logTime > minute() + MINUTE + DELAY + CORRECT;
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void rowsAndAlertsAreThoseOfTheRawSamples(long seed) {
    Random random = new Random(seed);
    int window = 1 + random.nextInt(4);
    int inARow = 1 + random.nextInt(3);
    int resolveAfter = 1 + random.nextInt(2);
    List<Arrival> arrivals = traffic(random);
    MonitorRun run =
        new MonitorRun(
            """
            select: {name: x}
            groupBy: [tags.route]
            measure: avg
            window: %dm
            correctFor: 5m
            resolveAfter: %d
            conditions: [{severity: high, op: ">", threshold: 120, for: %d}]
            """
                .formatted(window, resolveAfter, inARow));
    play(run, arrivals, random);

    long end = T0 + 60 * MINUTE;
    for (String route : List.of("/a", "/b")) {
      List<Arrival> mine = arrivals.stream().filter(one -> one.route().equals(route)).toList();
      assertThat(rows(run, route)).containsExactlyElementsOf(plainRows(mine));
      assertThat(told(run, route))
          .containsExactlyElementsOf(plainAlerts(mine, window, inARow, resolveAfter, end));
      quantilesAreTrue(run, mine, route);
    }
    assertThat(run.tooLate).hasSize((int) arrivals.stream().filter(Arrival::late).count());
    assertThat(told(run, "/a")).isNotEmpty();
  }

  private static List<Arrival> traffic(Random random) {
    List<Arrival> arrivals = new ArrayList<>();
    for (int i = 0; i < 900; i++) {
      long at = T0 + random.nextInt(50 * (int) MINUTE);
      if ((at - T0) / MINUTE % 13 == 7) {
        continue; // A gap.
      }
      long lateness =
          switch (random.nextInt(12)) {
            case 0 -> random.nextInt(120_000);
            case 1 -> random.nextInt(480_000);
            case 2 -> -random.nextInt(50_000);
            default -> random.nextInt(2_000);
          };
      boolean slow = (at - T0) / (6 * MINUTE) % 2 == 0;
      double value = (slow ? 200 : 40) * (0.5 + random.nextDouble());
      MetricSample sample =
          new MetricSample(
              "default",
              "shop",
              "production",
              "x",
              value,
              "ms",
              random.nextInt(9) == 0 ? MetricSample.Outcome.ERROR : MetricSample.Outcome.OK,
              Instant.ofEpochMilli(at),
              Map.of("route", random.nextInt(3) == 0 ? "/b" : "/a", "n", "" + random.nextInt(4)));
      arrivals.add(new Arrival(sample, at + lateness));
      if (random.nextInt(20) == 0) {
        arrivals.add(new Arrival(sample, at + lateness + random.nextInt(5_000)));
      }
    }
    // Log times on the very edge of a close.
    arrivals.add(new Arrival(edge(), T0 + MINUTE + DELAY));
    arrivals.add(new Arrival(edge(), T0 + MINUTE + DELAY + 1));
    return arrivals;
  }

  private static MetricSample edge() {
    return new MetricSample(
        "default",
        "shop",
        "production",
        "x",
        1,
        "ms",
        MetricSample.Outcome.OK,
        Instant.ofEpochMilli(T0),
        Map.of("route", "/a"));
  }

  /** Each partition in the order of its log; the watermark is that of the slowest. */
  private static void play(MonitorRun run, List<Arrival> arrivals, Random random) {
    List<List<Arrival>> partitions = new ArrayList<>();
    for (int p = 0; p < PARTITIONS; p++) {
      partitions.add(new ArrayList<>());
    }
    arrivals.stream()
        .sorted(Comparator.comparingLong(Arrival::logTime))
        .forEach(arrival -> partitions.get(random.nextInt(PARTITIONS)).add(arrival));
    int[] next = new int[PARTITIONS];
    for (int left = arrivals.size(); left > 0; ) {
      int p = random.nextInt(PARTITIONS);
      for (int burst = random.nextInt(30);
          burst > 0 && next[p] < partitions.get(p).size();
          burst--) {
        Arrival arrival = partitions.get(p).get(next[p]++);
        run.arrive(arrival.sample(), arrival.logTime());
        left--;
      }
      long watermark = Long.MAX_VALUE;
      for (int q = 0; q < PARTITIONS; q++) {
        List<Arrival> log = partitions.get(q);
        long reached = next[q] == 0 ? T0 - MINUTE : log.get(next[q] - 1).logTime();
        watermark = Math.min(watermark, next[q] == log.size() ? T0 + 60 * MINUTE : reached - 200);
      }
      run.advanceTo(watermark);
      if (random.nextInt(40) == 0) {
        run.restore();
      }
    }
    run.advanceTo(T0 + 60 * MINUTE);
  }

  private static List<String> rows(MonitorRun run, String route) {
    return run.rows.stream()
        .filter(row -> row.labels().get("route").equals(route))
        .map(
            row ->
                row(
                    row.windowStart().toEpochMilli(),
                    row.revision(),
                    row.closedAt().toEpochMilli(),
                    row.count(),
                    row.errors(),
                    row.min(),
                    row.max(),
                    row.sum()))
        .sorted()
        .toList();
  }

  private static List<String> plainRows(List<Arrival> arrivals) {
    Map<Long, TreeSet<Long>> closes = new TreeMap<>();
    for (Arrival arrival : arrivals) {
      if (!arrival.late()) {
        closes.computeIfAbsent(arrival.minute(), none -> new TreeSet<>()).add(arrival.close());
      }
    }
    List<String> rows = new ArrayList<>();
    closes.forEach(
        (minute, all) -> {
          int revision = 0;
          for (long close : all) {
            List<MetricSample> read = read(arrivals, minute, minute + MINUTE, close);
            rows.add(
                row(
                    minute,
                    revision++,
                    close,
                    read.size(),
                    read.stream()
                        .filter(one -> one.outcome() == MetricSample.Outcome.ERROR)
                        .count(),
                    read.stream().mapToDouble(MetricSample::value).min().orElseThrow(),
                    read.stream().mapToDouble(MetricSample::value).max().orElseThrow(),
                    sum(read)));
          }
        });
    return rows.stream().sorted().toList();
  }

  private static List<MetricSample> read(List<Arrival> arrivals, long from, long to, long close) {
    return arrivals.stream()
        .filter(
            one ->
                one.minute() >= from && one.minute() < to && !one.late() && one.logTime() <= close)
        .map(Arrival::sample)
        .toList();
  }

  private static double sum(List<MetricSample> samples) {
    return samples.stream()
        .map(one -> new BigDecimal(one.value()))
        .reduce(BigDecimal.ZERO, BigDecimal::add)
        .doubleValue();
  }

  private static String row(
      long minute,
      int revision,
      long close,
      long count,
      long errors,
      double min,
      double max,
      double sum) {
    return "%02d r%d at %s: %d, %d errors, %s to %s, %.6f"
        .formatted(
            (minute - T0) / MINUTE,
            revision,
            Instant.ofEpochMilli(close),
            count,
            errors,
            min,
            max,
            sum);
  }

  private static List<String> told(MonitorRun run, String route) {
    List<String> told = new ArrayList<>();
    for (int i = 0; i < run.alerts.size(); i++) {
      if (run.alerts.get(i).tags().get("route").equals(route)) {
        told.add(run.told().get(i));
      }
    }
    return told;
  }

  private static List<String> plainAlerts(
      List<Arrival> arrivals, int window, int inARow, int resolveAfter, long end) {
    long first =
        arrivals.stream().filter(one -> !one.late()).mapToLong(Arrival::close).min().orElseThrow();
    List<String> told = new ArrayList<>();
    boolean firing = false;
    int bad = 0;
    int good = 0;
    for (long close = first; close <= end; close += MINUTE) {
      List<MetricSample> read =
          read(arrivals, close - DELAY - window * MINUTE, close - DELAY, close);
      if (read.isEmpty()) {
        continue;
      }
      boolean isBad = sum(read) / read.size() > 120;
      bad = isBad ? bad + 1 : 0;
      good = isBad ? 0 : good + 1;
      if (!firing && bad >= inARow) {
        firing = true;
        told.add((close - DELAY - T0) / MINUTE + " high");
      } else if (firing && good >= resolveAfter) {
        firing = false;
        told.add((close - DELAY - T0) / MINUTE + " resolved");
      }
    }
    return told;
  }

  private static void quantilesAreTrue(MonitorRun run, List<Arrival> arrivals, String route) {
    for (MetricWindow row : run.rows) {
      if (row.labels().get("route").equals(route)) {
        long minute = row.windowStart().toEpochMilli();
        double[] sorted =
            read(arrivals, minute, minute + MINUTE, row.closedAt().toEpochMilli()).stream()
                .mapToDouble(MetricSample::value)
                .sorted()
                .toArray();
        double exact = sorted[(int) (0.95 * (sorted.length - 1))];
        assertThat(row.p95()).isBetween(exact * 0.99, exact * 1.01);
      }
    }
  }
}
