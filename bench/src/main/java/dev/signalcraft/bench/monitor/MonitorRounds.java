// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.bench.monitor;

import com.sun.management.OperatingSystemMXBean;
import dev.signalcraft.bench.Cluster;
import dev.signalcraft.bench.CountedReader;
import dev.signalcraft.bench.Progress;
import dev.signalcraft.domain.ingest.RawRecord;
import dev.signalcraft.functions.time.LogTime;
import dev.signalcraft.jobs.monitor.MonitorsJob;
import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;

/** Runs both variants in turn, and knows what each has reached when its last record was done. */
final class MonitorRounds {
  private static final OperatingSystemMXBean MACHINE =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
  private static final long POLL_MILLIS = 2;

  private final Cluster cluster;
  private final SampleLog log;
  private final SampleWorkload workload;
  private final long samples;
  private final Progress progress;

  /** Records per second, and microseconds of CPU for each. */
  record Figures(double[] read, double[] monitors, double[] readCpu, double[] monitorsCpu) {}

  private record Figure(double rate, double cpu) {}

  MonitorRounds(
      Cluster cluster, SampleLog log, SampleWorkload workload, long samples, Progress progress) {
    this.cluster = cluster;
    this.log = log;
    this.workload = workload;
    this.samples = samples;
    this.progress = progress;
  }

  /** Measures so many rounds. One more goes before and is dropped: the compiler learns in it. */
  Figures run(int rounds) throws Exception {
    Figures figures =
        new Figures(new double[rounds], new double[rounds], new double[rounds], new double[rounds]);
    for (int round = 0; round <= rounds; round++) {
      Figure read = measure("read + parse", this::read, CountedReader::read, log.records());
      Figure monitors =
          measure(
              MonitorsJob.NAME,
              this::monitors,
              CountedRows::samples,
              samples * workload.perMetric());
      progress.step(
          "round %d of %d: %,.0f and %,.0f records/s, %.1f and %.1f µs of CPU each"
              .formatted(round, rounds, read.rate(), monitors.rate(), read.cpu(), monitors.cpu()));
      if (round > 0) {
        figures.read()[round - 1] = read.rate();
        figures.monitors()[round - 1] = monitors.rate();
        figures.readCpu()[round - 1] = read.cpu();
        figures.monitorsCpu()[round - 1] = monitors.cpu();
      }
    }
    return figures;
  }

  private Figure measure(
      String name, Consumer<StreamExecutionEnvironment> definition, LongSupplier done, long all)
      throws Exception {
    CountedReader.reset();
    CountedRows.reset();
    System.gc();
    JobID job = cluster.submit(definition);
    cluster.awaitOpen(job);
    long cpuAtBegin = MACHINE.getProcessCpuTime();
    CountedReader.begin();
    while (done.getAsLong() < all) {
      if (cluster.flink().getJobStatus(job).get().isGloballyTerminalState()) {
        cluster
            .flink()
            .requestJobResult(job)
            .get()
            .toJobExecutionResult(getClass().getClassLoader());
      }
      progress.within("%s: %d %%".formatted(name, 100 * done.getAsLong() / all));
      Thread.sleep(POLL_MILLIS);
    }
    double seconds = (System.nanoTime() - CountedReader.firstNanos()) / 1e9;
    double cpu = (MACHINE.getProcessCpuTime() - cpuAtBegin) / 1e3 / samples;
    cluster.flink().cancelJob(job).get();
    cluster.flink().requestJobResult(job).get();
    return new Figure(samples / seconds, cpu);
  }

  private void read(StreamExecutionEnvironment env) {
    env.fromSource(log.metrics(), LogTime.watermarks(), "metrics")
        .uid("metrics")
        .process(new ReadSamples())
        .uid("parse")
        .sinkTo(new DiscardingSink<>())
        .uid("discard");
  }

  private void monitors(StreamExecutionEnvironment env) {
    MonitorsJob.define(
        env,
        new MonitorsJob.Inputs(
            log.metrics(), log.inputs(), noTicks(), noTicks(), noConfig(), workload::config),
        new MonitorsJob.Outputs(
            new CountedRows(),
            new DiscardingSink<>(),
            new DiscardingSink<>(),
            new DiscardingSink<>(),
            new DiscardingSink<>(),
            new DiscardingSink<>()));
  }

  private static Source<Integer, ?, ?> noTicks() {
    return new DataGeneratorSource<>(Long::intValue, 0, Types.INT);
  }

  private static Source<RawRecord, ?, ?> noConfig() {
    return new DataGeneratorSource<>(
        number -> new RawRecord("", 0, number, 0, Map.of(), null, null),
        0,
        TypeInformation.of(RawRecord.class));
  }
}
