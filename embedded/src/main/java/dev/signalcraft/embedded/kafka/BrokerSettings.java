// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.embedded.kafka;

import dev.signalcraft.domain.Topic;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;

/** How a broker is set that shares its JVM and machine with everything else. */
final class BrokerSettings {
  static final int NODE_ID = 1;
  static final String CONTROLLER_LISTENER = "CONTROLLER";

  private static final Map<String, String> CONSTANT =
      Map.ofEntries(
          Map.entry("process.roles", "broker,controller"),
          Map.entry("node.id", Integer.toString(NODE_ID)),
          Map.entry("controller.listener.names", CONTROLLER_LISTENER),
          Map.entry("inter.broker.listener.name", "PLAINTEXT"),
          Map.entry("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT"),
          Map.entry("auto.create.topics.enable", "false"),
          Map.entry("message.max.bytes", Integer.toString(Topic.MAX_RECORD_BYTES)),
          Map.entry("socket.request.max.bytes", Integer.toString(32 << 20)),
          // One node: everything has one replica and few partitions.
          Map.entry("default.replication.factor", "1"),
          Map.entry("offsets.topic.replication.factor", "1"),
          Map.entry("offsets.topic.num.partitions", "2"),
          Map.entry("transaction.state.log.replication.factor", "1"),
          Map.entry("transaction.state.log.min.isr", "1"),
          Map.entry("transaction.state.log.num.partitions", "2"),
          Map.entry("share.coordinator.state.topic.replication.factor", "1"),
          Map.entry("share.coordinator.state.topic.min.isr", "1"),
          Map.entry("share.coordinator.state.topic.num.partitions", "1"),
          // Quick to start and to stop.
          Map.entry("group.initial.rebalance.delay.ms", "0"),
          Map.entry("broker.heartbeat.interval.ms", "250"),
          // After a kill the controller waits this long for the broker that it knew.
          Map.entry("broker.session.timeout.ms", "3000"),
          Map.entry("controller.quorum.append.linger.ms", "0"),
          Map.entry("controller.quorum.election.backoff.max.ms", "100"),
          Map.entry("controller.quorum.retry.backoff.ms", "10"),
          Map.entry("metric.reporters", ""),
          // Small: few threads, buffers, segments and indexes.
          Map.entry("num.network.threads", "2"),
          Map.entry("num.io.threads", "2"),
          Map.entry("background.threads", "2"),
          Map.entry("num.recovery.threads.per.data.dir", "2"),
          Map.entry("log.cleaner.threads", "1"),
          Map.entry("log.cleaner.dedupe.buffer.size", Integer.toString(2 << 20)),
          Map.entry("log.cleaner.io.buffer.size", Integer.toString(128 << 10)),
          Map.entry("log.segment.bytes", Integer.toString(64 << 20)),
          Map.entry("log.index.size.max.bytes", Integer.toString(1 << 20)),
          Map.entry("queued.max.requests", "100"));

  private BrokerSettings() {}

  static Properties of(Path logs, int port, int controllerPort) {
    Properties settings = new Properties();
    settings.putAll(CONSTANT);
    settings.setProperty("log.dirs", logs.toString());
    settings.setProperty(
        "listeners",
        "PLAINTEXT://127.0.0.1:%d,%s://127.0.0.1:%d"
            .formatted(port, CONTROLLER_LISTENER, controllerPort));
    settings.setProperty("advertised.listeners", "PLAINTEXT://127.0.0.1:" + port);
    settings.setProperty("controller.quorum.voters", NODE_ID + "@127.0.0.1:" + controllerPort);
    return settings;
  }
}
