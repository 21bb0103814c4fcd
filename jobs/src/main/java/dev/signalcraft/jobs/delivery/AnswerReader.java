// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.jobs.delivery;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.nio.AsyncResponseConsumer;
import org.apache.hc.core5.http.nio.CapacityChannel;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;

/**
 * Reads a bounded part of an answer. Its head is kept as soon as it is there: a receiver that says
 * 200 and then falls silent has taken what it got.
 */
final class AnswerReader implements AsyncResponseConsumer<HttpAnswer> {
  private static final int MAX_BYTES = 65_536;

  private final ByteArrayOutputStream body = new ByteArrayOutputStream();
  private int status;
  private long retryAfterMillis;
  private @Nullable FutureCallback<HttpAnswer> callback;

  @Override
  public synchronized void consumeResponse(
      HttpResponse response,
      @Nullable EntityDetails entity,
      HttpContext context,
      FutureCallback<HttpAnswer> resultCallback) {
    status = response.getCode();
    Header header = response.getFirstHeader("Retry-After");
    retryAfterMillis = HttpAnswer.wait(header == null ? null : header.getValue(), Instant.now());
    callback = resultCallback;
    if (entity == null) {
      resultCallback.completed(answer(true));
    }
  }

  @Override
  public void informationResponse(HttpResponse response, HttpContext context) {}

  @Override
  public void updateCapacity(CapacityChannel capacity) throws IOException {
    capacity.update(Integer.MAX_VALUE);
  }

  @Override
  public synchronized void consume(ByteBuffer bytes) throws IOException {
    byte[] read = new byte[Math.min(bytes.remaining(), MAX_BYTES - body.size())];
    bytes.get(read);
    body.writeBytes(read);
    if (bytes.hasRemaining()) {
      // Ends the connection: nobody reads away what a receiver sends without end.
      throw new IOException("the answer is longer than 64 KiB");
    }
  }

  @Override
  public synchronized void streamEnd(@Nullable List<? extends Header> trailers) {
    if (callback != null) {
      callback.completed(answer(true));
    }
  }

  @Override
  public synchronized void failed(Exception cause) {
    if (callback != null) {
      callback.failed(cause);
    }
  }

  @Override
  public void releaseResources() {}

  /** What has come so far; null before the head has. */
  synchronized @Nullable HttpAnswer soFar() {
    return status == 0 ? null : answer(false);
  }

  private HttpAnswer answer(boolean whole) {
    return new HttpAnswer(status, body.toString(StandardCharsets.UTF_8), whole, retryAfterMillis);
  }
}
