// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.bench.delivery;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.sun.management.OperatingSystemMXBean;
import dev.signalcraft.bench.Cluster;
import dev.signalcraft.bench.Machine;
import dev.signalcraft.bench.Progress;
import dev.signalcraft.bench.delivery.DeliveryReport.Latency;
import dev.signalcraft.domain.json.Json;
import dev.signalcraft.embedded.Directories;
import dev.signalcraft.embedded.kafka.EmbeddedKafka;
import dev.signalcraft.jobs.delivery.DeliveryJob;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.apache.flink.api.common.JobID;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** DeliveryJob under a steady load, to webhooks that answer or that are down. */
@Command(
    name = "delivery",
    description = "How soon DeliveryJob sends, and what it keeps of channels that are down.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
public final class DeliveryCommand implements Callable<Integer> {
  /** How the result is printed. */
  enum Format {
    text,
    json
  }

  private static final OperatingSystemMXBean MACHINE =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
  private static final int MANAGED_MEBIBYTES = 64;
  private static final int PARTITIONS = 4;

  /** A version is in force five seconds after it was logged. */
  private static final long IN_FORCE_MILLIS = 6_000;

  private static final long PATIENCE_MILLIS = 60_000;
  private static final long POLL_MILLIS = 50;

  @Option(names = "--rate", description = "Notifications a second.")
  private int rate = 1_000;

  @Option(names = "--seconds", description = "For so long, after the warm-up.")
  private int seconds = 30;

  @Option(names = "--warm-up", paramLabel = "SECONDS", description = "Goes before, at this rate.")
  private int warmUp = 20;

  @Option(names = "--channels", description = "To how many webhooks.")
  private int channels = 10;

  @Option(names = "--down", description = "The webhooks answer 503: what is kept?")
  private boolean down;

  @Option(names = "-D", paramLabel = "KEY=VALUE", description = "A setting of Flink's.")
  private Map<String, String> flink = new TreeMap<>();

  @Option(
      names = {"-o", "--output"},
      description = "How the result is printed: ${COMPLETION-CANDIDATES}.")
  private Format output = Format.text;

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init")
  DeliveryCommand() {}

  @Override
  public Integer call() throws Exception {
    Path directory = Files.createTempDirectory("signalcraft-bench");
    DeliveryReport report;
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

  private DeliveryReport measure(Path directory, Progress progress) throws Exception {
    Machine machine = Machine.here();
    Map<String, String> settings = new TreeMap<>(Map.of("parallelism.default", "1"));
    settings.putAll(flink);
    try (EmbeddedKafka kafka = EmbeddedKafka.start(directory.resolve("kafka"), 0);
        Receiver receiver = Receiver.start(System::nanoTime, down);
        DeliveryLoad load = new DeliveryLoad(kafka, channels, PARTITIONS);
        Cluster cluster = Cluster.start(directory, MANAGED_MEBIBYTES, settings)) {
      load.configure(receiver.port());
      JobID job =
          cluster.submit(
              env ->
                  DeliveryJob.assemble(
                      env,
                      List.of(
                          "--bootstrap-servers",
                          kafka.bootstrapServers(),
                          "--allow-private-receivers",
                          "true"),
                      Map.of()));
      cluster.awaitOpen(job);
      Thread.sleep(IN_FORCE_MILLIS);
      long heapBefore = heap();

      long first = (long) warmUp * rate;
      long all = first + (long) seconds * rate;
      long[] decidedAt = new long[Math.toIntExact(all)];
      progress.step("%,d notifications of warm-up".formatted(first));
      load.run(0, first, rate, decidedAt, progress);
      progress.step("%,d notifications".formatted(all - first));
      long cpu = MACHINE.getProcessCpuTime();
      load.run(first, all - first, rate, decidedAt, progress);
      await(receiver, all);
      double micros = (MACHINE.getProcessCpuTime() - cpu) / 1e3 / (all - first);
      return new DeliveryReport(
          machine,
          rate,
          seconds,
          channels,
          down,
          flink,
          all,
          receiver.arrived(),
          receiver.repeats(),
          down ? Latency.NONE : latency(load, receiver, decidedAt, first),
          micros,
          heapBefore,
          heap());
    }
  }

  private void await(Receiver receiver, long all) throws InterruptedException {
    long until = System.currentTimeMillis() + PATIENCE_MILLIS;
    while (!down && receiver.arrived() < all && System.currentTimeMillis() < until) {
      Thread.sleep(POLL_MILLIS);
    }
  }

  private static Latency latency(
      DeliveryLoad load, Receiver receiver, long[] decidedAt, long first) {
    double[] millis = new double[decidedAt.length - (int) first];
    for (int i = 0; i < millis.length; i++) {
      long number = first + i;
      long arrivedAt = receiver.arrivedAt(load.id(number));
      millis[i] =
          arrivedAt < 0 ? Double.POSITIVE_INFINITY : (arrivedAt - decidedAt[(int) number]) / 1e6;
    }
    Arrays.sort(millis);
    return Latency.of(millis);
  }

  private static long heap() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
