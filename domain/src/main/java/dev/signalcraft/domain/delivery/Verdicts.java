// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.delivery;

import dev.signalcraft.domain.delivery.Delivery.Form;
import dev.signalcraft.domain.delivery.Delivery.Part;
import dev.signalcraft.domain.delivery.Delivery.Status;
import dev.signalcraft.domain.ingest.AlertEvent;
import dev.signalcraft.domain.routing.Notification;
import dev.signalcraft.domain.routing.NotificationReason;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How notifications end that are not sent, and the alerts about a channel that is not reached. */
final class Verdicts {
  private static final String OVER = "it was over before it could be told";
  private static final String ANSWERED = "it was acknowledged before it could be told";
  private static final String UNSEEN = "nobody was told that it fires";

  private static final String OLD = "it is older than seven days";

  private static final long ALERT_MILLIS = 60_000;

  /** What was recorded longer ago makes no alert: its id may be unknown by now. */
  static final long MISSED_MILLIS = 3_600_000;

  private final String workspace;
  private final String channel;
  private final Waitlist list;
  private final Ledger ledger;
  private final Map<Long, GroupQueue> unrecorded = new HashMap<>();
  private long tickets;
  private final ChannelAlerts alerts;
  private boolean alerting;
  private long alertedAt;
  private @Nullable AlertEvent missed;
  private long missedAt;

  Verdicts(String workspace, String channel, Waitlist list, Ledger ledger, boolean alerting) {
    this.list = list;
    this.workspace = workspace;
    this.channel = channel;
    this.ledger = ledger;
    this.alerting = alerting;
    alerts = new ChannelAlerts(workspace, channel);
  }

  boolean alerting() {
    return alerting;
  }

  /** Which of two that wait goes; the other one ends. */
  Waiting newer(GroupQueue group, @Nullable Waiting held, Waiting come, long now) {
    if (held == null) {
      return come;
    }
    if (!come.newerThan(held)) {
      write(group, come, Status.SUPERSEDED, null, null, now);
      return held;
    }
    boolean over = held.firing() && !come.firing();
    end(group, held, over ? Status.SKIPPED : Status.SUPERSEDED, over ? OVER : null, now);
    return come.inPlaceOf(held);
  }

  /** Ends what need not be told any more. */
  void settle(GroupQueue group, long now) {
    if (group.flying) {
      return;
    }
    Waiting waiting = group.waiting;
    String needless = waiting == null ? null : needless(group, waiting, now);
    if (waiting != null && needless != null) {
      group.waiting = null;
      end(group, waiting, Status.SKIPPED, needless, now);
    }
    if (group.update != null && group.waiting == null && group.messageId == null) {
      group.update = null;
    }
  }

  /** Why something need not be told; null where it is to be. */
  private static @Nullable String needless(GroupQueue group, Waiting waiting, long now) {
    if (waiting.told().isOlderThan(ChannelQueue.KEEP_MILLIS, now)) {
      return OLD;
    }
    if (group.isOver(waiting)) {
      return OVER;
    }
    if (group.isAnswered(waiting)) {
      return ANSWERED;
    }
    return group.endsUnseen(waiting) ? UNSEEN : null;
  }

  /** A notification ends without an attempt. */
  void end(GroupQueue group, Waiting one, Status status, @Nullable String why, long now) {
    Notification fallback = fallback(group, one.told(), status);
    write(group, one, status, why, fallback, now);
    finish(group, one.told(), status, fallback);
    if (status == Status.GIVEN_UP) {
      alert(one.told().notificationId(), String.valueOf(why), now);
    }
  }

  /** A notification is final: its group knows it. */
  void finish(GroupQueue group, Notification told, Status status, @Nullable Notification fallback) {
    group.finish(Part.of(told), status);
    if (fallback != null && status == Status.GIVEN_UP) {
      group.fellBackTo = fallback.channel();
    }
  }

  /** What another channel is told: what failed here, and the end of what it was told before. */
  @Nullable Notification fallback(GroupQueue group, Notification told, Status status) {
    String place = status == Status.GIVEN_UP ? told.fallback() : null;
    boolean end = told.reason() == NotificationReason.RESOLVED;
    if (end && (status == Status.SENT || status == Status.SKIPPED)) {
      place = group.fellBackTo;
    }
    return place == null || place.equals(channel) ? null : told.elsewhere(place);
  }

  /** A ticket that was never given. */
  long ticket() {
    return ++tickets;
  }

  /** The ticket of a record without which the group is not told anything newer. */
  long hold(GroupQueue group) {
    long number = ticket();
    unrecorded.put(number, group);
    group.unrecorded++;
    return number;
  }

  int unrecorded() {
    return unrecorded.size();
  }

  /** A record cannot be lost any more; whether it was one of those that are written here. */
  boolean recorded(long number) {
    GroupQueue group = unrecorded.remove(number);
    if (group != null) {
      list.take(group);
      group.unrecorded--;
      list.put(group);
    }
    return group != null;
  }

  private void write(
      GroupQueue group,
      Waiting one,
      Status status,
      @Nullable String why,
      @Nullable Notification fallback,
      long now) {
    ledger.write(
        new Delivery(
            one.told().notificationId(),
            workspace,
            channel,
            Form.NOTIFICATION,
            status,
            one.attempts() + 1,
            List.of(Part.of(one.told())),
            0,
            why,
            0,
            null,
            fallback,
            Instant.ofEpochMilli(now)),
        hold(group));
  }

  /** Writes what came of an attempt. */
  void write(
      Flight flight,
      Form form,
      Status status,
      List<Part> parts,
      SendResult result,
      @Nullable Notification fallback,
      long ticket,
      long now) {
    boolean single = form == Form.NOTIFICATION || status == Status.GIVEN_UP;
    String id = single ? parts.get(0).notificationId() : flight.send().id();
    ledger.write(
        new Delivery(
            id == null ? flight.send().id() : id,
            workspace,
            channel,
            form,
            status,
            flight.send().attempt(),
            parts,
            result.httpStatus(),
            result.error(),
            Math.max(0, now - flight.startedAt()),
            result.messageId(),
            fallback,
            Instant.ofEpochMilli(now)),
        ticket);
  }

  /** Something is not delivered here: an alert, and another one a minute later at the earliest. */
  void alert(String notificationId, String why, long now) {
    if (!alerting || now - alertedAt >= ALERT_MILLIS) {
      alerting = true;
      alertedAt = now;
      ledger.alert(alerts.unreachable(notificationId, why, now));
    }
  }

  /** Something got through. */
  void reached(String sendId, long now) {
    if (alerting) {
      alerting = false;
      ledger.alert(alerts.reachable(sendId, now));
    }
  }

  /**
   * Hears of a record that was written after the state had been kept. The alert that came with it
   * may have been lost.
   */
  void recover(Delivery recorded) {
    long at = recorded.at().toEpochMilli();
    boolean lost = recorded.status() == Status.GIVEN_UP && recorded.form() != Form.UPDATE;
    boolean sent = recorded.status() == Status.SENT || recorded.status() == Status.DIGESTED;
    if (lost && (!alerting || at - alertedAt >= ALERT_MILLIS)) {
      alerting = true;
      alertedAt = at;
      missed = alerts.unreachable(recorded.id(), String.valueOf(recorded.error()), at);
      missedAt = at;
    } else if (sent && alerting) {
      alerting = false;
      missed = alerts.reachable(recorded.id(), at);
      missedAt = at;
    }
  }

  /**
   * All records were heard of. The last alert of them is made again, under the same id: the ones
   * before it say nothing any more. An old one is not: whoever knew its id may have forgotten it,
   * and would tell people. What gets through next says so then.
   */
  void begin(long now) {
    AlertEvent last = missed;
    missed = null;
    if (last != null && now - missedAt <= MISSED_MILLIS) {
      ledger.alert(last);
    } else if (last != null) {
      alerting = true;
    }
  }
}
