// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.functions.delivery;

import dev.signalcraft.domain.delivery.ChannelQueue;
import dev.signalcraft.domain.delivery.Delivery;
import dev.signalcraft.domain.delivery.Ledger;
import dev.signalcraft.domain.grouping.GroupKey;
import dev.signalcraft.domain.ingest.AlertEvent;
import dev.signalcraft.domain.ingest.Input;
import java.util.concurrent.ScheduledFuture;
import java.util.function.Consumer;
import org.apache.flink.streaming.runtime.tasks.ProcessingTimeService;
import org.jspecify.annotations.Nullable;

/** A channel's queue in its operator, with the timer that wakes it. */
final class LiveChannel implements Ledger {
  private final Records records;
  private final Consumer<Input> alerts;
  private final Consumer<LiveChannel> pump;
  private @Nullable ScheduledFuture<?> timer;
  private long timerAt = Long.MAX_VALUE;
  ChannelQueue queue;

  /** What {@link LiveChannels} has counted of it. */
  int flying;

  /** The same. */
  int waiting;

  /** Without its queue yet, which needs this as its ledger. */
  @SuppressWarnings("NullAway.Init")
  LiveChannel(Records records, Consumer<Input> alerts, Consumer<LiveChannel> pump) {
    this.records = records;
    this.alerts = alerts;
    this.pump = pump;
  }

  /** Wakes it at a time, the greatest for never; an earlier wish is forgotten. */
  void wakeAt(long time, ProcessingTimeService times) {
    if (time == timerAt) {
      return;
    }
    if (timer != null) {
      timer.cancel(false);
      timer = null;
    }
    timerAt = time;
    if (time != Long.MAX_VALUE) {
      timer =
          times.registerTimer(
              time,
              at -> {
                if (at != timerAt) {
                  // It lay in the mailbox already when another time was wished for.
                  return;
                }
                timer = null;
                timerAt = Long.MAX_VALUE;
                pump.accept(this);
              });
    }
  }

  @Override
  public void write(Delivery delivery, long ticket) {
    records.write(this, delivery, ticket);
  }

  @Override
  public void alert(AlertEvent event) {
    alerts.accept(Input.of(GroupKey.of(event), event));
  }
}
