// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.console;

import dev.signalcraft.console.access.Gate;
import dev.signalcraft.console.config.ConfigApi;
import dev.signalcraft.console.config.ConfigDocuments;
import dev.signalcraft.console.config.ConfigFollower;
import dev.signalcraft.console.config.EditApi;
import dev.signalcraft.console.database.Awaited;
import dev.signalcraft.console.database.Database;
import dev.signalcraft.console.database.PartitionKeeper;
import dev.signalcraft.console.delivery.ChannelTestApi;
import dev.signalcraft.console.grouping.AlertGroupApi;
import dev.signalcraft.console.grouping.CommandApi;
import dev.signalcraft.console.grouping.CommandEffectApi;
import dev.signalcraft.console.grouping.Effects;
import dev.signalcraft.console.http.HttpServer;
import dev.signalcraft.console.http.HttpServer.Route;
import dev.signalcraft.console.http.Metrics;
import dev.signalcraft.console.kafka.TopicWriter;
import dev.signalcraft.console.monitor.MetricRangeApi;
import dev.signalcraft.console.replay.JobEnds;
import dev.signalcraft.console.replay.ReplayRoutes;
import dev.signalcraft.console.routing.RuleTestApi;
import dev.signalcraft.domain.config.KafkaSettings;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running console. */
public final class Console implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Console.class);

  private final Metrics metrics;
  private final Database database;
  private final PartitionKeeper partitions;
  private final TopicWriter topics;
  private final ConfigFollower config;
  private final Awaited awaited;
  private final HttpServer server;

  private Console(
      Metrics metrics,
      Database database,
      PartitionKeeper partitions,
      TopicWriter topics,
      ConfigFollower config,
      Awaited awaited,
      HttpServer server) {
    this.metrics = metrics;
    this.database = database;
    this.partitions = partitions;
    this.topics = topics;
    this.config = config;
    this.awaited = awaited;
    this.server = server;
  }

  /**
   * Starts a console. It listens at once and is ready when {@code /ready} says so: neither Postgres
   * nor Kafka need be there yet. Without Kafka it answers all but commands and what is about
   * documents.
   *
   * @throws IllegalArgumentException when the address cannot be had, or no Kafka client can ever be
   *     made of the settings, with what to do
   */
  public static Console start(ConsoleSettings settings) {
    Properties kafka =
        KafkaSettings.client(settings.bootstrapServers(), settings.kafkaPropertiesFile());
    TopicWriter topics = new TopicWriter(kafka);
    ConfigDocuments documents = new ConfigDocuments();
    ConfigFollower config = new ConfigFollower(kafka, documents);
    Metrics metrics = new Metrics();
    Database database =
        new Database(
            settings.postgresUrl(),
            settings.postgresUser(),
            settings.postgresPassword(),
            metrics.registry());
    PartitionKeeper partitions =
        new PartitionKeeper(
            settings.postgresUrl(), settings.postgresUser(), settings.postgresPassword());
    Awaited awaited = new Awaited();
    try {
      HttpServer server =
          new HttpServer(
              settings.host(),
              settings.port(),
              new Gate(settings.tokensFile()),
              executor -> routes(settings, database, topics, documents, awaited, metrics, executor),
              metrics);
      LOG.info("The console listens on {}", server.url());
      return new Console(metrics, database, partitions, topics, config, awaited, server);
    } catch (RuntimeException e) {
      awaited.close();
      config.close();
      topics.close();
      partitions.close();
      database.close();
      metrics.close();
      throw e;
    }
  }

  static List<Route> routes(
      ConsoleSettings settings,
      Database database,
      TopicWriter topics,
      ConfigDocuments documents,
      Awaited awaited,
      Metrics metrics,
      Executor executor) {
    Effects effects = new Effects(database, awaited);
    List<Route> routes = new ArrayList<>(Probes.routes(database, metrics));
    routes.addAll(new AlertGroupApi(database).routes());
    routes.addAll(
        new CommandApi(database, topics, effects, metrics.registry(), executor, Clock.systemUTC())
            .routes());
    routes.addAll(new CommandEffectApi(effects, executor).routes());
    routes.addAll(new ConfigApi(documents).routes());
    routes.addAll(new EditApi(documents, topics, metrics.registry(), executor).routes());
    routes.addAll(
        new ChannelTestApi(documents, topics, database, awaited, executor, Clock.systemUTC())
            .routes());
    routes.addAll(new MetricRangeApi(database).routes());
    routes.addAll(new RuleTestApi(documents, executor, Clock.systemUTC()).routes());
    JobEnds ends =
        new JobEnds(
            settings.bootstrapServers(),
            settings.kafkaPropertiesFile(),
            settings.postgresUrl(),
            settings.postgresUser());
    routes.addAll(ReplayRoutes.of(settings.flink(), ends, database, executor, Clock.systemUTC()));
    return routes;
  }

  /** The port that it listens on. */
  public int port() {
    return server.port();
  }

  /** Where it is found, without a slash at the end. */
  public String url() {
    return server.url();
  }

  /** Answers what is under way, then ends. */
  @Override
  public void close() {
    awaited.close();
    server.close();
    config.close();
    topics.close();
    partitions.close();
    database.close();
    metrics.close();
  }
}
