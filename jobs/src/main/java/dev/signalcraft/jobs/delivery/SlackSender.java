// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.jobs.delivery;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalcraft.domain.delivery.Channel;
import dev.signalcraft.domain.delivery.Send;
import dev.signalcraft.domain.delivery.SendResult;
import dev.signalcraft.domain.delivery.SlackAddress;
import dev.signalcraft.domain.delivery.SlackMessage;
import dev.signalcraft.domain.grouping.AlertChange;
import dev.signalcraft.domain.ingest.Text;
import dev.signalcraft.domain.json.Json;
import dev.signalcraft.domain.secret.Secrets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Sends to Slack: one message for each group, brought up to date in place, and whatever else there
 * is to tell of the group in its thread. Where the message cannot be edited any more, a new one
 * takes its place. Slack knows no repeats: what it took without its answer arriving comes twice.
 */
final class SlackSender {
  private static final String POST = "chat.postMessage";
  private static final String UPDATE = "chat.update";

  private static final Set<String> PASSING =
      Set.of(
          "accesslimited",
          "fatal_error",
          "internal_error",
          "message_limit_exceeded",
          "rate_limited",
          "ratelimited",
          "request_timeout",
          "service_unavailable",
          "team_added_to_org");

  /** Slack does not take what is said, though less of it may do. */
  private static final Set<String> OF_CONTENT =
      Set.of("invalid_blocks", "metadata_too_large", "msg_blocks_too_long", "msg_too_long");

  private static final Set<String> NO_EDIT =
      Set.of("message_not_found", "cant_update_message", "edit_window_closed");

  private final HttpChannels http;
  private final Secrets secrets;

  SlackSender(HttpChannels http, Secrets secrets) {
    this.http = http;
    this.secrets = secrets;
  }

  /** What Slack said: a result, and by which name it says what is wrong. */
  private record Said(SendResult result, @Nullable String error) {}

  CompletableFuture<SendResult> send(Send send, SlackAddress slack) {
    String standing = send.messageId();
    if (standing == null && send.told().isEmpty()) {
      // Nobody was told of the group, so there is nothing to bring up to date.
      return CompletableFuture.completedFuture(SendResult.sent(0, null));
    }
    String token =
        slack.token().resolve(secrets, send.workspace(), Channel.KIND, send.channelName());
    if (!token.matches("[!-~]+")) {
      throw new IllegalArgumentException("spec.token: the secret is no token");
    }
    Call call = new Call(send, slack, token);
    SlackMessage message = new SlackMessage(send, slack);
    if (standing == null || send.told().size() > 1) {
      return post(call, message);
    }
    return call.to(UPDATE, message.message().put("ts", standing))
        .thenCompose(
            said -> {
              if (said.error() != null && NO_EDIT.contains(said.error())) {
                // Counts alone are no reason for a new message.
                return countsOnly(send)
                    ? CompletableFuture.completedFuture(SendResult.sent(200, standing))
                    : post(call, message);
              }
              if (said.result().outcome() != SendResult.Outcome.SENT || send.told().isEmpty()) {
                return CompletableFuture.completedFuture(named(said.result(), standing));
              }
              return call.to(POST, message.reply().put("thread_ts", standing))
                  .thenApply(reply -> named(reply.result(), standing));
            });
  }

  private static boolean countsOnly(Send send) {
    AlertChange change = send.change();
    return change != null && change.change() == null;
  }

  private static CompletableFuture<SendResult> post(Call call, SlackMessage message) {
    return call.to(POST, message.message())
        .thenApply(
            said -> call.send.told().size() > 1 ? named(said.result(), null) : said.result());
  }

  /** The group's message keeps its name, whatever is said in its thread; a digest has none. */
  private static SendResult named(SendResult result, @Nullable String messageId) {
    return result.outcome() == SendResult.Outcome.SENT
        ? SendResult.sent(result.httpStatus(), messageId)
        : result;
  }

  private final class Call {
    private final Send send;
    private final SlackAddress slack;
    private final String token;

    Call(Send send, SlackAddress slack, String token) {
      this.send = send;
      this.slack = slack;
      this.token = token;
    }

    CompletableFuture<Said> to(String method, ObjectNode arguments) {
      return http.post(
              slack.api().at(method),
              slack.allowPrivate(),
              send.attempt(),
              Map.of("Authorization", "Bearer " + token),
              arguments.toString())
          .thenApply(answer -> said(answer, token));
    }
  }

  private static Said said(HttpAnswer answer, String token) {
    if (!answer.isSuccess()) {
      return new Said(answer.refusal(List.of(token)), null);
    }
    JsonNode body = json(answer);
    if (body.path("ok").asBoolean(false)) {
      return new Said(SendResult.sent(answer.status(), body.path("ts").textValue()), null);
    }
    if (!body.path("error").isTextual()) {
      // No answer of Slack's, or only half of one.
      return new Said(SendResult.retry(answer.status(), "no answer of Slack's", 0), null);
    }
    String error = body.path("error").textValue();
    return new Said(refusal(error, answer), error);
  }

  private static SendResult refusal(String error, HttpAnswer answer) {
    String shown = "Slack: " + Text.bounded(error.replaceAll("[^a-z_]+", " "), 80);
    if (PASSING.contains(error)) {
      return SendResult.retry(answer.status(), shown, answer.retryAfterMillis());
    }
    return OF_CONTENT.contains(error)
        ? SendResult.refused(answer.status(), shown)
        : SendResult.failed(answer.status(), shown);
  }

  private static JsonNode json(HttpAnswer answer) {
    try {
      return Json.mapper().readTree(answer.body());
    } catch (JsonProcessingException e) {
      return Json.mapper().missingNode();
    }
  }
}
