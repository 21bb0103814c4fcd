// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.silence;

import dev.signalcraft.domain.config.ConfigRecord;
import dev.signalcraft.domain.config.Nearest;
import dev.signalcraft.domain.config.SpecReader;
import dev.signalcraft.domain.routing.Facts;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * While a group that matches {@code source} is not over, the groups that match {@code target} and
 * have the same text in each label of {@code equal} are held. A group that matches both sides is
 * held by no group that does too, nor by itself; a label that both lack is equal.
 */
public record InhibitRule(List<Matcher> source, List<Matcher> target, List<String> equal) {
  /** The kind of its documents. */
  public static final String KIND = "InhibitRule";

  private static final int MAX_LABELS = 16;
  private static final SpecReader<Spec> READER = new SpecReader<>(Spec.class);

  private record Spec(
      @Nullable List<@Nullable String> source,
      @Nullable List<@Nullable String> target,
      @Nullable List<@Nullable String> equal) {}

  /** Whether a group holds others by it. */
  public boolean isSource(Facts facts) {
    return Matcher.all(source, facts);
  }

  /** Whether a group can be held by it. */
  public boolean isTarget(Facts facts) {
    return Matcher.all(target, facts);
  }

  /** What source and target must have in common, as one text. */
  public String common(Facts facts) {
    StringBuilder common = new StringBuilder();
    for (int i = 0; i < equal.size(); i++) {
      common.append(facts.text(equal.get(i))).append('\u001f');
    }
    return common.toString();
  }

  /** Whether a group that the other rule holds may be one that holds by this rule. */
  boolean follows(InhibitRule other) {
    boolean related = false;
    for (Matcher mine : source) {
      for (Matcher theirs : other.target) {
        related |= mine.label().equals(theirs.label());
        if (mine.excludes(theirs)) {
          return false;
        }
      }
    }
    return related;
  }

  /**
   * Reads the content of a document.
   *
   * @throws IllegalArgumentException what is wrong with it, and where
   */
  public static InhibitRule read(ConfigRecord document) {
    Spec spec = READER.read(document);
    List<Matcher> source = Matcher.list(spec.source(), "spec.source");
    List<Matcher> target = Matcher.list(spec.target(), "spec.target");
    if (source.isEmpty() || target.isEmpty()) {
      throw new IllegalArgumentException(
          "spec." + (source.isEmpty() ? "source" : "target") + ": give at least one matcher");
    }
    List<String> equal = SpecReader.list(spec.equal(), "spec.equal", MAX_LABELS);
    for (String label : equal) {
      if (!Facts.isField(label)) {
        throw new IllegalArgumentException(
            "spec.equal: no label %s; did you mean %s?"
                .formatted(label, Nearest.of(label, Facts.FIELDS)));
      }
    }
    return new InhibitRule(source, target, equal);
  }
}
