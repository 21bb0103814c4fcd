// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.gateway;

import dev.signalcraft.gateway.http.HttpServer.Route;
import dev.signalcraft.gateway.http.Problem;
import dev.signalcraft.gateway.http.Refusal;
import dev.signalcraft.gateway.http.RequestMetrics;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Everything that the gateway answers; {@code docs/openapi/gateway.yaml} says the same. */
final class Routes {
  private Routes() {}

  static List<Route> of(
      Handler slackActions,
      Handler webhooks,
      Handler measurements,
      Supplier<@Nullable String> obstacle,
      RequestMetrics metrics) {
    return List.of(
        // The first that fits serves a request.
        new Route(HandlerType.POST, "/webhooks/slack/actions", slackActions),
        new Route(HandlerType.POST, "/webhooks/{source}/{integration}", webhooks),
        new Route(HandlerType.POST, "/api/metrics", measurements),
        new Route(HandlerType.GET, "/health", request -> status(request, "alive")),
        new Route(HandlerType.GET, "/ready", request -> ready(request, obstacle.get())),
        new Route(
            HandlerType.GET,
            "/metrics",
            request -> {
              request.contentType("text/plain; version=0.0.4; charset=utf-8");
              request.result(metrics.scrape());
            }));
  }

  private static void ready(Context request, @Nullable String obstacle) {
    if (obstacle != null) {
      throw new Refusal(Problem.unavailable(obstacle));
    }
    status(request, "ready");
  }

  private static void status(Context request, String status) {
    request.contentType("application/json");
    request.result("{\"status\":\"" + status + "\"}");
  }
}
