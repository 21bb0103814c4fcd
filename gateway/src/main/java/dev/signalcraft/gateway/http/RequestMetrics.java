// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.gateway.http;

import io.javalin.http.Context;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Counts and times requests by route, source and status, beside the state of the JVM. */
public final class RequestMetrics implements AutoCloseable {
  /** The request attribute that holds the source, once it is known to be one. */
  public static final String SOURCE_ATTRIBUTE = "signalcraft.source";

  private static final Duration[] BUCKETS = {
    Duration.ofMillis(5), Duration.ofMillis(25), Duration.ofMillis(100),
    Duration.ofMillis(500), Duration.ofSeconds(1), Duration.ofSeconds(5)
  };

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics collections = new JvmGcMetrics();

  /** Metrics of a gateway that has served nothing. */
  public RequestMetrics() {
    new ClassLoaderMetrics().bindTo(registry);
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    collections.bindTo(registry);
  }

  /** Counts a request that was answered; its labels are routes and sources, never their values. */
  public void record(Context request, float millis) {
    Object source = request.attribute(SOURCE_ATTRIBUTE);
    var endpoint = request.endpoints().lastHttpEndpoint();
    Timer.builder("signalcraft.gateway.requests")
        .description("Requests that were answered")
        .tag("route", endpoint == null ? "none" : endpoint.path)
        .tag("source", source == null ? "none" : source.toString())
        .tag("status", Integer.toString(request.statusCode()))
        .serviceLevelObjectives(BUCKETS)
        .register(registry)
        .record((long) (millis * 1_000), TimeUnit.MICROSECONDS);
  }

  /** Counts the measurements of a body. */
  public void measured(int accepted, int refused) {
    measured("accepted", accepted);
    measured("refused", refused);
  }

  private void measured(String outcome, int count) {
    Counter.builder("signalcraft.gateway.measurements")
        .description("Measurements of bodies that were answered")
        .tag("outcome", outcome)
        .register(registry)
        .increment(count);
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
