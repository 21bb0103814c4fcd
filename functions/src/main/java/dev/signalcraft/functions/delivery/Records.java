// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.functions.delivery;

import dev.signalcraft.domain.delivery.Delivery;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.flink.util.function.ThrowingRunnable;

/** What queues write to the log, and which of it cannot be lost any more. */
final class Records {
  private final DeliveryLog log;
  private final TaskMail mail;
  private final StatusCounters counters;
  private final ThrowingRunnable<Exception> recorded;
  private final ConcurrentLinkedQueue<Safe> safe = new ConcurrentLinkedQueue<>();

  private int unsettled;

  private record Safe(LiveChannel channel, long ticket) {}

  /** Does this in the task's thread whenever something is safe. */
  Records(
      DeliveryLog log,
      TaskMail mail,
      StatusCounters counters,
      ThrowingRunnable<Exception> recorded) {
    this.log = log;
    this.mail = mail;
    this.counters = counters;
    this.recorded = recorded;
  }

  void write(LiveChannel channel, Delivery delivery, long ticket) {
    counters.count(delivery);
    unsettled++;
    log.write(
        delivery,
        lost -> {
          if (lost == null) {
            safe.add(new Safe(channel, ticket));
            mail.later(recorded);
          } else {
            mail.later(
                () -> {
                  throw lost;
                });
          }
        });
  }

  /** Tells the queues what is safe; which they are. */
  Set<LiveChannel> settle(long now) {
    Set<LiveChannel> touched = new LinkedHashSet<>();
    for (Safe one = safe.poll(); one != null; one = safe.poll()) {
      unsettled--;
      one.channel().queue.recorded(one.ticket(), now);
      touched.add(one.channel());
    }
    return touched;
  }

  /** Waits until everything is safe, and what queues write because of that too. */
  Set<LiveChannel> flush(long now) throws IOException {
    Set<LiveChannel> touched = new LinkedHashSet<>();
    while (unsettled > 0) {
      log.flush();
      touched.addAll(settle(now));
    }
    return touched;
  }
}
