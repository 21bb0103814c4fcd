// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.jobs.delivery;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalcraft.domain.delivery.Channel;
import dev.signalcraft.domain.delivery.PagerDutyAddress;
import dev.signalcraft.domain.delivery.PagerDutyEvent;
import dev.signalcraft.domain.delivery.Send;
import dev.signalcraft.domain.delivery.SendResult;
import dev.signalcraft.domain.secret.Secrets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Sends to PagerDuty. Its events carry the group id as {@code dedup_key}: of several that a digest
 * makes, all are sent again when one was not taken. Those of one key follow each other.
 */
final class PagerDutySender {
  private final HttpChannels http;
  private final Secrets secrets;

  PagerDutySender(HttpChannels http, Secrets secrets) {
    this.http = http;
    this.secrets = secrets;
  }

  CompletableFuture<SendResult> send(Send send, PagerDutyAddress pagerDuty) {
    String key =
        pagerDuty.routingKey().resolve(secrets, send.workspace(), Channel.KIND, send.channelName());
    Map<String, CompletableFuture<SendResult>> results = new LinkedHashMap<>();
    for (ObjectNode event : PagerDutyEvent.of(send, key)) {
      results.compute(
          event.path("dedup_key").textValue(),
          (incident, before) ->
              before == null
                  ? send(send, pagerDuty, event, key)
                  : before.thenCompose(
                      first ->
                          first.outcome() == SendResult.Outcome.SENT
                              ? send(send, pagerDuty, event, key)
                              : CompletableFuture.completedFuture(first)));
    }
    CompletableFuture<SendResult> worst =
        CompletableFuture.completedFuture(SendResult.sent(0, null));
    for (CompletableFuture<SendResult> result : results.values()) {
      worst = worst.thenCombine(result, PagerDutySender::worse);
    }
    return worst;
  }

  private static SendResult worse(SendResult one, SendResult other) {
    return other.outcome().compareTo(one.outcome()) >= 0 ? other : one;
  }

  private CompletableFuture<SendResult> send(
      Send send, PagerDutyAddress pagerDuty, ObjectNode event, String key) {
    return http.post(
            pagerDuty.url(), pagerDuty.allowPrivate(), send.attempt(), Map.of(), event.toString())
        .thenApply(answer -> result(answer, event.path("dedup_key").textValue(), key));
  }

  private static SendResult result(HttpAnswer answer, String dedupKey, String key) {
    if (answer.isSuccess()) {
      return SendResult.sent(answer.status(), dedupKey);
    }
    return answer.refusal(List.of(key));
  }
}
