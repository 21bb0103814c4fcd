// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.bench.grouping;

import com.sun.management.OperatingSystemMXBean;
import dev.signalcraft.bench.Cluster;
import dev.signalcraft.bench.CountedReader;
import dev.signalcraft.bench.Progress;
import dev.signalcraft.domain.grouping.AlertChange;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.runtime.jobmaster.JobResult;

/**
 * Runs the variants in turn, A, B, C, A, B, C and so on: what slows the machine down for a while
 * slows all of them, and a round's ratio stays what it is.
 */
final class Rounds {
  private static final long SHOW_MILLIS = 500;
  private static final OperatingSystemMXBean MACHINE =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  private final Cluster cluster;
  private final InputLog log;
  private final Sink<AlertChange> changes;
  private final Progress progress;
  private final int rules;
  private long cpuAtBegin;

  /** Over this log; the job writes its changes here, and may run once more with so many rules. */
  Rounds(Cluster cluster, InputLog log, int rules, Sink<AlertChange> changes, Progress progress) {
    this.cluster = cluster;
    this.log = log;
    this.rules = rules;
    this.changes = new CountedSink(changes);
    this.progress = progress;
  }

  /** Measures so many rounds. One more goes before and is dropped: the compiler learns in it. */
  Rates run(int rounds) throws Exception {
    List<Variant> variants = Variant.with(rules);
    Rates rates = new Rates(variants, rounds);
    for (int round = 0; round <= rounds; round++) {
      for (Variant variant : variants) {
        String name = "round %d of %d, %s".formatted(round, rounds, variant.title());
        double rate = rate(variant, name);
        double cpu = (MACHINE.getProcessCpuTime() - cpuAtBegin) / 1e3 / log.events();
        progress.step("%s: %,.0f records/s, %.1f µs of CPU each".formatted(name, rate, cpu));
        if (round > 0) {
          rates.set(variant, round - 1, rate, cpu);
        }
      }
    }
    return rates;
  }

  private double rate(Variant variant, String name) throws Exception {
    CountedReader.reset();
    CountedSink.reset();
    System.gc();
    JobID job = cluster.submit(env -> variant.define(env, log.bounded(), rules, changes));
    cluster.awaitOpen(job);
    cpuAtBegin = MACHINE.getProcessCpuTime();
    CountedReader.begin();
    await(cluster.flink().requestJobResult(job), name)
        .toJobExecutionResult(getClass().getClassLoader());
    // Neither the start of a job counts nor its wait for a last checkpoint.
    double seconds = (TimedSink.lastNanos() - CountedReader.firstNanos()) / 1e9;
    check(variant);
    return log.events() / seconds;
  }

  private JobResult await(CompletableFuture<JobResult> result, String name) throws Exception {
    while (true) {
      try {
        return result.get(SHOW_MILLIS, TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        progress.within("%s: %d %%".formatted(name, 100 * CountedReader.read() / log.events()));
      }
    }
  }

  /** A figure for work that was not done would be worse than none. */
  private void check(Variant variant) {
    if (CountedReader.read() != log.events()) {
      throw new IllegalStateException(
          "read %d of %d events".formatted(CountedReader.read(), log.events()));
    }
    boolean job = variant == Variant.ALERTS || variant == Variant.RULES;
    if (job && CountedSink.opened() != log.groups()) {
      throw new IllegalStateException(
          "opened %d groups of %d".formatted(CountedSink.opened(), log.groups()));
    }
  }
}
