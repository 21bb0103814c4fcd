// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.delivery;

import dev.signalcraft.domain.delivery.Delivery.Status;
import dev.signalcraft.domain.grouping.AlertChange;
import dev.signalcraft.domain.grouping.AlertGroup;
import dev.signalcraft.domain.grouping.GroupKey;
import dev.signalcraft.domain.routing.Notification;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Which send of a channel starts next, and what ends without one. */
final class Departures {
  /** The most sends of one channel that are under way. */
  static final int MAX_FLYING = 100;

  /** A sender that has not answered by then has failed. */
  static final long TIMEOUT_MILLIS = 60_000;

  private static final long LOOK_MILLIS = 60_000;

  private final String workspace;
  private final String channel;
  private final Waitlist list;
  private final Verdicts verdicts;
  private final Pace pace;
  private final Digests digests;
  private final Landings landings;
  private final Map<Long, Flight> flights = new LinkedHashMap<>();
  private long lookedAt;

  Departures(String workspace, String channel, Waitlist list, Verdicts verdicts, Pace pace) {
    this.workspace = workspace;
    this.channel = channel;
    this.list = list;
    this.verdicts = verdicts;
    this.pace = pace;
    digests = new Digests(list);
    landings = new Landings(list, verdicts, pace, digests);
  }

  int flying() {
    return flights.size() + landings.unrecorded();
  }

  ChannelStanding standing(long order) {
    return pace.standing(order, verdicts.alerting());
  }

  @Nullable Flight next(Channel reached, long now) {
    expire(now);
    giveUpOld(now);
    pace.fill(reached.shaping(), now);
    passOver(reached.address(), now);
    if (flying() >= MAX_FLYING) {
      return null;
    }
    List<GroupQueue> turn =
        pace.lets(flights.size(), 0, now) ? digests.next(reached, now) : List.of();
    if (!turn.isEmpty()) {
      return start(turn, reached, now);
    }
    if (pace.lets(flights.size(), reserve(reached.shaping()), now)
        && !list.updates.isEmpty()
        && list.updates.first().updateDueAt <= now) {
      return update(list.updates.first(), reached, now);
    }
    return null;
  }

  /** Updates leave half of a burst to notifications. */
  private static int reserve(Shaping shaping) {
    return shaping.burst() / 2;
  }

  private Flight start(List<GroupQueue> groups, Channel reached, long now) {
    List<Notification> told = new ArrayList<>();
    int attempt = 1;
    for (GroupQueue group : groups) {
      Waiting waiting = Objects.requireNonNull(group.waiting);
      told.add(group.newest(waiting));
      attempt = Math.max(attempt, waiting.attempts() + 1);
    }
    for (GroupQueue group : groups) {
      list.take(group);
      group.flying = true;
      group.waitingFlies = true;
      list.put(group);
    }
    String messageId = groups.size() == 1 ? groups.get(0).messageId : null;
    return flight(
        new Send(Digests.id(told), workspace, channel, reached, told, null, messageId, attempt),
        now);
  }

  private Flight update(GroupQueue group, Channel reached, long now) {
    AlertChange change = Objects.requireNonNull(group.update);
    AlertGroup shown = Objects.requireNonNull(change.group());
    list.take(group);
    group.flying = true;
    list.put(group);
    String id =
        GroupKey.hash(
            shown.groupId(),
            channel,
            "update",
            Integer.toString(shown.sequence()),
            Long.toString(shown.count()));
    return flight(
        new Send(
            id,
            workspace,
            channel,
            reached,
            List.of(),
            change,
            group.messageId,
            group.updateAttempts + 1),
        now);
  }

  private Flight flight(Send send, long now) {
    pace.take();
    Flight flight = new Flight(verdicts.ticket(), send, now);
    flights.put(flight.ticket(), flight);
    return flight;
  }

  void landed(long number, SendResult result, long now) {
    Flight flight = flights.remove(number);
    if (flight != null) {
      landings.landed(flight, result, now);
    }
  }

  void recorded(long number, long now) {
    if (!verdicts.recorded(number)) {
      landings.recorded(number, now);
    }
  }

  private void expire(long now) {
    List<Long> late = new ArrayList<>();
    for (Flight flight : flights.values()) {
      if (flight.startedAt() + TIMEOUT_MILLIS > now) {
        break;
      }
      late.add(flight.ticket());
    }
    for (long number : late) {
      landed(number, SendResult.retry(0, "no answer in a minute", 0), now);
    }
  }

  /**
   * What waits behind others for a channel that fails does not wait for its turn to be given up.
   */
  private void giveUpOld(long now) {
    if (pace.failingSince() != 0 && now - lookedAt >= LOOK_MILLIS) {
      lookedAt = now;
      List<GroupQueue> old = new ArrayList<>();
      for (GroupQueue group : list.ready) {
        if (pace.isTooOld(Objects.requireNonNull(group.waiting), now)) {
          old.add(group);
        }
      }
      for (GroupQueue group : old) {
        endWaiting(group, pace.why(), now);
      }
    }
  }

  void giveUpOldest(String why, long now) {
    endWaiting(list.ready.first(), why, now);
  }

  void refuse(String why, long now) {
    while (!list.ready.isEmpty()) {
      endWaiting(list.ready.first(), why, now);
    }
    forgetUpdates();
  }

  /** What the channel does not show needs no send. */
  private void passOver(Address address, long now) {
    while (!list.updates.isEmpty()) {
      GroupQueue group = list.updates.first();
      AlertGroup shown = Objects.requireNonNull(Objects.requireNonNull(group.update).group());
      if (group.updateDueAt > now || address.follows(shown.status())) {
        return;
      }
      list.take(group);
      group.shows(shown.sequence(), shown.count(), now);
      list.put(group);
    }
  }

  private void forgetUpdates() {
    for (GroupQueue group : List.copyOf(list.updates)) {
      list.take(group);
      group.update = null;
      list.put(group);
    }
  }

  private void endWaiting(GroupQueue group, String why, long now) {
    list.take(group);
    Waiting waiting = Objects.requireNonNull(group.waiting);
    group.waiting = null;
    verdicts.end(group, waiting, Status.GIVEN_UP, why, now);
    verdicts.settle(group, now);
    list.put(group);
  }

  long wakeAt(Shaping shaping, long now) {
    long at = Long.MAX_VALUE;
    for (Flight flight : flights.values()) {
      at = flight.startedAt() + TIMEOUT_MILLIS;
      break;
    }
    if (flying() < MAX_FLYING && pace.mayTry(flights.size())) {
      if (!list.ready.isEmpty()) {
        long paced = pace.letsAt(shaping, 0, now);
        at = Math.min(at, Math.max(list.ready.first().dueAt, paced));
      }
      if (!list.updates.isEmpty()) {
        long paced = pace.letsAt(shaping, reserve(shaping), now);
        at = Math.min(at, Math.max(list.updates.first().updateDueAt, paced));
      }
    }
    if (pace.failingSince() != 0 && !list.ready.isEmpty()) {
      at = Math.min(at, lookedAt + LOOK_MILLIS);
    }
    return Math.max(at, now + 1);
  }
}
