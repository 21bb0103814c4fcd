// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.gateway.ingest;

import dev.signalcraft.domain.config.Integration;
import dev.signalcraft.domain.ingest.Sources;
import dev.signalcraft.gateway.config.Sender;
import dev.signalcraft.gateway.http.Answers;
import dev.signalcraft.gateway.http.Refusal;
import dev.signalcraft.gateway.http.RequestMetrics;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.IntConsumer;
import org.eclipse.jetty.http.HttpStatus;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /webhooks/{source}/{integration}}: verifies a body by its bytes as they came and
 * answers 202 when it lies in the log. What the body says is for others to read.
 */
public final class WebhookEndpoint implements Handler {
  private final Intake intake;
  private final BiFunction<String, String, @Nullable Sender> senders;
  private final WebhookLog log;

  /** An endpoint that finds senders by workspace and name. */
  public WebhookEndpoint(
      Intake intake, BiFunction<String, String, @Nullable Sender> senders, WebhookLog log) {
    this.intake = intake;
    this.senders = senders;
    this.log = log;
  }

  @Override
  public void handle(Context request) {
    if (!Sources.KNOWN.contains(request.pathParam("source"))) {
      throw new Refusal(HttpStatus.NOT_FOUND_404, "No such source of webhooks.");
    }
    request.attribute(RequestMetrics.SOURCE_ATTRIBUTE, request.pathParam("source"));
    intake.take(request, (wire, body, hold) -> append(request, wire, body, hold));
  }

  private CompletableFuture<String> append(
      Context request, byte[] wire, byte[] body, IntConsumer hold) {
    String[] names = request.pathParam("integration").split("\\.", -1);
    String source = request.pathParam("source");
    if (!Verifier.accepts(find(source, names), Credentials.of(request), wire, body)) {
      throw new Refusal(
          HttpStatus.UNAUTHORIZED_401,
          "No integration of this source and name has this signature or key.");
    }
    hold.accept(body.length);
    String id = Answers.requestId(request);
    return log.append(body, WebhookHeaders.of(request, names[0], source, names[1], id))
        .thenApply(kept -> "{\"requestId\":\"" + id + "\"}");
  }

  private @Nullable Sender find(String source, String[] names) {
    if (names.length != 2 || !Integration.isName(names[0]) || !Integration.isName(names[1])) {
      return null;
    }
    Sender sender = senders.apply(names[0], names[1]);
    return sender == null || !sender.source().equals(source) ? null : sender;
  }
}
