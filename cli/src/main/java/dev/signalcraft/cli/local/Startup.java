// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.cli.local;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Steps that run as soon as those before them are done, as many at a time as can be. */
final class Startup {
  private static final Logger LOG = LoggerFactory.getLogger(Startup.class);
  private static final long SETTLE_SECONDS = 30;

  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "startup");
            thread.setDaemon(true);
            return thread;
          });
  private final Progress progress;
  private final List<CompletableFuture<?>> steps = new CopyOnWriteArrayList<>();
  private final CompletableFuture<Void> failed = new CompletableFuture<>();

  Startup(Progress progress) {
    this.progress = progress;
  }

  /** Runs a step after others; it is not run when one of them has failed. */
  <T> CompletableFuture<T> step(String name, Callable<T> task, CompletableFuture<?>... after) {
    CompletableFuture<T> step =
        CompletableFuture.allOf(after).thenApplyAsync(ignored -> run(name, task), threads);
    steps.add(
        step.whenComplete(
            (result, fault) -> {
              if (fault != null) {
                failed.completeExceptionally(fault);
              }
            }));
    return step;
  }

  /** Waits until all steps are done or one has failed, whichever comes first. */
  void await() throws InterruptedException, ExecutionException {
    CompletableFuture.anyOf(failed, all()).get();
  }

  /** Waits until no step runs any more, so that what they have started can be stopped. */
  void settle() throws InterruptedException {
    threads.shutdown();
    try {
      all().get(SETTLE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      LOG.debug("told already by await", e);
    } catch (TimeoutException e) {
      LOG.warn("a step of the start does not end", e);
    }
  }

  private CompletableFuture<Void> all() {
    return CompletableFuture.allOf(steps.toArray(new CompletableFuture<?>[0]));
  }

  private <T> T run(String name, Callable<T> task) {
    long began = System.nanoTime();
    progress.begin(name);
    try {
      T result = task.call();
      LOG.info("{} took {} ms", name, (System.nanoTime() - began) / 1_000_000);
      progress.end(name);
      return result;
    } catch (Exception e) {
      throw new CompletionException(e);
    }
  }
}
