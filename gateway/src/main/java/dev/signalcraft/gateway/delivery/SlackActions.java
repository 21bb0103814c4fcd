// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.gateway.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalcraft.domain.config.ConfigHistory;
import dev.signalcraft.domain.config.Workspace;
import dev.signalcraft.domain.delivery.SlackClick;
import dev.signalcraft.domain.grouping.Command;
import dev.signalcraft.domain.ingest.Input;
import dev.signalcraft.domain.ingest.Sources;
import dev.signalcraft.gateway.config.SlackApp;
import dev.signalcraft.gateway.http.Problem;
import dev.signalcraft.gateway.http.Refusal;
import dev.signalcraft.gateway.http.RequestMetrics;
import dev.signalcraft.gateway.ingest.Intake;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.eclipse.jetty.http.HttpStatus;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /webhooks/slack/actions}: a click on a button below a message becomes a command of
 * the user whom the integration names. It is answered when the command lies in the log, before
 * Slack's three seconds are over; the same click sent again is the same command.
 */
public final class SlackActions implements Handler {
  private static final long ANSWER_MILLIS = 2_500;

  private final Intake intake;
  private final Function<Predicate<byte[]>, @Nullable SlackApp> apps;
  private final ConfigHistory<Workspace> workspaces;
  private final CommandLog log;
  private final SlackReplies replies;
  private final LongSupplier clock;

  /**
   * An endpoint.
   *
   * @param apps finds the app whose signing secret holds
   * @param clock judges how old a request is, epoch milliseconds
   */
  public SlackActions(
      Intake intake,
      Function<Predicate<byte[]>, @Nullable SlackApp> apps,
      ConfigHistory<Workspace> workspaces,
      CommandLog log,
      SlackReplies replies,
      LongSupplier clock) {
    this.intake = intake;
    this.apps = apps;
    this.workspaces = workspaces;
    this.log = log;
    this.replies = replies;
    this.clock = clock;
  }

  @Override
  public void handle(Context request) {
    request.attribute(RequestMetrics.SOURCE_ATTRIBUTE, Sources.SLACK);
    intake.takeForm(request, (wire, body, hold) -> act(SlackRequest.of(request, wire)));
  }

  private CompletableFuture<String> act(SlackRequest request) {
    boolean fresh = request.isFresh(clock.getAsLong());
    SlackApp app = apps.apply(request::isSignedWith);
    if (app == null || !fresh) {
      throw new Refusal(
          HttpStatus.UNAUTHORIZED_401,
          "No integration of the source slack has this signature, or it is not of these minutes.");
    }
    JsonNode payload = request.payload();
    if (payload.path("type").asText().equals("block_actions")) {
      return clicked(app, payload);
    }
    // Slack sends more than is asked for.
    return CompletableFuture.completedFuture("");
  }

  private CompletableFuture<String> clicked(SlackApp app, JsonNode payload) {
    SlackClick click;
    try {
      JsonNode action = payload.at("/actions/0");
      click =
          SlackClick.of(
              payload.at("/user/id").asText(),
              action.path("action_id").asText(),
              action.path("value").asText(),
              action.path("action_ts").asText());
    } catch (IllegalArgumentException e) {
      return told(payload, "This button is none that Signalcraft knows; nothing was done.");
    }
    String actor = app.users().get(click.userId());
    if (actor == null) {
      return told(
          payload,
          "Nothing was done: Signalcraft does not know you. Ask for your member id `"
              + (click.userId().matches("[A-Z0-9]+") ? click.userId() : "?")
              + "` to be added to `users` of the integration `"
              + app.integration()
              + "`.");
    }
    Workspace workspace = Workspace.at(workspaces, app.workspace(), Long.MAX_VALUE);
    Command command = click.command(app.workspace(), actor, workspace.zone());
    return log.append(Input.of(command))
        .orTimeout(ANSWER_MILLIS, TimeUnit.MILLISECONDS)
        .handle(
            (kept, fault) -> {
              if (fault instanceof TimeoutException) {
                throw new Refusal(Problem.unavailable("Kafka did not take the command in time."));
              }
              return fault;
            })
        .thenCompose(
            fault ->
                fault == null
                    ? CompletableFuture.completedFuture("")
                    : CompletableFuture.failedFuture(fault));
  }

  private CompletableFuture<String> told(JsonNode payload, String text) {
    replies.tell(payload.path("response_url").asText(), text);
    return CompletableFuture.completedFuture("");
  }
}
