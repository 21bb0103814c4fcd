// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.silence;

import dev.signalcraft.domain.config.ConfigHistory;
import dev.signalcraft.domain.config.ConfigHistory.Document;
import dev.signalcraft.domain.grouping.AlertGroup;
import dev.signalcraft.domain.grouping.GroupStatus;
import dev.signalcraft.domain.routing.Facts;
import dev.signalcraft.domain.routing.Notification;
import dev.signalcraft.domain.routing.NotificationReason;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Judges, for the groups of one workspace, which notifications an {@link InhibitRule} holds.
 * Announcements come in their order; what is held is asked again once a minute.
 *
 * <p>A group that is resolved or acknowledged cancels what is held of it. The end is told to whom a
 * firing was told, and to nobody else.
 */
public final class Inhibition {
  /** What is held is asked again at each whole minute. */
  public static final long ASK_MILLIS = 60_000;

  private final ConfigHistory<InhibitRule> history;

  /** By the rules that this history knows. */
  public Inhibition(ConfigHistory<InhibitRule> history) {
    this.history = history;
  }

  /** What is remembered of a workspace. */
  public interface Memory {
    /** How many groups hold by a rule and a common text. */
    int sources(String rule) throws Exception;

    /** Remembers how many; 0 forgets. */
    void sources(String rule, int groups) throws Exception;

    /** By which rules a group holds others; null where by none. */
    @Nullable List<String> rulesOf(String groupId) throws Exception;

    /** Remembers by which; an empty list forgets. */
    void rulesOf(String groupId, List<String> rules) throws Exception;

    /** What is held of a group; null for nothing. */
    @Nullable Held held(String groupId) throws Exception;

    /** Remembers what is held; null forgets. */
    void held(String groupId, @Nullable Held held) throws Exception;

    /** The groups of which something is held. */
    List<String> heldGroups() throws Exception;
  }

  /**
   * A stamp of the rules in force, for groups to notice that there are others; 0 for none.
   *
   * @param workspace whose rules
   */
  public long stamp(String workspace, long t) {
    long stamp = 0;
    List<Document<InhibitRule>> rules = rules(workspace, t);
    for (int i = 0; i < rules.size(); i++) {
      stamp = stamp * 31 + rules.get(i).name().hashCode() * 1_000_003L + rules.get(i).version();
    }
    return stamp;
  }

  /** Whether a group is on a side of a rule in force. */
  public boolean concerns(AlertGroup group, long t) {
    List<Document<InhibitRule>> rules = rules(group.workspace(), t);
    if (rules.isEmpty()) {
      return false;
    }
    Facts facts = Facts.of(group);
    for (int i = 0; i < rules.size(); i++) {
      InhibitRule rule = rules.get(i).content();
      if (rule.isSource(facts) || rule.isTarget(facts)) {
        return true;
      }
    }
    return false;
  }

  /** Judges the next announcement; tells what may be told now. */
  public void judge(Announcement said, Memory memory, Consumer<Notification> out) throws Exception {
    Notification notification = said.notification();
    if (notification == null) {
      stands(said.group(), said.at(), memory);
    } else if (notification.reason() == NotificationReason.RESOLVED) {
      Held held = memory.held(said.group().groupId());
      if (held == null || !held.untold().containsKey(notification.channel())) {
        out.accept(notification);
      }
      forget(said.group().groupId(), notification.channel(), memory);
    } else if (isHeld(said.group(), said.at(), memory)) {
      hold(notification, memory);
    } else {
      forget(said.group().groupId(), notification.channel(), memory);
      out.accept(notification);
    }
  }

  /** Asks again, at a whole minute of log time, what is held. */
  public void ask(long t, Memory memory, Consumer<Notification> out) throws Exception {
    for (String groupId : memory.heldGroups()) {
      Held held = memory.held(groupId);
      if (held == null || held.over() || held.byChannel().isEmpty()) {
        if (held != null && held.over()) {
          memory.held(groupId, null);
        }
        continue;
      }
      AlertGroup group = held.byChannel().values().iterator().next().group();
      if (!isHeld(group, t, memory)) {
        held.byChannel().values().stream()
            .sorted(Comparator.comparing(Notification::channel))
            .forEach(out);
        memory.held(groupId, null);
      }
    }
  }

  private void stands(AlertGroup group, long t, Memory memory) throws Exception {
    List<String> now = new ArrayList<>();
    if (group.status() != GroupStatus.RESOLVED) {
      Facts facts = Facts.of(group);
      for (Document<InhibitRule> rule : rules(group.workspace(), t)) {
        if (rule.content().isSource(facts)) {
          now.add(key(rule, facts));
        }
      }
    }
    List<String> known = memory.rulesOf(group.groupId());
    List<String> before = known == null ? List.of() : known;
    for (String rule : before) {
      if (!now.contains(rule)) {
        memory.sources(rule, memory.sources(rule) - 1);
      }
    }
    for (String rule : now) {
      if (!before.contains(rule)) {
        memory.sources(rule, memory.sources(rule) + 1);
      }
    }
    if (!now.equals(before)) {
      memory.rulesOf(group.groupId(), now);
    }
    boolean quiet =
        group.status() == GroupStatus.RESOLVED || group.status() == GroupStatus.ACKNOWLEDGED;
    Held held = quiet ? memory.held(group.groupId()) : null;
    if (held != null) {
      boolean over = group.status() == GroupStatus.RESOLVED && !group.flapping();
      memory.held(group.groupId(), new Held(Map.of(), held.untold(), over));
    }
  }

  private boolean isHeld(AlertGroup group, long t, Memory memory) throws Exception {
    List<Document<InhibitRule>> rules = rules(group.workspace(), t);
    if (rules.isEmpty()) {
      return false;
    }
    Facts facts = Facts.of(group);
    List<String> own = memory.rulesOf(group.groupId());
    for (Document<InhibitRule> rule : rules) {
      if (rule.content().isTarget(facts)) {
        String key = key(rule, facts);
        int others = memory.sources(key) - (own != null && own.contains(key) ? 1 : 0);
        if (others > 0) {
          return true;
        }
      }
    }
    return false;
  }

  private static void hold(Notification notification, Memory memory) throws Exception {
    Held before = memory.held(notification.groupId());
    Map<String, Notification> byChannel =
        new HashMap<>(before == null ? Map.of() : before.byChannel());
    Map<String, Boolean> untold = new HashMap<>(before == null ? Map.of() : before.untold());
    byChannel.put(notification.channel(), notification);
    if (notification.first()) {
      untold.put(notification.channel(), true);
    }
    memory.held(notification.groupId(), new Held(byChannel, untold, false));
  }

  private static void forget(String groupId, String channel, Memory memory) throws Exception {
    Held before = memory.held(groupId);
    if (before != null) {
      Map<String, Notification> byChannel = new HashMap<>(before.byChannel());
      Map<String, Boolean> untold = new HashMap<>(before.untold());
      byChannel.remove(channel);
      untold.remove(channel);
      memory.held(
          groupId,
          byChannel.isEmpty() && untold.isEmpty()
              ? null
              : new Held(byChannel, untold, before.over()));
    }
  }

  private List<Document<InhibitRule>> rules(String workspace, long t) {
    return history.inForce(workspace, t);
  }

  private static String key(Document<InhibitRule> rule, Facts facts) {
    return rule.name() + '\u001f' + rule.content().common(facts);
  }
}
