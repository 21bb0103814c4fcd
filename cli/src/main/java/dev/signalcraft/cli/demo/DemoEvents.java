// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.cli.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalcraft.domain.json.Json;
import java.util.List;
import java.util.Random;

/**
 * Events as a team's own services write them to the topic {@code events}: jobs that run late, and a
 * disk whose state fires until it is resolved. The same seed and start make the same sequence.
 */
final class DemoEvents {
  private static final List<String> JOBS = List.of("invoices", "search-index", "exports");

  private final Random random;
  private final long start;
  private long number;
  private boolean full;

  DemoEvents(long seed, long startMillis) {
    this.random = new Random(seed);
    this.start = startMillis;
  }

  /** The next event as JSON, without end. */
  String next() {
    number++;
    return (random.nextInt(4) == 0 ? disk() : lateJob()).toString();
  }

  private ObjectNode lateJob() {
    String job = JOBS.get(Math.min(random.nextInt(4), JOBS.size() - 1));
    return event("scheduler")
        .put("project", "batch")
        .put("fingerprint", "late-" + job)
        .put("severity", "medium")
        .put("title", "Job " + job + " is late")
        .put("message", "no run has ended for %d minutes".formatted(20 + random.nextInt(40)));
  }

  private ObjectNode disk() {
    full = !full;
    return event("hosts")
        .put("project", "infrastructure")
        .put("fingerprint", "disk-db-1")
        .put("severity", "high")
        .put("lifecycle", "stateful")
        .put("status", full ? "firing" : "resolved")
        .put("title", "Disk of db-1 is nearly full");
  }

  private ObjectNode event(String source) {
    return Json.mapper()
        .createObjectNode()
        .put("workspace", "default")
        .put("source", source)
        .put("sourceEventId", start + "-" + number);
  }
}
