// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.jobs.grouping;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalcraft.domain.grouping.AlertChange;
import dev.signalcraft.domain.grouping.GroupChange;
import dev.signalcraft.domain.ingest.Input;
import dev.signalcraft.domain.ingest.RawRecord;
import dev.signalcraft.domain.json.WireName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A night as its persons would tell it in the morning. */
class NightTest {
  /** 22:00 of the night that is told here. */
  private static final Instant START = Instant.parse("2026-03-01T22:00:00Z");

  /**
   * The life of each group, as the rules say and not as some run has shown. The windows are those
   * of production: half an hour joins, a day closes, acknowledgements do not time out.
   */
  static final String LIVES =
      """
      legacy-import of 03:00 before: resolved, low, 1 events, 0 duplicates
          03:00 before  opened           source  open, low
          09:00 before  acknowledged     dan     acknowledged
          03:00         inactive         clock   resolved
      queue-depth of 22:00: open, medium, 1080 events, 0 duplicates
          22:00         opened           source  open, medium
          23:00         acknowledged     dan     acknowledged
          23:30         unacknowledged   dan     open
          00:00         acknowledged     erin    acknowledged
          01:00         escalated        erin    open
          01:01         runbook-set      erin
          01:02         assigned         erin    for dan
          01:03         assigned         dan     for nobody
      image-resize of 22:00:15: open, low, 926 events, 0 duplicates
          22:00:15      opened           source  open, low
      disk-full of 22:04: resolved, critical, 60 events, 1 duplicates
          22:04         opened           source  open, critical
          02:15         expired          clock   resolved
      checkout of 22:10: open, high, 1501 events, 151 duplicates
          22:10         opened           source  open, high
          22:12         acknowledged     ada     acknowledged
          22:30         refused          bob     wrong-status
          22:31         refused          bob     stale-version
          23:05         resolved         ada     resolved
          23:20         reopened         source  open
      mailer of 22:20: resolved, medium, 2 events, 0 duplicates, carol has it
          22:20         opened           source  open, medium
          22:21         assigned         ada     for carol
          22:22         noted            carol
          23:20:00.001  superseded       clock   resolved
          23:25         refused          carol   old-episode
      newsletter of 22:30: acknowledged, medium, 2 events, 0 duplicates
          22:30         opened           source  open, medium
          22:35         acknowledged     ada     acknowledged
          22:40         snoozed          ada     snoozed
          00:00         snooze-ended     clock   acknowledged
      search of 22:45: resolved, high, 4 events, 0 duplicates
          22:45         opened           source  open, high
          22:46         refused          bob     until-passed
          22:50         snoozed          bob     snoozed
          23:45         snooze-ended     clock   open
          23:50         resolved         source  resolved
      mailer of 23:20:00.001: resolved as wont-fix, medium, 1 events, 0 duplicates, carol has it
          23:20:00.001  opened           source  open, medium, for carol
          23:26         acknowledged     carol   acknowledged
          06:00         resolved         carol   resolved
      ledger of 00:00: resolved as deferred, critical, 400 events, 0 duplicates
          00:00         opened           source  open, medium
          00:10         acknowledged     bob     acknowledged
          00:49:30      severity-raised  source  open, critical, by rule busy-ledger 1
          00:55         acknowledged     bob     acknowledged
          03:30         resolved         bob     resolved
      billing of 01:00: resolved, medium, 1 events, 0 duplicates, ada has it
          01:00         opened           source  open, medium
          01:05         snoozed          ada     snoozed
          01:06         assigned         ada     for ada
          02:00         superseded       clock   resolved
      link-down of 01:00: resolved, high, 6 events, 0 duplicates
          01:00         opened           source  open, high
          01:02         resolved         source  resolved
          01:04         reopened         source  open
          01:06         resolved         source  resolved
          01:08         reopened         source  open
          01:10         resolved         source  resolved
          01:12         reopened         source  open
          01:14         resolved         source  resolved
          01:16         reopened         source  open
          01:16         flapping         source
          01:18         resolved         source  resolved
          01:20         reopened         source  open
          01:22         resolved         source  resolved
          01:52         flapping-ended   clock
      billing of 02:00: open, medium, 1 events, 0 duplicates, ada has it
          02:00         opened           source  snoozed, medium, for ada
          05:00         snooze-ended     clock   open
      latency of 02:00: resolved, low, 3 events, 0 duplicates
          02:00         opened           source  open, medium
          02:10         severity-raised  source  critical
          02:20         severity-lowered  source  low
          02:30         resolved         source  resolved
      login of 04:00: acknowledged, critical, 2 events, 0 duplicates, erin has it
          04:00         opened           source  open, high
          04:05         acknowledged     dan     acknowledged
          04:10         severity-raised  source  open, critical
          04:20         resolved         dan     resolved
          04:25         noted            erin
          04:30         reopened         erin    open
          04:31         assigned         erin    for erin
          04:32         acknowledged     erin    acknowledged
      ghost of 05:00: no such group
          05:20         refused          dan     too-late
      image-resize of 05:59: no such group
          06:00         refused          dan     unknown-group
      """;

  private static final Night NIGHT = Night.startingAt(START);

  @Test
  void theNightHasFourThousandEventsOfBothKinds() {
    Set<String> ids = new HashSet<>();
    Set<Object> lifecycles = new HashSet<>();
    for (Night.Entry entry : NIGHT.entries()) {
      if (entry.input().kind() == Input.Kind.EVENT) {
        ids.add(entry.input().id());
        lifecycles.add(entry.input().event().lifecycle());
      }
    }
    assertThat(ids).hasSize(4_000);
    assertThat(lifecycles).hasSize(2);
  }

  @Test
  void eachGroupLivesAsTheTableTells() throws Exception {
    List<AlertChange> written =
        WholeJob.run(NIGHT.log(), NightTest::config, WholeJob.defaults(), Night.PARTITIONS)
            .changes();

    assertThat(new Lives(NIGHT, groups(written), changes(written)).table()).isEqualTo(LIVES);
  }

  private static List<RawRecord> config() {
    return List.of(Night.rule(START.minusSeconds(60)));
  }

  private static List<Lives.Group> groups(List<AlertChange> written) {
    return WholeJob.groups(written).values().stream()
        .map(
            group ->
                new Lives.Group(
                    group.groupId(),
                    WireName.of(group.status()),
                    WireName.of(group.severity()),
                    name(group.outcome()),
                    String.valueOf(group.assignee()),
                    Long.toString(group.count()),
                    Long.toString(group.duplicates())))
        .toList();
  }

  private static List<Lives.Change> changes(List<AlertChange> written) {
    List<Lives.Change> changes = new ArrayList<>();
    for (AlertChange record : written) {
      GroupChange change = record.change();
      if (change != null) {
        changes.add(
            new Lives.Change(
                record.groupId(),
                change.sequence(),
                record.at(),
                name(change.reason()),
                change.actor(),
                name(change.statusBefore()),
                name(change.statusAfter()),
                name(change.severityBefore()),
                name(change.severityAfter()),
                String.valueOf(change.assigneeBefore()),
                String.valueOf(change.assigneeAfter()),
                String.valueOf(change.rule()),
                String.valueOf(change.ruleVersion()),
                name(change.refusal())));
      }
    }
    return changes;
  }

  private static String name(Enum<?> value) {
    return value == null ? "null" : WireName.of(value);
  }
}
