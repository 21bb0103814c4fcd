// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.sql;

import static dev.signalcraft.domain.grouping.GroupStory.wish;
import static dev.signalcraft.domain.ingest.Events.T0;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalcraft.domain.config.ConfigHistory;
import dev.signalcraft.domain.config.ConfigRecord;
import dev.signalcraft.domain.grouping.Action;
import dev.signalcraft.domain.grouping.AlertChange;
import dev.signalcraft.domain.grouping.GroupStory;
import dev.signalcraft.domain.grouping.Outcome;
import dev.signalcraft.domain.grouping.Refusal;
import dev.signalcraft.domain.grouping.SeverityRule;
import dev.signalcraft.domain.grouping.SeverityRules;
import dev.signalcraft.domain.grouping.Windows;
import dev.signalcraft.domain.ingest.AlertEvent;
import dev.signalcraft.domain.ingest.EventStatus;
import dev.signalcraft.domain.ingest.Events;
import dev.signalcraft.domain.json.Json;
import dev.signalcraft.domain.json.WireName;
import dev.signalcraft.sql.grouping.AlertGroupChangeRows;
import dev.signalcraft.sql.grouping.AlertGroupRows;
import dev.signalcraft.sql.ingest.AlertEventRows;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a person reads of groups with a life. */
class TimelineQueryITCase {
  private static final AlertEvent FIRST = Events.event("checkout", "1", T0);
  private TestDatabase database;

  @BeforeEach
  void migrate() throws SQLException {
    database = TestDatabase.migrated();
  }

  @Test
  void aTimelineTellsWhoDidWhatAndWhyACommandChangedNothing() throws Exception {
    GroupStory story = new GroupStory(new Windows(1_800_000, 86_400_000, 0), noisyIsCritical());
    story.at(T0, FIRST);
    String id = story.group(FIRST).groupId();
    AlertEvent second = Events.event("checkout", "2", at(2));
    AlertEvent next = Events.event("checkout", "3", at(2_000));
    story
        .at(at(1), wish(id, "1").to(Action.ACKNOWLEDGE))
        .at(at(2), second)
        .at(at(3), wish(id, "2").assignee("bob").to(Action.ASSIGN))
        .at(at(4), wish(id, "3").by("bob").assignee("eve").to(Action.ASSIGN))
        .at(at(5), wish(id, "4").by("bob").text("Deploy 42?").to(Action.NOTE))
        .at(at(6), wish(id, "5").expecting(1).until(at(60)).to(Action.SNOOZE))
        .at(at(7), wish(id, "6").until(at(7)).to(Action.SNOOZE))
        .at(at(8), wish(id, "7").until(at(400 * 86_400)).to(Action.SNOOZE))
        .at(at(9), wish(id, "8").to(Action.UNACKNOWLEDGE))
        .at(at(10), wish(id, "9").until(at(60)).to(Action.SNOOZE))
        .at(at(70), wish(id, "10").outcome(Outcome.WONT_FIX).to(Action.RESOLVE))
        .at(at(71), wish(id, "11").expecting(1).assignee("ada").to(Action.ASSIGN))
        .at(at(72), wish(id, "12").to(Action.ASSIGN))
        .at(at(2_000), next)
        .at(at(2_001), wish(id, "13").text("still").to(Action.NOTE))
        .until(at(4 * 86_400))
        .at(at(4 * 86_400), wish(id, "14").to(Action.REOPEN));
    write(story);

    assertThat(timeline(id))
        .containsExactly(
            "change|opened: open, high|null|source|null|null|null|null|" + FIRST.eventId(),
            "event|firing, high: Broken checkout|null|sentry|null|null|null|null|"
                + FIRST.eventId(),
            "change|acknowledged: open → acknowledged|null|ada|null|null|null|null|null",
            "change|severity-raised: acknowledged → open, high → critical|null|source|null|null"
                + "|null|noisy, version 3|"
                + second.eventId(),
            "event|firing, high: Broken checkout|null|sentry|null|null|null|null|"
                + second.eventId(),
            "change|assigned|nobody → bob|ada|null|null|null|null|null",
            "change|assigned|bob → eve|bob|null|null|null|null|null",
            "change|noted|null|bob|Deploy 42?|null|null|null|null",
            "change|refused: snooze, until 2026-03-02T00:01:00Z|null|ada|null|null"
                + "|stale-version: the group was no longer in version 1|null|null",
            "change|refused: snooze, until 2026-03-02T00:00:07Z|null|ada|null|null"
                + "|until-passed: the end of the snooze had passed|null|null",
            "change|refused: snooze, until 2027-04-06T00:00:00Z|null|ada|null|null"
                + "|until-too-far: the end of the snooze was more than 366 days ahead|null|null",
            "change|refused: unacknowledge|null|ada|null|null"
                + "|wrong-status: the group was open|null|null",
            "change|snoozed: open → snoozed, until 2026-03-02T00:01:00Z|null|ada|null|null|null"
                + "|null|null",
            "change|snooze-ended: snoozed → open|null|clock|null|null|null|null|null",
            "change|resolved: open → resolved|null|ada|null|wont-fix|null|null|null",
            "change|refused: assign, to ada|null|ada|null|null"
                + "|stale-version: the group was no longer in version 1|null|null",
            "change|assigned|eve → nobody|ada|null|null|null|null|null",
            "change|refused: note|null|ada|still|null"
                + "|old-episode: a newer episode of the alert has begun|null|null",
            "change|refused: reopen|null|ada|null|null"
                + "|too-late: the group ended too long ago|null|null");
  }

  @Test
  void commandsOnAGroupThatNobodyKnowsHaveATimelineToo() throws Exception {
    GroupStory story = new GroupStory().at(T0, FIRST);
    String later = story.group(FIRST).groupKey() + "-" + at(9).toEpochMilli();
    write(story.at(at(1), wish(later, "1").to(Action.ACKNOWLEDGE)));

    assertThat(timeline(later))
        .containsExactly(
            "change|refused: acknowledge|null|ada|null|null"
                + "|unknown-group: the workspace has no such group|null|null");
  }

  @Test
  void everyRefusalIsToldInWords() throws Exception {
    String text = QueryFile.of("group-timeline").text();
    assertThat(Refusal.values())
        .allSatisfy(refusal -> assertThat(text).contains("when '" + WireName.of(refusal) + "'"));
  }

  @Test
  void openGroupsSayWhoHasThemAndWhatIsQuiet() throws Exception {
    AlertEvent flaps = Events.event("flaps", "1", T0);
    GroupStory story = new GroupStory().at(T0, FIRST).at(T0, flaps);
    for (int i = 1; i <= 8; i++) {
      EventStatus status = i % 2 == 1 ? EventStatus.RESOLVED : EventStatus.FIRING;
      story.at(at(i), Events.build(Events.draft("flaps", "f" + i, at(i)).status(status)));
    }
    String id = story.group(FIRST).groupId();
    story
        .at(at(1), wish(id, "1").assignee("bob").to(Action.ASSIGN))
        .at(at(2), wish(id, "2").text("old").to(Action.NOTE))
        .at(at(3), wish(id, "3").text("Deploy 42").to(Action.NOTE))
        .at(at(4), wish(id, "4").until(at(60)).to(Action.SNOOZE));
    write(story);

    assertThat(QueryFile.of("open-groups").run(database, Map.of("workspace", "default")))
        .satisfiesExactly(
            row ->
                assertThat(row)
                    .startsWith(
                        "high|open|null|t|null|sentry|shop|production|Broken flaps|null|5|0|"),
            row ->
                assertThat(row)
                    .startsWith("high|snoozed|2026-")
                    .contains("|f|bob|sentry|shop|production|Broken checkout|Deploy 42|1|0|"));
  }

  private List<String> timeline(String groupId) throws Exception {
    return QueryFile.of("group-timeline")
        .run(database, Map.of("workspace", "default", "group_id", groupId))
        .stream()
        .map(row -> row.substring(row.indexOf('|') + 1))
        .toList();
  }

  private void write(GroupStory story) throws SQLException {
    for (AlertChange change : story.changes()) {
      for (var upsert :
          List.of(AlertGroupRows.UPSERT, AlertGroupChangeRows.UPSERT, AlertEventRows.UPSERT)) {
        if (upsert.accepts(change)) {
          database.write(upsert, change);
        }
      }
    }
  }

  private static SeverityRules noisyIsCritical() {
    ConfigHistory<SeverityRule> history =
        new ConfigHistory<>(SeverityRule.KIND, SeverityRule::read);
    ObjectNode spec = Json.mapper().createObjectNode();
    spec.putArray("steps").addObject().put("count", 2).put("severity", "critical");
    var metadata = new ConfigRecord.Metadata("default", "noisy");
    history.accept(
        new ConfigRecord(SeverityRule.KIND, metadata, 3, 0, false, spec),
        T0.minusSeconds(60).toEpochMilli());
    return new SeverityRules(history);
  }

  private static Instant at(long seconds) {
    return T0.plusSeconds(seconds);
  }
}
