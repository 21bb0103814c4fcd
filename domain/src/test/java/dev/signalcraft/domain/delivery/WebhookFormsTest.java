// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.delivery;

import static dev.signalcraft.domain.delivery.Sends.told;
import static dev.signalcraft.domain.ingest.Events.T0;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.signalcraft.domain.grouping.Action;
import dev.signalcraft.domain.grouping.AlertChange;
import dev.signalcraft.domain.grouping.GroupStory;
import dev.signalcraft.domain.ingest.Events;
import dev.signalcraft.domain.json.Json;
import dev.signalcraft.domain.routing.Notification;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookFormsTest {
  private static final String PLAIN = "{type: webhook, url: 'https://a.example/'}";

  private static JsonNode json(Send send) {
    try {
      return Json.mapper().readTree(WebhookBody.of(send));
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aNotificationComesWithItsGroupAsTheyStandInTheLog() throws Exception {
    Notification told = told("checkout");

    JsonNode body = json(Sends.to(PLAIN).of(told));

    assertThat(body.path("type").textValue()).isEqualTo("alert.opened");
    assertThat(body.path("timestamp").textValue()).isEqualTo("2026-03-02T00:00:00.000Z");
    JsonNode whole = body.at("/data/notification").deepCopy();
    ((com.fasterxml.jackson.databind.node.ObjectNode) whole).set("group", body.at("/data/group"));
    assertThat(Json.mapper().treeToValue(whole, Notification.class)).isEqualTo(told);
  }

  @Test
  void nothingIsLostInADigest() {
    Notification a = told("a");
    Notification b = told("b");

    JsonNode body = json(Sends.to(PLAIN).of(a, b));

    assertThat(body.path("type").textValue()).isEqualTo("alert.digest");
    assertThat(body.at("/data/summary").textValue()).isEqualTo("2 notifications about 2 alerts");
    assertThat(body.at("/data/notifications"))
        .extracting(one -> one.path("notificationId").textValue())
        .containsExactly(a.notificationId(), b.notificationId());
  }

  @Test
  void aChangeSaysWhatHappened() {
    GroupStory story = Sends.story("{channel: ops}").at(T0, Events.event("a", "1", T0));
    String group = story.group(Events.event("a", "1", T0)).groupId();
    story.at(T0.plusSeconds(1), GroupStory.wish(group, "1").to(Action.ACKNOWLEDGE));
    AlertChange change =
        story.changes().stream()
            .filter(c -> c.change() != null && c.change().command() != null)
            .findFirst()
            .orElseThrow();

    JsonNode body = json(Sends.to(PLAIN).of(change));

    assertThat(body.path("type").textValue()).isEqualTo("alert.changed");
    assertThat(body.at("/data/summary").textValue()).isEqualTo("Acknowledged by ada");
    assertThat(body.at("/data/change/actor").textValue()).isEqualTo("ada");
    assertThat(body.at("/data/group/status").textValue()).isEqualTo("acknowledged");
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain", "a\"b", "a\\", "\\\"}", "a\nb", "{{count}}", "x\u2028", "😀"})
  void whatFillsATemplateStaysInsideItsString(String title) throws Exception {
    Send send =
        Sends.to(
                "{type: webhook, url: 'https://a/', body: '{\"t\": \"{{title}}!\","
                    + " \"n\": {{count}}, \"tag\": \"{{tags.region}}\"}'}")
            .of(
                told(
                    "{channel: ops}",
                    Events.draft("a", "1", T0).title(title).tag("region", title)));

    Map<?, ?> body = Json.mapper().readValue(WebhookBody.of(send), Map.class);

    String kept = send.told().get(0).group().title();
    assertThat(body.get("t")).isEqualTo(kept + "!");
    assertThat(body.get("n")).isEqualTo(1);
    assertThat(body).hasSize(3);
  }

  @Test
  void aTemplateTellsADigestByItsSummary() throws Exception {
    Send send =
        Sends.to(
                "{type: webhook, url: 'https://a/', body:"
                    + " '[\"{{reason}}\", \"{{title}}\", {{notifications}}]'}")
            .of(told("a"), told("b"));

    assertThat(WebhookBody.of(send))
        .isEqualTo("[\"digest\", \"2 notifications about 2 alerts\", 2]");
  }

  @Test
  void noPlaceOfATemplateSaysOfADigestWhatIsTrueOfOneAlertOnly() throws Exception {
    List<String> ofOne =
        List.of(
            "status",
            "state",
            "source",
            "project",
            "environment",
            "groupId",
            "firstSeen",
            "lastSeen",
            "rule",
            "assignee",
            "runbook",
            "link",
            "tags.region");
    StringBuilder places = new StringBuilder();
    ofOne.forEach(name -> places.append("{{").append(name).append("}}"));
    Send send =
        Sends.to(
                "{type: webhook, url: 'https://a/', body: '[\"%s\", {{count}}, {{version}}]'}"
                    .formatted(places))
            .of(
                told("a"),
                told(
                    "{channel: ops}",
                    Events.draft("b", "1", T0).tag("region", "eu").link("https://s.example/1")));

    assertThat(WebhookBody.of(send)).isEqualTo("[\"\", 2, 0]");
  }

  @Test
  void theMessageOfADigestListsWhatItHoldsAndSaysWhatItLeavesOut() throws Exception {
    Notification[] told =
        java.util.stream.IntStream.range(0, 130)
            .mapToObj(i -> told("f" + i))
            .toArray(Notification[]::new);
    Send send = Sends.to("{type: webhook, url: 'https://a/', body: '[\"{{message}}\"]'}").of(told);

    String message = Json.mapper().readTree(WebhookBody.of(send)).path(0).textValue();

    assertThat(message.lines())
        .hasSize(101)
        .startsWith("HIGH New alert: Broken f0 (shop/production), 1×, 2026-03-02 00:00 UTC")
        .endsWith("and 30 more");
  }

  @Test
  void everyPlaceOfATemplateHasAValue() {
    StringBuilder places = new StringBuilder();
    Facts.NAMES.forEach(name -> places.append("\"{{").append(name).append("}}\","));
    Send send =
        Sends.to("{type: webhook, url: 'https://a/', body: '[%s1]'}".formatted(places))
            .of(told("a"));

    assertThat(WebhookBody.of(send)).startsWith("[\"" + send.id() + "\",\"opened\",");
  }

  @Test
  void theSignatureIsThatOfTheStandard() {
    // The example of the libraries of standardwebhooks.com.
    assertThat(
            WebhookSignature.headers(
                "msg_p5jXN8AQM9LWM0D4loKWxJek",
                1614265330,
                "{\"test\": 2432232314}",
                "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"))
        .isEqualTo(
            Map.of(
                "webhook-id", "msg_p5jXN8AQM9LWM0D4loKWxJek",
                "webhook-timestamp", "1614265330",
                "webhook-signature", "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="));
  }

  @Test
  void withoutASecretThereIsNoSignature() {
    assertThat(WebhookSignature.headers("a", 1, "b", null))
        .containsOnlyKeys("webhook-id", "webhook-timestamp");
  }

  @Test
  void aSecretThatIsNoneIsSaidWithoutIt() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> WebhookSignature.headers("a", 1, "b", "whsec_ö€"))
        .withMessage("spec.secret: behind whsec_ stands the key in Base64")
        .withNoCause();
  }
}
