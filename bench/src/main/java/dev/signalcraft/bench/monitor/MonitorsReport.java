// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.bench.monitor;

import dev.signalcraft.bench.Machine;
import dev.signalcraft.bench.Spread;
import java.util.Map;

/**
 * What was measured.
 *
 * @param perMetric monitors that watch each sample
 * @param hot the share of one metric and route
 * @param rows that a round wrote
 * @param monitorsToRead B/A, round by round
 * @param monitorsToReadByCpu the same by the CPU that a record takes, Kafka's in this JVM included
 */
record MonitorsReport(
    Machine machine,
    long samples,
    int series,
    int monitors,
    int perMetric,
    double hot,
    int perSecond,
    long bytesPerSample,
    int rounds,
    int parallelism,
    Map<String, String> flink,
    Spread read,
    Spread monitored,
    Spread readCpuMicros,
    Spread monitoredCpuMicros,
    Spread monitorsToRead,
    Spread monitorsToReadByCpu,
    long rows) {
  /** For a person. */
  String text() {
    return "%,d samples of %,d series of %,d monitors (%d for each sample%s), %d bytes each, %,d a second of log time%n"
            .formatted(
                samples,
                series,
                monitors,
                perMetric,
                hot > 0 ? ", hot " + hot : "",
                bytesPerSample,
                perSecond)
        + "%d cores, %s, heap %d MiB, parallelism %d%s, load %.1f at start%n%n"
            .formatted(
                machine.cores(),
                machine.jdk(),
                machine.heapMebibytes(),
                parallelism,
                flink.isEmpty() ? "" : ", " + flink,
                machine.load())
        + "   %-42s %10s %10s %10s %10s%n"
            .formatted("records/s of %d rounds".formatted(rounds), "min", "median", "max", "CPU µs")
        + rate("A", "read + parse", read, readCpuMicros)
        + rate("B", "MonitorsJob", monitored, monitoredCpuMicros)
        + ratio("B/A", monitorsToRead)
        + ratio("B/A by CPU", monitorsToReadByCpu)
        + "%nrows of a round: %,d%n".formatted(rows);
  }

  private static String rate(String letter, String title, Spread rate, Spread cpu) {
    return "%s  %-42s %,10.0f %,10.0f %,10.0f %10.1f%n"
        .formatted(letter, title, rate.min(), rate.median(), rate.max(), cpu.median());
  }

  private static String ratio(String name, Spread ratio) {
    return "%-45s %10.3f %10.3f %10.3f%n".formatted(name, ratio.min(), ratio.median(), ratio.max());
  }
}
