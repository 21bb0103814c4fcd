// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.jobs.delivery;

import static dev.signalcraft.domain.delivery.Sends.told;
import static dev.signalcraft.domain.ingest.Events.T0;
import static dev.signalcraft.jobs.delivery.FakeReceiver.status;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalcraft.domain.delivery.ChannelTrial;
import dev.signalcraft.domain.delivery.Send;
import dev.signalcraft.domain.delivery.SendResult;
import dev.signalcraft.domain.delivery.Sends;
import dev.signalcraft.domain.json.Json;
import dev.signalcraft.domain.routing.Notification;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PagerDutySenderTest {
  private final FakeReceiver pagerDuty = new FakeReceiver();
  private final Attempts attempts = new Attempts();

  @AfterEach
  void close() {
    attempts.close();
    pagerDuty.close();
  }

  private Send send() {
    return send(told("a"));
  }

  private Send send(Notification told) {
    return Sends.to(
            "{type: pagerduty, routingKey: 'env:KEY', url: '%s/v2/enqueue', allowPrivate: true}"
                .formatted(pagerDuty.url()))
        .of(told);
  }

  @Test
  void anEventIsTakenUnderTheGroupsId() throws Exception {
    Send send = send();
    String group = send.told().get(0).groupId();
    pagerDuty.answers(status(202, "{\"status\":\"success\"}"));

    assertThat(attempts.result(send)).isEqualTo(SendResult.sent(202, group));

    JsonNode event = Json.mapper().readTree(pagerDuty.calls.get(0).body());
    assertThat(pagerDuty.calls.get(0).path()).isEqualTo("/v2/enqueue");
    assertThat(event.path("routing_key").textValue()).isEqualTo("r0ut1ng");
    assertThat(event.path("dedup_key").textValue()).isEqualTo(group);
  }

  @Test
  void whatIsWrongFailsAndWhatPassesIsTriedAgain() {
    pagerDuty.answers(
        status(400, "{\"message\":\"'routing_key' r0ut1ng is invalid\"}"),
        status(429, "", "Retry-After", "2"),
        status(500, ""));

    assertThat(attempts.result(send()))
        .isEqualTo(
            SendResult.refused(400, "HTTP 400: {\"message\":\"'routing_key' … is invalid\"}"));
    assertThat(attempts.result(send())).isEqualTo(SendResult.retry(429, "HTTP 429", 2_000));
    assertThat(attempts.result(send())).isEqualTo(SendResult.retry(500, "HTTP 500", 0));
  }

  @Test
  void theEndOfATestFollowsItsBeginningAndIsNotSentWhereThatWasRefused() throws Exception {
    Send test = send(ChannelTrial.of("default", "ops", "1", "ada", T0));
    pagerDuty.answers(status(202, ""), status(202, ""), status(400, ""));

    assertThat(attempts.result(test).outcome()).isEqualTo(SendResult.Outcome.SENT);
    assertThat(attempts.result(test).outcome()).isEqualTo(SendResult.Outcome.REFUSED);

    List<String> actions = new ArrayList<>();
    for (var call : pagerDuty.calls) {
      actions.add(Json.mapper().readTree(call.body()).path("event_action").textValue());
    }
    assertThat(actions).containsExactly("trigger", "resolve", "trigger");
  }
}
