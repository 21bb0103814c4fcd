// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.replay;

import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;

/** Compares what was told about the groups of a key with what a replay tells. */
public final class Comparison {
  private Comparison() {}

  /**
   * How they differ; decisions outside of the span count on neither side.
   *
   * @param recorded by notification id
   * @param replayed by notification id
   * @param groups what is recorded of the key's groups
   */
  public static void compare(
      ReplaySpan span,
      Map<String, Decision> recorded,
      Map<String, Decision> replayed,
      RecordedGroups groups,
      Consumer<Difference> out) {
    TreeSet<String> ids = new TreeSet<>(recorded.keySet());
    ids.addAll(replayed.keySet());
    for (String id : ids) {
      Decision then = recorded.get(id);
      Decision now = replayed.get(id);
      boolean told = then != null && span.holds(then.at());
      boolean tells = now != null && span.holds(now.at());
      if (then != null && now != null && told && tells) {
        out.accept(Difference.between(span.replayId(), then, now));
      } else if (then != null && told) {
        out.accept(alone(span, Difference.Kind.SUPPRESSED, then, groups));
      } else if (now != null && tells) {
        out.accept(alone(span, Difference.Kind.ADDED, now, groups));
      }
    }
  }

  private static Difference alone(
      ReplaySpan span, Difference.Kind kind, Decision decision, RecordedGroups groups) {
    boolean hidden = groups.hides(decision.groupId());
    return Difference.alone(
        span.replayId(),
        hidden ? Difference.Kind.UNKNOWN : kind,
        decision,
        kind == Difference.Kind.SUPPRESSED);
  }
}
