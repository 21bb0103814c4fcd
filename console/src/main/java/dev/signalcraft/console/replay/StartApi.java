// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.console.replay;

import dev.signalcraft.console.access.Gate;
import dev.signalcraft.console.http.Answers;
import dev.signalcraft.console.http.Body;
import dev.signalcraft.console.http.HttpServer.Route;
import dev.signalcraft.console.http.Parameters;
import dev.signalcraft.console.http.Problem;
import dev.signalcraft.console.http.Refusal;
import dev.signalcraft.domain.replay.ReplaySpan;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpStatus;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts replays, one of a workspace at a time. Flink runs the entry of a job before it answers,
 * which may take longer than a request: then the replay is shown as starting.
 */
final class StartApi {
  private static final Logger LOG = LoggerFactory.getLogger(StartApi.class);
  private static final int WAIT_SECONDS = 10;

  private final FlinkAccess access;
  private final @Nullable FlinkCluster flink;
  private final JobEnds ends;
  private final ReplayStarts starts;
  private final Executor executor;
  private final Clock clock;
  private final ExecutorService starting =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "replay-start");
            thread.setDaemon(true);
            return thread;
          });

  /**
   * Starts them in a cluster.
   *
   * @param flink null where there is none
   * @param executor runs what follows when the body has come
   */
  StartApi(
      FlinkAccess access,
      @Nullable FlinkCluster flink,
      JobEnds ends,
      ReplayStarts starts,
      Executor executor,
      Clock clock) {
    this.access = access;
    this.flink = flink;
    this.ends = ends;
    this.starts = starts;
    this.executor = executor;
    this.clock = clock;
  }

  List<Route> routes() {
    return List.of(Route.post(ReplayApi.ALL, this::start));
  }

  private void start(Context request) {
    request.future(
        () ->
            Body.read(request)
                .thenApplyAsync(body -> accept(request, body), executor)
                // Not on the server's threads: there are few of them.
                .thenComposeAsync(this::begin, starting)
                .handle(
                    (status, failure) -> {
                      answer(request, status, failure);
                      return null;
                    }));
  }

  private ReplayRequest accept(Context request, byte[] body) {
    new Parameters(request, Set.of()).check();
    Body.requireJson(request, body);
    ReplayRequest asked = ReplayRequest.read(body, Gate.workspace(request), clock.instant());
    if (flink == null) {
      throw closed("This console does not start jobs: flink-url is not set.", asked);
    }
    return asked;
  }

  private CompletableFuture<ReplayStatus> begin(ReplayRequest asked) {
    FlinkCluster cluster = Objects.requireNonNull(flink);
    ReplaySpan span = asked.span();
    boolean candidate = !asked.candidate().isEmpty();
    String other = starts.begin(span, candidate);
    if (other != null) {
      throw running(other);
    }
    boolean reserved = true;
    try {
      String present = Replays.running(cluster, span.workspace());
      if (present != null) {
        throw running(present);
      }
      cluster.requireOpen();
      reserved = false;
    } catch (FlinkCluster.ClosedException e) {
      throw closed(e.getMessage() + ".", asked);
    } catch (IOException e) {
      LOG.warn("Flink does not answer: {}", e.toString());
      throw new Refusal(
          HttpStatus.SERVICE_UNAVAILABLE_503,
          "Flink does not answer, so nothing was started; try again soon.");
    } catch (InterruptedException e) {
      throw interrupted(e);
    } finally {
      if (reserved) {
        starts.forget(span);
      }
    }
    ReplayStatus begun = ReplayStatus.begun(span, candidate, null);
    return CompletableFuture.supplyAsync(() -> run(cluster, asked), starting)
        .completeOnTimeout(begun, WAIT_SECONDS, TimeUnit.SECONDS);
  }

  private ReplayStatus run(FlinkCluster cluster, ReplayRequest asked) {
    ReplaySpan span = asked.span();
    boolean candidate = !asked.candidate().isEmpty();
    try {
      cluster.run(FlinkRun.ENTRY_CLASS, FlinkRun.arguments(asked, access.jobConfig()));
      starts.end(span, null);
      return ReplayStatus.begun(span, candidate, null);
    } catch (FlinkCluster.ClosedException e) {
      starts.end(span, e.getMessage());
      throw closed(e.getMessage() + ".", asked);
    } catch (IOException e) {
      LOG.warn("Replay {} does not start", span.replayId(), e);
      String fault = String.valueOf(e.getMessage());
      starts.end(span, fault);
      return ReplayStatus.begun(span, candidate, fault);
    } catch (InterruptedException e) {
      starts.end(span, "the console was stopped");
      throw interrupted(e);
    }
  }

  private static IllegalStateException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new IllegalStateException(e);
  }

  private static Refusal running(String replayId) {
    return new Refusal(
        HttpStatus.CONFLICT_409,
        "Replay " + replayId + " of this workspace is running; ask again when it is over.");
  }

  private Refusal closed(String why, ReplayRequest asked) {
    return new Refusal(
        Problem.byHand(
            HttpStatus.NOT_IMPLEMENTED_501,
            why
                + " Run command where Flink's command line and the jar are; replay "
                + asked.span().replayId()
                + " then shows its result.",
            FlinkRun.line(asked, ends, access.jobConfig())));
  }

  private static void answer(
      Context request, @Nullable ReplayStatus status, @Nullable Throwable failure) {
    if (status != null) {
      request.status(HttpStatus.ACCEPTED_202);
      request.header("Location", ReplayApi.ALL + "/" + status.replayId());
      Answers.json(request, status);
      return;
    }
    Throwable cause = failure;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    if (cause instanceof Refusal refusal) {
      Answers.problem(request, refusal.problem());
      return;
    }
    LOG.error("A replay was not started", cause);
    Answers.problem(request, Problem.of(HttpStatus.INTERNAL_SERVER_ERROR_500));
  }
}
