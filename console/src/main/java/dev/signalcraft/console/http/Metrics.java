// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.console.http;

import io.javalin.http.Context;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.concurrent.TimeUnit;

/** Counts and times requests by route and status, beside the state of the JVM. */
public final class Metrics implements AutoCloseable {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics collections = new JvmGcMetrics();

  /** Metrics of a console that has served nothing. */
  public Metrics() {
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    collections.bindTo(registry);
  }

  void record(Context request, float millis) {
    var endpoint = request.endpoints().matchedHttpEndpoint();
    Timer.builder("signalcraft.console.requests")
        .description("Requests that were answered")
        .tag("route", endpoint == null ? "none" : endpoint.path)
        .tag("status", Integer.toString(request.statusCode()))
        .register(registry)
        .record((long) (millis * 1_000), TimeUnit.MICROSECONDS);
  }

  /** Where others keep their meters. */
  public MeterRegistry registry() {
    return registry;
  }

  /** Everything in the text form of Prometheus. */
  public String scrape() {
    return registry.scrape();
  }

  @Override
  public void close() {
    collections.close();
    registry.close();
  }
}
