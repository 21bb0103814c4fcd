// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.bench.monitor;

import com.fasterxml.jackson.databind.SerializationFeature;
import dev.signalcraft.bench.Cluster;
import dev.signalcraft.bench.Machine;
import dev.signalcraft.bench.Progress;
import dev.signalcraft.bench.Spread;
import dev.signalcraft.domain.json.Json;
import dev.signalcraft.embedded.Directories;
import dev.signalcraft.embedded.kafka.EmbeddedKafka;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** MonitorsJob against reading and parsing, in one run. */
@Command(
    name = "monitors",
    description = "What MonitorsJob costs beside reading its measurements.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
public final class MonitorsCommand implements Callable<Integer> {
  /** How the result is printed. */
  enum Format {
    text,
    json
  }

  private static final int MANAGED_MEBIBYTES = 32;

  @Option(names = "--samples", description = "How many samples.")
  private long samples = 2_000_000;

  @Option(names = "--series", description = "Of how many series of all monitors.")
  private int series = 10_000;

  @Option(names = "--monitors", description = "Watched by how many monitors.")
  private int monitors = 500;

  @Option(names = "--per-metric", description = "How many monitors watch each sample.")
  private int perMetric = 1;

  @Option(names = "--hot", paramLabel = "SHARE", description = "One metric and route has this.")
  private double hot;

  @Option(names = "--per-second", description = "Samples in a second of log time.")
  private int perSecond = 5_000;

  @Option(names = "--rounds", description = "Rounds that count; one more goes before.")
  private int rounds = 5;

  @Option(names = "-D", paramLabel = "KEY=VALUE", description = "A setting of Flink's.")
  private Map<String, String> flink = new TreeMap<>();

  @Option(
      names = {"-o", "--output"},
      description = "How the result is printed: ${COMPLETION-CANDIDATES}.")
  private Format output = Format.text;

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init")
  MonitorsCommand() {}

  @Override
  public Integer call() throws Exception {
    Path directory = Files.createTempDirectory("signalcraft-bench");
    MonitorsReport report;
    try (Progress progress = new Progress(spec.commandLine().getErr())) {
      report = measure(directory, progress);
    } finally {
      Directories.delete(directory);
    }
    spec.commandLine()
        .getOut()
        .println(
            output == Format.text
                ? report.text()
                : Json.mapper()
                    .writer(SerializationFeature.INDENT_OUTPUT)
                    .writeValueAsString(report));
    spec.commandLine().getOut().flush();
    return 0;
  }

  private MonitorsReport measure(Path directory, Progress progress) throws Exception {
    Machine machine = Machine.here();
    // As the compose file and the chart run it.
    Map<String, String> settings =
        new TreeMap<>(
            Map.of("state.backend.type", "hashmap", "execution.checkpointing.interval", "5s"));
    settings.putAll(flink);
    SampleWorkload workload = new SampleWorkload(series, monitors, perMetric, hot, perSecond);
    try (EmbeddedKafka kafka = EmbeddedKafka.start(directory.resolve("kafka"), 0);
        Cluster cluster = Cluster.start(directory, MANAGED_MEBIBYTES, settings)) {
      SampleLog log = SampleLog.write(kafka.bootstrapServers(), workload, samples, progress);
      MonitorRounds.Figures figures =
          new MonitorRounds(cluster, log, workload, samples, progress).run(rounds);
      return new MonitorsReport(
          machine,
          samples,
          workload.routes() * monitors,
          monitors,
          perMetric,
          hot,
          perSecond,
          log.bytes() / samples,
          rounds,
          Cluster.PARALLELISM,
          flink,
          Spread.of(figures.read()),
          Spread.of(figures.monitors()),
          Spread.of(figures.readCpu()),
          Spread.of(figures.monitorsCpu()),
          ratios(figures.monitors(), figures.read()),
          ratios(figures.readCpu(), figures.monitorsCpu()),
          CountedRows.rows());
    }
  }

  private static Spread ratios(double[] of, double[] to) {
    double[] ratios = new double[of.length];
    for (int i = 0; i < ratios.length; i++) {
      ratios[i] = of[i] / to[i];
    }
    return Spread.of(ratios);
  }
}
