// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.sql;

import static dev.signalcraft.domain.ingest.Events.T0;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalcraft.domain.replay.Difference;
import dev.signalcraft.domain.replay.Replay;
import dev.signalcraft.domain.replay.ReplaySpan;
import dev.signalcraft.domain.replay.RuleDifferences;
import dev.signalcraft.domain.routing.NotificationReason;
import dev.signalcraft.sql.replay.ReplayDecisionRows;
import dev.signalcraft.sql.replay.ReplayQueries;
import dev.signalcraft.sql.replay.ReplayRows;
import java.sql.Connection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReplayRowsITCase {
  private static final ReplaySpan SPAN =
      new ReplaySpan("r", "default", T0, T0.plusSeconds(20), T0.plusSeconds(40));

  @Test
  void aReplayGoesForwardUntilItIsDone() throws Exception {
    TestDatabase database = TestDatabase.migrated();

    database.write(ReplayRows.UPSERT, at(Replay.Status.RUNNING, 10));
    database.write(ReplayRows.UPSERT, at(Replay.Status.RUNNING, 0));
    assertThat(QueryFile.of("replays").run(database, Map.of("workspace", "default")))
        .singleElement()
        .asString()
        .startsWith("r|")
        .endsWith("|0.2500");

    database.write(ReplayRows.UPSERT, at(Replay.Status.DONE, 40));
    database.write(ReplayRows.UPSERT, at(Replay.Status.RUNNING, 40));
    assertThat(
            database.rows(
                "select status, candidate, extract(epoch from reached - \"from\")::int,"
                    + " summary->0->>'same', summary->0->>'rule' from replays"))
        .containsExactly("done|t|40|7|all");
    assertThat(QueryFile.of("replays").run(database, Map.of("workspace", "other"))).isEmpty();
  }

  @Test
  void whatDiffersIsCountedByRuleAndChannelAndWhatIsTheSameHasNoRow() throws Exception {
    TestDatabase database = TestDatabase.migrated();
    Difference[] all = {
      one("1", Difference.Kind.ADDED, "all", null, T0),
      one("2", Difference.Kind.ADDED, "all", null, T0),
      one("3", Difference.Kind.LATER, "all", T0, T0.plusSeconds(1)),
      one("4", Difference.Kind.SUPPRESSED, "worst", T0, null),
      one("5", Difference.Kind.UNKNOWN, "worst", T0, null)
    };

    database.write(ReplayDecisionRows.UPSERT, all);
    database.write(ReplayDecisionRows.UPSERT, all);

    Map<String, String> values = Map.of("workspace", "default", "replay_id", "r");
    assertThat(QueryFile.of("replay-differences").run(database, values))
        .containsExactly("all|chat|2|0|0|1|0", "worst|chat|0|1|0|0|1");
    assertThat(ReplayDecisionRows.UPSERT.accepts(one("6", Difference.Kind.SAME, "all", T0, T0)))
        .isFalse();
    assertThat(
            database.rows(
                "select kind, group_id, reason, rule_version,"
                    + " extract(epoch from replayed_at - recorded_at)::int"
                    + " from replay_decisions where notification_id = '3'"))
        .containsExactly("later|g|opened|2|1");
  }

  @Test
  void whatIsWrittenIsReadAgainInItsWorkspaceOnly() throws Exception {
    TestDatabase database = TestDatabase.migrated();
    ReplaySpan later = new ReplaySpan("s", "default", T0, T0.plusSeconds(20), T0.plusSeconds(50));
    Replay other = new Replay(later, false, Replay.Status.RUNNING, T0, List.of());
    database.write(ReplayRows.UPSERT, at(Replay.Status.DONE, 40), other);

    try (Connection connection = database.connect()) {
      assertThat(ReplayQueries.find(connection, "default", "r"))
          .isEqualTo(at(Replay.Status.DONE, 40));
      assertThat(ReplayQueries.find(connection, "other", "r")).isNull();
      assertThat(ReplayQueries.newest(connection, "default", 5))
          .containsExactly(other, at(Replay.Status.DONE, 40));
      assertThat(ReplayQueries.newest(connection, "default", 1)).containsExactly(other);
      assertThat(ReplayQueries.newest(connection, "other", 5)).isEmpty();
    }
  }

  @Test
  void decisionsComeByTimeAPageAtATime() throws Exception {
    TestDatabase database = TestDatabase.migrated();
    Difference first = one("9", Difference.Kind.SUPPRESSED, "all", T0, null);
    Difference second = one("1", Difference.Kind.ADDED, "all", null, T0.plusSeconds(1));
    Difference third =
        one("2", Difference.Kind.LATER, "worst", T0.minusSeconds(1), T0.plusSeconds(1));
    database.write(ReplayDecisionRows.UPSERT, third, second, first);

    List<Difference> read = new ArrayList<>();
    try (Connection connection = database.connect()) {
      ReplayQueries.Position after = null;
      for (int page = 0; page < 4; page++) {
        List<Difference> found =
            ReplayQueries.decisions(connection, wanted(List.of(), List.of(), after), 1);
        read.addAll(found);
        after = found.isEmpty() ? after : ReplayQueries.Position.of(found.get(0));
      }
      assertThat(read).containsExactly(first, second, third);
      assertThat(
              ReplayQueries.decisions(
                  connection, wanted(List.of(Difference.Kind.ADDED), List.of(), null), 9))
          .containsExactly(second);
      assertThat(ReplayQueries.decisions(connection, wanted(List.of(), List.of("worst"), null), 9))
          .containsExactly(third);
    }
  }

  private static ReplayQueries.Wanted wanted(
      List<Difference.Kind> kinds, List<String> rules, ReplayQueries.Position after) {
    return new ReplayQueries.Wanted("default", "r", kinds, rules, List.of("chat"), after);
  }

  private static Replay at(Replay.Status status, int seconds) {
    List<RuleDifferences> summary =
        status == Replay.Status.RUNNING
            ? List.of()
            : List.of(new RuleDifferences("all", "chat", 7, 0, 0, 0, 0, 0));
    return new Replay(SPAN, true, status, T0.plusSeconds(seconds), summary);
  }

  private static Difference one(
      String id, Difference.Kind kind, String rule, Instant recorded, Instant replayed) {
    return new Difference(
        "r",
        kind,
        id,
        "default",
        "g",
        "chat",
        NotificationReason.OPENED,
        rule,
        2,
        recorded,
        replayed);
  }
}
