// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.routing;

import dev.signalcraft.domain.config.ConfigHistory.Document;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rules of a workspace in the order in which they act, behind an index by one equality term of
 * each: only rules whose term a group meets are asked.
 */
public final class RoutingRules {
  /** Of two terms of a rule the one that fewer groups meet is the better key. */
  private static final List<String> COMMON =
      List.of("lifecycle", "type", "severity", "environment");

  /** The order in which rules are tried. */
  static final Comparator<Document<RoutingRule>> ORDER =
      Comparator.comparingInt((Document<RoutingRule> document) -> document.content().priority())
          .thenComparing(Document::name);

  private final List<Document<RoutingRule>> rules;
  private final Map<String, Map<String, int[]>> index = new HashMap<>();
  private int[] asked = {};
  private final boolean shadows;

  /** An index of these rules; those that are not enabled never act. */
  public RoutingRules(List<Document<RoutingRule>> documents) {
    rules =
        documents.stream().filter(document -> document.content().enabled()).sorted(ORDER).toList();
    shadows = rules.stream().anyMatch(RoutingRules::isShadow);
    for (int i = 0; i < rules.size(); i++) {
      Terms.Term key = key(rules.get(i).content());
      if (key == null) {
        asked = with(asked, i);
      } else {
        index
            .computeIfAbsent(key.field(), none -> new HashMap<>())
            .merge(key.text(), new int[] {i}, (before, one) -> with(before, one[0]));
      }
    }
  }

  private static Terms.@Nullable Term key(RoutingRule rule) {
    Condition when = rule.when();
    if (when == null) {
      return null;
    }
    return when.terms().stream()
        .min(Comparator.comparingInt(term -> COMMON.indexOf(term.field())))
        .orElse(null);
  }

  private static int[] with(int[] before, int one) {
    int[] after = Arrays.copyOf(before, before.length + 1);
    after[before.length] = one;
    return after;
  }

  private static boolean isShadow(Document<RoutingRule> rule) {
    return rule.content().mode() == RoutingRule.Mode.SHADOW;
  }

  /** The rules of a mode that act on a group, first to last. */
  List<Document<RoutingRule>> acting(Facts facts, RoutingRule.Mode mode) {
    boolean shadow = mode == RoutingRule.Mode.SHADOW;
    if (!shadows) {
      return shadow ? List.of() : acting(facts);
    }
    List<Document<RoutingRule>> ofMode = new ArrayList<>(acting(facts));
    ofMode.removeIf(rule -> isShadow(rule) != shadow);
    return ofMode;
  }

  /**
   * The rules that act on a group, first to last: up to one that says stop; a shadow one stops only
   * those of its kind.
   */
  private List<Document<RoutingRule>> acting(Facts facts) {
    int[] candidates = asked;
    for (Map.Entry<String, Map<String, int[]>> field : index.entrySet()) {
      int[] more = field.getValue().get(facts.text(field.getKey()));
      if (more != null) {
        candidates = concatenated(candidates, more);
      }
    }
    if (candidates != asked) {
      Arrays.sort(candidates);
    }
    List<Document<RoutingRule>> acting = new ArrayList<>();
    boolean shadowStopped = false;
    for (int candidate : candidates) {
      Document<RoutingRule> rule = rules.get(candidate);
      Condition when = rule.content().when();
      boolean shadow = isShadow(rule);
      if (!(shadow && shadowStopped) && (when == null || when.holds(facts))) {
        acting.add(rule);
        if (rule.content().stop() && !shadow) {
          break;
        }
        shadowStopped |= rule.content().stop();
      }
    }
    return acting;
  }

  private static int[] concatenated(int[] a, int[] b) {
    int[] both = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, both, a.length, b.length);
    return both;
  }
}
