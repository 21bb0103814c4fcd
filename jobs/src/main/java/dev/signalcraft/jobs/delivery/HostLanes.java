// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.jobs.delivery;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;

/**
 * Threads for talks with hosts, of which one host has few at a time: a slow one holds up no other.
 */
final class HostLanes implements AutoCloseable {
  static final int PER_HOST = 2;

  private static final int THREADS = 64;
  private static final int WAITING_PER_HOST = 256;

  private final Map<String, Lane> lanes = new HashMap<>();
  private final ThreadPoolExecutor threads;

  private static final class Lane {
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private int under;
  }

  /** Threads of this name. */
  HostLanes(String name) {
    threads = RemoteSender.executor(name, THREADS);
  }

  /**
   * Runs a talk with a host, when it is its turn.
   *
   * @throws RejectedExecutionException when too many wait
   */
  void run(String host, Runnable talk) {
    synchronized (lanes) {
      Lane lane = lanes.computeIfAbsent(host, unknown -> new Lane());
      if (lane.under == PER_HOST) {
        if (lane.waiting.size() == WAITING_PER_HOST) {
          throw new RejectedExecutionException("too many wait for this host");
        }
        lane.waiting.add(talk);
        return;
      }
      lane.under++;
    }
    start(host, talk);
  }

  private void start(String host, Runnable talk) {
    try {
      threads.execute(
          () -> {
            try {
              talk.run();
            } finally {
              ended(host);
            }
          });
    } catch (RejectedExecutionException e) {
      ended(host);
      throw e;
    }
  }

  private void ended(String host) {
    Runnable next;
    synchronized (lanes) {
      Lane lane = Objects.requireNonNull(lanes.get(host));
      next = lane.waiting.poll();
      if (next == null) {
        lane.under--;
        if (lane.under == 0) {
          lanes.remove(host);
        }
      }
    }
    // After the end nobody waits for an answer any more.
    if (next != null && !threads.isShutdown()) {
      start(host, next);
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
