// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.bench.grouping;

import dev.signalcraft.bench.Machine;
import dev.signalcraft.bench.Spread;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was measured.
 *
 * @param keys how the events fell on groups
 * @param groups that the events belong to, each opened once in every round
 * @param perSecond events in a second of log time
 * @param flink settings other than those advised
 * @param changes records that the job wrote in a round, by kind
 * @param alertsToRead C/A, round by round
 * @param alertsToKeyed C/B, round by round
 * @param alertsToKeyedByCpu the same by the CPU that a record takes
 * @param rules with how many the job ran once more
 * @param rulesToAlerts D/C, round by round; null where it did not
 * @param rulesToAlertsByCpu the same by the CPU that a record takes
 * @param state null where it was not asked for
 */
record AlertsReport(
    Machine machine,
    long events,
    String keys,
    long groups,
    int perSecond,
    long bytesPerEvent,
    int rounds,
    int parallelism,
    int managedMebibytes,
    String sink,
    Map<String, String> flink,
    List<Rate> rates,
    Spread alertsToRead,
    Spread alertsToKeyed,
    Spread alertsToKeyedByCpu,
    int rules,
    @Nullable Spread rulesToAlerts,
    @Nullable Spread rulesToAlertsByCpu,
    Map<String, Long> changes,
    @Nullable StateSize state) {
  /** Records per second of a variant, and the CPU of this JVM, Kafka included, for each. */
  record Rate(String variant, String title, Spread recordsPerSecond, Spread cpuMicrosEach) {
    private String line() {
      return "%s  %-42s %,10.0f %,10.0f %,10.0f %10.1f%n"
          .formatted(
              variant,
              title,
              recordsPerSecond.min(),
              recordsPerSecond.median(),
              recordsPerSecond.max(),
              cpuMicrosEach.median());
    }
  }

  /** For a person. */
  String text() {
    StringBuilder text = new StringBuilder();
    text.append(
        "%,d events of %,d groups (%s), %d bytes each, %,d a second of log time%n"
            .formatted(events, groups, keys, bytesPerEvent, perSecond));
    text.append(
        "%d cores, %s, heap %d MiB, RocksDB %d MiB, parallelism %d, sink %s%s, load %.1f at start%n%n"
            .formatted(
                machine.cores(),
                machine.jdk(),
                machine.heapMebibytes(),
                managedMebibytes,
                parallelism,
                sink,
                flink.isEmpty() ? "" : ", " + flink,
                machine.load()));
    text.append(
        "   %-42s %10s %10s %10s %10s%n"
            .formatted(
                "records/s of %d rounds".formatted(rounds), "min", "median", "max", "CPU µs"));
    rates.forEach(rate -> text.append(rate.line()));
    text.append(ratioLine("C/A", alertsToRead))
        .append(ratioLine("C/B", alertsToKeyed))
        .append(ratioLine("C/B by CPU", alertsToKeyedByCpu));
    if (rulesToAlerts != null && rulesToAlertsByCpu != null) {
      text.append(ratioLine("D/C, %,d rules".formatted(rules), rulesToAlerts))
          .append(ratioLine("D/C by CPU", rulesToAlertsByCpu));
    }
    text.append("%nchanges of a round: %s%n".formatted(changes));
    if (state != null) {
      text.append(
          "state of a group: %,d bytes in a checkpoint, %,d in a savepoint%n"
              .formatted(state.checkpointBytes() / groups, state.savepointBytes() / groups));
    }
    return text.toString();
  }

  private static String ratioLine(String name, Spread ratio) {
    return "%-45s %10.3f %10.3f %10.3f%n".formatted(name, ratio.min(), ratio.median(), ratio.max());
  }
}
