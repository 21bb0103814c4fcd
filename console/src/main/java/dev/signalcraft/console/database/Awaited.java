// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.console.database;

import dev.signalcraft.console.http.Refusal;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.eclipse.jetty.http.HttpStatus;
import org.jspecify.annotations.Nullable;

/**
 * What the tables do not hold yet. Those who wait for it hold no thread: one asks for all of them,
 * five times a second.
 */
public final class Awaited implements AutoCloseable {
  static final int MAX_WAITING = 64;
  private static final int POLL_MILLIS = 200;

  private final Set<Waiting<?>> waiting = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "console-effects");
            thread.setDaemon(true);
            return thread;
          });

  /** What is asked again and again. */
  @FunctionalInterface
  public interface Lookup<T> {
    /** What there is; null for nothing. */
    @Nullable T find() throws SQLException;
  }

  /** One who waits. */
  private static final class Waiting<T> {
    private final Lookup<T> lookup;
    private final Predicate<T> enough;
    private final long deadline;
    private final CompletableFuture<@Nullable T> told;

    Waiting(
        Lookup<T> lookup, Predicate<T> enough, long deadline, CompletableFuture<@Nullable T> told) {
      this.lookup = lookup;
      this.enough = enough;
      this.deadline = deadline;
      this.told = told;
    }

    void look() {
      try {
        T found = lookup.find();
        if ((found != null && enough.test(found)) || System.nanoTime() - deadline >= 0) {
          told.complete(found);
        }
      } catch (SQLException | RuntimeException e) {
        told.completeExceptionally(e);
      }
    }

    void end() {
      told.complete(null);
    }
  }

  /** Nobody waits yet. */
  @SuppressWarnings("FutureReturnValueIgnored") // The work tells those who wait.
  public Awaited() {
    clock.scheduleWithFixedDelay(
        () -> waiting.forEach(Waiting::look), POLL_MILLIS, POLL_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** What is found as soon as it is enough; when the time is over what there is, null for none. */
  public <T> CompletableFuture<@Nullable T> await(
      Lookup<T> lookup, Predicate<T> enough, Duration patience) {
    if (waiting.size() >= MAX_WAITING) {
      return CompletableFuture.failedFuture(
          new Refusal(HttpStatus.SERVICE_UNAVAILABLE_503, "Too many wait; try again soon."));
    }
    CompletableFuture<@Nullable T> told = new CompletableFuture<>();
    Waiting<T> one = new Waiting<>(lookup, enough, System.nanoTime() + patience.toNanos(), told);
    waiting.add(one);
    // Also where the one that asks hangs on the database.
    told.completeOnTimeout(null, patience.toMillis() + 2_000, TimeUnit.MILLISECONDS);
    return told.whenComplete((found, failure) -> waiting.remove(one));
  }

  /** Answers those who wait with what is known. */
  @Override
  public void close() {
    clock.shutdownNow();
    waiting.forEach(Waiting::end);
  }
}
