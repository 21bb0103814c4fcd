// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.console.http;

import io.javalin.http.Context;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpStatus;

/**
 * The body of a request, read as its bytes come and without holding a thread.
 *
 * <p>What is too large is read on for a while and thrown away: an answer to a sender that still
 * sends would be lost with the connection.
 */
public final class Body implements ReadListener {
  private static final int SECONDS = 10;
  private static final long MAX_DISCARDED_BYTES = 8L << 20;

  private final ServletInputStream in;
  private final CompletableFuture<byte[]> whole = new CompletableFuture<>();
  private final ByteArrayOutputStream held = new ByteArrayOutputStream();
  private long length;

  private Body(ServletInputStream in) {
    this.in = in;
  }

  /**
   * Begins to read a request that is already asynchronous.
   *
   * @throws Refusal in the future: too large, too slow, or not whole
   */
  public static CompletableFuture<byte[]> read(Context request) {
    try {
      Body body = new Body(request.req().getInputStream());
      body.whole.orTimeout(SECONDS, TimeUnit.SECONDS);
      body.in.setReadListener(body);
      return body.whole.exceptionally(
          failure -> {
            throw new CompletionException(refusal(failure));
          });
    } catch (IOException e) {
      return CompletableFuture.failedFuture(refusal(e));
    }
  }

  @Override
  public synchronized void onDataAvailable() throws IOException {
    byte[] chunk = new byte[8 << 10];
    while (!whole.isDone() && in.isReady()) {
      int count = in.read(chunk);
      if (count < 0) {
        return;
      }
      length += count;
      if (length <= HttpServer.BODY_BYTES) {
        held.write(chunk, 0, count);
      } else if (length > MAX_DISCARDED_BYTES) {
        whole.completeExceptionally(tooLarge());
      }
    }
  }

  @Override
  public synchronized void onAllDataRead() {
    if (length > HttpServer.BODY_BYTES) {
      whole.completeExceptionally(tooLarge());
    } else {
      whole.complete(held.toByteArray());
    }
  }

  @Override
  public void onError(Throwable failure) {
    whole.completeExceptionally(failure);
  }

  /**
   * Takes no body for JSON that does not say so.
   *
   * @throws Refusal where it says something else, or nothing
   */
  public static void requireJson(Context request, byte[] body) {
    String type = request.header("Content-Type");
    String plain = type == null ? "" : type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    if (body.length > 0 && !plain.equals("application/json")) {
      throw new Refusal(
          HttpStatus.UNSUPPORTED_MEDIA_TYPE_415, "Send JSON, with Content-Type: application/json.");
    }
  }

  static Refusal tooLarge() {
    return new Refusal(
        HttpStatus.PAYLOAD_TOO_LARGE_413,
        "A request has at most " + HttpServer.BODY_BYTES + " bytes of body.");
  }

  private static Refusal refusal(Throwable failure) {
    if (failure instanceof Refusal refusal) {
      return refusal;
    }
    return failure instanceof TimeoutException
        ? new Refusal(HttpStatus.REQUEST_TIMEOUT_408, "The body did not arrive in time.")
        : new Refusal(HttpStatus.BAD_REQUEST_400, "The body ended before it was whole.");
  }
}
