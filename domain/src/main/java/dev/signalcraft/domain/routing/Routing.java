// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.routing;

import dev.signalcraft.domain.config.ConfigHistory;
import dev.signalcraft.domain.config.ConfigHistory.Document;
import dev.signalcraft.domain.grouping.AlertGroup;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The routing rules of every workspace, and what holds a notification. One thread uses it. */
public final class Routing {
  private final ConfigHistory<RoutingRule> history;
  private final Quiet quiet;
  private final Map<String, Indexed> indexes = new HashMap<>();

  private record Indexed(List<Document<RoutingRule>> of, RoutingRules rules) {}

  /** What keeps a channel quiet about a group at a log time. */
  @FunctionalInterface
  public interface Quiet {
    /** Whether a silence or a mute timing holds what the channel would be told. */
    boolean holds(AlertGroup group, String channel, long t);
  }

  /** The rules that this history knows. */
  public Routing(ConfigHistory<RoutingRule> history, Quiet quiet) {
    this.history = history;
    this.quiet = quiet;
  }

  /** Tells nobody. */
  public static Routing nobody() {
    return new Routing(
        new ConfigHistory<>(RoutingRule.KIND, RoutingRule::read), (group, channel, t) -> false);
  }

  /** The rules of a mode in force at a log time that act on a group, first to last. */
  List<Document<RoutingRule>> acting(AlertGroup group, RoutingRule.Mode mode, long t) {
    List<Document<RoutingRule>> inForce = history.inForce(group.workspace(), t);
    if (inForce.isEmpty()) {
      return inForce;
    }
    Indexed indexed = indexes.get(group.workspace());
    if (indexed == null || indexed.of() != inForce) {
      indexed = new Indexed(inForce, new RoutingRules(inForce));
      indexes.put(group.workspace(), indexed);
    }
    return indexed.rules().acting(Facts.of(group), mode);
  }

  boolean holds(AlertGroup group, String channel, long t) {
    return quiet.holds(group, channel, t);
  }
}
