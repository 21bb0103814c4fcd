// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.gateway.http;

import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Closes connections that have no whole request header for too long. The idle time alone does not:
 * a byte now and then would keep a connection for ever.
 */
final class SlowHeaders implements Connection.Listener {
  private final Scheduler scheduler;
  private final long millis;

  SlowHeaders(Scheduler scheduler, long millis) {
    this.scheduler = scheduler;
    this.millis = millis;
  }

  @Override
  public void onOpened(Connection connection) {
    watch(connection, 0);
  }

  private void watch(Connection connection, long requests) {
    scheduler.schedule(() -> check(connection, requests), millis, TimeUnit.MILLISECONDS);
  }

  private void check(Connection connection, long before) {
    long requests = connection.getMessagesIn();
    if (!connection.getEndPoint().isOpen()) {
      return;
    }
    if (requests == before && requests == connection.getMessagesOut()) {
      connection.getEndPoint().close();
    } else {
      watch(connection, requests);
    }
  }
}
