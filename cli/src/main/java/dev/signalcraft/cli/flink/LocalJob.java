// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.cli.flink;

import java.util.function.Consumer;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * A job of the local cluster.
 *
 * @param name its name, and that of its directory of checkpoints; never changes
 * @param assembly defines its whole flow
 */
public record LocalJob(String name, Consumer<StreamExecutionEnvironment> assembly) {}
