// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.cli.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalcraft.cli.TestCommandLine;
import dev.signalcraft.cli.local.Receiver.Call;
import dev.signalcraft.domain.json.Json;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** From an alert at the gateway to whoever is told of it, and back from there to the group. */
abstract class UpDelivers {
  private static final byte[] KEY = "the key of the webhook, 32 bytes".getBytes(UTF_8);
  private static final String SIGNING_SECRET = "8f742231b10e8888abcd99yyyzzz85a5";
  private static final String BOT_TOKEN = "xoxb-1-test";
  private static final String ROUTING_KEY = "0123456789abcdef0123456789abcdef";
  private static final AtomicInteger EVENTS = new AtomicInteger();

  private static Receiver receiver;
  private static LiveStack stack;

  @BeforeAll
  static void live() {
    receiver = UpStackITCase.receiver;
    stack = UpStackITCase.stack;
  }

  @Test
  void anAlertAtTheGatewayArrivesSignedAndNamesItsGroupAndNotification() throws Exception {
    String group = alert("hooked");
    eventually(() -> assertThat(receiver.calls("/hook", group)).hasSize(1));

    Call opened = receiver.calls("/hook", group).get(0);
    requireSigned(opened);
    assertThat(opened.json().get("type").asText()).isEqualTo("alert.opened");
    JsonNode data = opened.json().get("data");
    assertThat(data.at("/group/groupId").asText()).isEqualTo(group);
    assertThat(data.at("/group/project").asText()).isEqualTo("hooked");
    assertThat(data.at("/notification/rule").asText()).isEqualTo("hooked");
    String id = data.at("/notification/notificationId").asText();
    assertThat(opened.header("webhook-id")).isEqualTo(id);
    eventually(
        () -> assertThat(log(group)).containsExactly(id + "|hook|opened|1|sent|200|null|null"));

    command(group, "acknowledge");
    command(group, "resolve");
    eventually(() -> assertThat(receiver.calls("/hook", group)).hasSize(2));
    Call resolved = receiver.calls("/hook", group).get(1);
    requireSigned(resolved);
    assertThat(resolved.json().get("type").asText()).isEqualTo("alert.resolved");
    assertThat(resolved.json().at("/data/group/status").asText()).isEqualTo("resolved");
    eventually(
        () ->
            assertThat(log(group))
                .containsExactly(
                    id + "|hook|opened|1|sent|200|null|null",
                    resolved.header("webhook-id") + "|hook|resolved|1|sent|200|null|null"));
    assertThat(
            stack.rows(
                "select notification_id from notifications where group_id = '"
                    + group
                    + "' order by sequence"))
        .containsExactly(id, resolved.header("webhook-id"));
  }

  @Test
  void whatFollowsAGroupIsAcknowledgedAndResolvedWithIt() throws Exception {
    String group = alert("paged");
    eventually(() -> assertThat(actions(group)).containsExactly("trigger"));
    command(group, "acknowledge");
    eventually(() -> assertThat(actions(group)).containsExactly("trigger", "acknowledge"));
    command(group, "resolve");
    eventually(
        () -> assertThat(actions(group)).containsExactly("trigger", "acknowledge", "resolve"));

    assertThat(receiver.calls("/pager", group))
        .allSatisfy(
            call -> {
              assertThat(call.json().get("dedup_key").asText()).isEqualTo(group);
              assertThat(call.json().get("routing_key").asText()).isEqualTo(ROUTING_KEY);
            });
  }

  @Test
  void theLogExplainsAChannelThatFailsFirst() throws Exception {
    receiver.failsOnce("/shaky", 500);

    String group = alert("shaken");
    eventually(() -> assertThat(log(group)).hasSize(2));

    List<Call> calls = receiver.calls("/shaky", group);
    assertThat(calls).hasSize(2);
    String id = calls.get(0).header("webhook-id");
    assertThat(calls.get(1).header("webhook-id")).isEqualTo(id);
    assertThat(log(group))
        .containsExactly(
            id + "|shaky|opened|1|retrying|500|HTTP 500: it rains|null",
            id + "|shaky|opened|2|sent|200|null|null");
  }

  @Test
  void whatFailsForGoodGoesToTheFallbackAndIsItselfAnAlert() throws Exception {
    receiver.failsOnce("/gone", 404);

    String group = alert("lost");
    eventually(() -> assertThat(receiver.calls("/hook", group)).hasSize(1));

    assertThat(receiver.calls("/gone", group)).hasSize(1);
    String id = receiver.calls("/gone", group).get(0).header("webhook-id");
    String otherwise = receiver.calls("/hook", group).get(0).header("webhook-id");
    eventually(
        () ->
            assertThat(log(group))
                .containsExactlyInAnyOrder(
                    id + "|gone|opened|1|given-up|404|HTTP 404: it rains|null",
                    otherwise + "|hook|opened|1|sent|200|null|null"));
    assertThat(stack.rows("select fallback from notification_log where channel = 'gone'"))
        .containsExactly("hook");
    eventually(
        () ->
            assertThat(
                    stack.rows(
                        "select title, severity, status from alert_groups"
                            + " where source = 'signalcraft' and tags ->> 'channel' = 'gone'"))
                .containsExactly("gone: notifications are not delivered|high|open"));
  }

  @Test
  void theTestOfAChannelArrivesAndIsAnswered() throws Exception {
    HttpResponse<String> answer = stack.post("/api/v1/channels/hook/test?wait=30s", "{}");

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    JsonNode test = Json.mapper().readTree(answer.body());
    assertThat(test.get("status").asText()).isEqualTo("sent");
    assertThat(test.get("httpStatus").asInt()).isEqualTo(200);
    String id = test.get("notificationId").asText();
    List<Call> calls = receiver.calls("/hook", id);
    assertThat(calls).hasSize(1);
    requireSigned(calls.get(0));
    assertThat(calls.get(0).json().get("type").asText()).isEqualTo("alert.test");
    assertThat(calls.get(0).header("webhook-id")).isEqualTo(id);
    String group = calls.get(0).json().at("/data/group/groupId").asText();
    assertThat(log(group)).containsExactly(id + "|hook|test|1|sent|200|null|null");
    assertThat(stack.rows("select 1 from alert_groups where group_id = '" + group + "'")).isEmpty();

    TestCommandLine line = new TestCommandLine();
    assertThat(stack.run(line, "channels", "test", "hook")).as(line.err().toString()).isZero();
    assertThat(line.out())
        .singleElement()
        .asString()
        .matches("sent hook in \\d+ ms \\(HTTP 200\\)");
  }

  @Test
  void theTestsOfSlackAndPagerDutyLeaveNothingToDo() throws Exception {
    String inSlack = tested("slack");
    List<Call> messages = receiver.calls("/api/chat.postMessage", inSlack);
    assertThat(messages).hasSize(1);
    assertThat(messages.get(0).body()).contains("A test: nothing is wrong");
    assertThat(buttons(messages.get(0))).isEmpty();

    assertThat(actions(tested("pager"))).containsExactly("trigger", "resolve");
  }

  @Test
  void aButtonInSlackAcknowledgesTheGroupAndItsMessageShowsIt() throws Exception {
    String group = alert("slacked");
    String post = "/api/chat.postMessage";
    eventually(() -> assertThat(receiver.calls(post, group)).hasSize(1));
    Call message = receiver.calls(post, group).get(0);
    assertThat(message.header("Authorization")).isEqualTo("Bearer " + BOT_TOKEN);
    assertThat(message.json().get("channel").asText()).isEqualTo("C024BE91L");
    assertThat(buttons(message))
        .containsExactly(
            "acknowledge",
            "resolve",
            "snooze-15-minutes",
            "snooze-1-hour",
            "snooze-4-hours",
            "snooze-tomorrow");
    String shown = value(message, "acknowledge");
    assertThat(shown).startsWith(group + ":");

    assertThat(click("acknowledge", shown, "wrong").statusCode()).isEqualTo(401);
    assertThat(click("acknowledge", shown, SIGNING_SECRET).statusCode()).isEqualTo(200);
    eventually(
        () ->
            assertThat(changes(group))
                .containsExactly("opened|source|null", "acknowledged|ada|null"));
    String update = "/api/chat.update";
    eventually(() -> assertThat(receiver.calls(update, group)).hasSize(1));
    Call updated = receiver.calls(update, group).get(0);
    assertThat(updated.json().get("ts").asText()).isEqualTo(message.ts());
    assertThat(updated.body()).contains("Acknowledged by ada");
    assertThat(buttons(updated)).doesNotContain("acknowledge").contains("resolve");

    // The message as it stood before the click.
    assertThat(click("resolve", shown, SIGNING_SECRET).statusCode()).isEqualTo(200);
    eventually(() -> assertThat(changes(group)).last().isEqualTo("refused|ada|stale-version"));
    assertThat(click("resolve", value(updated, "resolve"), SIGNING_SECRET).statusCode())
        .isEqualTo(200);
    eventually(() -> assertThat(receiver.calls(update, group)).hasSize(2));
    Call over = receiver.calls(update, group).get(1);
    assertThat(over.json().get("ts").asText()).isEqualTo(message.ts());
    assertThat(over.body()).contains("Resolved by ada");
    assertThat(buttons(over)).isEmpty();
    assertThat(receiver.calls(post, group)).as("one message alone").hasSize(1);
    assertThat(log(group))
        .singleElement()
        .asString()
        .endsWith("|slack|opened|1|sent|200|null|" + message.ts());
  }

  /** Sends an alert as Sentry does; gives its group once there is one. */
  private static String alert(String project) throws Exception {
    String issue = project + "-" + EVENTS.incrementAndGet();
    String body =
        """
        {"action":"triggered","data":{"event":{"event_id":"%032x","issue_id":"%s",\
        "project_slug":"%s","level":"error","title":"TypeError: total is undefined",\
        "platform":"javascript","tags":[["environment","production"]]},\
        "triggered_rule":"Any new error"}}"""
            .formatted(EVENTS.get(), issue, project);
    HttpResponse<String> answer =
        stack.send(
            HttpRequest.newBuilder(URI.create(stack.addresses().webhooks()))
                .header("Content-Type", "application/json")
                .header("Sentry-Hook-Resource", "event_alert")
                .header(
                    "Sentry-Hook-Signature",
                    HexFormat.of()
                        .formatHex(hmac(stack.addresses().demoSecret().getBytes(UTF_8), body)))
                .POST(BodyPublishers.ofString(body)));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    List<String> groups = new ArrayList<>();
    eventually(
        () -> {
          groups.clear();
          groups.addAll(
              stack.rows("select group_id from alert_groups where fingerprint = '" + issue + "'"));
          assertThat(groups).hasSize(1);
        });
    return groups.get(0);
  }

  /** Tests a channel; gives the group that its notification is about. */
  private static String tested(String channel) throws Exception {
    HttpResponse<String> answer =
        stack.post("/api/v1/channels/" + channel + "/test?wait=30s", "{}");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    JsonNode test = Json.mapper().readTree(answer.body());
    assertThat(test.get("status").asText()).isEqualTo("sent");
    return stack
        .rows(
            "select group_id from notification_log where notification_id = '"
                + test.get("notificationId").asText()
                + "'")
        .get(0);
  }

  private static void command(String group, String action) throws Exception {
    HttpResponse<String> answer = stack.post("/api/v1/alert-groups/" + group + "/" + action, "{}");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
  }

  /** Clicks a button as Slack tells of it. */
  private static HttpResponse<String> click(String action, String value, String secret)
      throws Exception {
    String payload =
        """
        {"type":"block_actions","user":{"id":"U024BE7LH"},"team":{"id":"T1"},\
        "channel":{"id":"C024BE91L"},"container":{"message_ts":"1.1"},"response_url":"",\
        "actions":[{"action_id":"%s","block_id":"b","value":"%s","type":"button",\
        "action_ts":"%d.%06d"}]}"""
            .formatted(action, value, Instant.now().getEpochSecond(), EVENTS.incrementAndGet());
    String body = "payload=" + URLEncoder.encode(payload, UTF_8);
    String time = Long.toString(Instant.now().getEpochSecond());
    byte[] signature = hmac(secret.getBytes(UTF_8), "v0:" + time + ":" + body);
    return stack.send(
        HttpRequest.newBuilder(URI.create(stack.addresses().gateway() + "/webhooks/slack/actions"))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header("X-Slack-Request-Timestamp", time)
            .header("X-Slack-Signature", "v0=" + HexFormat.of().formatHex(signature))
            .POST(BodyPublishers.ofString(body)));
  }

  /** As Standard Webhooks has it, by its text alone. */
  private static void requireSigned(Call call) throws Exception {
    String time = call.header("webhook-timestamp");
    assertThat(Instant.ofEpochSecond(Long.parseLong(time)))
        .isBetween(Instant.now().minusSeconds(300), Instant.now().plusSeconds(300));
    byte[] signature = hmac(KEY, call.header("webhook-id") + "." + time + "." + call.body());
    assertThat(call.header("webhook-signature"))
        .isEqualTo("v1," + Base64.getEncoder().encodeToString(signature));
  }

  private static byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    return mac.doFinal(text.getBytes(UTF_8));
  }

  private static List<String> actions(String group) {
    return receiver.calls("/pager", group).stream()
        .map(call -> call.json().get("event_action").asText())
        .toList();
  }

  private static List<String> buttons(Call message) {
    return message.json().get("blocks").findValuesAsText("action_id");
  }

  private static String value(Call message, String button) {
    for (JsonNode block : message.json().get("blocks")) {
      for (JsonNode element : block.path("elements")) {
        if (element.path("action_id").asText().equals(button)) {
          return element.get("value").asText();
        }
      }
    }
    throw new AssertionError("no button " + button + " in " + message.body());
  }

  private static List<String> log(String group) throws Exception {
    return stack.rows(
        "select notification_id, channel, reason, attempt, status, http_status, error, message_id"
            + " from notification_log where group_id = '"
            + group
            + "' order by decided_at, attempt");
  }

  private static List<String> changes(String group) throws Exception {
    return stack.rows(
        "select reason, actor, refusal from alert_group_changes where group_id = '"
            + group
            + "' order by at");
  }

  private static void eventually(ThrowingRunnable asserted) {
    await().atMost(Duration.ofSeconds(30)).untilAsserted(asserted);
  }

  private static String secret(Path directory, String name, String text) throws Exception {
    return "file:" + Files.writeString(directory.resolve(name), text + "\n");
  }

  /** Channels that lead to a receiver and rules that name them; secrets lie in the directory. */
  static String documents(Receiver receiver, Path directory) throws Exception {
    Path secrets = Files.createDirectories(directory.resolve("secrets"));
    return """
        kind: Channel
        metadata: {name: hook}
        spec: {type: webhook, url: "%1$s/hook", secret: "%2$s", allowPrivate: true}
        ---
        kind: Channel
        metadata: {name: shaky}
        spec: {type: webhook, url: "%1$s/shaky", secret: "%2$s", allowPrivate: true}
        ---
        kind: Channel
        metadata: {name: gone}
        spec: {type: webhook, url: "%1$s/gone", allowPrivate: true}
        ---
        kind: Channel
        metadata: {name: pager}
        spec: {type: pagerduty, url: "%1$s/pager", routingKey: "%3$s", allowPrivate: true}
        ---
        kind: Channel
        metadata: {name: slack}
        spec: {type: slack, apiUrl: "%1$s/api/", token: "%4$s", channel: C024BE91L, allowPrivate: true}
        ---
        kind: Integration
        metadata: {name: buttons}
        spec: {source: slack, secrets: ["%5$s"], users: {U024BE7LH: ada}}
        ---
        kind: RoutingRule
        metadata: {name: hooked}
        spec: {when: project == "hooked", notify: [{channel: hook, sendResolved: true}]}
        ---
        kind: RoutingRule
        metadata: {name: shaken}
        spec: {when: project == "shaken", notify: [{channel: shaky}]}
        ---
        kind: RoutingRule
        metadata: {name: lost}
        spec: {when: project == "lost", notify: [{channel: gone}], fallback: hook}
        ---
        kind: RoutingRule
        metadata: {name: paged}
        spec: {when: project == "paged", notify: [{channel: pager}]}
        ---
        kind: RoutingRule
        metadata: {name: slacked}
        spec: {when: project == "slacked", notify: [{channel: slack}]}
        """
        .formatted(
            receiver.url(),
            secret(secrets, "key", "whsec_" + Base64.getEncoder().encodeToString(KEY)),
            secret(secrets, "routing-key", ROUTING_KEY),
            secret(secrets, "bot-token", BOT_TOKEN),
            secret(secrets, "signing", SIGNING_SECRET));
  }
}
