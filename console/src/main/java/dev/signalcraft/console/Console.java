// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.console;

import dev.signalcraft.console.access.Gate;
import dev.signalcraft.console.database.Database;
import dev.signalcraft.console.database.PartitionKeeper;
import dev.signalcraft.console.grouping.AlertGroupApi;
import dev.signalcraft.console.http.HttpServer;
import dev.signalcraft.console.http.HttpServer.Route;
import dev.signalcraft.console.http.Metrics;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running console. */
public final class Console implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Console.class);

  private final Metrics metrics;
  private final Database database;
  private final PartitionKeeper partitions;
  private final HttpServer server;

  private Console(
      Metrics metrics, Database database, PartitionKeeper partitions, HttpServer server) {
    this.metrics = metrics;
    this.database = database;
    this.partitions = partitions;
    this.server = server;
  }

  /**
   * Starts a console. It listens at once and is ready when {@code /ready} says so: Postgres need
   * not be there yet.
   *
   * @throws IllegalArgumentException when the address cannot be had, with what to do
   */
  public static Console start(ConsoleSettings settings) {
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
    try {
      HttpServer server =
          new HttpServer(
              settings.host(),
              settings.port(),
              new Gate(settings.tokensFile()),
              routes(database, metrics),
              metrics);
      LOG.info("The console listens on {}", server.url());
      return new Console(metrics, database, partitions, server);
    } catch (RuntimeException e) {
      partitions.close();
      database.close();
      metrics.close();
      throw e;
    }
  }

  static List<Route> routes(Database database, Metrics metrics) {
    List<Route> routes = new ArrayList<>(Probes.routes(database, metrics));
    routes.addAll(new AlertGroupApi(database).routes());
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
    server.close();
    partitions.close();
    database.close();
    metrics.close();
  }
}
