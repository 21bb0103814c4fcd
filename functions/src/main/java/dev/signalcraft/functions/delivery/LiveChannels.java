// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.functions.delivery;

import dev.signalcraft.domain.delivery.ChannelQueue;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The channels of one parallel instance, and what they have under way and waiting together. */
final class LiveChannels {
  /** The most sends that are under way. */
  static final int MAX_FLYING = 1_000;

  /** The most groups that wait; where it is more, the channel with the most gives up its oldest. */
  static final int MAX_WAITING = 100_000;

  private final Map<String, LiveChannel> live = new HashMap<>();
  private final Set<LiveChannel> starved = new LinkedHashSet<>();
  private int flying;
  private int waiting;

  @Nullable LiveChannel get(String key) {
    return live.get(key);
  }

  void put(String key, LiveChannel channel) {
    live.put(key, channel);
  }

  /** The channel is not needed any more. */
  void remove(LiveChannel channel) {
    live.remove(channel.queue.key());
    starved.remove(channel);
  }

  /** All of them, whatever becomes of them meanwhile. */
  Collection<LiveChannel> all() {
    return List.copyOf(live.values());
  }

  /** Brings the sums up to date with a channel; whoever changes its queue calls this. */
  void count(LiveChannel channel) {
    int flies = channel.queue.flying();
    flying += flies - channel.flying;
    channel.flying = flies;
    int waits = channel.queue.waiting();
    waiting += waits - channel.waiting;
    channel.waiting = waits;
  }

  boolean anyFlies() {
    return flying > 0;
  }

  boolean hasRoom() {
    return flying < MAX_FLYING;
  }

  /** It goes on when another one lands. */
  void starves(LiveChannel channel) {
    starved.add(channel);
  }

  /** One that goes on now, while there is room; null for none. */
  @Nullable LiveChannel pollStarved() {
    if (!hasRoom() || starved.isEmpty()) {
      return null;
    }
    LiveChannel first = starved.iterator().next();
    starved.remove(first);
    return first;
  }

  /** Bounds what waits. */
  void shed(long now) {
    while (waiting > MAX_WAITING) {
      LiveChannel longest =
          live.values().stream().max(Comparator.comparingInt(one -> one.waiting)).orElseThrow();
      ChannelQueue queue = longest.queue;
      queue.giveUpOldest("more than %d wait for all channels".formatted(MAX_WAITING), now);
      count(longest);
    }
  }
}
