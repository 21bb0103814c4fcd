// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.console;

import dev.signalcraft.console.database.Database;
import dev.signalcraft.console.http.Answers;
import dev.signalcraft.console.http.HttpServer.Route;
import dev.signalcraft.console.http.Metrics;
import dev.signalcraft.sql.Migrations;
import java.util.List;
import java.util.Map;

/** What those ask who run the console. No token is needed. */
final class Probes {
  private Probes() {}

  static List<Route> routes(Database database, Metrics metrics) {
    return List.of(
        Route.get("/health", request -> Answers.json(request, Map.of("status", "up"))),
        Route.get(
            "/ready",
            request -> {
              database.ask(Migrations::version);
              Answers.json(request, Map.of("status", "ready"));
            }),
        Route.get(
            "/metrics",
            request ->
                request
                    .contentType("text/plain; version=0.0.4; charset=utf-8")
                    .result(metrics.scrape())));
  }
}
