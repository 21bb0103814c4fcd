// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.console.http;

import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpResponseException;
import io.javalin.http.MethodNotAllowedResponse;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.eclipse.jetty.http.HttpStatus;
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

/** An HTTP server with bounded threads, connections, headers, bodies and idle times. */
public final class HttpServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);
  private static final int THREADS = 16;
  private static final int CONNECTIONS = 256;
  private static final int HEADER_BYTES = 16 << 10;
  private static final int IDLE_MILLIS = 30_000;
  private static final int STOP_MILLIS = 8_000;

  /** The largest body of a request. */
  public static final int BODY_BYTES = 256 << 10;

  /** What answers a method at a path; {@code GET} answers {@code HEAD} too. */
  public record Route(HandlerType method, String path, Handler handler) {
    private static final Pattern PARAMETER = Pattern.compile("\\{[^}]+}");

    /** What answers {@code GET} and {@code HEAD} at a path. */
    public static Route get(String path, Handler handler) {
      return new Route(HandlerType.GET, path, handler);
    }

    /** What answers {@code POST} at a path. */
    public static Route post(String path, Handler handler) {
      return new Route(HandlerType.POST, path, handler);
    }

    /** What answers {@code PUT} at a path. */
    public static Route put(String path, Handler handler) {
      return new Route(HandlerType.PUT, path, handler);
    }

    /** What answers {@code DELETE} at a path. */
    public static Route delete(String path, Handler handler) {
      return new Route(HandlerType.DELETE, path, handler);
    }

    boolean matches(String other) {
      return other.matches(PARAMETER.matcher(path).replaceAll("[^/]+"));
    }
  }

  private final Javalin javalin;
  private final String host;

  /**
   * Starts to listen.
   *
   * @param gate asked before every request, and ends it with a {@link Refusal}
   * @param routes made with the executor of the server's threads
   * @throws IllegalArgumentException when the address cannot be had
   */
  public HttpServer(
      String host,
      int port,
      Handler gate,
      Function<Executor, List<Route>> routes,
      Metrics metrics) {
    this.host = host;
    QueuedThreadPool threads = new QueuedThreadPool(THREADS, 4, IDLE_MILLIS);
    threads.setName("console");
    threads.setReservedThreads(0);
    List<Route> served = routes.apply(threads);
    javalin =
        Javalin.create(
            config -> {
              config.startup.showJavalinBanner = false;
              config.startup.showOldJavalinVersionWarning = false;
              config.startup.startupWatcherEnabled = false;
              config.http.compressionStrategy = CompressionStrategy.GZIP;
              config.http.prefer405over404 = true;
              config.http.maxRequestSize = BODY_BYTES;
              config.jetty.threadPool = threads;
              config.jetty.modifyServer(
                  server -> {
                    server.setErrorHandler(new ProblemPage());
                    server.setHandler(new GracefulHandler());
                    server.setStopTimeout(STOP_MILLIS);
                    server.addBean(new NetworkConnectionLimit(CONNECTIONS, server));
                  });
              config.jetty.modifyServletContextHandler(
                  context -> context.setErrorHandler(new ProblemPage()));
              config.jetty.addConnector((server, http) -> connector(server, http, host, port));
              config.requestLogger.http(metrics::record);
              config.routes.before(HttpServer::begin);
              config.routes.before(gate);
              for (Route route : served) {
                config.routes.addHttpHandler(route.method(), route.path(), route.handler());
              }
              answerProblems(config, served);
            });
    try {
      javalin.start();
    } catch (RuntimeException e) {
      javalin.stop();
      throw new IllegalArgumentException(
          "cannot listen on %s:%d; is the port in use? choose another with console.port"
              .formatted(host, port),
          e);
    }
  }

  private static Connector connector(Server server, HttpConfiguration http, String host, int port) {
    http.setSendServerVersion(false);
    http.setSendXPoweredBy(false);
    http.setRequestHeaderSize(HEADER_BYTES);
    // By default a connection takes a value for one that it has seen when only the case differs:
    // a wrong token would become the right one of the request before.
    http.setHeaderCacheCaseSensitive(true);
    ServerConnector connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
    connector.setHost(host);
    connector.setPort(port);
    connector.setIdleTimeout(IDLE_MILLIS);
    return connector;
  }

  private static void begin(Context request) {
    Answers.SECURITY_HEADERS.forEach(request::header);
    if (!request.method().equals(HandlerType.POST)
        && request.req().getContentLengthLong() > BODY_BYTES) {
      // What is left of the body would be read as the next request.
      request.header("Connection", "close");
      throw Body.tooLarge();
    }
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
          LOG.error("{} {} failed", request.method(), request.path(), failure);
          Answers.problem(request, Problem.of(HttpStatus.INTERNAL_SERVER_ERROR_500));
        });
  }

  private static String allowed(List<Route> routes, String path) {
    return routes.stream()
        .filter(route -> route.matches(path))
        .map(route -> route.method().equals(HandlerType.GET) ? "GET, HEAD" : route.method().name())
        .collect(Collectors.joining(", "));
  }

  /** The port that the server listens on. */
  public int port() {
    return javalin.port();
  }

  /** Where the server is found, without a slash at the end. */
  public String url() {
    return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port();
  }

  @Override
  public void close() {
    javalin.stop();
  }
}
