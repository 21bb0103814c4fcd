// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.functions.grouping;

import static dev.signalcraft.domain.ingest.Events.T0;
import static dev.signalcraft.domain.ingest.Events.build;
import static dev.signalcraft.domain.ingest.Events.draft;
import static dev.signalcraft.domain.ingest.Events.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.signalcraft.domain.config.ConfigLog;
import dev.signalcraft.domain.grouping.GroupStatus;
import dev.signalcraft.domain.grouping.Windows;
import dev.signalcraft.domain.ingest.EventStatus;
import dev.signalcraft.domain.ingest.RawRecord;
import dev.signalcraft.domain.json.WireName;
import dev.signalcraft.domain.routing.Notification;
import dev.signalcraft.domain.silence.Announcement;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is told leaves by the side outputs, survives a restore and leaves nothing behind. */
class GroupAlertsToldTest {
  private static final String LADDER =
      """
      notify: [{channel: slack, wait: 30s, repeat: 1h, sendResolved: true}]
      escalate:
        - {after: 5m, channel: pager, mention: "@first"}
        - {after: 15m, channel: pager, mention: "@lead"}
      """;
  private static final String SILENCE =
      "{matchers: [fingerprint=search], endsAt: \"2026-03-02T00:10:30Z\", reason: deploy}";
  private static final List<RawRecord> RULES =
      new ConfigLog()
          .at(T0.minusSeconds(60), "RoutingRule", "all", LADDER)
          .at(T0.minusSeconds(60), "Silence", "deploy", SILENCE)
          .records();
  private static final List<RawRecord> INHIBITED =
      new ConfigLog()
          .at(T0.minusSeconds(60), "RoutingRule", "all", "{notify: [{channel: slack}]}")
          .at(
              T0.minusSeconds(60),
              "InhibitRule",
              "database",
              "{source: [fingerprint=database], target: [fingerprint=checkout]}")
          .records();
  private static final Windows WINDOWS = GroupAlertsRun.WINDOWS;

  @Test
  void whatConcernsNoInhibitRuleIsToldAtOnceAndOnItsOwnOutput() throws Exception {
    try (GroupAlertsRun run = GroupAlertsRun.open(WINDOWS, () -> INHIBITED)) {
      run.send(event("mail", "1", T0), T0);

      assertThat(run.notifications()).singleElement().extracting(Notification::at).isEqualTo(T0);
      assertThat(run.announcements()).isEmpty();
      assertThat(run.told()).as("changes go their own way").isNotEmpty();
    }
  }

  @Test
  void aGroupOnASideOfAnInhibitRuleSaysHowItStandsBeforeWhatIsToBeTold() throws Exception {
    try (GroupAlertsRun run = GroupAlertsRun.open(WINDOWS, () -> INHIBITED)) {
      run.send(event("checkout", "1", T0), T0);
      run.send(event("checkout", "2", T0), T0.plusSeconds(1));
      Instant over = T0.plusSeconds(2);
      run.send(draft("checkout", "3", over).status(EventStatus.RESOLVED), over);

      assertThat(run.notifications()).isEmpty();
      assertThat(run.announcements())
          .extracting(
              Announcement::at, said -> said.group().status(), said -> said.notification() != null)
          .containsExactly(
              tuple(T0.toEpochMilli(), GroupStatus.OPEN, false),
              tuple(T0.toEpochMilli(), GroupStatus.OPEN, true),
              tuple(over.toEpochMilli(), GroupStatus.RESOLVED, false));
    }
  }

  @Test
  void aPlanEndsWithItsKey() throws Exception {
    try (GroupAlertsRun run = GroupAlertsRun.open(WINDOWS, () -> RULES)) {
      life(run, false);
      run.time(T0.plus(Duration.ofDays(3)));

      assertThat(run.notifications()).hasSizeGreaterThan(8);
      assertThat(run.stateEntries()).isZero();
      assertThat(run.timers()).isZero();
    }
  }

  @Test
  void whatWaitsEscalatesAndIsSilencedGoesOnAfterARestoreAnywhere() throws Exception {
    try (GroupAlertsRun run = GroupAlertsRun.open(WINDOWS, () -> RULES)) {
      life(run, true);

      assertThat(lines(run, "checkout"))
          .containsExactly(
              "30s slack opened",
              "5m pager escalated @first",
              "15m pager escalated @lead",
              "20m slack resolved",
              "20m pager resolved");
      // The silence is over at 10m30s; each channel is asked each minute from its own due time.
      assertThat(lines(run, "search"))
          .containsExactly(
              "10m30s slack silence-ended",
              "11m pager silence-ended @first",
              "15m pager escalated @lead",
              "1h10m30s slack repeated");
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {21, 22, 23})
  void aRestoreBetweenAnyTwoRecordsTellsTheSame(long seed) throws Exception {
    List<RandomLog.Entry> log = RandomLog.of(seed, 3, 300);
    Instant end = log.get(log.size() - 1).at().plus(Duration.ofDays(3));
    List<RawRecord> rules =
        new ConfigLog()
            .at(Instant.EPOCH, "RoutingRule", "all", LADDER)
            .at(
                Instant.EPOCH,
                "MuteTiming",
                "odd",
                "{zone: UTC, times: [{from: '01:00', to: '02:00'}]}")
            .at(
                Instant.EPOCH,
                "InhibitRule",
                "own",
                "{source: [severity=critical], target: [severity!=critical]}")
            .records();
    List<Notification> expected;
    List<Announcement> said;
    try (GroupAlertsRun run = GroupAlertsRun.open(WINDOWS, () -> rules)) {
      for (RandomLog.Entry entry : log) {
        run.send(entry.input(), entry.at());
      }
      run.time(end);
      expected = run.notifications();
      said = run.announcements();
    }
    try (GroupAlertsRun run = GroupAlertsRun.open(WINDOWS, () -> rules)) {
      for (RandomLog.Entry entry : log) {
        run.time(entry.at().minusMillis(1));
        run.restore();
        run.send(entry.input(), entry.at());
        run.restore();
        assertThat(run.timers()).isLessThanOrEqualTo(2 * 3);
      }
      run.time(end);
      assertThat(run.notifications()).containsExactlyInAnyOrderElementsOf(expected);
      assertThat(run.announcements()).containsExactlyInAnyOrderElementsOf(said);
      assertThat(run.stateEntries()).isZero();
    }
    Set<Object> reasons = new HashSet<>();
    said.forEach(one -> reasons.add(one.notification() == null ? "" : one.notification().reason()));
    assertThat(reasons).as("or it shows little").hasSizeGreaterThan(5);
  }

  @Test
  void aKeyWithAPlanHoldsTwoTimers() throws Exception {
    try (GroupAlertsRun run = GroupAlertsRun.open(WINDOWS, () -> RULES)) {
      for (int second = 0; second < 1_000; second += 7) {
        Instant at = T0.plusSeconds(second);
        run.send(event("checkout", "e" + second, at), at);
        run.send(event("search", "e" + second, at), at);
        assertThat(run.timers()).isLessThanOrEqualTo(2 * 2);
        run.time(at);
      }
      assertThat(run.notifications()).hasSize(6);
    }
  }

  /** Two groups, one of them silenced; time goes in steps of 15 s, with a restore before each. */
  private static void life(GroupAlertsRun run, boolean restores) throws Exception {
    run.send(event("checkout", "1", T0), T0);
    run.send(event("search", "1", T0), T0);
    for (int second = 15; second < 5_000; second += 15) {
      if (restores) {
        run.restore();
      }
      Instant at = T0.plusSeconds(second);
      run.time(at);
      if (second == 1_200) {
        run.send(build(draft("checkout", "2", at).status(EventStatus.RESOLVED)), at);
      }
    }
  }

  private static List<String> lines(GroupAlertsRun run, String fingerprint) {
    return run.notifications().stream()
        .filter(told -> told.group().fingerprint().equals(fingerprint))
        .map(
            told ->
                Duration.between(T0, told.at())
                        .toString()
                        .substring(2)
                        .toLowerCase(java.util.Locale.ROOT)
                    + " "
                    + told.channel()
                    + " "
                    + WireName.of(told.reason())
                    + (told.mention() == null ? "" : " " + told.mention()))
        .toList();
  }
}
