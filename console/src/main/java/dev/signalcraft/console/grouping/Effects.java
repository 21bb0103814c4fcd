// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.console.grouping;

import dev.signalcraft.console.database.Database;
import dev.signalcraft.console.http.Refusal;
import dev.signalcraft.sql.grouping.AlertGroupQueries;
import dev.signalcraft.sql.grouping.TimelineEntry;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpStatus;
import org.jspecify.annotations.Nullable;

/**
 * What became of commands. Those who wait for it hold no thread: one asks the database for all of
 * them, five times a second.
 */
public final class Effects implements AutoCloseable {
  static final int MAX_WAITING = 64;
  private static final int POLL_MILLIS = 200;

  private final Database database;
  private final Set<Waiting> waiting = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "console-effects");
            thread.setDaemon(true);
            return thread;
          });

  private record Waiting(
      String workspace,
      String commandId,
      long deadline,
      CompletableFuture<@Nullable TimelineEntry> effect) {}

  /** Effects as a database has them. */
  @SuppressWarnings("FutureReturnValueIgnored") // The work tells those who wait.
  public Effects(Database database) {
    this.database = database;
    clock.scheduleWithFixedDelay(this::look, POLL_MILLIS, POLL_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** The effect of a command; null where it has none yet. */
  @Nullable TimelineEntry find(String workspace, String commandId) throws SQLException {
    return database.<@Nullable TimelineEntry>ask(
        connection -> AlertGroupQueries.effect(connection, workspace, commandId));
  }

  /** The effect as soon as there is one; null where there is none in time. */
  CompletableFuture<@Nullable TimelineEntry> await(
      String workspace, String commandId, Duration patience) {
    if (waiting.size() >= MAX_WAITING) {
      return CompletableFuture.failedFuture(
          new Refusal(
              HttpStatus.SERVICE_UNAVAILABLE_503, "Too many wait for commands; try again soon."));
    }
    CompletableFuture<@Nullable TimelineEntry> effect = new CompletableFuture<>();
    long deadline = System.nanoTime() + patience.toNanos();
    Waiting one = new Waiting(workspace, commandId, deadline, effect);
    waiting.add(one);
    // Also where the one that asks hangs on the database.
    effect.completeOnTimeout(null, patience.toMillis() + 2_000, TimeUnit.MILLISECONDS);
    return effect.whenComplete((found, failure) -> waiting.remove(one));
  }

  private void look() {
    for (Waiting one : waiting) {
      try {
        TimelineEntry found = find(one.workspace(), one.commandId());
        if (found != null || System.nanoTime() - one.deadline() >= 0) {
          one.effect().complete(found);
        }
      } catch (SQLException | RuntimeException e) {
        one.effect().completeExceptionally(e);
      }
    }
  }

  /** Answers those who wait with what is known. */
  @Override
  public void close() {
    clock.shutdownNow();
    waiting.forEach(one -> one.effect().complete(null));
  }
}
