// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.replay;

import java.io.Serializable;
import java.time.Instant;
import java.util.List;

/**
 * How far a replay is, and what it found.
 *
 * @param candidate whether other documents than the recorded ones are tried
 * @param reached log time up to which it is compared
 * @param summary by rule and channel; empty before the end
 */
public record Replay(
    ReplaySpan span,
    boolean candidate,
    Status status,
    Instant reached,
    List<RuleDifferences> summary)
    implements Serializable {
  /** How far it is. */
  public enum Status {
    RUNNING,
    DONE
  }

  public Replay {
    summary = summary == null ? List.of() : summary;
  }
}
