// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.silence;

import dev.signalcraft.domain.config.ConfigHistory.Document;
import dev.signalcraft.domain.grouping.GroupKey;
import dev.signalcraft.domain.routing.Facts;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The inhibit rules of a workspace that act together: those that hold each other in no circle.
 *
 * <p>One rule follows another where a group that the other one holds may itself hold by it, as far
 * as their matchers tell: they speak of one label at least, and no label that both speak of keeps
 * them apart. Rules that follow each other in a circle, two or more of them, could let two groups
 * hold each other while nobody hears of either; of such a circle the last by name does not act. The
 * chain {@code critical → high → medium} is no circle: nothing that it holds at its end holds at
 * its begin. Neither is a rule that follows itself: the groups on both of its sides do not hold
 * each other.
 */
public final class InhibitRules {
  private final List<Acting> acting = new ArrayList<>();
  private final long stamp;

  /** A rule and what its holders are remembered by: an edit of its source side forgets them. */
  private record Acting(Document<InhibitRule> document, String holders) {}

  /** Those of these rules that act. */
  public InhibitRules(List<Document<InhibitRule>> documents) {
    List<Document<InhibitRule>> accepted = new ArrayList<>();
    long stamped = 0;
    for (Document<InhibitRule> document : byName(documents)) {
      accepted.add(document);
      if (!circle(accepted).isEmpty()) {
        accepted.remove(document);
        continue;
      }
      InhibitRule rule = document.content();
      String sides = rule.source() + "\u001e" + rule.equal();
      acting.add(new Acting(document, GroupKey.hash(document.name(), sides)));
      stamped = stamped * 31 + document.name().hashCode() * 1_000_003L + document.version();
    }
    stamp = acting.isEmpty() ? 0 : Math.max(1, stamped & Long.MAX_VALUE);
  }

  /**
   * A circle of these rules, by name: each follows the one before it, the first the last.
   *
   * @return empty where there is none
   */
  public static List<String> cycle(List<Document<InhibitRule>> documents) {
    List<Document<InhibitRule>> accepted = new ArrayList<>();
    for (Document<InhibitRule> document : byName(documents)) {
      accepted.add(document);
      List<String> circle = circle(accepted);
      if (!circle.isEmpty()) {
        return circle;
      }
    }
    return List.of();
  }

  private static List<Document<InhibitRule>> byName(List<Document<InhibitRule>> documents) {
    return documents.stream().sorted(Comparator.comparing(Document::name)).toList();
  }

  /** The shortest circle through the last of these rules, which without it have none. */
  private static List<String> circle(List<Document<InhibitRule>> rules) {
    Document<InhibitRule> last = rules.get(rules.size() - 1);
    Map<Document<InhibitRule>, Document<InhibitRule>> before = new HashMap<>();
    Deque<Document<InhibitRule>> next = new ArrayDeque<>();
    next.add(last);
    while (!next.isEmpty()) {
      Document<InhibitRule> rule = next.remove();
      for (Document<InhibitRule> other : rules) {
        boolean itself = other.name().equals(rule.name());
        if (!itself && other.content().follows(rule.content())) {
          if (other.name().equals(last.name())) {
            return names(rule, before);
          }
          if (before.putIfAbsent(other, rule) == null) {
            next.add(other);
          }
        }
      }
    }
    return List.of();
  }

  private static List<String> names(
      @Nullable Document<InhibitRule> end,
      Map<Document<InhibitRule>, Document<InhibitRule>> before) {
    List<String> names = new ArrayList<>();
    for (Document<InhibitRule> rule = end; rule != null; rule = before.get(rule)) {
      names.add(0, rule.name());
    }
    return names;
  }

  /** A stamp of the rules that act, for groups to notice that there are others; 0 for none. */
  long stamp() {
    return stamp;
  }

  /** Whether a group is on a side of one of them. */
  boolean concern(Facts facts) {
    for (int i = 0; i < acting.size(); i++) {
      InhibitRule rule = acting.get(i).document().content();
      if (rule.isSource(facts) || rule.isTarget(facts)) {
        return true;
      }
    }
    return false;
  }

  /** By what a group that is not over holds others: a key for each rule of which it is a source. */
  List<String> holders(Facts facts) {
    List<String> holders = new ArrayList<>();
    for (Acting rule : acting) {
      InhibitRule content = rule.document().content();
      if (content.isSource(facts)) {
        holders.add(key(rule, facts, content.isTarget(facts)));
      }
    }
    return holders;
  }

  /** By what a group can be held: of such keys those that can hold it. */
  List<String> heldBy(Facts facts) {
    List<String> keys = new ArrayList<>();
    for (Acting rule : acting) {
      InhibitRule content = rule.document().content();
      if (content.isTarget(facts)) {
        keys.add(key(rule, facts, false));
        if (!content.isSource(facts)) {
          keys.add(key(rule, facts, true));
        }
      }
    }
    return keys;
  }

  private static String key(Acting rule, Facts facts, boolean bothSides) {
    String common = rule.document().content().common(facts);
    return rule.holders() + (bothSides ? "*" : "") + '\u001f' + common;
  }
}
