// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.jobs.grouping;

import static dev.signalcraft.domain.ingest.Events.T0;

import dev.signalcraft.domain.config.ConfigLog;
import dev.signalcraft.domain.grouping.GroupKey;
import dev.signalcraft.domain.ingest.EventDraft;
import dev.signalcraft.domain.ingest.EventStatus;
import dev.signalcraft.domain.ingest.Events;
import dev.signalcraft.domain.ingest.Input;
import dev.signalcraft.domain.ingest.Lifecycle;
import dev.signalcraft.domain.ingest.RawRecord;
import dev.signalcraft.domain.ingest.Severity;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Groups that hold each other by an inhibit rule, in partitions whose records have the same log
 * times: in each step of ten seconds several sources and targets begin or end in one millisecond.
 */
final class CrossingLog {
  static final int PARTITIONS = 4;
  private static final int STEPS = 240;
  private static final int KEYS = 3;
  static final Instant END = T0.plusSeconds(STEPS * 10L);

  private final Random random = new Random(20_260_303);

  private CrossingLog() {}

  /** Sources and targets of three services lie in every partition. */
  static List<List<RawRecord>> partitions() throws IOException {
    CrossingLog log = new CrossingLog();
    List<List<RawRecord>> partitions = new ArrayList<>();
    for (int partition = 0; partition < PARTITIONS; partition++) {
      List<RawRecord> records = new ArrayList<>();
      for (int step = 0; step < STEPS; step++) {
        Instant at = T0.plusSeconds(step * 10L);
        for (int key = 0; key < KEYS; key++) {
          Input input = log.input(partition, key, step, at);
          Input said = log.random.nextInt(4) == 0 ? input : Input.tick();
          records.add(MixedLog.record(partition, records.size(), at, said));
        }
      }
      for (int minute = 0; minute <= 5; minute++) {
        Instant at = END.plusSeconds(60L * minute);
        records.add(MixedLog.record(partition, records.size(), at, Input.tick()));
      }
      partitions.add(records);
    }
    return partitions;
  }

  private Input input(int partition, int key, int step, Instant at) {
    boolean source = random.nextInt(3) == 0;
    String name = (source ? "db-" : "app-") + partition + "-" + key;
    EventDraft draft =
        Events.draft(name, name + "-" + step, at)
            .lifecycle(Lifecycle.STATEFUL)
            .severity(source ? Severity.CRITICAL : Severity.HIGH)
            .status(random.nextInt(3) == 0 ? EventStatus.RESOLVED : EventStatus.FIRING)
            .tag("service", "s" + key);
    return Input.of(GroupKey.of(Events.build(draft)), Events.build(draft));
  }

  /** Who is told, and what holds it; the inhibit rule is changed in the middle. */
  static List<RawRecord> config() {
    return config(true);
  }

  /** The same without the inhibit rule. */
  static List<RawRecord> withoutInhibition() {
    return config(false);
  }

  private static List<RawRecord> config(boolean inhibits) {
    ConfigLog log =
        new ConfigLog()
            .at(
                T0.minusSeconds(60),
                "RoutingRule",
                "all",
                """
                notify: [{channel: slack, sendResolved: true, repeat: 5m}]
                escalate: [{after: 40s, channel: pager, mention: "@first"}]
                """)
            .at(
                T0.minusSeconds(60),
                "Silence",
                "first-service",
                "{matchers: [tags.service=s0], endsAt: \"2026-03-02T00:20:00Z\", reason: deploy}");
    if (inhibits) {
      String rule =
          "{source: [fingerprint=~db-.*], target: [\"fingerprint=~app-.*\"], equal: [%s]}";
      log.at(T0.minusSeconds(60), "InhibitRule", "database", rule.formatted("tags.service"))
          .at(T0.plusSeconds(1_200), "InhibitRule", "database", rule.formatted("project"));
    }
    return log.records();
  }
}
