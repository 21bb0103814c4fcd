// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.console.replay;

import dev.signalcraft.console.database.Database;
import dev.signalcraft.console.http.HttpServer.Route;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;

/** Replays over HTTP: starting them and looking at them. */
public final class ReplayRoutes {
  private ReplayRoutes() {}

  /**
   * What is served.
   *
   * @param executor runs what follows when a body has come
   */
  public static List<Route> of(
      FlinkAccess access, JobEnds ends, Database database, Executor executor, Clock clock) {
    FlinkCluster flink = access.isThere() ? new FlinkCluster(access) : null;
    ReplayStarts starts = new ReplayStarts();
    List<Route> routes =
        new ArrayList<>(new ReplayApi(new Replays(database, flink, starts), database).routes());
    routes.addAll(new StartApi(access, flink, ends, starts, executor, clock).routes());
    return routes;
  }
}
