// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.delivery;

import dev.signalcraft.domain.grouping.AlertChange;
import dev.signalcraft.domain.grouping.AlertGroup;
import dev.signalcraft.domain.grouping.GroupStatus;
import dev.signalcraft.domain.routing.Notification;
import dev.signalcraft.domain.routing.NotificationReason;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A {@link GroupDelivery} while it changes. */
final class GroupQueue {
  private static final long KEEP_UNTOLD_MILLIS = 3_600_000;

  final String groupId;
  @Nullable Waiting waiting;
  @Nullable Waiting next;
  @Nullable AlertChange update;
  long dueAt;
  long updateDueAt;
  int updateAttempts;
  int knownSequence;
  boolean resolved;
  int finishedSequence;
  long finishedAt;
  final Set<String> strayIds = new HashSet<>();
  final Set<String> endedIds = new HashSet<>();
  int shownSequence;
  long shownCount;
  long shownAt;
  boolean told;
  int untoldSequence;
  @Nullable String fellBackTo;
  @Nullable String messageId;
  long keepUntil;

  /** Whether a send about it is under way. */
  boolean flying;

  /**
   * How many of its notifications ended without a send whose records may still be lost. A newer one
   * is not sent before: after a crash the older one would follow it.
   */
  int unrecorded;

  /** Whether it is {@link #waiting} that is under way. */
  boolean waitingFlies;

  GroupQueue(String groupId) {
    this.groupId = groupId;
  }

  GroupQueue(GroupDelivery kept) {
    groupId = kept.groupId();
    waiting = kept.waiting();
    next = kept.next();
    update = kept.update();
    dueAt = kept.dueAt();
    updateDueAt = kept.updateDueAt();
    updateAttempts = kept.updateAttempts();
    knownSequence = kept.knownSequence();
    resolved = kept.resolved();
    finishedSequence = kept.finishedSequence();
    finishedAt = kept.finishedAt();
    strayIds.addAll(kept.strayIds());
    endedIds.addAll(kept.endedIds());
    shownSequence = kept.shownSequence();
    shownCount = kept.shownCount();
    shownAt = kept.shownAt();
    told = kept.told();
    untoldSequence = kept.untoldSequence();
    fellBackTo = kept.fellBackTo();
    messageId = kept.messageId();
    keepUntil = kept.keepUntil();
  }

  GroupDelivery kept() {
    return new GroupDelivery(
        groupId,
        waiting,
        next,
        update,
        dueAt,
        updateDueAt,
        updateAttempts,
        knownSequence,
        resolved,
        finishedSequence,
        finishedAt,
        List.copyOf(strayIds),
        List.copyOf(endedIds),
        shownSequence,
        shownCount,
        shownAt,
        told,
        untoldSequence,
        fellBackTo,
        messageId,
        keepUntil);
  }

  /** How the group stands, if no other record said later how it does. */
  void hears(int sequence, GroupStatus status) {
    if (sequence >= knownSequence) {
      knownSequence = sequence;
      resolved = status == GroupStatus.RESOLVED;
    }
  }

  /**
   * A change was heard that is for another channel, in whose place this one may be told. Where no
   * notification has been here, the change is remembered only for as long as one may lag behind it.
   */
  void heardAsFallback(long now) {
    if (waiting == null
        && next == null
        && finishedSequence == 0
        && strayIds.isEmpty()
        && endedIds.isEmpty()) {
      keepUntil = now + KEEP_UNTOLD_MILLIS;
    }
  }

  /** Whether a notification has been here before; of a test there is one for ever. */
  boolean knows(Notification told) {
    boolean tested = told.reason() == NotificationReason.TEST && finishedSequence > 0;
    return tested
        || holds(told.notificationId())
        || !Waiting.newer(told, finishedSequence, finishedAt);
  }

  /**
   * A notification was recorded as final after the state had been kept: it may come again. One that
   * ended without a send may have done so while an older one was under way, which is no repeat
   * then.
   */
  void recover(Delivery.Part part, Delivery.Status status) {
    String id = part.notificationId();
    boolean ended = status == Delivery.Status.SUPERSEDED || status == Delivery.Status.SKIPPED;
    if (!ended) {
      advance(part);
    }
    if (id != null && !holds(id)) {
      endedIds.add(id);
    }
    learn(part, status);
    drop(id);
  }

  private boolean holds(String notificationId) {
    return is(waiting, notificationId) || is(next, notificationId);
  }

  /** What is final waits no longer. */
  private void drop(@Nullable String notificationId) {
    if (is(waiting, notificationId)) {
      waiting = next;
      next = null;
    } else if (is(next, notificationId)) {
      next = null;
    }
  }

  private static boolean is(@Nullable Waiting one, @Nullable String notificationId) {
    return one != null && one.told().notificationId().equals(notificationId);
  }

  /** Whether the firing that waits is over by now. */
  boolean isOver(Waiting one) {
    return one.firing() && resolved && knownSequence > one.told().sequence();
  }

  /** Whether it calls for somebody, and somebody has come by now. */
  boolean isAnswered(Waiting one) {
    NotificationReason reason = one.told().reason();
    AlertGroup now = update == null ? null : update.group();
    return (reason == NotificationReason.REPEATED || reason == NotificationReason.ESCALATED)
        && now != null
        && now.sequence() > one.told().sequence()
        && (now.status() == GroupStatus.ACKNOWLEDGED || now.status() == GroupStatus.SNOOZED);
  }

  /** Whether an end is told to nobody, because nobody was told the beginning. */
  boolean endsUnseen(Waiting one) {
    return !one.firing() && untoldSequence > 0 && !told;
  }

  /** What waits as it is to be sent: with the group as it stands now. */
  Notification newest(Waiting one) {
    AlertGroup now = update == null ? null : update.group();
    Notification told = one.told();
    return now == null || now.sequence() <= told.sequence()
        ? told
        : told.told(told.at(), now, told.first());
  }

  /** A notification about the group is final: whatever is not newer is a repeat. */
  void finish(Delivery.Part part, Delivery.Status status) {
    advance(part);
    learn(part, status);
  }

  private void advance(Delivery.Part part) {
    long at = part.at().toEpochMilli();
    if (part.sequence() > finishedSequence
        || (part.sequence() == finishedSequence && at > finishedAt)) {
      finishedSequence = part.sequence();
      finishedAt = at;
    }
  }

  private void learn(Delivery.Part part, Delivery.Status status) {
    boolean sent = status == Delivery.Status.SENT || status == Delivery.Status.DIGESTED;
    boolean end = part.reason() == NotificationReason.RESOLVED;
    if (sent || (end && status == Delivery.Status.SKIPPED)) {
      told = !end;
      untoldSequence = untoldSequence > part.sequence() ? untoldSequence : 0;
      fellBackTo = end ? null : fellBackTo;
    } else if (!end && status != Delivery.Status.SUPERSEDED) {
      untoldSequence = Math.max(untoldSequence, part.sequence());
    }
  }

  /** The message shows a group. */
  void shows(int sequence, long count, long now) {
    shownSequence = Math.max(shownSequence, sequence);
    shownCount = Math.max(shownCount, count);
    shownAt = now;
    if (update != null && !isNews(Objects.requireNonNull(update.group()))) {
      update = null;
    }
  }

  /** Whether the message does not show a group as it stands. */
  boolean isNews(AlertGroup group) {
    return group.sequence() > shownSequence
        || (group.sequence() == shownSequence && group.count() > shownCount);
  }
}
