// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.functions.grouping;

import static dev.signalcraft.domain.ingest.Events.T0;
import static dev.signalcraft.domain.ingest.Events.build;
import static dev.signalcraft.domain.ingest.Events.draft;

import dev.signalcraft.domain.config.ConfigLog;
import dev.signalcraft.domain.grouping.Action;
import dev.signalcraft.domain.grouping.Command;
import dev.signalcraft.domain.grouping.GroupKey;
import dev.signalcraft.domain.ingest.AlertEvent;
import dev.signalcraft.domain.ingest.EventStatus;
import dev.signalcraft.domain.ingest.Input;
import dev.signalcraft.domain.ingest.Lifecycle;
import dev.signalcraft.domain.ingest.RawRecord;
import dev.signalcraft.domain.ingest.Severity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A log of twelve keys of which the files {@code group-alerts-uncached-*.snapshot} hold the state
 * after the first {@link #STORED} inputs: it never changes, the files could not be made again.
 */
final class EarlierLog {
  static final int STORED = 700;
  private static final int SIZE = 1_000;
  private static final int KEYS = 12;

  private EarlierLog() {}

  /** One key in three inputs, with three pages of ids; every fourth key is stateful. */
  static List<RandomLog.Entry> entries() {
    List<RandomLog.Entry> entries = new ArrayList<>();
    for (int n = 0; n < SIZE; n++) {
      Instant at = T0.plusMillis(700L * n);
      int key = n % 3 == 0 ? 0 : 1 + n % (KEYS - 1);
      if (n % 10 == 9) {
        entries.add(new RandomLog.Entry(at, entries.get(n - 9).input()));
      } else {
        entries.add(new RandomLog.Entry(at, n % 17 == 16 ? said(key, n) : happened(key, n, at)));
      }
    }
    return entries;
  }

  private static Input happened(int key, int n, Instant at) {
    AlertEvent event =
        build(
            draft("k" + key, "k" + key + "-" + n, at)
                .lifecycle(key % 4 == 1 ? Lifecycle.STATEFUL : Lifecycle.STATELESS)
                .severity(n % 7 == 0 ? Severity.HIGH : Severity.LOW)
                .status(n % 13 == 5 ? EventStatus.RESOLVED : EventStatus.FIRING)
                .message("n = " + n)
                .tag("shard", "s" + key % 3));
    return Input.of(GroupKey.of(event), event);
  }

  /** A command on the first group of a key. */
  private static Input said(int key, int n) {
    int first = key == 0 ? 0 : key - 1 == 0 ? 11 : key - 1;
    while (first % 3 == 0 && key != 0) {
      first += KEYS - 1;
    }
    Instant opened = T0.plusMillis(700L * first);
    String groupKey = GroupKey.of(build(draft("k" + key, "any", T0)));
    return Input.of(
        new Command(
            "%016x".formatted(n).repeat(2),
            "default",
            groupKey + "-" + opened.toEpochMilli(),
            null,
            n % 2 == 0 ? Action.ACKNOWLEDGE : Action.NOTE,
            "ada",
            null,
            null,
            null,
            n % 2 == 0 ? null : "seen"));
  }

  /** Everybody is told, and steps run; what is frequent gets worse. */
  static List<RawRecord> config() {
    return new ConfigLog()
        .at(
            T0.minusSeconds(60),
            "RoutingRule",
            "all",
            """
            notify: [{channel: slack, wait: 30s, repeat: 1h, sendResolved: true}]
            escalate: [{after: 5m, channel: pager, mention: "@first"}]
            """)
        .at(
            T0.minusSeconds(60),
            "SeverityRule",
            "busy",
            "{steps: [{count: 9, severity: critical}]}")
        .records();
  }
}
