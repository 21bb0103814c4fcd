// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.bench;

import java.lang.management.ManagementFactory;

/**
 * What a benchmark ran on.
 *
 * @param load the system's load average of the last minute when it began; negative where unknown
 */
public record Machine(int cores, String jdk, long heapMebibytes, double load) {
  /** This one, now. */
  public static Machine here() {
    Runtime runtime = Runtime.getRuntime();
    return new Machine(
        runtime.availableProcessors(),
        System.getProperty("java.vm.name") + " " + Runtime.version(),
        runtime.maxMemory() >> 20,
        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
  }
}
