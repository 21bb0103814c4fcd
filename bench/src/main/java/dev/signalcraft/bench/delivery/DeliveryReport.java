// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.bench.delivery;

import dev.signalcraft.bench.Machine;
import java.util.Map;

/**
 * What was measured.
 *
 * @param decided notifications, those of the warm-up included
 * @param arrived how many of them have come
 * @param repeats how many came again
 * @param latency from the decision to the head of the request, of those after the warm-up; null
 *     where the channels are down
 * @param cpuMicros of CPU that one takes, the load, Kafka and the receiver in this JVM included
 * @param heapBefore in use after a collection, before the first decision
 * @param heapAfter the same at the end
 */
record DeliveryReport(
    Machine machine,
    int perSecond,
    int seconds,
    int channels,
    boolean down,
    Map<String, String> flink,
    long decided,
    long arrived,
    long repeats,
    Latency latency,
    double cpuMicros,
    long heapBefore,
    long heapAfter) {
  /** In milliseconds. */
  record Latency(double p50, double p90, double p99, double max) {
    static final Latency NONE = new Latency(0, 0, 0, 0);

    static Latency of(double[] sorted) {
      return new Latency(
          at(sorted, 0.5), at(sorted, 0.9), at(sorted, 0.99), sorted[sorted.length - 1]);
    }

    private static double at(double[] sorted, double share) {
      return sorted[(int) Math.ceil(share * sorted.length) - 1];
    }
  }

  /** For a person. */
  String text() {
    return "%,d notifications a second for %d s to %d webhooks%s, one task%n"
            .formatted(perSecond, seconds, channels, down ? " that answer 503" : "")
        + "%d cores, %s, heap %d MiB%s, load %.1f at start%n%n"
            .formatted(
                machine.cores(),
                machine.jdk(),
                machine.heapMebibytes(),
                flink.isEmpty() ? "" : ", " + flink,
                machine.load())
        + "decided %,d, arrived %,d, again %,d%n".formatted(decided, arrived, repeats)
        + (down
            ? ""
            : "decision to first byte: p50 %.1f ms, p90 %.1f ms, p99 %.1f ms, max %.1f ms%n"
                .formatted(latency.p50(), latency.p90(), latency.p99(), latency.max()))
        + "CPU of each: %.0f µs%n".formatted(cpuMicros)
        + "heap in use: %,d MiB before, %,d MiB after%n"
            .formatted(heapBefore >> 20, heapAfter >> 20);
  }
}
