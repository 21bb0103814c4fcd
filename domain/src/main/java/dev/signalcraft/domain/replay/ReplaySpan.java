// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.replay;

import dev.signalcraft.domain.grouping.GroupKey;
import java.io.Serializable;
import java.time.Instant;

/**
 * Which part of the log a replay decides about again: {@code [from, until]}, of which what is
 * decided before {@code since} only warms it up.
 *
 * @param replayId 32 hex digits
 * @param workspace whose decisions are compared
 */
public record ReplaySpan(
    String replayId, String workspace, Instant from, Instant since, Instant until)
    implements Serializable {
  /** Refuses a span that runs backwards. */
  public ReplaySpan {
    if (since.isBefore(from) || !until.isAfter(since)) {
      throw new IllegalArgumentException(
          "the time from " + since + " to " + until + " is empty; choose an earlier --since");
    }
  }

  /** The same, as far as a log has come. */
  public ReplaySpan reaching(Instant reached) {
    return reached.isBefore(until)
        ? new ReplaySpan(replayId, workspace, from, since, reached)
        : this;
  }

  /** What the job is called that decides about it, so that it is found among all jobs. */
  public String jobName() {
    return jobName(workspace, replayId);
  }

  /** What the job of a replay is called; of all replays of a workspace it begins alike. */
  public static String jobName(String workspace, String replayId) {
    return "replay " + workspace + " " + replayId;
  }

  /** Whether a decision counts. */
  boolean holds(Instant at) {
    return !at.isBefore(since) && !at.isAfter(until);
  }

  /**
   * An id that the same question always has.
   *
   * @param candidate what is tried instead of the recorded documents; empty for nothing
   */
  public static String id(
      String workspace, Instant from, Instant since, Instant until, String candidate) {
    return GroupKey.hash(
        "replay", workspace, from.toString(), since.toString(), until.toString(), candidate);
  }
}
