// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.jobs.delivery;

import dev.signalcraft.domain.delivery.Channel;
import dev.signalcraft.domain.delivery.Send;
import dev.signalcraft.domain.delivery.SendResult;
import dev.signalcraft.domain.delivery.WebUrl;
import dev.signalcraft.domain.delivery.WebhookAddress;
import dev.signalcraft.domain.delivery.WebhookBody;
import dev.signalcraft.domain.delivery.WebhookSignature;
import dev.signalcraft.domain.secret.SecretReference;
import dev.signalcraft.domain.secret.Secrets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Sends to webhooks: 2xx is sent, 408, 425, 429 and 5xx may pass, everything else will not. */
final class WebhookSender {
  private final HttpChannels http;
  private final Secrets secrets;
  private final InstantSource clock;

  WebhookSender(HttpChannels http, Secrets secrets, InstantSource clock) {
    this.http = http;
    this.secrets = secrets;
    this.clock = clock;
  }

  CompletableFuture<SendResult> send(Send send, WebhookAddress webhook) {
    String body = WebhookBody.of(send);
    SecretReference secret = webhook.secret();
    Map<String, String> headers = new LinkedHashMap<>();
    webhook.headers().forEach((name, value) -> headers.put(name, header(send, name, value)));
    WebUrl url = webhook.url(reference -> resolve(send, reference));
    List<String> hidden = new ArrayList<>(webhook.url() == null ? url.secrets() : List.of());
    for (String value : headers.values()) {
      if (!webhook.headers().containsValue(value)) {
        hidden.add(value);
      }
    }
    headers.putAll(
        WebhookSignature.headers(
            send.id(),
            clock.instant().getEpochSecond(),
            body,
            secret == null ? null : resolve(send, secret)));
    return http.post(url, webhook.allowPrivate(), send.attempt(), headers, body)
        .thenApply(answer -> result(answer, hidden));
  }

  private String header(Send send, String name, String value) {
    if (!SecretReference.is(value)) {
      return value;
    }
    String secret = resolve(send, new SecretReference(WebhookAddress.HEADERS_FIELD, value));
    if (!secret.matches("[ -~]*")) {
      throw new IllegalArgumentException(
          "spec.headers." + name + ": the secret is no line of printable ASCII");
    }
    return secret;
  }

  private String resolve(Send send, SecretReference reference) {
    return reference.resolve(secrets, send.workspace(), Channel.KIND, send.channelName());
  }

  private static SendResult result(HttpAnswer answer, List<String> hidden) {
    if (answer.isSuccess()) {
      return SendResult.sent(answer.status(), null);
    }
    return answer.refusal(hidden);
  }
}
