// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.cli.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalcraft.domain.json.Json;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Random;

/**
 * Deliveries as a team's Sentry sends them: a few problems make most of the noise, some deliveries
 * come twice with the same body, now and then an issue is resolved and a condition begins or ends.
 * The same seed and start make the same sequence.
 */
final class DemoDeliveries {
  /** One webhook: the header that says what it is, and its body. */
  record Delivery(String resource, String body) {}

  private record Problem(
      String project, String level, String title, String message, String file, int line) {}

  private static final List<Problem> PROBLEMS =
      List.of(
          new Problem(
              "checkout",
              "error",
              "TypeError: total is undefined",
              "Cannot read total of undefined",
              "src/cart/total.ts",
              42),
          new Problem(
              "api",
              "error",
              "TimeoutError: inventory did not answer",
              "GET /inventory took 5000 ms",
              "inventory/client.py",
              118),
          new Problem(
              "api",
              "warning",
              "SlowQuery: orders by customer",
              "select … took 2.4 s",
              "orders/queries.py",
              77),
          new Problem(
              "worker",
              "error",
              "ConnectionError: queue went away",
              "redis: connection reset by peer",
              "jobs/consume.go",
              203),
          new Problem(
              "web",
              "error",
              "ChunkLoadError: loading chunk 17 failed",
              "https://shop.example/static/17.js",
              "src/router.tsx",
              9),
          new Problem(
              "payments",
              "fatal",
              "CardProcessorDown: no acquirer answers",
              "3 of 3 acquirers refused",
              "acquirer/pool.kt",
              61),
          new Problem(
              "mobile",
              "error",
              "NullPointerException: session",
              "Attempt to invoke on a null object",
              "Session.java",
              88),
          new Problem(
              "api",
              "info",
              "Deprecated: v1/orders is called",
              "by client ios/4.1",
              "http/v1.py",
              12));

  private final Random random;
  private final long start;
  private final Deque<Delivery> retries = new ArrayDeque<>();
  private long number;
  private boolean overloaded;

  DemoDeliveries(long seed, long startMillis) {
    this.random = new Random(seed);
    this.start = startMillis;
  }

  /** The next delivery, without end. */
  Delivery next() {
    number++;
    int dice = random.nextInt(100);
    Delivery retry = dice < 12 ? retries.poll() : null;
    if (retry != null) {
      return retry;
    }
    if (dice < 14) {
      return resolved(random.nextInt(PROBLEMS.size()));
    }
    if (dice < 16) {
      return condition();
    }
    Delivery delivery = occurrence();
    if (random.nextInt(100) < 20) {
      retries.add(delivery);
    }
    return delivery;
  }

  private Delivery occurrence() {
    // The half of what is left each time: the first problem makes half of the noise.
    int index = 0;
    while (index < PROBLEMS.size() - 1 && random.nextBoolean()) {
      index++;
    }
    Problem problem = PROBLEMS.get(index);
    ObjectNode body = body("triggered");
    ObjectNode event = body.putObject("data").putObject("event");
    event.put("event_id", "%016x%016x".formatted(start, number));
    event.put("issue_id", issue(index));
    event.put("project_slug", problem.project());
    event.put("level", problem.level());
    event.put("title", problem.title());
    event.put("message", problem.message());
    event.put("timestamp", System.currentTimeMillis() / 1_000.0);
    event
        .putObject("exception")
        .putArray("values")
        .addObject()
        .putObject("stacktrace")
        .putArray("frames")
        .addObject()
        .put("filename", problem.file())
        .put("lineno", problem.line())
        .put("in_app", true);
    event
        .putArray("tags")
        .addArray()
        .add("environment")
        .add(random.nextInt(5) == 0 ? "staging" : "production");
    ((ObjectNode) body.get("data")).put("triggered_rule", "Any error");
    return new Delivery("event_alert", body.toString());
  }

  private Delivery resolved(int index) {
    Problem problem = PROBLEMS.get(index);
    ObjectNode body = body("resolved");
    ObjectNode issue = body.putObject("data").putObject("issue");
    issue.put("id", issue(index));
    issue.put("title", problem.title());
    issue.put("level", problem.level());
    issue.put("status", "resolved");
    issue.put("lastSeen", java.time.Instant.ofEpochMilli(start + number).toString());
    issue.putObject("project").put("slug", problem.project());
    return new Delivery("issue", body.toString());
  }

  private Delivery condition() {
    overloaded = !overloaded;
    ObjectNode body = body(overloaded ? "critical" : "resolved");
    ObjectNode data = body.putObject("data");
    data.put("description_text", "p95 of checkout is %d ms".formatted(overloaded ? 2_300 : 240));
    ObjectNode alert = data.putObject("metric_alert");
    alert.put("id", Long.toString(start + number));
    alert.put("title", "Checkout is slow");
    alert.putArray("projects").add("checkout");
    alert
        .putObject("alert_rule")
        .put("id", "7")
        .put("name", "Checkout latency")
        .put("aggregate", "p95(transaction.duration)");
    return new Delivery("metric_alert", body.toString());
  }

  private static ObjectNode body(String action) {
    ObjectNode body = Json.mapper().createObjectNode();
    body.put("action", action);
    return body;
  }

  private static String issue(int index) {
    return Integer.toString(1_000 + index);
  }
}
