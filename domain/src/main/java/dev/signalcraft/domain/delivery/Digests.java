// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.delivery;

import dev.signalcraft.domain.grouping.GroupKey;
import dev.signalcraft.domain.routing.Notification;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Which notifications of a channel go together: those that waited for too long, those beyond the
 * budget of their workspace, and all where more wait than the channel takes in five minutes.
 */
final class Digests {
  /** The first of a digest waits so long for others. */
  static final long GATHER_MILLIS = 30_000;

  private static final int BACKLOG_MINUTES = 5;

  private final Waitlist list;
  private long gatheredAt;
  private int most = Address.MAX_DIGEST;

  Digests(Waitlist list) {
    this.list = list;
  }

  /** The notification whose turn it is, or those that go into a digest with it. */
  List<GroupQueue> next(Channel reached, long now) {
    Shaping shaping = reached.shaping();
    while (!list.ready.isEmpty() && list.ready.first().dueAt <= now) {
      GroupQueue first = list.ready.first();
      boolean backlog = list.ready.size() > (long) shaping.perMinute() * BACKLOG_MINUTES;
      if (!belongs(first, backlog, shaping, now)) {
        return List.of(first);
      }
      if (backlog || isGathered(first)) {
        return several(backlog, reached, now);
      }
      gather(first, now);
    }
    return List.of();
  }

  private List<GroupQueue> several(boolean backlog, Channel reached, long now) {
    int room = Math.min(most, reached.address().maxDigest());
    List<GroupQueue> several = new ArrayList<>();
    for (GroupQueue group : list.ready) {
      if (group.dueAt > now || several.size() == room) {
        break;
      }
      if (belongs(group, backlog, reached.shaping(), now)) {
        several.add(group);
      }
    }
    return several;
  }

  private static boolean belongs(GroupQueue group, boolean backlog, Shaping shaping, long now) {
    Waiting waiting = Objects.requireNonNull(group.waiting);
    if (!waiting.firing() && group.fellBackTo != null) {
      // Its end goes on to another channel.
      return false;
    }
    return backlog
        || waiting.digestOnly()
        || now - waiting.told().at().toEpochMilli() > shaping.maxAgeMillis();
  }

  private static boolean isGathered(GroupQueue first) {
    return first.dueAt > Objects.requireNonNull(first.waiting).arrivedAt();
  }

  private void gather(GroupQueue first, long now) {
    if (gatheredAt <= now) {
      gatheredAt = now + GATHER_MILLIS;
    }
    list.take(first);
    first.dueAt = gatheredAt;
    list.put(first);
  }

  /** The id of a send of these. */
  static String id(List<Notification> told) {
    return told.size() == 1
        ? told.get(0).notificationId()
        : GroupKey.hash(told.stream().map(Notification::notificationId).toArray(String[]::new));
  }

  /** One of this size was refused for what is in it. */
  void refused(int size) {
    most = Math.max(1, size / 2);
  }

  /** One of this size was taken: where no larger one was tried, more may be. */
  void taken(int size) {
    if (size >= most) {
      most = Math.min(Address.MAX_DIGEST, most * 2);
    }
  }
}
