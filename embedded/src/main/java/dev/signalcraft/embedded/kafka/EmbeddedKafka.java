// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.embedded.kafka;

import dev.signalcraft.embedded.Directories;
import dev.signalcraft.embedded.Ports;
import dev.signalcraft.embedded.StartFault;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Exit;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Kafka cluster of one node in this JVM, on loopback. Its directory and port outlive it: it can
 * be stopped and started, also after the process was killed.
 */
public final class EmbeddedKafka implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedKafka.class);

  static {
    Exit.setExitProcedure((code, message) -> refuse("exit", code, message));
    Exit.setHaltProcedure((code, message) -> refuse("halt", code, message));
    // Kafka's own hook would stop it before those who still write to it.
    Exit.setShutdownHookAdder((name, task) -> {});
  }

  private final Path logs;
  private final int port;
  private @Nullable KafkaRaftServer server;

  private EmbeddedKafka(Path logs, int port) {
    this.logs = logs;
    this.port = port;
  }

  /**
   * Starts a broker.
   *
   * @param directory for its data, formatted where it is empty
   * @param port 0 for a free one
   * @throws StartFault where it cannot listen or write
   */
  public static EmbeddedKafka start(Path directory, int port) {
    Path logs = Directories.requireWritable(directory, "--data");
    EmbeddedKafka kafka = new EmbeddedKafka(logs, Ports.resolve(port));
    kafka.start();
    return kafka;
  }

  /** Starts it again after {@link #stop()}, on the same port; nothing where it runs. */
  public synchronized void start() {
    if (server != null) {
      return;
    }
    Ports.requireFree(port, "--kafka-port");
    // The controller is found by nobody else, so its port may change with every start.
    KafkaConfig config = new KafkaConfig(BrokerSettings.of(logs, port, Ports.resolve(0)), false);
    format();
    KafkaRaftServer starting = new KafkaRaftServer(config, Time.SYSTEM);
    try {
      starting.startup();
    } catch (RuntimeException e) {
      starting.shutdown();
      throw e;
    }
    server = starting;
  }

  /** Stops it cleanly; its data stays. */
  public synchronized void stop() {
    KafkaRaftServer stopping = server;
    if (stopping != null) {
      server = null;
      stopping.shutdown();
      stopping.awaitShutdown();
    }
  }

  @Override
  public void close() {
    stop();
  }

  /** Where clients connect. */
  public String bootstrapServers() {
    return "127.0.0.1:" + port;
  }

  /**
   * Creates every topic that is missing.
   *
   * @return one line for each topic that is there with another number of partitions
   */
  public List<String> createTopics(int partitions) {
    Map<String, Object> client =
        Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers());
    try (Admin admin = Admin.create(client)) {
      return new TopicSetup(admin, partitions, (short) 1).run();
    }
  }

  private void format() {
    if (Files.exists(logs.resolve("meta.properties"))) {
      return;
    }
    try {
      new Formatter()
          .setClusterId(Uuid.randomUuid().toString())
          .setNodeId(BrokerSettings.NODE_ID)
          .setControllerListenerName(BrokerSettings.CONTROLLER_LISTENER)
          .setDirectories(List.of(logs.toString()))
          .setMetadataLogDirectory(logs.toString())
          .setIgnoreFormatted(true)
          .setPrintStream(
              new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
          .run();
    } catch (IOException e) {
      throw new StartFault("cannot write to " + logs + ": choose another directory", e);
    } catch (Exception e) {
      throw new IllegalStateException("cannot format " + logs, e);
    }
  }

  private static void refuse(String what, int code, @Nullable String message) {
    IllegalStateException fault =
        new IllegalStateException("Kafka wanted to %s with %d: %s".formatted(what, code, message));
    LOG.error("the embedded broker met a fault that it does not survive", fault);
    throw fault;
  }
}
