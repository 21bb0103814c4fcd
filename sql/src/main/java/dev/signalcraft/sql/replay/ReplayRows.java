// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.sql.replay;

import dev.signalcraft.domain.replay.Replay;
import dev.signalcraft.domain.replay.ReplaySpan;
import dev.signalcraft.domain.replay.RuleDifferences;
import dev.signalcraft.sql.Row;
import dev.signalcraft.sql.Upsert;
import java.sql.SQLException;
import java.util.List;

/** Rows of {@code replays}. */
public final class ReplayRows {
  /** One that is done stays so; before, the furthest holds. */
  public static final Upsert<Replay> UPSERT =
      Upsert.<Replay>into("replays")
          .text("replay_id", replay -> replay.span().replayId())
          .text("workspace", replay -> replay.span().workspace())
          .time("from", replay -> replay.span().from())
          .time("since", replay -> replay.span().since())
          .time("until", replay -> replay.span().until())
          .flag("candidate", Replay::candidate)
          .word("status", Replay::status)
          .time("reached", Replay::reached)
          .json("summary", Replay::summary)
          .newestHolds(
              List.of("replay_id"),
              replay -> replay.span().replayId(),
              "(%1$s.\"status\" = 'done', %1$s.\"reached\")",
              ReplayRows::isFurther);

  private ReplayRows() {}

  /** The replay of a row with every column. */
  static Replay read(Row row) throws SQLException {
    return new Replay(
        new ReplaySpan(
            row.text("replay_id"),
            row.text("workspace"),
            row.time("from"),
            row.time("since"),
            row.time("until")),
        row.flag("candidate"),
        row.word(Replay.Status.class, "status"),
        row.time("reached"),
        row.values(RuleDifferences.class, "summary"));
  }

  private static boolean isFurther(Replay candidate, Replay present) {
    int order = candidate.status().compareTo(present.status());
    return order > 0 || (order == 0 && candidate.reached().isAfter(present.reached()));
  }
}
