// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.delivery;

import dev.signalcraft.domain.delivery.Delivery.Form;
import dev.signalcraft.domain.delivery.Delivery.Part;
import dev.signalcraft.domain.delivery.Delivery.Status;
import dev.signalcraft.domain.grouping.AlertChange;
import dev.signalcraft.domain.grouping.AlertGroup;
import dev.signalcraft.domain.grouping.GroupStatus;
import dev.signalcraft.domain.routing.Notification;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one channel is to be told: it takes what was decided, says what is sent next, and hears what
 * came of it. It sees no clock: every call says what time it is, in epoch milliseconds.
 *
 * <ul>
 *   <li>Of a group one send is under way at a time, and of its notifications the newest waits; the
 *       older ones are superseded. What is over before it is told is skipped, and so is its end.
 *   <li>Changes bring the message that stands in the channel up to date, several at once.
 *   <li>What waits for too long, or is more than the channel takes in five minutes, goes in
 *       digests.
 *   <li>A failed attempt is repeated with a growing distance; a channel that fails goes on being
 *       tried, but what names a fallback goes there after a quarter of an hour.
 *   <li>Each notification ends with exactly one final record in the {@link Ledger}.
 * </ul>
 *
 * <p>Memory: at most {@value #MAX_WAITING} groups wait, the oldest gives way; a group is forgotten
 * {@value #KEEP_MILLIS} ms after it was last heard of, a resolved one after {@value
 * #KEEP_RESOLVED_MILLIS} ms, or an hour where it is only a fallback's, and the first of them sooner
 * where more than {@value #MAX_KNOWN} are known.
 */
public final class ChannelQueue {
  /** The most groups that wait in one channel. */
  public static final int MAX_WAITING = 20_000;

  /** The most groups that stay known after what was to be sent of them is sent. */
  static final int MAX_KNOWN = 100_000;

  /** A group that is not over is kept so long after it was last heard of. */
  public static final long KEEP_MILLIS = 7 * 86_400_000L;

  /** And one that is over. */
  static final long KEEP_RESOLVED_MILLIS = 2 * 86_400_000L;

  private static final long COALESCE_MILLIS = 1_000;
  private static final long COUNT_EVERY_MILLIS = 60_000;

  private final String workspace;
  private final String channel;
  private final Waitlist list = new Waitlist();
  private final Verdicts verdicts;
  private final Departures departures;
  private long order;

  /** The queue of a channel as it was kept. */
  public ChannelQueue(
      String workspace,
      String channel,
      ChannelStanding standing,
      Collection<GroupDelivery> groups,
      Ledger ledger) {
    this.workspace = workspace;
    this.channel = channel;
    order = standing.order();
    for (GroupDelivery group : groups) {
      list.restore(new GroupQueue(group));
    }
    verdicts = new Verdicts(workspace, channel, list, ledger, standing.alerting());
    departures = new Departures(workspace, channel, list, verdicts, new Pace(standing));
  }

  /** The tenant. */
  public String workspace() {
    return workspace;
  }

  /** The channel's name. */
  public String channel() {
    return channel;
  }

  /** Whether it knows of no group any more, and no alert about the channel is to be ended. */
  public boolean isEmpty() {
    return list.isEmpty() && !verdicts.alerting();
  }

  /** The key of its records. */
  public String key() {
    return Delivery.key(workspace, channel);
  }

  /**
   * Takes a decision; of one of an earlier week nobody knows any more whether it was sent.
   *
   * @param digestOnly whether it is beyond what its workspace may send one by one
   */
  public void offer(Notification told, boolean digestOnly, long now) {
    if (told.shadow() || told.isOlderThan(KEEP_MILLIS, now)) {
      return;
    }
    GroupQueue group = list.take(told.groupId());
    group.hears(told.sequence(), told.group().status());
    boolean stray = isStray(told);
    boolean repeat = stray && !group.strayIds.add(told.notificationId());
    if (group.endedIds.remove(told.notificationId()) || repeat) {
      keep(group, now);
      return;
    }
    if (!group.knows(told)) {
      Waiting waiting = new Waiting(told, ++order, now, 0, 0, digestOnly);
      if (group.waitingFlies) {
        group.next = verdicts.newer(group, group.next, waiting, now);
      } else {
        if (group.waiting == null) {
          group.dueAt = now;
        }
        group.waiting = verdicts.newer(group, group.waiting, waiting, now);
        verdicts.settle(group, now);
      }
    } else if (stray) {
      verdicts.end(group, new Waiting(told, 0, now, 0, 0, false), Status.SUPERSEDED, null, now);
    }
    keep(group, now);
    if (list.ready.size() > MAX_WAITING) {
      giveUpOldest("more than " + MAX_WAITING + " wait", now);
    }
  }

  /** What waits first ends here. */
  public void giveUpOldest(String why, long now) {
    departures.giveUpOldest(why, now);
  }

  /** What comes from another channel is no repeat of what came directly, though it is not newer. */
  private static boolean isStray(Notification told) {
    String direct = Notification.id(told.groupId(), told.channel(), told.reason(), told.ordinal());
    return !told.notificationId().equals(direct);
  }

  /** Hears of a change of a group that the channel, or another one that falls back, was told of. */
  public void hear(AlertChange change, long now) {
    AlertGroup news = change.group();
    if (news == null || isRefused(change)) {
      return;
    }
    boolean over = news.status() == GroupStatus.RESOLVED;
    GroupQueue known = list.find(news.groupId());
    if (known == null && !over) {
      return;
    }
    GroupQueue group = list.take(news.groupId());
    group.hears(news.sequence(), news.status());
    if ((group.messageId != null || group.waiting != null) && isNewest(group, news)) {
      long due =
          change.kind() == AlertChange.Kind.CHANGE
              ? now + COALESCE_MILLIS
              : Math.max(now, group.shownAt + COUNT_EVERY_MILLIS);
      group.updateDueAt = group.update == null ? due : Math.min(group.updateDueAt, due);
      group.update = change.following(group.update);
    }
    verdicts.settle(group, now);
    keep(group, now);
    if (!news.channels().contains(channel)) {
      group.heardAsFallback(now);
    }
  }

  private static boolean isRefused(AlertChange change) {
    return change.change() != null && change.change().refusal() != null;
  }

  private static boolean isNewest(GroupQueue group, AlertGroup news) {
    AlertGroup held = group.update == null ? null : group.update.group();
    return group.isNews(news)
        && (held == null
            || news.sequence() > held.sequence()
            || (news.sequence() == held.sequence() && news.count() > held.count()));
  }

  private void keep(GroupQueue group, long now) {
    group.keepUntil = now + (group.resolved ? KEEP_RESOLVED_MILLIS : KEEP_MILLIS);
    list.put(group);
  }

  /**
   * What is sent now; null for nothing. To be asked again until it says so, whenever something has
   * happened, and at {@link #wakeAt}.
   */
  public @Nullable Flight next(Channel reached, long now) {
    return departures.next(reached, now);
  }

  /** What came of a flight; of one that is over it is ignored. */
  public void landed(long ticket, SendResult result, long now) {
    departures.landed(ticket, result, now);
  }

  /** A record cannot be lost any more: its groups may be told the next. */
  public void recorded(long ticket, long now) {
    departures.recorded(ticket, now);
  }

  /** Nothing can be sent to this channel: whatever waits ends here. */
  public void refuse(String why, long now) {
    departures.refuse(why, now);
  }

  /** When {@link #next} is to be asked again, though nothing happens; the greatest for never. */
  public long wakeAt(Channel reached, long now) {
    return departures.wakeAt(reached.shaping(), now);
  }

  /** How many groups have a notification that waits. */
  public int waiting() {
    return list.ready.size();
  }

  /** How many sends are under way, or have records that may be lost. */
  public int flying() {
    return departures.flying() + verdicts.unrecorded();
  }

  /** Takes back what was recorded after the state had been kept. */
  public void recover(Delivery recorded, long now) {
    for (Part part : recorded.parts()) {
      GroupQueue group = list.take(part.groupId());
      if (recorded.form() == Form.UPDATE) {
        if (recorded.status() == Status.SENT) {
          group.shows(part.sequence(), 0, now);
        }
      } else if (recorded.status().isFinal()) {
        group.recover(part, recorded.status());
        if (recorded.fallback() != null && recorded.status() == Status.GIVEN_UP) {
          group.fellBackTo = recorded.fallback().channel();
        }
      } else if (group.waiting != null
          && group.waiting.told().notificationId().equals(part.notificationId())) {
        long tried = recorded.at().toEpochMilli();
        group.waiting = group.waiting.tried(recorded.attempt(), tried);
      }
      if (recorded.messageId() != null && recorded.form() != Form.DIGEST) {
        group.messageId = recorded.messageId();
      }
      keep(group, now);
    }
    verdicts.recover(recorded);
  }

  /** All that was recorded is taken back: what was under way waits again. */
  public void begin(long now) {
    verdicts.begin(now);
    for (GroupQueue group : list.all()) {
      if (group.next != null || group.waiting != null) {
        list.take(group);
        Waiting next = group.next;
        group.next = null;
        if (next != null) {
          group.waiting = verdicts.newer(group, group.waiting, next, now);
        }
        verdicts.settle(group, now);
        list.put(group);
      }
    }
  }

  /** Forgets the groups whose time is over. */
  public void forget(long now) {
    list.forget(now, MAX_KNOWN);
  }

  /** The groups that have changed since this was asked last. */
  public List<GroupDelivery> drainChanged() {
    return list.drainChanged();
  }

  /** The groups that were forgotten since this was asked last. */
  public Set<String> drainForgotten() {
    return list.drainForgotten();
  }

  /** What is kept of the channel besides its groups. */
  public ChannelStanding standing() {
    return departures.standing(order);
  }
}
