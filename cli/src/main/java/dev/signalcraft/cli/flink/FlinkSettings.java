// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.cli.flink;

import java.nio.file.Path;
import java.util.Map;
import org.apache.flink.configuration.Configuration;

/** How Flink is set that shares its JVM and machine with everything else. */
final class FlinkSettings {
  /** Two: where the newest is damaged the one before still serves. */
  private static final String RETAINED = "2";

  private static final Map<String, String> JOB =
      Map.ofEntries(
          Map.entry("parallelism.default", "1"),
          Map.entry("pipeline.max-parallelism", "128"),
          Map.entry("pipeline.object-reuse", "true"),
          Map.entry("pipeline.generic-types", "false"),
          Map.entry("pipeline.auto-generate-uids", "false"),
          Map.entry("pipeline.auto-watermark-interval", "200ms"),
          Map.entry("execution.checkpointing.interval", "1s"),
          Map.entry("execution.checkpointing.min-pause", "500ms"),
          Map.entry("execution.checkpointing.timeout", "2min"),
          Map.entry("execution.checkpointing.mode", "EXACTLY_ONCE"),
          Map.entry("execution.checkpointing.unaligned.enabled", "false"),
          Map.entry("execution.checkpointing.incremental", "true"),
          Map.entry("execution.checkpointing.storage", "filesystem"),
          Map.entry(
              "execution.checkpointing.externalized-checkpoint-retention",
              "RETAIN_ON_CANCELLATION"),
          Map.entry("execution.checkpointing.tolerable-failed-checkpoints", "1000"),
          Map.entry("state.backend.type", "rocksdb"),
          Map.entry("state.backend.rocksdb.use-bloom-filter", "true"),
          Map.entry("state.backend.rocksdb.memory.partitioned-index-filters", "true"),
          Map.entry("restart-strategy.type", "exponential-delay"),
          Map.entry("restart-strategy.exponential-delay.initial-backoff", "500ms"),
          Map.entry("restart-strategy.exponential-delay.max-backoff", "10s"),
          Map.entry("restart-strategy.exponential-delay.backoff-multiplier", "2.0"),
          Map.entry("restart-strategy.exponential-delay.reset-backoff-threshold", "1min"));

  private static final Map<String, String> CLUSTER =
      Map.ofEntries(
          Map.entry("rest.address", "127.0.0.1"),
          Map.entry("rest.bind-address", "127.0.0.1"),
          // To whom it is open says OwnerOnly.
          Map.entry("web.submit.enable", "true"),
          Map.entry("web.cancel.enable", "false"),
          Map.entry("execution.checkpointing.num-retained", RETAINED),
          Map.entry("taskmanager.memory.managed.size", "128mb"),
          Map.entry("taskmanager.memory.network.min", "32mb"),
          Map.entry("taskmanager.memory.network.max", "32mb"),
          Map.entry("classloader.check-leaked-classloader", "false"),
          // For jobs that come over HTTP; they end, and take no checkpoints.
          Map.entry("parallelism.default", "1"),
          Map.entry("pipeline.max-parallelism", "128"),
          Map.entry("pipeline.object-reuse", "true"),
          Map.entry("pipeline.generic-types", "false"),
          Map.entry("pipeline.auto-generate-uids", "false"),
          Map.entry("state.backend.type", "rocksdb"));

  private FlinkSettings() {}

  static Configuration cluster(Path temporary, Path log, int restPort, String secret) {
    Configuration settings = Configuration.fromMap(CLUSTER);
    settings.setString(OwnerOnly.SECRET, secret);
    settings.setString("rest.port", Integer.toString(restPort));
    settings.setString("rest.bind-port", Integer.toString(restPort));
    settings.setString("web.log.path", log.toString());
    settings.setString("io.tmp.dirs", temporary.toString());
    settings.setString("blob.storage.directory", temporary.resolve("blobs").toString());
    settings.setString("web.tmpdir", temporary.resolve("web").toString());
    return settings;
  }

  static Configuration job(Path checkpoints) {
    Configuration settings = Configuration.fromMap(JOB);
    settings.setString("execution.checkpointing.dir", checkpoints.toUri().toString());
    return settings;
  }
}
