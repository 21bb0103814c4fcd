// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.jobs.delivery;

import dev.signalcraft.domain.delivery.Sender;
import dev.signalcraft.functions.delivery.Senders;
import java.util.Map;

/** The ways to channels, a line for each type. */
record ChannelSenders() implements Senders {
  @Override
  public Map<String, Sender> open() {
    return Map.of("log", new LogSender());
  }
}
