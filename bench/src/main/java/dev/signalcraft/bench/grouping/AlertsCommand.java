// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.bench.grouping;

import com.fasterxml.jackson.databind.SerializationFeature;
import dev.signalcraft.bench.Cluster;
import dev.signalcraft.bench.Machine;
import dev.signalcraft.bench.Progress;
import dev.signalcraft.domain.config.Settings;
import dev.signalcraft.domain.grouping.AlertChange;
import dev.signalcraft.domain.json.Json;
import dev.signalcraft.embedded.Directories;
import dev.signalcraft.embedded.kafka.EmbeddedKafka;
import dev.signalcraft.jobs.grouping.AlertsJob;
import dev.signalcraft.jobs.kafka.KafkaEnds;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** AlertsJob against reading and parsing, and against one keyed access besides, in one run. */
@Command(
    name = "alerts",
    description = "What AlertsJob costs beside reading its inputs.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
public final class AlertsCommand implements Callable<Integer> {
  /** Where the job's changes go. */
  enum Target {
    discard,
    kafka
  }

  /** How the result is printed. */
  enum Format {
    text,
    json
  }

  private static final class Skew {
    @Option(names = "--zipf", paramLabel = "EXPONENT", description = "Groups by Zipf's law.")
    private @Nullable Double zipf;

    @Option(names = "--hot", paramLabel = "SHARE", description = "One group has this share.")
    private @Nullable Double hot;
  }

  @Option(names = "--events", description = "How many events.")
  private long events = 1_000_000;

  @Option(names = "--groups", description = "Of how many groups.")
  private int groups = 100_000;

  @ArgGroup private Skew skew = new Skew();

  @Option(names = "--opening", paramLabel = "SHARE", description = "Events that open a group.")
  private double opening;

  @Option(names = "--rules", description = "Run the job with so many routing rules too.")
  private int rules;

  @Option(names = "--per-second", description = "Events in a second of log time.")
  private int perSecond = 20_000;

  @Option(names = "--rounds", description = "Rounds that count; one more goes before.")
  private int rounds = 5;

  @Option(names = "--managed-memory", paramLabel = "MIB", description = "Memory of RocksDB.")
  private int managedMebibytes = 256;

  @Option(names = "-D", paramLabel = "KEY=VALUE", description = "A setting of Flink's.")
  private Map<String, String> flink = new TreeMap<>();

  @Option(names = "--sink", description = "Where changes go: ${COMPLETION-CANDIDATES}.")
  private Target sink = Target.discard;

  @Option(names = "--state", description = "Measure the size of the state too.")
  private boolean state;

  @Option(
      names = {"-o", "--output"},
      description = "How the result is printed: ${COMPLETION-CANDIDATES}.")
  private Format output = Format.text;

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init")
  AlertsCommand() {}

  @Override
  public Integer call() throws Exception {
    Path directory = Files.createTempDirectory("signalcraft-bench");
    AlertsReport report;
    try (Progress progress = new Progress(spec.commandLine().getErr())) {
      report = measure(directory, progress);
    } finally {
      Directories.delete(directory);
    }
    print(report, spec.commandLine().getOut());
    return 0;
  }

  private AlertsReport measure(Path directory, Progress progress) throws Exception {
    Machine machine = Machine.here();
    try (EmbeddedKafka kafka = EmbeddedKafka.start(directory.resolve("kafka"), 0);
        Cluster cluster = Cluster.start(directory, managedMebibytes, flink)) {
      kafka.createTopics(Cluster.PARALLELISM);
      InputLog log =
          InputLog.write(
              kafka.bootstrapServers(),
              new Workload(keys(), groups, opening, perSecond),
              events,
              progress);
      Rates rates = new Rounds(cluster, log, rules, changes(kafka), progress).run(rounds);
      Map<String, Long> changes = CountedSink.changes();
      StateSize size = state ? StateSize.measure(cluster, log, directory) : null;
      return new AlertsReport(
          machine,
          events,
          keysName(),
          log.groups(),
          perSecond,
          log.bytes() / events,
          rounds,
          Cluster.PARALLELISM,
          managedMebibytes,
          sink.name(),
          flink,
          rates.spreads(),
          rates.ratio(Variant.ALERTS, Variant.READ),
          rates.ratio(Variant.ALERTS, Variant.KEYED),
          rates.cpuRatio(Variant.ALERTS, Variant.KEYED),
          rules,
          rules > 0 ? rates.ratio(Variant.RULES, Variant.ALERTS) : null,
          rules > 0 ? rates.cpuRatio(Variant.RULES, Variant.ALERTS) : null,
          changes,
          size);
    }
  }

  private Sink<AlertChange> changes(EmbeddedKafka kafka) {
    if (sink == Target.discard) {
      return new DiscardingSink<>();
    }
    List<String> arguments = List.of("--bootstrap-servers", kafka.bootstrapServers());
    return new KafkaEnds(AlertsJob.NAME, Settings.read(AlertsJob.OPTIONS, arguments, Map.of()))
        .alertChanges();
  }

  private KeyChoice keys() {
    if (skew.zipf != null) {
      return KeyChoice.zipf(groups, skew.zipf);
    }
    return skew.hot != null ? KeyChoice.hot(groups, skew.hot) : KeyChoice.uniform(groups);
  }

  private String keysName() {
    if (skew.zipf != null) {
      return "zipf " + skew.zipf;
    }
    String name = skew.hot != null ? "hot " + skew.hot : "uniform";
    return opening > 0 ? name + ", " + opening + " open" : name;
  }

  private void print(AlertsReport report, PrintWriter out) throws Exception {
    out.println(
        output == Format.text
            ? report.text()
            : Json.mapper().writer(SerializationFeature.INDENT_OUTPUT).writeValueAsString(report));
    out.flush();
  }
}
