// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.cli.local;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.signalcraft.domain.json.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server on loopback that plays all providers: it answers as Slack does, and fails when told. */
final class Receiver implements AutoCloseable {
  /** What came in, and by which name it was answered. */
  record Call(String path, Map<String, List<String>> headers, String body, String ts) {
    String header(String name) {
      return headers.entrySet().stream()
          .filter(header -> header.getKey().equalsIgnoreCase(name))
          .map(header -> header.getValue().get(0))
          .findFirst()
          .orElse("");
    }

    JsonNode json() {
      try {
        return Json.mapper().readTree(body);
      } catch (JsonProcessingException e) {
        throw new AssertionError(body, e);
      }
    }
  }

  private final HttpServer server;
  private final List<Call> calls = new CopyOnWriteArrayList<>();
  private final Map<String, Queue<Integer>> failures = new ConcurrentHashMap<>();

  Receiver() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    server.createContext("/", this::answer);
    server.start();
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    String ts = "1700000000.%06d".formatted(calls.size());
    calls.add(new Call(path, Map.copyOf(exchange.getRequestHeaders()), body, ts));
    Queue<Integer> next = failures.get(path);
    Integer failure = next == null ? null : next.poll();
    byte[] said =
        (failure == null ? "{\"ok\":true,\"ts\":\"" + ts + "\"}" : "it rains")
            .getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(failure == null ? 200 : failure, said.length);
    exchange.getResponseBody().write(said);
    exchange.close();
  }

  /** Answers the next call of a path with this status. */
  void failsOnce(String path, int status) {
    failures.computeIfAbsent(path, key -> new ConcurrentLinkedQueue<>()).add(status);
  }

  /** What came in at a path about a group, in its order. */
  List<Call> calls(String path, String groupId) {
    return calls.stream()
        .filter(call -> call.path().equals(path) && call.body().contains(groupId))
        .toList();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
