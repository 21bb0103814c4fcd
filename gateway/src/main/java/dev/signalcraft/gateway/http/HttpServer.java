// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.gateway.http;

import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpResponseException;
import io.javalin.http.MethodNotAllowedResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An HTTP server with bounded threads, connections, headers and idle times. */
public final class HttpServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);
  private static final int THREADS = 16;
  private static final int HEADER_BYTES = 8 << 10;

  /** What is answered where. */
  public record Route(HandlerType method, String path, Handler handler) {}

  /**
   * Where to listen and how much to take on.
   *
   * @param idle a connection on which nothing moves for so long is closed
   */
  public record Limits(String host, int port, int connections, Duration idle) {}

  private final Javalin javalin;
  private final Limits limits;

  /**
   * Starts to listen.
   *
   * @param routes made with the executor of the server's threads
   * @throws IllegalArgumentException when the address cannot be had
   */
  public HttpServer(Limits limits, RequestMetrics metrics, Function<Executor, List<Route>> routes) {
    this.limits = limits;
    QueuedThreadPool threads = new QueuedThreadPool(THREADS, 4, 30_000);
    threads.setName("gateway");
    threads.setReservedThreads(0);
    List<Route> served = routes.apply(threads);
    javalin =
        Javalin.create(
            config -> {
              config.startup.showJavalinBanner = false;
              config.startup.showOldJavalinVersionWarning = false;
              config.startup.startupWatcherEnabled = false;
              config.http.compressionStrategy = CompressionStrategy.NONE;
              config.http.prefer405over404 = true;
              config.jetty.threadPool = threads;
              config.jetty.modifyServer(
                  server -> {
                    server.setErrorHandler(new ProblemPage());
                    server.setHandler(new GracefulHandler());
                    server.setStopTimeout(limits.idle().toMillis());
                    server.addBean(new NetworkConnectionLimit(limits.connections(), server));
                  });
              config.jetty.modifyServletContextHandler(
                  context -> context.setErrorHandler(new ProblemPage()));
              config.jetty.addConnector((server, http) -> connector(server, http, limits));
              config.requestLogger.http(metrics::record);
              served.forEach(
                  route ->
                      config.routes.addHttpHandler(route.method(), route.path(), route.handler()));
              answerProblems(config, served);
            });
    try {
      javalin.start();
    } catch (RuntimeException e) {
      javalin.stop();
      throw new IllegalArgumentException(
          "cannot listen on %s:%d; is the port in use? choose another with gateway.port"
              .formatted(limits.host(), limits.port()),
          e);
    }
  }

  private static Connector connector(Server server, HttpConfiguration http, Limits limits) {
    http.setSendServerVersion(false);
    http.setSendXPoweredBy(false);
    http.setRequestHeaderSize(HEADER_BYTES);
    // By default a connection takes a value for one that it has seen when only the case differs:
    // a wrong key would become the right one of the request before.
    http.setHeaderCacheCaseSensitive(true);
    http.setUriCompliance(UriCompliance.RFC3986);
    http.addCustomizer(new RequestId());
    ServerConnector connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
    connector.setHost(limits.host());
    connector.setPort(limits.port());
    connector.setIdleTimeout(limits.idle().toMillis());
    connector.addBean(new SlowHeaders(connector.getScheduler(), limits.idle().toMillis()));
    return connector;
  }

  private static void answerProblems(JavalinConfig config, List<Route> routes) {
    config.routes.exception(
        Refusal.class, (refusal, request) -> Answers.problem(request, refusal.problem()));
    config.routes.exception(
        MethodNotAllowedResponse.class,
        (refusal, request) -> {
          request.header("Allow", allowed(routes, request.path()));
          Answers.problem(request, Problem.of(refusal.getStatus()));
        });
    config.routes.exception(
        HttpResponseException.class,
        (refusal, request) -> Answers.problem(request, Problem.of(refusal.getStatus())));
    config.routes.exception(
        Exception.class,
        (failure, request) -> {
          LOG.error("Request {} failed", Answers.requestId(request), failure);
          Answers.problem(request, Problem.of(500));
        });
  }

  /** The methods of the routes that begin as the path does. */
  private static String allowed(List<Route> routes, String path) {
    return routes.stream()
        .filter(route -> first(route.path()).equals(first(path)))
        .map(route -> route.method().name())
        .distinct()
        .collect(Collectors.joining(", "));
  }

  private static String first(String path) {
    int end = path.indexOf('/', 1);
    return end < 0 ? path : path.substring(0, end);
  }

  /** The port that the server listens on. */
  public int port() {
    return javalin.port();
  }

  /** Where the server is found. */
  public String url() {
    return "http://" + limits.host() + ":" + port();
  }

  /** Answers what is under way, then ends. */
  @Override
  public void close() {
    javalin.stop();
  }
}
