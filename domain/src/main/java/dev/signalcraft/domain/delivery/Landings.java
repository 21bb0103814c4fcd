// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.delivery;

import dev.signalcraft.domain.delivery.Delivery.Form;
import dev.signalcraft.domain.delivery.Delivery.Part;
import dev.signalcraft.domain.delivery.Delivery.Status;
import dev.signalcraft.domain.grouping.AlertChange;
import dev.signalcraft.domain.grouping.AlertGroup;
import dev.signalcraft.domain.routing.Notification;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What follows from the end of a send. */
final class Landings {
  /** The attempts that are made while others get through. */
  static final int MAX_ATTEMPTS = 12;

  private final Waitlist list;
  private final Verdicts verdicts;
  private final Pace pace;
  private final Digests digests;
  private final Map<Long, Landed> unrecorded = new HashMap<>();

  /** A send that arrived and whose record may still be lost. */
  private record Landed(Flight flight, Status status) {}

  Landings(Waitlist list, Verdicts verdicts, Pace pace, Digests digests) {
    this.list = list;
    this.verdicts = verdicts;
    this.pace = pace;
    this.digests = digests;
  }

  int unrecorded() {
    return unrecorded.size();
  }

  void landed(Flight flight, SendResult result, long now) {
    boolean sent = result.outcome() == SendResult.Outcome.SENT;
    if (sent) {
      pace.succeeded(now);
    } else if (result.outcome() == SendResult.Outcome.RETRY) {
      pace.failed(result, now);
    }
    AlertChange change = flight.send().change();
    if (change != null) {
      updated(flight, change, result, now);
    } else if (sent) {
      arrived(flight, result, now);
    } else {
      failed(flight, result, now);
    }
    if (sent) {
      verdicts.reached(flight.send().id(), now);
    }
  }

  private void arrived(Flight flight, SendResult result, long now) {
    List<Notification> told = flight.send().told();
    boolean single = told.size() == 1;
    Status status = single ? Status.SENT : Status.DIGESTED;
    digests.taken(told.size());
    List<Part> parts = new ArrayList<>();
    Notification fallback = null;
    for (Notification one : told) {
      GroupQueue group = group(one.groupId());
      Waiting waiting = Objects.requireNonNull(group.waiting);
      parts.add(Part.of(waiting.told()));
      if (single) {
        fallback = verdicts.fallback(group, waiting.told(), status);
        if (result.messageId() != null) {
          group.messageId = result.messageId();
        }
      }
    }
    unrecorded.put(flight.ticket(), new Landed(flight, status));
    Form form = single ? Form.NOTIFICATION : Form.DIGEST;
    verdicts.write(flight, form, status, parts, result, fallback, flight.ticket(), now);
  }

  void recorded(long number, long now) {
    Landed landed = unrecorded.remove(number);
    if (landed == null) {
      return;
    }
    for (Notification told : landed.flight().send().told()) {
      GroupQueue group = group(told.groupId());
      Waiting waiting = Objects.requireNonNull(group.waiting);
      verdicts.finish(group, waiting.told(), landed.status(), null);
      group.waiting = group.next;
      group.next = null;
      group.dueAt = now;
      if (landed.status() == Status.SENT) {
        group.shows(told.sequence(), told.group().count(), now);
      }
      land(group, now);
    }
  }

  private void failed(Flight flight, SendResult result, long now) {
    int attempt = flight.send().attempt();
    List<Notification> told = flight.send().told();
    Form form = told.size() == 1 ? Form.NOTIFICATION : Form.DIGEST;
    boolean smaller = result.outcome() == SendResult.Outcome.REFUSED && told.size() > 1;
    if (smaller) {
      digests.refused(told.size());
    }
    boolean again = smaller || result.outcome() == SendResult.Outcome.RETRY;
    List<Part> retried = new ArrayList<>();
    for (Notification one : told) {
      GroupQueue group = group(one.groupId());
      Waiting waiting = Objects.requireNonNull(group.waiting).tried(attempt, flight.startedAt());
      group.waiting = waiting;
      if (!again || isHopeless(waiting, now)) {
        giveUp(flight, form, group, waiting, result, now);
      } else {
        retried.add(Part.of(waiting.told()));
        long wait = smaller ? 0 : Backoff.millis(flight.send().id(), attempt);
        group.dueAt =
            now + Math.max(wait, Math.min(result.retryAfterMillis(), Pace.MOST_PAUSE_MILLIS));
      }
    }
    if (!retried.isEmpty()) {
      verdicts.write(flight, form, Status.RETRYING, retried, result, null, verdicts.ticket(), now);
    }
    for (Notification one : told) {
      GroupQueue group = group(one.groupId());
      Waiting next = group.next;
      group.next = null;
      if (next != null) {
        group.waiting = verdicts.newer(group, group.waiting, next, now);
      }
      land(group, now);
    }
  }

  /** After many attempts it is not the channel that fails: others got through meanwhile. */
  private boolean isHopeless(Waiting waiting, long now) {
    return (waiting.attempts() >= MAX_ATTEMPTS && pace.sentAt() > waiting.firstTriedAt())
        || pace.isTooOld(waiting, now);
  }

  private void giveUp(
      Flight flight, Form form, GroupQueue group, Waiting waiting, SendResult result, long now) {
    Notification fallback = verdicts.fallback(group, waiting.told(), Status.GIVEN_UP);
    List<Part> parts = List.of(Part.of(waiting.told()));
    verdicts.write(
        flight, form, Status.GIVEN_UP, parts, result, fallback, verdicts.hold(group), now);
    verdicts.finish(group, waiting.told(), Status.GIVEN_UP, fallback);
    verdicts.alert(waiting.told().notificationId(), String.valueOf(result.error()), now);
    group.waiting = null;
    group.dueAt = now;
  }

  private void updated(Flight flight, AlertChange change, SendResult result, long now) {
    AlertGroup shown = Objects.requireNonNull(change.group());
    GroupQueue group = group(shown.groupId());
    boolean hopeless =
        flight.send().attempt() >= MAX_ATTEMPTS && pace.sentAt() > now - Backoff.MOST_MILLIS;
    boolean again = result.outcome() == SendResult.Outcome.RETRY && !hopeless;
    Status status = again ? Status.RETRYING : Status.GIVEN_UP;
    if (again) {
      group.updateAttempts++;
      group.updateDueAt = now + Backoff.millis(flight.send().id(), group.updateAttempts);
    } else {
      group.updateAttempts = 0;
      group.shows(shown.sequence(), shown.count(), now);
    }
    if (result.outcome() == SendResult.Outcome.SENT) {
      status = Status.SENT;
      group.messageId = result.messageId() == null ? group.messageId : result.messageId();
    }
    Part part = new Part(shown.groupId(), shown.sequence(), null, null, change.at());
    verdicts.write(
        flight, Form.UPDATE, status, List.of(part), result, null, verdicts.ticket(), now);
    land(group, now);
  }

  private GroupQueue group(String groupId) {
    return Objects.requireNonNull(list.find(groupId));
  }

  private void land(GroupQueue group, long now) {
    list.take(group);
    group.flying = false;
    group.waitingFlies = false;
    verdicts.settle(group, now);
    list.put(group);
  }
}
