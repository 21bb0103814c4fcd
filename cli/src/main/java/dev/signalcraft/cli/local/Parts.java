// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.cli.local;

import java.util.EnumMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What runs, to be stopped from the front to the back: nobody loses the one behind while it works.
 */
final class Parts implements AutoCloseable {
  /** In the order of stopping. */
  enum Part {
    FEED,
    GATEWAY,
    FLINK,
    CONSOLE,
    KAFKA,
    POSTGRES_WATCH,
    POSTGRES
  }

  private static final Logger LOG = LoggerFactory.getLogger(Parts.class);

  private final Map<Part, AutoCloseable> running = new EnumMap<>(Part.class);

  synchronized <T extends AutoCloseable> T keep(Part part, T started) {
    running.put(part, started);
    return started;
  }

  /** Stops all; a fault in one does not keep the others running. */
  @Override
  public synchronized void close() {
    for (Map.Entry<Part, AutoCloseable> part : running.entrySet()) {
      long began = System.nanoTime();
      try {
        part.getValue().close();
      } catch (Exception e) {
        LOG.error("{} did not stop cleanly", part.getKey(), e);
      }
      LOG.info("{} stopped in {} ms", part.getKey(), (System.nanoTime() - began) / 1_000_000);
    }
    running.clear();
  }
}
