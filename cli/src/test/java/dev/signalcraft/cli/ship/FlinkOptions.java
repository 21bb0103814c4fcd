// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.cli.ship;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.lang.reflect.Field;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.HighAvailabilityOptions;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.state.rocksdb.RocksDBConfigurableOptions;
import org.apache.flink.state.rocksdb.RocksDBOptions;

/** The options of the Flink on the class path, to check configuration that only a cluster reads. */
final class FlinkOptions {
  private final Map<String, ConfigOption<?>> options = new TreeMap<>();

  FlinkOptions() {
    for (Class<?> type :
        List.of(
            CheckpointingOptions.class,
            CoreOptions.class,
            HighAvailabilityOptions.class,
            JobManagerOptions.class,
            PipelineOptions.class,
            RestartStrategyOptions.class,
            RocksDBConfigurableOptions.class,
            RocksDBOptions.class,
            StateBackendOptions.class,
            TaskManagerOptions.class)) {
      for (Field field : type.getFields()) {
        if (ConfigOption.class.isAssignableFrom(field.getType())) {
          add(field);
        }
      }
    }
  }

  private void add(Field field) {
    try {
      ConfigOption<?> option = (ConfigOption<?>) field.get(null);
      options.put(option.key(), option);
    } catch (IllegalAccessException e) {
      throw new AssertionError("a public field is readable", e);
    }
  }

  /** Fails unless the key is an option under its present name and reads this value. */
  void check(String key, String value) {
    if (key.startsWith("metrics.reporter.")) {
      return; // Named by the reporter; the image ships the Prometheus one.
    }
    assertThat(options).containsKey(key);
    assertThatCode(() -> Configuration.fromMap(Map.of(key, value)).get(options.get(key)))
        .as(key + ": " + value)
        .doesNotThrowAnyException();
  }

  /** Whether cancelling a job keeps its checkpoints under this configuration. */
  static boolean retains(Map<String, String> configuration) {
    return Configuration.fromMap(configuration)
            .get(CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION)
        == ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION;
  }
}
