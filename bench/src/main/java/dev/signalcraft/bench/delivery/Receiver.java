// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.bench.delivery;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** The webhooks of all channels: notes when the head of a request has come. */
final class Receiver implements AutoCloseable {
  private static final int THREADS = 8;
  private static final int BACKLOG = 1_024;

  private final HttpServer server;
  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
  private final ConcurrentHashMap<String, Long> arrived = new ConcurrentHashMap<>();
  private final AtomicLong repeats = new AtomicLong();
  private final LongSupplier nanos;
  private final boolean down;

  private Receiver(HttpServer server, LongSupplier nanos, boolean down) {
    this.server = server;
    this.nanos = nanos;
    this.down = down;
  }

  /** On a free port of loopback; one that is down answers 503 to everything. */
  static Receiver start(LongSupplier nanos, boolean down) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
    Receiver receiver = new Receiver(server, nanos, down);
    server.setExecutor(receiver.threads);
    server.createContext("/", receiver::take);
    server.start();
    return receiver;
  }

  private void take(HttpExchange exchange) throws IOException {
    long now = nanos.getAsLong();
    String id = exchange.getRequestHeaders().getFirst("webhook-id");
    exchange.getRequestBody().readAllBytes();
    if (!down && id != null && arrived.putIfAbsent(id, now) != null) {
      repeats.incrementAndGet();
    }
    exchange.sendResponseHeaders(down ? 503 : 200, -1);
    exchange.close();
  }

  /** Where it listens. */
  int port() {
    return server.getAddress().getPort();
  }

  /** How many notifications have come. */
  int arrived() {
    return arrived.size();
  }

  /** When a notification came; negative where it has not. */
  long arrivedAt(String notificationId) {
    return arrived.getOrDefault(notificationId, -1L);
  }

  /** How many came again. */
  long repeats() {
    return repeats.get();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
