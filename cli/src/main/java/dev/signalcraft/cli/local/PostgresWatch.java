// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.cli.local;

import dev.signalcraft.embedded.postgres.EmbeddedPostgres;
import java.util.Timer;
import java.util.TimerTask;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts Postgres again when it has ended by itself; the jobs and the console wait for it. */
final class PostgresWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PostgresWatch.class);
  private static final long PERIOD_MILLIS = 1_000;

  private final Timer timer = new Timer("postgres-watch", true);

  private PostgresWatch() {}

  static PostgresWatch over(EmbeddedPostgres postgres) {
    PostgresWatch watch = new PostgresWatch();
    watch.timer.schedule(
        new TimerTask() {
          @Override
          public void run() {
            look(postgres);
          }
        },
        PERIOD_MILLIS,
        PERIOD_MILLIS);
    return watch;
  }

  private static void look(EmbeddedPostgres postgres) {
    try {
      if (postgres.revive()) {
        LOG.error("Postgres had ended by itself and was started again");
      }
    } catch (RuntimeException e) {
      LOG.error("Postgres has ended and does not start again", e);
    }
  }

  @Override
  public void close() {
    timer.cancel();
  }
}
