// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.cli.flink;

import java.util.Map;
import java.util.function.Consumer;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * A job of the local cluster.
 *
 * @param name its name, and that of its directory of checkpoints; never changes
 * @param assembly defines its whole flow
 * @param settings of Flink, in which it differs from the other jobs
 */
public record LocalJob(
    String name, Consumer<StreamExecutionEnvironment> assembly, Map<String, String> settings) {
  /** A job with the settings of all jobs. */
  public LocalJob(String name, Consumer<StreamExecutionEnvironment> assembly) {
    this(name, assembly, Map.of());
  }
}
