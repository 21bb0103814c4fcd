// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.delivery;

import dev.signalcraft.domain.ingest.AlertEvent;

/** Where a channel's queue writes what happens. */
public interface Ledger {
  /**
   * Writes a record, which {@link ChannelQueue#recorded} is told, later, once it cannot be lost.
   *
   * @param ticket its name there
   */
  void write(Delivery delivery, long ticket);

  /** Makes an alert of ours. */
  void alert(AlertEvent event);
}
