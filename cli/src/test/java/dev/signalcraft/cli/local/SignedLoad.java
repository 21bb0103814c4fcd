// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.cli.local;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A sender that behaves as Sentry does: one in five webhooks is sent twice, and one that was not
 * answered with 202 is sent again until it is.
 */
final class SignedLoad implements AutoCloseable {
  private final Random random = new Random(17);
  private final Map<String, Set<String>> accepted = new TreeMap<>();
  private final Thread thread = new Thread(this::run, "signed-load");
  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(1)).build();
  private volatile UpProcess target;
  private volatile boolean stopped;
  private final AtomicInteger sent = new AtomicInteger();

  /** Goes on against this stack. */
  void aim(UpProcess up) {
    target = up;
    if (!thread.isAlive()) {
      thread.start();
    }
  }

  /** How many were answered with 202 so far. */
  int accepted() {
    return sent.get();
  }

  /** Ends, and gives the event ids of each issue that were answered with 202. */
  Map<String, Set<String>> finish() throws InterruptedException {
    stopped = true;
    thread.join();
    return accepted;
  }

  @Override
  public void close() throws InterruptedException {
    finish();
  }

  private void run() {
    int next = 0;
    while (!stopped) {
      String issue = "issue" + random.nextInt(30);
      String event = "%032x".formatted(next++);
      boolean twice = random.nextInt(5) == 0;
      if (deliver(issue, event) && twice) {
        deliver(issue, event);
      }
    }
  }

  /** Whether it was accepted before the end. */
  private boolean deliver(String issue, String event) {
    String body =
        """
        {"action":"triggered","data":{"triggered_rule":"r","event":{"event_id":"%s",\
        "issue_id":"%s","project_slug":"shop","level":"error","title":"Boom",\
        "tags":[["environment","production"]]}}}"""
            .formatted(event, issue);
    while (!stopped) {
      try {
        UpProcess up = target;
        HttpRequest request =
            HttpRequest.newBuilder(URI.create(up.webhookUrl()))
                .timeout(Duration.ofSeconds(5))
                .header("Content-Type", "application/json")
                .header("Sentry-Hook-Resource", "event_alert")
                .header("Sentry-Hook-Signature", signature(up.secret(), body))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        if (http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 202) {
          accepted.computeIfAbsent(issue, key -> new HashSet<>()).add(event);
          sent.incrementAndGet();
          return true;
        }
      } catch (IOException | IllegalStateException e) {
        // Dead or not up yet: the same again, as a sender does that got no answer.
        Thread.onSpinWait();
      } catch (InterruptedException | GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
    }
    return false;
  }

  private static String signature(String secret, String body) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    return HexFormat.of().formatHex(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
  }
}
