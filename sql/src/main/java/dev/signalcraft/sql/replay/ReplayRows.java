// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.sql.replay;

import dev.signalcraft.domain.replay.Replay;
import dev.signalcraft.sql.Upsert;
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

  private static boolean isFurther(Replay candidate, Replay present) {
    int order = candidate.status().compareTo(present.status());
    return order > 0 || (order == 0 && candidate.reached().isAfter(present.reached()));
  }
}
