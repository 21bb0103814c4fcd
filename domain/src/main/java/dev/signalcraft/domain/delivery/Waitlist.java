// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.delivery;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The groups of a channel: those with something to send in the order in which it is due, and which
 * have changed since they were kept. A group is taken out of the order while it changes.
 */
final class Waitlist {
  final TreeSet<GroupQueue> ready =
      new TreeSet<>(
          Comparator.<GroupQueue>comparingLong(group -> group.dueAt)
              .thenComparingLong(group -> Objects.requireNonNull(group.waiting).order())
              .thenComparing(group -> group.groupId));
  final TreeSet<GroupQueue> updates =
      new TreeSet<>(
          Comparator.<GroupQueue>comparingLong(group -> group.updateDueAt)
              .thenComparing(group -> group.groupId));
  private final Map<String, GroupQueue> groups = new HashMap<>();
  private final Set<String> changed = new HashSet<>();
  private final Set<String> forgotten = new HashSet<>();

  /** A group that may be unknown. */
  @Nullable GroupQueue find(String groupId) {
    return groups.get(groupId);
  }

  /** A group that is about to change; {@link #put} ends it. */
  GroupQueue take(String groupId) {
    GroupQueue group = groups.computeIfAbsent(groupId, GroupQueue::new);
    take(group);
    return group;
  }

  void take(GroupQueue group) {
    if (group.waiting != null) {
      ready.remove(group);
    }
    updates.remove(group);
  }

  /** A group has changed. */
  void put(GroupQueue group) {
    changed.add(group.groupId);
    forgotten.remove(group.groupId);
    index(group);
  }

  /** A group comes out of state. */
  void restore(GroupQueue group) {
    groups.put(group.groupId, group);
    index(group);
  }

  private void index(GroupQueue group) {
    boolean free = !group.flying && group.unrecorded == 0;
    if (free && group.waiting != null) {
      ready.add(group);
    } else if (free && group.update != null) {
      updates.add(group);
    }
  }

  private static boolean isIdle(GroupQueue group) {
    return !group.flying && group.unrecorded == 0 && group.waiting == null;
  }

  /**
   * Forgets the groups whose time is over and that have nothing to send; where more than so many
   * are known, also those of them whose time is over first.
   */
  void forget(long now, int most) {
    int tooMany = groups.size() - most;
    long until = now;
    if (tooMany > 0) {
      long[] times =
          groups.values().stream()
              .filter(Waitlist::isIdle)
              .mapToLong(group -> group.keepUntil)
              .sorted()
              .toArray();
      until = times.length == 0 ? now : Math.max(now, times[Math.min(tooMany, times.length) - 1]);
    }
    for (Iterator<GroupQueue> all = groups.values().iterator(); all.hasNext(); ) {
      GroupQueue group = all.next();
      if (group.keepUntil <= until && isIdle(group)) {
        updates.remove(group);
        forgotten.add(group.groupId);
        all.remove();
      }
    }
  }

  boolean isEmpty() {
    return groups.isEmpty();
  }

  Set<GroupQueue> all() {
    return Set.copyOf(groups.values());
  }

  /** The groups that have changed since this was asked last and are still known. */
  List<GroupDelivery> drainChanged() {
    List<GroupDelivery> drained = new ArrayList<>();
    for (String groupId : changed) {
      GroupQueue group = groups.get(groupId);
      if (group != null) {
        drained.add(group.kept());
      }
    }
    changed.clear();
    return drained;
  }

  /** The groups that were forgotten since this was asked last. */
  Set<String> drainForgotten() {
    Set<String> drained = Set.copyOf(forgotten);
    forgotten.clear();
    return drained;
  }
}
