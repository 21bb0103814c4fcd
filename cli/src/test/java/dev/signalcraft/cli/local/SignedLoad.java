// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.cli.local;

import static org.awaitility.Awaitility.await;

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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.awaitility.core.ConditionTimeoutException;

/**
 * A sender that behaves as Sentry does: one in five webhooks is sent twice, and one that was not
 * answered with 202 is sent again until it is.
 */
final class SignedLoad implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int STEP = 100;
  private static final long PAUSE_MILLIS = 20;

  private final Random random = new Random(17);
  private final Map<String, Set<String>> accepted = new TreeMap<>();
  private final Thread thread = new Thread(this::run, "signed-load");
  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(1)).build();
  private volatile UpProcess target;
  private volatile boolean stopped;

  /** What the last attempt brought that was not accepted. */
  private volatile String last = "nothing";

  private final AtomicInteger sent = new AtomicInteger();

  /** Goes on against this stack. */
  void aim(UpProcess up) {
    target = up;
    if (!thread.isAlive()) {
      thread.start();
    }
  }

  /**
   * Waits until so many more were answered with 202, for as long as it goes on: how fast the
   * machine is does not matter.
   */
  void awaitAccepted(int more) throws IOException {
    int goal = sent.get() + more;
    int before;
    do {
      before = sent.get();
      int seen = before;
      try {
        await()
            .atMost(PATIENCE)
            .until(() -> sent.get() >= goal || sent.get() > seen + STEP || !thread.isAlive());
      } catch (ConditionTimeoutException e) {
        if (sent.get() == before) {
          throw new IllegalStateException(
              "nothing is accepted any more; last: %s\n%s".formatted(last, target.lastWords()), e);
        }
      }
      if (!thread.isAlive()) {
        throw new IllegalStateException("the sender has ended: " + last);
      }
    } while (sent.get() < goal);
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
        int status = http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        if (status == 202) {
          accepted.computeIfAbsent(issue, key -> new HashSet<>()).add(event);
          sent.incrementAndGet();
          return true;
        }
        last = "status " + status;
        pause();
      } catch (IOException | IllegalStateException e) {
        last = e.toString();
        pause();
      } catch (InterruptedException | GeneralSecurityException e) {
        last = e.toString();
        throw new IllegalStateException(e);
      }
    }
    return false;
  }

  /** Then the same again, as a sender does; what is starting meanwhile needs the processor. */
  private static void pause() {
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(PAUSE_MILLIS));
  }

  private static String signature(String secret, String body) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    return HexFormat.of().formatHex(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
  }
}
