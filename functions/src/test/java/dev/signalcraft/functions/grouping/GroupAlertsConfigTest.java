// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.functions.grouping;

import static dev.signalcraft.domain.ingest.Events.T0;
import static dev.signalcraft.domain.ingest.Events.draft;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.signalcraft.domain.grouping.AlertChange;
import dev.signalcraft.domain.grouping.ChangeReason;
import dev.signalcraft.domain.grouping.GroupChange;
import dev.signalcraft.domain.ingest.EventDraft;
import dev.signalcraft.domain.ingest.EventStatus;
import dev.signalcraft.domain.ingest.Severity;
import dev.signalcraft.functions.config.ConfigReader;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;

/** Severity rules come from the config log, read at the start and then followed. */
class GroupAlertsConfigTest {
  private static final long T = T0.toEpochMilli();

  @Test
  void aRuleThatLiesInTheLogRaisesFromTheFirstRecordOn() throws Exception {
    try (GroupAlertsRun run = start(() -> List.of(Rules.record(0, 0, 1, 2, "critical")))) {
      events(run, 3);

      assertThat(raises(run)).containsExactly(tuple("busy", 1L, T0.plusSeconds(1)));
      assertThat(run.group().severity()).isEqualTo(Severity.CRITICAL);
      assertThat(run.count("configLate")).isZero();
    }
  }

  @Test
  void aVersionThatFollowsIsInForceFiveSecondsAfterItsLogTime() throws Exception {
    try (GroupAlertsRun run = start(() -> List.of(Rules.record(0, 0, 1, 100, "critical")))) {
      run.follow(Rules.record(0, 0, 1, 100, "critical"));
      run.follow(Rules.record(1, T, 2, 2, "critical"));
      events(run, 7);

      assertThat(raises(run)).containsExactly(tuple("busy", 2L, T0.plusSeconds(5)));
      assertThat(run.count("configLate")).isZero();
    }
  }

  @Test
  void aVersionThatComesTooLateIsCountedAndHoldsFromThenOn() throws Exception {
    try (GroupAlertsRun run = start(List::of)) {
      events(run, 7);
      run.follow(Rules.record(0, T, 1, 2, "critical"));
      assertThat(run.count("configLate")).isEqualTo(1);
      assertThat(raises(run)).isEmpty();

      run.send(medium(7), T0.plusSeconds(7));
      assertThat(raises(run)).containsExactly(tuple("busy", 1L, T0.plusSeconds(7)));
    }
  }

  @Test
  void theNextChangeOfAGroupNamesTheVersionsThatCameTooLateOnce() throws Exception {
    try (GroupAlertsRun run = start(List::of)) {
      events(run, 7);
      run.follow(Rules.record(0, T, 1, 2, "critical"));
      run.follow(Rules.record(1, T + 1, 2, 3, "critical"));
      run.follow(Rules.record(2, T + 60_000, 3, 4, "critical"));
      run.send(medium(7), T0.plusSeconds(7));
      run.send(
          draft("checkout", "over", T0.plusSeconds(8)).status(EventStatus.RESOLVED),
          T0.plusSeconds(8));

      assertThat(run.told())
          .extracting(AlertChange::change)
          .filteredOn(Objects::nonNull)
          .extracting(GroupChange::reason, GroupChange::lateConfig)
          .containsExactly(
              tuple(ChangeReason.OPENED, null),
              tuple(
                  ChangeReason.SEVERITY_RAISED,
                  List.of("SeverityRule/default/busy@1", "SeverityRule/default/busy@2")),
              tuple(ChangeReason.RESOLVED, null));
    }
  }

  @Test
  void aRestoreReadsTheLogAgain() throws Exception {
    try (GroupAlertsRun run = start(() -> List.of(Rules.record(0, 0, 1, 3, "critical")))) {
      events(run, 2);
      run.restore();
      run.send(medium(2), T0.plusSeconds(2));

      assertThat(raises(run)).containsExactly(tuple("busy", 1L, T0.plusSeconds(2)));
    }
  }

  @Test
  void withoutTheLogItDoesNotStart() {
    ConfigReader away =
        () -> {
          throw new IOException("the log is away");
        };
    assertThatThrownBy(() -> start(away)).hasStackTraceContaining("the log is away");
  }

  private static GroupAlertsRun start(ConfigReader config) throws Exception {
    return GroupAlertsRun.open(GroupAlertsRun.WINDOWS, config);
  }

  private static EventDraft medium(int n) {
    Instant at = T0.plusSeconds(n);
    return draft("checkout", "e" + n, at).severity(Severity.MEDIUM);
  }

  private static void events(GroupAlertsRun run, int count) throws Exception {
    for (int n = 0; n < count; n++) {
      run.send(medium(n), T0.plusSeconds(n));
    }
  }

  private static List<Tuple> raises(GroupAlertsRun run) {
    return run.told().stream()
        .filter(GroupAlertsConfigTest::isRaise)
        .map(change -> tuple(change.change().rule(), change.change().ruleVersion(), change.at()))
        .toList();
  }

  private static boolean isRaise(AlertChange change) {
    GroupChange told = change.change();
    return told != null && told.reason() == ChangeReason.SEVERITY_RAISED;
  }
}
