// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.cli;

import dev.signalcraft.cli.local.DataDirectory;
import dev.signalcraft.cli.local.LocalRun;
import dev.signalcraft.cli.local.StackSettings;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The whole stack in this process, until it is told to end. */
@Command(
    name = "up",
    description = "Starts everything on this machine and prints where it is.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
final class UpCommand implements Callable<Integer> {
  @Option(names = "--data", paramLabel = "DIR", description = "Where everything is kept.")
  private Path data = Path.of(".signalcraft");

  @Option(names = "--demo", description = "Feed a realistic mix of alerts.")
  private boolean demo;

  @Option(names = "--console-port", paramLabel = "PORT", description = "Port of the console.")
  private int consolePort = 8080;

  @Option(names = "--flink-port", paramLabel = "PORT", description = "Port of Flink's page.")
  private int flinkPort = 8081;

  @Option(names = "--gateway-port", paramLabel = "PORT", description = "Port of the gateway.")
  private int gatewayPort = 8090;

  @Option(names = "--kafka-port", paramLabel = "PORT", description = "Port of Kafka.")
  private int kafkaPort = 9092;

  @Option(names = "--postgres-port", paramLabel = "PORT", description = "Port of Postgres.")
  private int postgresPort = 15432;

  @Option(names = "--for", hidden = true, description = "Seconds to run when all is healthy.")
  private long seconds = Long.MAX_VALUE;

  @Override
  public Integer call() throws Exception {
    StackSettings settings =
        new StackSettings(consolePort, flinkPort, gatewayPort, kafkaPort, postgresPort, demo);
    DataDirectory directory = DataDirectory.open(data);
    Logging.intoFile(directory.log());
    new LocalRun(directory, settings, System.out).start();
    TimeUnit.SECONDS.sleep(seconds);
    // The same way down as with Ctrl-C.
    System.exit(0);
    return 0;
  }
}
