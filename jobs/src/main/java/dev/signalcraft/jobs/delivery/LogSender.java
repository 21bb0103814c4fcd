// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.jobs.delivery;

import dev.signalcraft.domain.delivery.LogLine;
import dev.signalcraft.domain.delivery.Send;
import dev.signalcraft.domain.delivery.SendResult;
import dev.signalcraft.domain.delivery.Sender;
import dev.signalcraft.domain.routing.Notification;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way to channels of type {@code log}: each notification is a line of the logger {@code
 * signalcraft.channel} of the TaskManager, at INFO; of a digest too.
 */
final class LogSender implements Sender {
  private static final Logger LOG = LoggerFactory.getLogger("signalcraft.channel");

  @Override
  public void send(Send send, Consumer<SendResult> done) {
    for (Notification told : send.told()) {
      LOG.info("{}", LogLine.of(told));
    }
    done.accept(SendResult.sent(0, null));
  }

  @Override
  public void close() {}
}
