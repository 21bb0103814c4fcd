// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.gateway.ingest;

import dev.signalcraft.domain.ingest.MetricSamples;
import dev.signalcraft.domain.ingest.Sources;
import dev.signalcraft.gateway.config.Owner;
import dev.signalcraft.gateway.http.Answers;
import dev.signalcraft.gateway.http.Problem;
import dev.signalcraft.gateway.http.Refusal;
import dev.signalcraft.gateway.http.RequestMetrics;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.IntConsumer;
import java.util.function.LongSupplier;
import org.eclipse.jetty.http.HttpStatus;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /api/metrics}: one measurement or an array of them, for the workspace of the
 * integration whose key is shown. It answers when those that are good lie in the log: 202, or 400
 * with the place of each that is not.
 */
public final class MetricsEndpoint implements Handler {
  private final Intake intake;
  private final BiFunction<String, String, @Nullable Owner> owners;
  private final MetricSamples reader;
  private final MetricLog log;
  private final RequestMetrics metrics;
  private final LongSupplier clock;

  /**
   * An endpoint.
   *
   * @param owners finds an owner by source and the SHA-256 of its key
   * @param clock stands in for log time where a sender's time is judged, epoch milliseconds
   */
  public MetricsEndpoint(
      Intake intake,
      BiFunction<String, String, @Nullable Owner> owners,
      MetricSamples reader,
      MetricLog log,
      RequestMetrics metrics,
      LongSupplier clock) {
    this.intake = intake;
    this.owners = owners;
    this.reader = reader;
    this.log = log;
    this.metrics = metrics;
    this.clock = clock;
  }

  @Override
  public void handle(Context request) {
    request.attribute(RequestMetrics.SOURCE_ATTRIBUTE, Sources.METRICS);
    intake.take(request, (wire, body, hold) -> append(request, body, hold));
  }

  private CompletableFuture<String> append(Context request, byte[] body, IntConsumer hold) {
    String key = Credentials.bearer(request);
    Owner owner = key == null ? null : owners.apply(Sources.METRICS, Verifier.sha256(key));
    if (owner == null) {
      throw new Refusal(
          HttpStatus.UNAUTHORIZED_401,
          "No integration of measurements has this key; send one as Authorization: Bearer.");
    }
    Measurements read = Measurements.read(reader, body, owner, clock.getAsLong());
    hold.accept(read.bytes());
    String id = Answers.requestId(request);
    return log.append(read.records()).thenApply(kept -> answer(id, read));
  }

  private String answer(String requestId, Measurements read) {
    int accepted = read.records().size();
    int refused = read.faults().size();
    metrics.measured(accepted, refused);
    if (refused > 0) {
      throw new Refusal(
          Problem.partly(
              "Of %d measurements %d cannot be used; see errors. The others are kept."
                  .formatted(accepted + refused, refused),
              accepted,
              read.faults()));
    }
    return "{\"requestId\":\"%s\",\"accepted\":%d}".formatted(requestId, accepted);
  }
}
