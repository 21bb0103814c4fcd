// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.jobs.delivery;

import static dev.signalcraft.domain.delivery.Sends.told;
import static dev.signalcraft.domain.ingest.Events.T0;
import static dev.signalcraft.jobs.delivery.FakeReceiver.hangUp;
import static dev.signalcraft.jobs.delivery.FakeReceiver.status;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalcraft.domain.delivery.SendResult;
import dev.signalcraft.domain.delivery.SendResult.Outcome;
import dev.signalcraft.domain.delivery.Sends;
import dev.signalcraft.domain.grouping.Action;
import dev.signalcraft.domain.grouping.AlertChange;
import dev.signalcraft.domain.grouping.GroupStory;
import dev.signalcraft.domain.ingest.Events;
import dev.signalcraft.domain.json.Json;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SlackSenderTest {
  private static final String POSTED = "{\"ok\":true,\"channel\":\"C1\",\"ts\":\"17.1\"}";

  private final FakeReceiver slack = new FakeReceiver().always(status(200, POSTED));
  private final Attempts attempts = new Attempts();

  @AfterEach
  void close() {
    attempts.close();
    slack.close();
  }

  private Sends ops() {
    return Sends.to(
        "{type: slack, token: 'env:TOKEN', channel: C1, apiUrl: '%s/api', allowPrivate: true}"
            .formatted(slack.url()));
  }

  private JsonNode body(int call) throws Exception {
    return Json.mapper().readTree(slack.calls.get(call).body());
  }

  private List<String> paths() {
    return slack.calls.stream().map(FakeReceiver.Call::path).toList();
  }

  private static AlertChange acknowledged() {
    GroupStory story = Sends.story("{channel: ops}").at(T0, Events.event("a", "1", T0));
    String group = story.group(Events.event("a", "1", T0)).groupId();
    story.at(T0.plusSeconds(1), GroupStory.wish(group, "1").to(Action.ACKNOWLEDGE));
    return story.changes().stream()
        .filter(c -> c.change() != null && c.change().command() != null)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void theFirstNotificationIsANewMessageWhoseNameIsKept() throws Exception {
    assertThat(attempts.result(ops().of(told("a")))).isEqualTo(SendResult.sent(200, "17.1"));

    assertThat(paths()).containsExactly("/api/chat.postMessage");
    assertThat(slack.calls.get(0).header("Authorization")).isEqualTo("Bearer xoxb-T0P");
    assertThat(body(0).path("text").textValue())
        .isEqualTo("HIGH · Broken a (shop/production): New alert");
    assertThat(body(0).path("blocks")).isNotEmpty();
    assertThat(body(0).has("thread_ts")).isFalse();
  }

  @Test
  void whatElseIsToldOfAGroupStandsInTheThreadOfItsMessage() throws Exception {
    slack.answers(status(200, POSTED), status(200, "{\"ok\":true,\"ts\":\"99.9\"}"));

    assertThat(attempts.result(ops().standing("17.1").of(told("a"))))
        .isEqualTo(SendResult.sent(200, "17.1"));

    assertThat(paths()).containsExactly("/api/chat.update", "/api/chat.postMessage");
    assertThat(body(0).path("ts").textValue()).isEqualTo("17.1");
    assertThat(body(0).path("text").textValue()).isNotBlank();
    assertThat(body(1).path("thread_ts").textValue()).isEqualTo("17.1");
  }

  @Test
  void aChangeBringsTheMessageUpToDateAndTellsNobody() throws Exception {
    assertThat(attempts.result(ops().standing("17.1").of(acknowledged())))
        .isEqualTo(SendResult.sent(200, "17.1"));

    assertThat(paths()).containsExactly("/api/chat.update");
    assertThat(body(0).toString()).contains("Acknowledged by ada");
  }

  @ParameterizedTest
  @ValueSource(strings = {"message_not_found", "cant_update_message", "edit_window_closed"})
  void aMessageThatCannotBeEditedIsFollowedByANewOne(String error) throws Exception {
    slack.answers(
        status(200, "{\"ok\":false,\"error\":\"%s\"}".formatted(error)),
        status(200, "{\"ok\":true,\"ts\":\"18.2\"}"));

    assertThat(attempts.result(ops().standing("17.1").of(told("a"))))
        .isEqualTo(SendResult.sent(200, "18.2"));

    assertThat(paths()).containsExactly("/api/chat.update", "/api/chat.postMessage");
    assertThat(body(1).has("thread_ts")).isFalse();
    assertThat(body(1).path("blocks").toString()).contains("\"actions\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "invalid_auth",
        "channel_not_found",
        "not_in_channel",
        "is_archived",
        "token_revoked",
        "account_inactive",
        "no_such_error_yet"
      })
  void whatSlackRefusesForGoodFails(String error) {
    slack.answers(status(200, "{\"ok\":false,\"error\":\"%s\"}".formatted(error)));

    assertThat(attempts.result(ops().of(told("a"))))
        .isEqualTo(SendResult.failed(200, "Slack: " + error));
  }

  @Test
  void whatIsTooMuchForSlackMayGoInSmallerParts() {
    slack.answers(status(200, "{\"ok\":false,\"error\":\"msg_blocks_too_long\"}"));

    assertThat(attempts.result(ops().of(told("a"))))
        .isEqualTo(SendResult.refused(200, "Slack: msg_blocks_too_long"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ratelimited", "internal_error", "fatal_error", "service_unavailable"})
  void whatPassesIsTriedAgain(String error) {
    slack.answers(status(200, "{\"ok\":false,\"error\":\"%s\"}".formatted(error)));

    assertThat(attempts.result(ops().of(told("a"))))
        .isEqualTo(SendResult.retry(200, "Slack: " + error, 0));
  }

  @Test
  void aLimitIsWaitedForAlsoInTheMiddle() {
    slack.answers(
        status(429, "", "Retry-After", "30"),
        status(200, POSTED),
        status(429, "", "Retry-After", "3"));

    assertThat(attempts.result(ops().of(told("a"))))
        .isEqualTo(SendResult.retry(429, "HTTP 429", 30_000));
    assertThat(attempts.result(ops().standing("17.1").of(told("a"))))
        .isEqualTo(SendResult.retry(429, "HTTP 429", 3_000));
  }

  @Test
  void whatIsNoAnswerOfSlacksIsTriedAgain() {
    slack.answers(
        status(200, "<html>"),
        slack.half(200, "{\"ok\":"),
        hangUp(),
        slack.silence(),
        status(500, ""),
        status(200, "[]"));

    for (int i = 0; i < 6; i++) {
      assertThat(attempts.result(ops().of(told("a"))).outcome()).isEqualTo(Outcome.RETRY);
    }
  }

  @Test
  void aChangeOfWhatNobodyWasToldIsNoMessage() {
    assertThat(attempts.result(ops().of(acknowledged()))).isEqualTo(SendResult.sent(0, null));

    assertThat(slack.calls).isEmpty();
  }

  @Test
  void countsAreNoReasonForANewMessage() {
    AlertChange change = acknowledged();
    AlertChange count =
        new AlertChange(
            AlertChange.Kind.COUNT,
            change.groupKey(),
            change.groupId(),
            change.workspace(),
            change.at(),
            change.group(),
            null,
            null,
            false,
            null,
            null,
            null);
    slack.answers(status(200, "{\"ok\":false,\"error\":\"message_not_found\"}"));

    assertThat(attempts.result(ops().standing("17.1").of(count)))
        .isEqualTo(SendResult.sent(200, "17.1"));
    assertThat(paths()).containsExactly("/api/chat.update");
  }

  @Test
  void aDigestIsNoMessageOfAGroup() {
    assertThat(attempts.result(ops().standing("17.1").of(told("a"), told("b"))))
        .isEqualTo(SendResult.sent(200, null));

    assertThat(paths()).containsExactly("/api/chat.postMessage");
  }
}
