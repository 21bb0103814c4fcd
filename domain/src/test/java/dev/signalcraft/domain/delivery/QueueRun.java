// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.delivery;

import static dev.signalcraft.domain.ingest.Events.T0;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalcraft.domain.config.ConfigLog;
import dev.signalcraft.domain.grouping.AlertChange;
import dev.signalcraft.domain.ingest.AlertEvent;
import dev.signalcraft.domain.routing.Notification;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A channel's queue with a clock, a provider that answers when it is told to, and a log. */
final class QueueRun implements Ledger {
  /** A quarter of an hour of silence moves no limit of it. */
  static final Channel OPS = channel(60, 10);

  final List<Delivery> log = new ArrayList<>();
  final List<AlertEvent> alerts = new ArrayList<>();
  final Map<Long, Flight> flying = new LinkedHashMap<>();
  final List<Send> sends = new ArrayList<>();
  private final Map<Long, Delivery> unrecorded = new LinkedHashMap<>();
  private final Map<String, GroupDelivery> kept = new HashMap<>();
  private ChannelStanding standing = ChannelStanding.NEW;
  private int keptLog;
  private Channel channel = OPS;
  private boolean logAnswers = true;
  long now = T0.toEpochMilli() + 10_000;
  ChannelQueue queue = new ChannelQueue("default", "ops", standing, List.of(), this);

  QueueRun reached(Channel other) {
    channel = other;
    return this;
  }

  /** Records stay on their way until {@link #recordAll}. */
  QueueRun logIsSlow() {
    logAnswers = false;
    return this;
  }

  QueueRun offer(Notification... told) {
    for (Notification one : told) {
      queue.offer(one, false, now);
    }
    return settle();
  }

  QueueRun offerBeyondBudget(Notification... told) {
    for (Notification one : told) {
      queue.offer(one, true, now);
    }
    return settle();
  }

  QueueRun hear(AlertChange... changes) {
    for (AlertChange change : changes) {
      queue.hear(change, now);
    }
    return settle();
  }

  /** Time passes, waking the queue whenever it wants. */
  QueueRun pass(long millis) {
    long until = now + millis;
    for (long at = queue.wakeAt(channel, now); at <= until; at = queue.wakeAt(channel, now)) {
      assertThat(at).isGreaterThan(now);
      now = at;
      settle();
    }
    now = until;
    return settle();
  }

  /** The oldest send that is under way ends. */
  QueueRun land(SendResult result) {
    return land(flying.keySet().iterator().next(), result);
  }

  QueueRun land(long ticket, SendResult result) {
    flying.remove(ticket);
    queue.landed(ticket, result, now);
    return settle();
  }

  /** Every send ends well until none starts any more. */
  QueueRun landAll() {
    while (!flying.isEmpty()) {
      land(SendResult.sent(200, null));
    }
    return this;
  }

  QueueRun recordAll() {
    while (!unrecorded.isEmpty()) {
      record(unrecorded.keySet().iterator().next());
    }
    return this;
  }

  private void record(long ticket) {
    log.add(unrecorded.remove(ticket));
    queue.recorded(ticket, now);
  }

  /** What a checkpoint keeps; all records have reached the log by then. */
  QueueRun checkpoint() {
    recordAll();
    settle();
    recordAll();
    queue.drainForgotten().forEach(kept::remove);
    queue.drainChanged().forEach(group -> kept.put(group.groupId(), group));
    standing = queue.standing();
    keptLog = log.size();
    return this;
  }

  /** The process dies; some of the records on their way have reached the log. */
  QueueRun crash(int reached) {
    unrecorded.values().stream().limit(reached).forEach(log::add);
    unrecorded.clear();
    flying.clear();
    queue = new ChannelQueue("default", "ops", standing, kept.values(), this);
    for (Delivery recorded : List.copyOf(log.subList(keptLog, log.size()))) {
      queue.recover(recorded, now);
    }
    queue.begin(now);
    return this;
  }

  /** Starts what may start. */
  QueueRun settle() {
    while (true) {
      if (logAnswers) {
        recordAll();
      }
      Flight flight = queue.next(channel, now);
      if (flight == null) {
        return this;
      }
      flying.put(flight.ticket(), flight);
      sends.add(flight.send());
    }
  }

  int unrecorded() {
    return unrecorded.size();
  }

  /** What was sent, in words: {@code opened 1; digest 2; update 3}. */
  List<String> sent() {
    return sends.stream().map(QueueRun::words).toList();
  }

  static String words(Send send) {
    if (send.change() != null) {
      return "update " + send.change().group().fingerprint() + send.change().group().sequence();
    }
    StringBuilder words = new StringBuilder(send.told().size() > 1 ? "digest" : "");
    for (Notification told : send.told()) {
      words.append(words.isEmpty() ? "" : " ").append(words(told));
    }
    return words.toString();
  }

  private static String words(Notification told) {
    return told.reason().name().toLowerCase(java.util.Locale.ROOT)
        + " "
        + told.group().fingerprint()
        + told.sequence();
  }

  /** The records: status and attempt, oldest first. */
  List<String> records() {
    return log.stream().map(d -> d.status() + " " + d.attempt()).toList();
  }

  @Override
  public void write(Delivery delivery, long ticket) {
    assertThat(unrecorded.put(ticket, delivery)).isNull();
  }

  @Override
  public void alert(AlertEvent event) {
    alerts.add(event);
  }

  /** One whose messages follow what becomes of a group. */
  static Channel channel(int perMinute, int burst) {
    return Objects.requireNonNull(
        new ConfigLog()
            .at(
                Instant.EPOCH,
                Channel.KIND,
                "ops",
                "{type: slack, token: 'env:TOKEN', channel: C0123456789, maxAge: 1h,"
                    + " rate: {perMinute: %d, burst: %d}}".formatted(perMinute, burst))
            .history(Channel.KIND, Channel::read)
            .at("default", "ops", 60_000));
  }
}
