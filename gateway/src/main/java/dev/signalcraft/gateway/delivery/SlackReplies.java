// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.gateway.delivery;

import dev.signalcraft.domain.json.Json;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers that whoever clicked sees alone. They are a courtesy: one that is not taken is dropped,
 * as are those beyond the few that may be under way at once.
 */
public final class SlackReplies {
  private static final Logger LOG = LoggerFactory.getLogger(SlackReplies.class);
  private static final Duration TIMEOUT = Duration.ofSeconds(3);

  private final String origin;
  private final HttpClient client =
      HttpClient.newBuilder()
          .connectTimeout(TIMEOUT)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();
  private final Semaphore underWay = new Semaphore(16);

  /**
   * Answers to URLs of this origin, such as {@code https://hooks.slack.com}, and to no others,
   * whatever a request says.
   */
  public SlackReplies(String origin) {
    this.origin = origin + "/";
  }

  /** Says it without waiting for an answer. */
  void tell(String responseUrl, String text) {
    if (!responseUrl.startsWith(origin) || !underWay.tryAcquire()) {
      return;
    }
    String body =
        Json.mapper()
            .createObjectNode()
            .put("response_type", "ephemeral")
            .put("replace_original", false)
            .put("text", text)
            .toString();
    try {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(responseUrl))
              .timeout(TIMEOUT)
              .header("Content-Type", "application/json")
              .POST(BodyPublishers.ofString(body))
              .build();
      var unused =
          client
              .sendAsync(request, BodyHandlers.discarding())
              .whenComplete(
                  (answer, fault) -> {
                    underWay.release();
                    if (fault != null) {
                      LOG.debug("An answer to a click is lost", fault);
                    }
                  });
    } catch (IllegalArgumentException e) {
      underWay.release();
      LOG.debug("A click names no URL to answer to", e);
    }
  }
}
