// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.console.replay;

import dev.signalcraft.console.database.Database;
import dev.signalcraft.console.replay.FlinkCluster.Job;
import dev.signalcraft.domain.replay.Replay;
import dev.signalcraft.domain.replay.ReplaySpan;
import dev.signalcraft.sql.replay.ReplayQueries;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How replays stand: by their rows, by their jobs in Flink, and by what was begun here. */
final class Replays {
  private static final Logger LOG = LoggerFactory.getLogger(Replays.class);
  private static final String GONE =
      "Flink does not know its job: it was lost, or runs in another cluster";

  private final Database database;
  private final @Nullable FlinkCluster flink;
  private final ReplayStarts starts;

  Replays(Database database, @Nullable FlinkCluster flink, ReplayStarts starts) {
    this.database = database;
    this.flink = flink;
    this.starts = starts;
  }

  /** One of them; null where there is none. */
  @Nullable ReplayStatus find(String workspace, String replayId)
      throws SQLException, InterruptedException {
    // In this order: what is no longer pending has a job, and a job that has ended has written all
    // that it will ever write.
    Set<String> pending = starts.pending();
    Map<String, Job> jobs = jobs();
    ReplayStatus known = starts.find(workspace, replayId);
    Job job = jobs == null ? null : jobs.get(ReplaySpan.jobName(workspace, replayId));
    Replay row =
        database.<@Nullable Replay>ask(
            connection -> ReplayQueries.find(connection, workspace, replayId));
    if (row != null) {
      known = ReplayStatus.of(row);
    } else if (known == null && job != null) {
      known = ReplayStatus.begun(replayId, workspace);
    }
    return known == null || jobs == null || pending.contains(replayId)
        ? known
        : judged(known, job, true);
  }

  /** The newest ones. */
  List<ReplayStatus> newest(String workspace, int limit) throws SQLException, InterruptedException {
    Set<String> pending = starts.pending();
    Map<String, Job> jobs = jobs();
    Map<String, ReplayStatus> rows = new LinkedHashMap<>();
    for (Replay row :
        database.ask(connection -> ReplayQueries.newest(connection, workspace, limit))) {
      rows.put(row.span().replayId(), ReplayStatus.of(row));
    }
    List<ReplayStatus> all = new ArrayList<>();
    for (ReplayStatus start : starts.all(workspace)) {
      String id = start.replayId();
      Job job = jobs == null ? null : jobs.get(ReplaySpan.jobName(workspace, id));
      // One whose row is only too old for the page has begun long ago.
      boolean beginning = pending.contains(id) || (job != null && !job.isFinished());
      if (!rows.containsKey(id) && (start.isOver() || beginning)) {
        all.add(start);
      }
    }
    all.addAll(rows.values());
    List<ReplayStatus> judged = new ArrayList<>();
    for (ReplayStatus known : all.subList(0, Math.min(limit, all.size()))) {
      String id = known.replayId();
      judged.add(
          jobs == null || pending.contains(id)
              ? known
              : judged(known, jobs.get(ReplaySpan.jobName(workspace, id)), false));
    }
    return judged;
  }

  /**
   * The id of one of a workspace that runs in Flink; null where none does.
   *
   * @throws IOException where Flink does not say
   */
  static @Nullable String running(FlinkCluster flink, String workspace)
      throws IOException, InterruptedException {
    String prefix = ReplaySpan.jobName(workspace, "");
    for (Job job : flink.jobs()) {
      if (job.name().startsWith(prefix) && !job.isOver()) {
        return job.name().substring(prefix.length());
      }
    }
    return null;
  }

  private ReplayStatus judged(ReplayStatus known, @Nullable Job job, boolean withReason)
      throws InterruptedException {
    if (known.isOver()) {
      return job == null || job.isOver() ? known : known.ending();
    }
    if (job == null) {
      return known.failed(GONE);
    }
    String why = withReason && job.hasFault() ? fault(job) : "see Flink's job " + job.id();
    return switch (job.state()) {
      case "FAILED" -> known.failed(why);
      case "CANCELED" -> known.failed("it was cancelled in Flink");
      case "FINISHED" -> known.failed("its job has ended without a result");
      default -> job.hasFault() ? known.hindered(why) : known;
    };
  }

  private String fault(Job job) throws InterruptedException {
    try {
      return flink == null ? "" : flink.fault(job.id());
    } catch (IOException e) {
      LOG.warn("Flink does not say why job {} failed: {}", job.id(), e.toString());
      return "Flink does not say why";
    }
  }

  /** The newest job of each name; null where there is no cluster, or it does not answer. */
  private @Nullable Map<String, Job> jobs() throws InterruptedException {
    if (flink == null) {
      return null;
    }
    try {
      Map<String, Job> jobs = new LinkedHashMap<>();
      for (Job job : flink.jobs()) {
        jobs.merge(job.name(), job, (a, b) -> a.startMillis() >= b.startMillis() ? a : b);
      }
      return jobs;
    } catch (IOException e) {
      LOG.warn("Flink does not answer: {}", e.toString());
      return null;
    }
  }
}
