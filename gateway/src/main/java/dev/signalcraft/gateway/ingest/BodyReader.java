// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.gateway.ingest;

import dev.signalcraft.gateway.http.Problem;
import dev.signalcraft.gateway.http.Refusal;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Reads the body of a request as its bytes come, without holding a thread, up to a limit.
 *
 * <p>What is too large is read on for a while and thrown away: an answer to a sender that still
 * sends would be lost with the connection.
 */
final class BodyReader implements ReadListener {
  private static final int FIRST_BYTES = 4 << 10;
  private static final int CHUNK_BYTES = 8 << 10;
  private static final long MAX_DISCARDED_BYTES = 8L << 20;

  private final ServletInputStream in;
  private final int limit;
  private final ByteBudget budget;
  private final CompletableFuture<byte[]> body = new CompletableFuture<>();
  private byte[] held = new byte[0];
  private int length;
  private long discarded;
  private boolean tooLarge;

  private BodyReader(ServletInputStream in, int limit, ByteBudget budget, boolean tooLarge) {
    this.in = in;
    this.limit = limit;
    this.budget = budget;
    this.tooLarge = tooLarge;
  }

  /**
   * Begins to read a request that is already asynchronous.
   *
   * @throws Refusal in the future: too large, too slow, or too much under way
   */
  static CompletableFuture<byte[]> read(
      HttpServletRequest request, int limit, ByteBudget budget, Duration timeout) {
    try {
      boolean tooLarge = request.getContentLengthLong() > limit;
      BodyReader reader = new BodyReader(request.getInputStream(), limit, budget, tooLarge);
      reader.body.orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS);
      reader.in.setReadListener(reader);
      // Whatever ends the reading, a time-out included, gives the memory back.
      return reader.body.whenComplete((bytes, failure) -> reader.release());
    } catch (IOException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  @Override
  public synchronized void onDataAvailable() throws IOException {
    byte[] chunk = new byte[CHUNK_BYTES];
    while (!body.isDone() && in.isReady()) {
      int count = in.read(chunk);
      if (count < 0) {
        return;
      }
      take(chunk, count);
    }
  }

  private void take(byte[] chunk, int count) {
    if (!tooLarge && length + count > limit) {
      tooLarge = true;
      release();
    }
    if (tooLarge) {
      discarded += count;
      if (discarded > MAX_DISCARDED_BYTES) {
        body.completeExceptionally(tooLarge(limit));
      }
    } else if (length + count <= held.length || grow(length + count)) {
      System.arraycopy(chunk, 0, held, length, count);
      length += count;
    } else {
      body.completeExceptionally(
          new Refusal(Problem.unavailable("Too many bodies are under way; try again.")));
    }
  }

  private boolean grow(int least) {
    int capacity = Math.min(limit, Math.max(least, Math.max(FIRST_BYTES, held.length * 2)));
    if (!budget.take(capacity - held.length)) {
      return false;
    }
    held = Arrays.copyOf(held, capacity);
    return true;
  }

  private synchronized void release() {
    budget.giveBack(held.length);
    held = new byte[0];
    length = 0;
  }

  @Override
  public synchronized void onAllDataRead() {
    if (tooLarge) {
      body.completeExceptionally(tooLarge(limit));
    } else {
      body.complete(Arrays.copyOf(held, length));
    }
  }

  @Override
  public void onError(Throwable failure) {
    body.completeExceptionally(failure);
  }

  static Refusal tooLarge(int limit) {
    return new Refusal(413, "The body is larger than " + limit + " bytes, as sent or as decoded.");
  }
}
