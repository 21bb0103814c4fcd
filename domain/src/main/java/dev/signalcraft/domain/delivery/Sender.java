// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.delivery;

import java.util.function.Consumer;

/** The way to the channels of one type. */
public interface Sender extends AutoCloseable {
  /**
   * Starts to send and returns at once.
   *
   * @param done hears what came of it, exactly once, within the time-out of an attempt, on any
   *     thread
   */
  void send(Send send, Consumer<SendResult> done);

  @Override
  void close();
}
