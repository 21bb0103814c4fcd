// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.gateway;

import dev.signalcraft.domain.config.ConfigHistory;
import dev.signalcraft.domain.config.Workspace;
import dev.signalcraft.domain.ingest.Input;
import dev.signalcraft.domain.ingest.MetricSamples;
import dev.signalcraft.gateway.config.Owner;
import dev.signalcraft.gateway.config.Sender;
import dev.signalcraft.gateway.config.SlackApp;
import dev.signalcraft.gateway.delivery.SlackActions;
import dev.signalcraft.gateway.delivery.SlackReplies;
import dev.signalcraft.gateway.http.HttpServer;
import dev.signalcraft.gateway.http.RequestMetrics;
import dev.signalcraft.gateway.ingest.Intake;
import dev.signalcraft.gateway.ingest.MetricsEndpoint;
import dev.signalcraft.gateway.ingest.WebhookEndpoint;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The whole HTTP side of the gateway on a free port, before a log in memory. */
final class TestServer implements AutoCloseable {
  static final int LIMIT = 1 << 20;

  /** The time that measurements are taken at. */
  static final long NOW = Instant.parse("2026-03-02T10:00:00Z").toEpochMilli();

  /** What was appended. */
  record Kept(byte[] body, Map<String, String> headers) {}

  final List<Kept> kept = new CopyOnWriteArrayList<>();
  final List<String> measured = new CopyOnWriteArrayList<>();
  final List<Input> commands = new CopyOnWriteArrayList<>();
  volatile @Nullable String obstacle;
  volatile CompletableFuture<Void> answerOfTheLog = CompletableFuture.completedFuture(null);
  private final Map<String, Sender> senders;
  private final String slackHooks;
  private final RequestMetrics metrics = new RequestMetrics();
  private final HttpServer server;
  private final HttpClient client = HttpClient.newHttpClient();

  TestServer(Map<String, Sender> senders) {
    this(senders, Duration.ofSeconds(5), 32 << 20);
  }

  TestServer(Map<String, Sender> senders, Duration readTimeout, int bufferedBytes) {
    this(senders, readTimeout, bufferedBytes, "https://hooks.invalid");
  }

  TestServer(
      Map<String, Sender> senders, Duration readTimeout, int bufferedBytes, String slackHooks) {
    this.senders = senders;
    this.slackHooks = slackHooks;
    server =
        new HttpServer(
            new HttpServer.Limits("127.0.0.1", 0, 64, readTimeout.multipliedBy(2)),
            metrics,
            executor ->
                routes(
                    new Intake(
                        new Intake.Limits(LIMIT, bufferedBytes, readTimeout),
                        () -> obstacle,
                        executor)));
  }

  private List<HttpServer.Route> routes(Intake intake) {
    return Routes.of(
        new SlackActions(
            intake,
            this::slackApp,
            new ConfigHistory<>(Workspace.KIND, Workspace::read),
            command -> {
              commands.add(command);
              return answerOfTheLog;
            },
            new SlackReplies(slackHooks),
            () -> NOW),
        new WebhookEndpoint(
            intake,
            (workspace, name) -> senders.get(workspace + "." + name),
            (body, headers) -> {
              kept.add(new Kept(body, headers));
              return answerOfTheLog;
            }),
        new MetricsEndpoint(
            intake,
            this::owner,
            new MetricSamples(new ConfigHistory<>(Workspace.KIND, Workspace::read)),
            records -> {
              records.forEach(record -> measured.add(new String(record, StandardCharsets.UTF_8)));
              return answerOfTheLog;
            },
            metrics,
            () -> NOW),
        () -> obstacle,
        metrics);
  }

  private @Nullable SlackApp slackApp(Predicate<byte[]> passes) {
    for (Map.Entry<String, Sender> entry : senders.entrySet()) {
      Sender sender = entry.getValue();
      if (sender.source().equals("slack") && sender.secrets().stream().anyMatch(passes)) {
        return new SlackApp("default", "buttons", Map.of("U1", "ada"));
      }
    }
    return null;
  }

  private @Nullable Owner owner(String source, String keySha256) {
    for (Map.Entry<String, Sender> entry : senders.entrySet()) {
      Sender sender = entry.getValue();
      if (sender.source().equals(source) && sender.keySha256().contains(keySha256)) {
        return new Owner(entry.getKey().substring(0, entry.getKey().indexOf('.')), null);
      }
    }
    return null;
  }

  /** A sender of signed Sentry webhooks. */
  static Sender sentry(String... secrets) {
    return new Sender("sentry", List.of(secrets).stream().map(Signing::bytes).toList(), List.of());
  }

  HttpResponse<String> get(String path) {
    return send(HttpRequest.newBuilder(uri(path)).GET().build());
  }

  HttpResponse<String> send(String method, String path) {
    return send(HttpRequest.newBuilder(uri(path)).method(method, BodyPublishers.noBody()).build());
  }

  HttpResponse<String> post(String path, byte[] body, String... headers) {
    return post(path, BodyPublishers.ofByteArray(body), headers);
  }

  HttpResponse<String> post(String path, BodyPublisher body, String... headers) {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri(path)).POST(body);
    if (headers.length > 0) {
      request.headers(headers);
    }
    return send(request.build());
  }

  /** Sends bytes as they are and reads until the server closes the connection. */
  String raw(String request) throws IOException {
    try (Socket socket = connect()) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
    socket.setSoTimeout(20_000);
    return socket;
  }

  void anotherOnTheSamePort() {
    new HttpServer(
            new HttpServer.Limits("127.0.0.1", server.port(), 64, Duration.ofSeconds(1)),
            metrics,
            executor -> List.of())
        .close();
  }

  private URI uri(String path) {
    return URI.create(server.url() + path);
  }

  private HttpResponse<String> send(HttpRequest request) {
    try {
      return client.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    server.close();
    metrics.close();
  }
}
