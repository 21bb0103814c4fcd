// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.routing;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A part of a {@link Condition}, and whether it held for a group.
 *
 * @param text in CEL, as a person may write it
 * @param join how its parts make it; null for one that is asked as a whole
 * @param parts in the order in which they are written; none of one that is asked as a whole
 * @param facts what the group has in the fields that a part without parts asks for
 */
public record Clause(
    String text,
    Verdict verdict,
    @Nullable Join join,
    List<Clause> parts,
    Map<String, String> facts) {
  /** Whether a clause held. */
  public enum Verdict {
    HOLDS,
    DOES_NOT_HOLD,
    /** It has no answer for this group, such as a division by zero. */
    FAILS
  }

  /** How parts make a clause. */
  public enum Join {
    /** Every part must hold: {@code &&}. */
    ALL,
    /** One part must hold: {@code ||}. */
    ANY,
    /** Its one part must not hold: {@code !}. */
    NOT
  }

  public Clause {
    parts = parts == null ? List.of() : List.copyOf(parts);
    facts = facts == null ? Map.of() : facts;
  }

  /** A clause made of parts. One part may settle it, whatever another fails for. */
  static Clause of(String text, Join join, List<Clause> parts) {
    Verdict verdict =
        switch (join) {
          case ALL -> settled(parts, Verdict.DOES_NOT_HOLD, Verdict.HOLDS);
          case ANY -> settled(parts, Verdict.HOLDS, Verdict.DOES_NOT_HOLD);
          case NOT -> opposite(parts.get(0).verdict());
        };
    return new Clause(text, verdict, join, parts, Map.of());
  }

  private static Verdict settled(List<Clause> parts, Verdict settles, Verdict otherwise) {
    Verdict verdict = otherwise;
    for (Clause part : parts) {
      if (part.verdict() == settles) {
        return settles;
      }
      verdict = part.verdict() == Verdict.FAILS ? Verdict.FAILS : verdict;
    }
    return verdict;
  }

  private static Verdict opposite(Verdict verdict) {
    return switch (verdict) {
      case HOLDS -> Verdict.DOES_NOT_HOLD;
      case DOES_NOT_HOLD -> Verdict.HOLDS;
      case FAILS -> Verdict.FAILS;
    };
  }
}
