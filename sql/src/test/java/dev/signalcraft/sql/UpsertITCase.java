// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.sql;

import static dev.signalcraft.domain.grouping.GroupStory.wish;
import static dev.signalcraft.domain.ingest.Events.T0;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalcraft.domain.grouping.Action;
import dev.signalcraft.domain.grouping.AlertChange;
import dev.signalcraft.domain.grouping.AlertGroup;
import dev.signalcraft.domain.grouping.ChangeReason;
import dev.signalcraft.domain.grouping.Command;
import dev.signalcraft.domain.grouping.GroupStatus;
import dev.signalcraft.domain.grouping.GroupStory;
import dev.signalcraft.domain.grouping.Outcome;
import dev.signalcraft.domain.ingest.AlertEvent;
import dev.signalcraft.domain.ingest.DeadLetter;
import dev.signalcraft.domain.ingest.Events;
import dev.signalcraft.domain.ingest.Severity;
import dev.signalcraft.sql.grouping.AlertGroupChangeRows;
import dev.signalcraft.sql.grouping.AlertGroupQueries;
import dev.signalcraft.sql.grouping.AlertGroupRows;
import dev.signalcraft.sql.grouping.AlertMinuteRows;
import dev.signalcraft.sql.grouping.Groups;
import dev.signalcraft.sql.ingest.AlertEventRows;
import dev.signalcraft.sql.ingest.DeadLetterRows;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class UpsertITCase {
  private TestDatabase database;

  @BeforeEach
  void migrate() throws SQLException {
    database = TestDatabase.migrated();
  }

  @Test
  void aGroupIsWrittenWithEveryComponent() throws SQLException {
    var group =
        Groups.of("checkout", T0).counts(7, 2).tags(Map.of("a", "1", "q'\"", "\\ü")).build();
    database.write(AlertGroupRows.UPSERT, Groups.change(group, ChangeReason.OPENED));

    assertThat(
            database.rows(
                """
                select group_id, status, severity, title, tags ->> 'q''"', count, duplicates,
                  extract(epoch from opened_at)::bigint, resolved_at is null, version
                from alert_groups"""))
        .containsExactly(
            group.groupId() + "|open|high|Broken checkout|\\ü|7|2|" + T0.getEpochSecond() + "|t|1");
  }

  @Test
  void whoBroughtAGroupToItsStatusIsReadAsItWasWritten() throws SQLException {
    AlertEvent event = Events.event("checkout", "1", T0);
    GroupStory story = new GroupStory().at(T0, event);
    AlertGroup opened = story.group(event);
    story.at(T0.plusSeconds(1), wish(opened.groupId(), "1").by("ada").to(Action.ACKNOWLEDGE));
    AlertGroup acknowledged = story.group(event);
    AlertGroup unknown = Groups.of("before", T0).build();
    assertThat(acknowledged.statusChange().actor()).isEqualTo("ada");
    assertThat(unknown.statusChange()).isNull();

    try (Connection connection = database.connect()) {
      for (AlertGroup group : List.of(opened, acknowledged, unknown)) {
        database.write(AlertGroupRows.UPSERT, Groups.count(group));
        assertThat(AlertGroupQueries.find(connection, "default", group.groupId())).isEqualTo(group);
      }
    }
    assertThat(
            database.rows(
                "select status_reason, status_actor, status_at - opened_at from alert_groups"
                    + " where status = 'acknowledged'"))
        .containsExactly("acknowledged|ada|00:00:01");
  }

  @Test
  void anOlderVersionOrASmallerCountNeverReplacesAGroup() throws SQLException {
    Groups group = Groups.of("checkout", T0);
    var counted = Groups.count(group.counts(9, 1).version(2).build());
    database.write(AlertGroupRows.UPSERT, counted);
    database.write(AlertGroupRows.UPSERT, Groups.count(group.counts(8, 1).build()));
    database.write(AlertGroupRows.UPSERT, Groups.count(group.counts(99, 9).version(1).build()));
    assertThat(database.rows("select version, count, duplicates from alert_groups"))
        .containsExactly("2|9|1");

    database.write(AlertGroupRows.UPSERT, Groups.count(group.counts(9, 2).version(2).build()));
    database.write(
        AlertGroupRows.UPSERT,
        Groups.change(
            group.counts(1, 0).version(3).status(GroupStatus.RESOLVED).build(),
            ChangeReason.RESOLVED));
    assertThat(database.rows("select version, count, duplicates, status from alert_groups"))
        .containsExactly("3|1|0|resolved");
  }

  @Test
  void aMinuteKeepsTheGreaterTotal() throws SQLException {
    var group = Groups.of("checkout", T0).build();
    database.write(AlertMinuteRows.UPSERT, Groups.minute(group, T0, 5, 1));
    database.write(AlertMinuteRows.UPSERT, Groups.minute(group, T0.plusSeconds(59), 3, 2));
    assertThat(database.rows("select events, duplicates from alert_minutes"))
        .containsExactly("5|1");
    database.write(AlertMinuteRows.UPSERT, Groups.minute(group, T0, 5, 2));
    database.write(AlertMinuteRows.UPSERT, Groups.minute(group, T0.plusSeconds(60), 1, 0));
    assertThat(database.rows("select events, duplicates from alert_minutes order by minute"))
        .containsExactly("5|2", "1|0");
  }

  @Test
  void replaysInAnyOrderGiveTheSameRows() throws SQLException {
    List<AlertChange> log = new ArrayList<>();
    for (int g = 0; g < 5; g++) {
      Groups group = Groups.of("f" + g, T0);
      for (int n = 1; n <= 12; n++) {
        Instant at = T0.plusSeconds(20L * n);
        var now = group.lastActivity(at).counts(n, n / 3).version(1 + n / 4).build();
        log.add(n % 4 == 0 ? Groups.change(now, ChangeReason.REOPENED) : Groups.count(now));
        log.add(Groups.event(now, Events.event("f" + g, "id" + g + "." + n, at), at));
        log.add(Groups.minute(now, at, n, n / 3));
      }
    }
    replay(log);
    List<String> once = everything();
    assertThat(once).hasSize(5 * (1 + 3 + 12 + 5));

    replay(log);
    assertThat(everything()).isEqualTo(once);

    List<AlertChange> disorder = new ArrayList<>(log);
    Collections.shuffle(disorder, new Random(7));
    database.execute("truncate alert_groups, alert_group_changes, alert_events, alert_minutes");
    replay(disorder);
    replay(log);
    assertThat(everything()).isEqualTo(once);
  }

  @Test
  void aBatchWithRewrittenInsertsHoldsThousandsOfRows() throws SQLException {
    AlertChange[] rows = new AlertChange[3_000];
    for (int i = 0; i < rows.length; i++) {
      var group = Groups.of("f" + i, T0).message(i % 2 == 0 ? null : "m").build();
      rows[i] = Groups.change(group, ChangeReason.OPENED);
    }
    database.write(AlertGroupRows.UPSERT, rows);
    database.write(AlertGroupRows.UPSERT, rows);
    assertThat(database.rows("select count(*), count(message) from alert_groups"))
        .containsExactly("3000|1500");
  }

  @Test
  void whatPostgresCannotStoreIsAnErrorOfClass22() throws SQLException {
    var title = Groups.count(Groups.of("checkout", T0).title("a\0b").build());
    assertThatThrownBy(() -> database.write(AlertGroupRows.UPSERT, title))
        .satisfies(e -> assertThat(sqlState(e)).isEqualTo("22021"));
    var tag = Groups.count(Groups.of("checkout", T0).tags(Map.of("t", "\0")).build());
    assertThatThrownBy(() -> database.write(AlertGroupRows.UPSERT, tag))
        .satisfies(e -> assertThat(sqlState(e)).isEqualTo("22P05"));
    var time = Groups.count(Groups.of("checkout", T0).lastSeen(Instant.MAX).build());
    assertThatThrownBy(() -> database.write(AlertGroupRows.UPSERT, time))
        .satisfies(e -> assertThat(sqlState(e)).isEqualTo("22008"));
    var late =
        Groups.count(
            Groups.of("checkout", T0).lastSeen(Instant.ofEpochSecond(31_000_000_000_000L)).build());
    assertThatThrownBy(() -> database.write(AlertGroupRows.UPSERT, late))
        .satisfies(e -> assertThat(sqlState(e)).isEqualTo("22008"));
  }

  @Test
  void aDeadLetterKeepsItsFirstReason() throws SQLException {
    DeadLetter letter =
        new DeadLetter(
            "t", 3, 1L << 40, null, "sentry", DeadLetter.Reason.UNEXPECTED_SHAPE, "d", "{}", T0);
    DeadLetter again =
        new DeadLetter("t", 3, 1L << 40, "w", null, DeadLetter.Reason.EMPTY, "e", "", T0);
    database.write(DeadLetterRows.UPSERT, letter);
    database.write(DeadLetterRows.UPSERT, again);
    assertThat(database.rows("select partition, \"offset\", workspace, reason from dead_letters"))
        .containsExactly("3|1099511627776|null|unexpected-shape");
  }

  @Test
  void aSeverityBeforeTheFirstChangeIsNull() throws SQLException {
    Groups group = Groups.of("checkout", T0).severity(Severity.CRITICAL);
    database.write(
        AlertGroupChangeRows.UPSERT,
        Groups.change(group.build(), ChangeReason.OPENED),
        Groups.change(group.version(2).build(), ChangeReason.SEVERITY_RAISED));
    assertThat(
            database.rows(
                """
                select sequence, reason, actor, event_id, severity_before, severity_after
                from alert_group_changes order by sequence"""))
        .containsExactly(
            "1|opened|source|e1|null|critical", "2|severity-raised|source|e2|low|critical");
  }

  @Test
  void aRefusedCommandHasItsRowWhetherItsGroupIsHeldOrNot() throws SQLException {
    AlertEvent event = Events.event("checkout", "1", T0);
    GroupStory story = new GroupStory().at(T0, event);
    String id = story.group(event).groupId();
    Command first = wish(id, "1").by("ada").to(Action.REOPEN);
    Command second = wish(id, "2").by("bob").text("a \ud800 half").to(Action.NOTE);
    Instant dead = T0.plusSeconds(3 * 86_400);
    story.at(T0.plusSeconds(1), wish(id, "0").expecting(7).to(Action.RESOLVE)).until(dead);
    story.at(dead, first).at(dead.plusSeconds(1), second).at(dead.plusSeconds(2), first);
    replay(story.changes());
    replay(story.changes());

    assertThat(
            database.rows(
                """
                select sequence, reason, actor, action, expected_version, text, refusal,
                  status_before, status_after, severity_after, extract(epoch from at)::bigint - %d
                from alert_group_changes order by at"""
                    .formatted(T0.getEpochSecond())))
        .containsExactly(
            "1|opened|source|null|null|null|null|null|open|high|0",
            "2|refused|ada|resolve|7|null|stale-version|open|open|high|1",
            "3|inactive|clock|null|null|null|null|open|resolved|high|86400",
            "0|refused|ada|reopen|null|null|too-late|null|null|null|259200",
            "0|refused|bob|note|null|a ? half|too-late|null|null|null|259201");
    assertThat(database.rows("select version, sequence from alert_groups")).containsExactly("2|3");
  }

  @Test
  void aLifeReadAgainFromAnywhereGivesTheSameRows() throws SQLException {
    List<AlertChange> log = lifeWithCommands();
    replay(log);
    List<String> once = everything();
    assertThat(once).filteredOn(row -> row.contains("refused")).hasSize(5 * 3);

    Random random = new Random(11);
    for (int i = 0; i < 5; i++) {
      replay(log.subList(random.nextInt(log.size()), log.size()));
      assertThat(everything()).isEqualTo(once);
    }
  }

  /** Of five groups: acknowledged, refused once while held, snoozed, resolved, refused dead. */
  private static List<AlertChange> lifeWithCommands() {
    GroupStory story = new GroupStory();
    List<String> ids = new ArrayList<>();
    for (int g = 0; g < 5; g++) {
      AlertEvent event = Events.event("g" + g, "1", T0);
      story.at(T0, event);
      String id = story.group(event).groupId();
      ids.add(id);
      for (int second = 1; second < 40; second++) {
        Instant at = T0.plusSeconds(second);
        Action action = second % 2 == 0 ? Action.ACKNOWLEDGE : Action.UNACKNOWLEDGE;
        story.at(at, Events.event("g" + g, "e" + second, at));
        if (second < 4) {
          story.at(at, wish(id, "c" + g + second).to(action));
        }
      }
      story
          .at(T0.plusSeconds(50), wish(id, "s" + g).until(T0.plusSeconds(60)).to(Action.SNOOZE))
          .at(T0.plusSeconds(70), wish(id, "n" + g).text("it's fine").to(Action.NOTE))
          .at(T0.plusSeconds(80), wish(id, "r" + g).outcome(Outcome.FIXED).to(Action.RESOLVE));
    }
    Instant dead = T0.plusSeconds(3 * 86_400);
    story.until(dead);
    for (int g = 0; g < 5; g++) {
      String id = ids.get(g);
      for (int c = 0; c < 2; c++) {
        story.at(dead.plusSeconds(g), wish(id, "d" + g + c).to(Action.REOPEN));
      }
    }
    return story.changes();
  }

  private void replay(List<AlertChange> log) throws SQLException {
    for (Upsert<AlertChange> upsert :
        List.of(
            AlertGroupRows.UPSERT,
            AlertGroupChangeRows.UPSERT,
            AlertEventRows.UPSERT,
            AlertMinuteRows.UPSERT)) {
      for (int from = 0; from < log.size(); from += 17) {
        Map<Object, AlertChange> batch = new LinkedHashMap<>();
        for (AlertChange row : log.subList(from, Math.min(from + 17, log.size()))) {
          if (upsert.accepts(row)) {
            batch.merge(upsert.key(row), row, (old, now) -> upsert.newer(now, old) ? now : old);
          }
        }
        database.write(upsert, batch.values().toArray(AlertChange[]::new));
      }
    }
  }

  private List<String> everything() throws SQLException {
    List<String> rows = new ArrayList<>();
    for (String table :
        List.of("alert_groups", "alert_group_changes", "alert_events", "alert_minutes")) {
      rows.addAll(database.rows("select t::text from " + table + " t order by 1"));
    }
    return rows;
  }

  private static String sqlState(Throwable error) {
    SQLException e = (SQLException) error;
    return e.getNextException() == null ? e.getSQLState() : e.getNextException().getSQLState();
  }
}
