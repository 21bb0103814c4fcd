// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.silence;

import dev.signalcraft.domain.config.ConfigHistory;
import dev.signalcraft.domain.config.ConfigHistory.Document;
import dev.signalcraft.domain.grouping.AlertGroup;
import dev.signalcraft.domain.grouping.GroupStatus;
import dev.signalcraft.domain.routing.Facts;
import dev.signalcraft.domain.routing.Notification;
import dev.signalcraft.domain.routing.NotificationReason;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Judges, for the groups of one workspace, which notifications an {@link InhibitRule} holds.
 * Announcements come in their order; what is held is asked again once a minute.
 *
 * <p>A group that is resolved, acknowledged or snoozed cancels what is held of it. The end is told
 * to whom a firing was told, and to nobody else. One thread uses it.
 */
public final class Inhibition {
  /** What is held is asked again at each whole minute. */
  public static final long ASK_MILLIS = 60_000;

  private final ConfigHistory<InhibitRule> history;
  private final Map<String, InForce> byWorkspace = new HashMap<>();

  private record InForce(List<Document<InhibitRule>> documents, InhibitRules rules) {}

  /** By the rules that this history knows. */
  public Inhibition(ConfigHistory<InhibitRule> history) {
    this.history = history;
  }

  /** What is remembered of a workspace. */
  public interface Memory {
    /** How many groups hold by a key: a rule and a common text. */
    int sources(String key) throws Exception;

    /** Remembers how many; 0 forgets. */
    void sources(String key, int groups) throws Exception;

    /** By which keys a group holds others; null where by none. */
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
    return rules(workspace, t).stamp();
  }

  /** Whether a group is on a side of a rule in force. */
  public boolean concerns(AlertGroup group, long t) {
    InhibitRules rules = rules(group.workspace(), t);
    return rules.stamp() != 0 && rules.concern(Facts.of(group));
  }

  /** Judges the next announcement; tells what may be told now. */
  public void judge(Announcement said, Memory memory, Consumer<Notification> out) throws Exception {
    Notification notification = said.notification();
    if (notification == null) {
      stands(said.group(), said.at(), memory);
    } else if (notification.reason() == NotificationReason.RESOLVED) {
      Held held = memory.held(said.group().groupId());
      if (held == null || !held.untold().containsKey(notification.place())) {
        out.accept(notification);
      }
      forget(said.group().groupId(), notification.place(), memory);
    } else if (isHeld(said.group(), said.at(), memory)) {
      hold(notification, memory);
    } else {
      out.accept(known(notification, memory.held(said.group().groupId())));
      forget(said.group().groupId(), notification.place(), memory);
    }
  }

  /** Asks again, at a whole minute of log time, what is held. */
  public void ask(long t, Memory memory, Consumer<Notification> out) throws Exception {
    for (String groupId : memory.heldGroups()) {
      Held held = memory.held(groupId);
      if (held == null || held.over()) {
        memory.held(groupId, null);
      } else if (!held.byChannel().isEmpty() && !isHeld(group(held), t, memory)) {
        Instant now = Instant.ofEpochMilli(t);
        for (String channel : held.byChannel().keySet().stream().sorted().toList()) {
          Notification late = Objects.requireNonNull(held.byChannel().get(channel));
          out.accept(known(late.told(now, late.group(), late.first()), held));
          forget(groupId, channel, memory);
        }
      }
    }
  }

  /** The group of which something is held, as it stood last. */
  private static AlertGroup group(Held held) {
    return held.byChannel().values().iterator().next().group();
  }

  /** To a channel that was told nothing, because all was held, what is told now is the first. */
  private static Notification known(Notification notification, @Nullable Held held) {
    boolean first = held != null && held.untold().containsKey(notification.place());
    return first ? notification.told(notification.at(), notification.group(), true) : notification;
  }

  private void stands(AlertGroup group, long t, Memory memory) throws Exception {
    List<String> now =
        group.status() == GroupStatus.RESOLVED
            ? List.of()
            : rules(group.workspace(), t).holders(Facts.of(group));
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
    Held held = memory.held(group.groupId());
    if (held != null) {
      boolean over = group.status() == GroupStatus.RESOLVED && !group.flapping();
      Map<String, Notification> waiting = new HashMap<>();
      if (group.status() == GroupStatus.OPEN) {
        held.byChannel()
            .forEach(
                (channel, old) -> waiting.put(channel, old.told(old.at(), group, old.first())));
      }
      memory.held(group.groupId(), new Held(waiting, held.untold(), over));
    }
  }

  private boolean isHeld(AlertGroup group, long t, Memory memory) throws Exception {
    InhibitRules rules = rules(group.workspace(), t);
    if (rules.stamp() != 0) {
      for (String key : rules.heldBy(Facts.of(group))) {
        if (memory.sources(key) > 0) {
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
    byChannel.put(notification.place(), notification);
    if (notification.first()) {
      untold.put(notification.place(), true);
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

  private InhibitRules rules(String workspace, long t) {
    List<Document<InhibitRule>> inForce = history.inForce(workspace, t);
    InForce known = byWorkspace.get(workspace);
    if (known == null || known.documents() != inForce) {
      known = new InForce(inForce, new InhibitRules(inForce));
      byWorkspace.put(workspace, known);
    }
    return known.rules();
  }
}
