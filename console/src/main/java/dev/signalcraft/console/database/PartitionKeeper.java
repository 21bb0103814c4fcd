// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.console.database;

import dev.signalcraft.sql.Migrations;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the partitions of the coming days, once an hour and some minutes after the start. Several
 * consoles may do so at once; a day that all of them missed is only slower, not lost.
 */
public final class PartitionKeeper implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PartitionKeeper.class);
  private static final int FIRST_MINUTES = 5;
  private static final int EVERY_MINUTES = 60;

  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "console-partitions");
            thread.setDaemon(true);
            return thread;
          });
  private final String url;
  private final String user;
  private final String password;

  /** Begins to keep the partitions of a database. */
  @SuppressWarnings("FutureReturnValueIgnored") // The work tells of its own failures.
  public PartitionKeeper(String url, String user, String password) {
    this.url = url;
    this.user = user;
    this.password = password;
    clock.scheduleWithFixedDelay(this::keep, FIRST_MINUTES, EVERY_MINUTES, TimeUnit.MINUTES);
  }

  private void keep() {
    try (Connection connection = DriverManager.getConnection(url, user, password)) {
      int made = Migrations.tryPartitions(connection);
      if (made > 0) {
        LOG.info("Made {} partitions of alert_events", made);
      }
    } catch (SQLException | RuntimeException e) {
      LOG.warn("Cannot make the partitions of the coming days; trying again in an hour", e);
    }
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
