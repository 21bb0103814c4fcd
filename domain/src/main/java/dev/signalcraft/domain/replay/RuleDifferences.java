// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.replay;

import java.io.Serializable;

/** How many decisions of a rule for a channel are the same, and how many differ how. */
public record RuleDifferences(
    String rule,
    String channel,
    long same,
    long added,
    long suppressed,
    long earlier,
    long later,
    long unknown)
    implements Serializable {
  /** None yet. */
  public static RuleDifferences none(String rule, String channel) {
    return new RuleDifferences(rule, channel, 0, 0, 0, 0, 0, 0);
  }

  /** With one more. */
  public RuleDifferences and(Difference.Kind kind) {
    return new RuleDifferences(
        rule,
        channel,
        same + one(kind, Difference.Kind.SAME),
        added + one(kind, Difference.Kind.ADDED),
        suppressed + one(kind, Difference.Kind.SUPPRESSED),
        earlier + one(kind, Difference.Kind.EARLIER),
        later + one(kind, Difference.Kind.LATER),
        unknown + one(kind, Difference.Kind.UNKNOWN));
  }

  private static int one(Difference.Kind kind, Difference.Kind counted) {
    return kind == counted ? 1 : 0;
  }
}
