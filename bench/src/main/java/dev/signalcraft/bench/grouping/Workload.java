// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.bench.grouping;

import dev.signalcraft.domain.grouping.GroupKey;
import dev.signalcraft.domain.ingest.AlertEvent;
import dev.signalcraft.domain.ingest.EventDraft;
import dev.signalcraft.domain.ingest.Input;
import dev.signalcraft.domain.ingest.Rejection;
import dev.signalcraft.domain.ingest.Severity;
import java.time.Instant;
import java.util.SplittableRandom;

/**
 * A log of inputs of about 600 bytes, the same each time it is made: the n-th event depends on n
 * alone. One event in fifty is a redelivery of an earlier one.
 */
final class Workload {
  /** Log time of the first event: 2026-01-01T00:00:00Z. */
  static final long START = 1_767_225_600_000L;

  private static final int REPEAT_EVERY = 50;
  private static final int REPEAT_BACK = 25;
  private static final Severity[] SEVERITIES = Severity.values();
  private static final String[] BROWSERS = {"Chrome 131", "Firefox 133", "Safari 18", "Edge 131"};

  private final KeyChoice keys;
  private final int groups;
  private final double opening;
  private final int perSecond;

  /**
   * Events that fall on groups like this, so many in a second of log time.
   *
   * @param opening the share that opens a group of its own instead
   */
  Workload(KeyChoice keys, int groups, double opening, int perSecond) {
    this.keys = keys;
    this.groups = groups;
    this.opening = opening;
    this.perSecond = perSecond;
  }

  /** The log time of the n-th event. */
  long logTime(long n) {
    return START + n * 1_000 / perSecond;
  }

  /** The number of the group of the n-th event. */
  int group(long n) {
    long original = original(n);
    SplittableRandom random = new SplittableRandom(original);
    int group = keys.groupOf(random.nextDouble());
    return random.nextDouble() < opening ? groups + (int) original : group;
  }

  /** The n-th input. */
  Input input(long n) {
    long original = original(n);
    int group = group(n);
    try {
      AlertEvent event =
          new EventDraft("default", "sentry", logTime(n))
              .sourceEventId("%032x".formatted(original))
              .project("shop-" + group % 20)
              .fingerprint("checkout-" + group)
              .severity(SEVERITIES[group % SEVERITIES.length])
              .title("TypeError: cannot read 'total' of undefined in step " + group)
              .message("The basket was empty when the total was computed")
              .file("app/checkout/steps/" + group % 500 + ".ts")
              .line(group % 900 + 1)
              .tag("release", "shop@2026.1." + n / 100_000)
              .tag("browser", BROWSERS[(int) (original % BROWSERS.length)])
              .occurredAt(Instant.ofEpochMilli(logTime(original)))
              .build();
      return Input.of(GroupKey.of(event), event);
    } catch (Rejection e) {
      throw new IllegalStateException("every event here is well formed", e);
    }
  }

  private static long original(long n) {
    return n % REPEAT_EVERY == REPEAT_EVERY - 1 ? n - REPEAT_BACK : n;
  }
}
