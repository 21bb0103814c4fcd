// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.functions.delivery;

import dev.signalcraft.domain.delivery.Delivery;
import java.io.IOException;
import java.io.Serializable;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The topic {@code deliveries}, read and written by the operator itself. */
public interface DeliveryLog extends AutoCloseable {
  /** Opens it where it is used. */
  @FunctionalInterface
  interface Opener extends Serializable {
    /** The log of one parallel instance. */
    DeliveryLog open();
  }

  /** Hears what became of a record. */
  @FunctionalInterface
  interface Written {
    /** It cannot be lost any more: null; or it was lost. */
    void heard(@Nullable Exception lost);
  }

  /**
   * Reads on to the end that the log has now.
   *
   * @param reached by partition, the offset of the first record that may matter; of the others it
   *     is not known
   * @param since the broker's time of the first record that may matter, epoch milliseconds
   * @throws IOException where it cannot be read
   */
  void read(Map<Integer, Long> reached, long since, Consumer<Delivery> each) throws IOException;

  /**
   * Starts to write.
   *
   * @param done hears of it, once and on any thread
   */
  void write(Delivery delivery, Written done);

  /**
   * Waits until all that was written cannot be lost, and who waits for it has heard so.
   *
   * @throws IOException where something was lost
   */
  void flush() throws IOException;

  /** The offset behind what was read, or written and heard of, by partition. */
  Map<Integer, Long> reached();

  /** Never throws: that would end the process. */
  @Override
  void close();
}
