// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.gateway.ingest;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Waits until Kafka has answered for every record of a body, and keeps its first failure. */
final class Receipt {
  private final CompletableFuture<Void> kept = new CompletableFuture<>();
  private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

  /** Records without an answer, and one for whoever still sends. */
  private final AtomicInteger open = new AtomicInteger(1);

  /** A record is about to be sent. */
  void open() {
    open.incrementAndGet();
  }

  /** Kafka has answered for a record; null says that it is kept. */
  void answered(@Nullable Exception fault) {
    if (fault != null) {
      failure.compareAndSet(null, fault);
    }
    close();
  }

  /** Whether the body is not kept whole any more. */
  boolean failed() {
    return failure.get() != null;
  }

  /** Nothing more is sent; done when the last answer is there. */
  CompletableFuture<Void> allSent() {
    close();
    return kept;
  }

  private void close() {
    if (open.decrementAndGet() == 0) {
      Exception fault = failure.get();
      if (fault == null) {
        kept.complete(null);
      } else {
        kept.completeExceptionally(fault);
      }
    }
  }
}
