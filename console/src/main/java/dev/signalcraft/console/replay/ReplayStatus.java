// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.console.replay;

import dev.signalcraft.domain.replay.Replay;
import dev.signalcraft.domain.replay.ReplaySpan;
import dev.signalcraft.domain.replay.RuleDifferences;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far a replay is and what it found. Of one that has only just begun less is known.
 *
 * @param reason why it failed, or what keeps it from going on; null where nothing does
 * @param progress how much of the time from the beginning of its warm-up is decided about, 0 to 1
 * @param from when its warm-up begins; log time
 * @param candidate whether other documents than the recorded ones are tried
 * @param reached log time up to which it is compared
 * @param totals over all rules and channels; null before the end
 * @param summary by rule and channel; empty before the end
 */
record ReplayStatus(
    String replayId,
    String workspace,
    State state,
    @Nullable String reason,
    double progress,
    @Nullable Instant from,
    @Nullable Instant since,
    @Nullable Instant until,
    @Nullable Boolean candidate,
    @Nullable Instant reached,
    @Nullable Totals totals,
    List<RuleDifferences> summary) {
  /** How far it is. */
  enum State {
    STARTING,
    RUNNING,
    FINISHED,
    FAILED
  }

  /** How many decisions are the same, and how many differ how. */
  record Totals(long same, long added, long suppressed, long earlier, long later, long unknown) {
    private static Totals of(List<RuleDifferences> summary) {
      long same = 0;
      long added = 0;
      long suppressed = 0;
      long earlier = 0;
      long later = 0;
      long unknown = 0;
      for (RuleDifferences of : summary) {
        same += of.same();
        added += of.added();
        suppressed += of.suppressed();
        earlier += of.earlier();
        later += of.later();
        unknown += of.unknown();
      }
      return new Totals(same, added, suppressed, earlier, later, unknown);
    }
  }

  /** One of which there is no row yet, and never will be where there is a fault. */
  static ReplayStatus begun(ReplaySpan span, boolean candidate, @Nullable String fault) {
    return new ReplayStatus(
        span.replayId(),
        span.workspace(),
        fault == null ? State.STARTING : State.FAILED,
        fault,
        0,
        span.from(),
        span.since(),
        span.until(),
        candidate,
        null,
        null,
        List.of());
  }

  /** One of which nothing is known but its job. */
  static ReplayStatus begun(String replayId, String workspace) {
    return new ReplayStatus(
        replayId,
        workspace,
        State.STARTING,
        null,
        0,
        null,
        null,
        null,
        null,
        null,
        null,
        List.of());
  }

  /** One that has a row. */
  static ReplayStatus of(Replay row) {
    ReplaySpan span = row.span();
    boolean done = row.status() == Replay.Status.DONE;
    double whole = Duration.between(span.from(), span.until()).toMillis();
    double part = Duration.between(span.from(), row.reached()).toMillis() / whole;
    return new ReplayStatus(
        span.replayId(),
        span.workspace(),
        done ? State.FINISHED : State.RUNNING,
        null,
        done ? 1 : Math.round(100 * Math.max(0, Math.min(1, part))) / 100.0,
        span.from(),
        span.since(),
        span.until(),
        row.candidate(),
        row.reached(),
        done ? Totals.of(row.summary()) : null,
        row.summary());
  }

  boolean isOver() {
    return state == State.FINISHED || state == State.FAILED;
  }

  /** One that has found everything while its job is not over yet, so that no other may start. */
  ReplayStatus ending() {
    return new ReplayStatus(
        replayId,
        workspace,
        State.RUNNING,
        null,
        progress,
        from,
        since,
        until,
        candidate,
        reached,
        null,
        List.of());
  }

  ReplayStatus failed(String why) {
    return with(State.FAILED, why);
  }

  ReplayStatus hindered(String why) {
    return with(state, why);
  }

  private ReplayStatus with(State now, String why) {
    return new ReplayStatus(
        replayId, workspace, now, why, progress, from, since, until, candidate, reached, totals,
        summary);
  }
}
