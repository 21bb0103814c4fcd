// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.sql.grouping;

import static dev.signalcraft.domain.grouping.GroupStory.wish;
import static dev.signalcraft.domain.ingest.Events.T0;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalcraft.domain.grouping.Action;
import dev.signalcraft.domain.grouping.AlertChange;
import dev.signalcraft.domain.grouping.AlertGroup;
import dev.signalcraft.domain.grouping.Command;
import dev.signalcraft.domain.grouping.GroupChange;
import dev.signalcraft.domain.grouping.GroupStory;
import dev.signalcraft.domain.grouping.Outcome;
import dev.signalcraft.domain.grouping.Refusal;
import dev.signalcraft.domain.ingest.AlertEvent;
import dev.signalcraft.domain.ingest.Events;
import dev.signalcraft.sql.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AlertGroupQueriesITCase {
  private static final AlertEvent BROKEN = Events.event("checkout", "1", T0);
  private final GroupStory story = new GroupStory().at(T0, BROKEN);
  private final AlertGroup group = story.group(BROKEN);
  private final String id = group.groupId();
  private TestDatabase database;

  @BeforeEach
  void migrate() throws SQLException {
    database = TestDatabase.migrated();
  }

  @Test
  void theTimelineReadsEveryChangeAsItWasTold() throws SQLException {
    Instant until = T0.plusSeconds(3_600);
    story
        .at(T0.plusSeconds(1), wish(id, "1").expecting(1).to(Action.ACKNOWLEDGE))
        .at(T0.plusSeconds(2), wish(id, "2").assignee("bob").to(Action.ASSIGN))
        .at(T0.plusSeconds(3), wish(id, "3").by("bob").text("It's \\ 'me'\n").to(Action.NOTE))
        .at(T0.plusSeconds(4), wish(id, "4").until(until).to(Action.SNOOZE))
        .at(T0.plusSeconds(5), wish(id, "5").expecting(1).to(Action.ESCALATE))
        .at(T0.plusSeconds(6), wish(id, "6").outcome(Outcome.WONT_FIX).to(Action.RESOLVE));
    write();

    assertThat(timeline(99)).containsExactlyElementsOf(story.told()).hasSize(7);
    assertThat(timeline(2)).containsExactlyElementsOf(story.told().subList(5, 7));
  }

  @Test
  void commandsOnADeadGroupStandAtTheEndOfItsTimelineEachOnce() throws SQLException {
    Instant dead = T0.plusSeconds(3 * 86_400);
    Command first = wish(id, "1").by("ada").to(Action.ACKNOWLEDGE);
    Command second = wish(id, "2").by("bob").text("too late?").to(Action.NOTE);
    story.until(dead).at(dead, first).at(dead, second).at(dead.plusSeconds(1), first);
    assertThat(story.told()).extracting(GroupChange::sequence).containsExactly(1, 2, 0, 0, 0);
    write();

    List<GroupChange> timeline = timeline(99);
    assertThat(timeline).extracting(GroupChange::sequence).containsExactly(1, 2, 0, 0);
    assertThat(timeline.subList(2, 4))
        .containsExactlyInAnyOrderElementsOf(story.told().subList(2, 4))
        .allMatch(change -> change.refusal() == Refusal.TOO_LATE);
    assertThat(timeline(2)).isEqualTo(timeline.subList(2, 4));
  }

  @Test
  void theEffectOfACommandIsWhatCameOfIt() throws SQLException {
    Command acknowledge = wish(id, "1").to(Action.ACKNOWLEDGE);
    Command again = wish(id, "2").to(Action.ACKNOWLEDGE);
    Command late = wish(id, "3").to(Action.REOPEN);
    Instant dead = T0.plusSeconds(3 * 86_400);
    story
        .at(T0.plusSeconds(1), acknowledge)
        .at(T0.plusSeconds(2), again)
        .until(dead)
        .at(dead, late);
    write();

    TimelineEntry effect = effect("default", acknowledge);
    assertThat(effect).isEqualTo(new TimelineEntry(T0.plusSeconds(1), story.told().get(1)));
    assertThat(effect.change().command()).isEqualTo(acknowledge);
    assertThat(effect("default", again).change().refusal()).isEqualTo(Refusal.WRONG_STATUS);
    assertThat(effect("default", late))
        .isEqualTo(new TimelineEntry(dead, story.told().get(story.told().size() - 1)));
    assertThat(effect("other", acknowledge)).isNull();
    assertThat(effect("default", wish(id, "unheard").to(Action.REOPEN))).isNull();
  }

  @Test
  void noCommandIsTheOneWithoutId() throws SQLException {
    write();
    try (Connection connection = database.connect()) {
      assertThat(AlertGroupQueries.effect(connection, "default", "")).isNull();
    }
  }

  @Test
  void aCommandFromAnotherWorkspaceLeavesNoTraceInTheGroup() throws SQLException {
    Command foreign = wish(id, "1").in("other").text("hello").to(Action.NOTE);
    story.at(T0.plusSeconds(1), foreign);
    assertThat(story.group(BROKEN).sequence()).isEqualTo(group.sequence());
    write();

    assertThat(timeline(99)).hasSize(1);
    assertThat(effect("default", foreign)).isNull();
    assertThat(effect("other", foreign).change().refusal()).isEqualTo(Refusal.UNKNOWN_GROUP);
  }

  @Test
  void ofACommandThatActedAgainAfterItsIdWasForgottenTheFirstEffectIsMeant() throws SQLException {
    Command note = wish(id, "1").text("hello").to(Action.NOTE);
    story.at(T0.plusSeconds(1), note);
    for (int hour = 1; hour < 30; hour++) {
      Instant at = T0.plusSeconds(hour * 3_600L);
      story.at(at, Events.build(Events.draft("checkout", "n" + hour, at)));
    }
    Command wanted = wish(story.group(BROKEN).groupId(), "1").text("hello").to(Action.NOTE);
    story.at(T0.plusSeconds(30 * 3_600L), wanted);
    write();

    assertThat(database.rows("select count(*) from alert_group_changes where action = 'note'"))
        .containsExactly("2");
    assertThat(effect("default", note).at()).isEqualTo(T0.plusSeconds(1));
  }

  private List<GroupChange> timeline(int limit) throws SQLException {
    try (Connection connection = database.connect()) {
      return AlertGroupQueries.timeline(connection, group, limit).stream()
          .map(TimelineEntry::change)
          .toList();
    }
  }

  private TimelineEntry effect(String workspace, Command command) throws SQLException {
    try (Connection connection = database.connect()) {
      return AlertGroupQueries.effect(connection, workspace, command.commandId());
    }
  }

  private void write() throws SQLException {
    database.write(AlertGroupChangeRows.UPSERT, rows());
  }

  /** What has a row here, each by itself as the log has it. */
  private AlertChange[] rows() {
    return story.changes().stream()
        .filter(AlertGroupChangeRows.UPSERT::accepts)
        .toArray(AlertChange[]::new);
  }
}
