// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.jobs.replay;

import dev.signalcraft.domain.config.ConfigRecord;
import dev.signalcraft.domain.grouping.AlertChange;
import dev.signalcraft.domain.grouping.AlertGroup;
import dev.signalcraft.domain.grouping.Windows;
import dev.signalcraft.domain.ingest.RawRecord;
import dev.signalcraft.domain.routing.Notification;
import dev.signalcraft.functions.time.LastMoment;
import dev.signalcraft.functions.time.LogTime;
import dev.signalcraft.jobs.grouping.AlertsJob;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * What is decided about the history in a file, by the operators of {@link AlertsJob}, in this
 * process. Time ends a second after its last line.
 */
public final class FileReplay {
  /** Beyond so many lines state lies on the disk: the memory of a command is small. */
  private static final long HEAP_LINES = 200_000;

  private FileReplay() {}

  /** Takes what is decided, from several threads at once. */
  public interface Taker {
    /** A group as it stands now; of one group they come in their order. */
    void group(AlertGroup group);

    /** Somebody is told. */
    void told(Notification notification);
  }

  /**
   * What it comes to.
   *
   * @param groups each as it stands at last, in order of their opening
   * @param notifications in order of time and group
   */
  public record Result(List<AlertGroup> groups, List<Notification> notifications) {}

  /**
   * Decides about a file and keeps all that it comes to.
   *
   * @see #run(Path, List, Windows, int, Path, Taker)
   */
  public static Result run(
      Path file, List<ConfigRecord> with, Windows windows, int parallelism, Path temporary)
      throws Exception {
    Gatherer gatherer = new Gatherer();
    run(file, with, windows, parallelism, temporary, gatherer);
    return gatherer.result();
  }

  /**
   * Decides about a file.
   *
   * @param with documents that are in force from before the first line
   * @param windows for groups whose rules say nothing else
   * @param temporary a directory for state; the caller deletes it
   * @param taker what it does not keep needs no memory, however long the history is
   * @throws dev.signalcraft.domain.replay.BadLineException which line is wrong and what to do
   * @throws IOException where the file cannot be read
   */
  public static void run(
      Path file,
      List<ConfigRecord> with,
      Windows windows,
      int parallelism,
      Path temporary,
      Taker taker)
      throws Exception {
    History history = History.of(file, with);
    if (history.lines() > 0) {
      decide(file, with, history, windows, parallelism, temporary, taker);
    }
  }

  private static void decide(
      Path file,
      List<ConfigRecord> with,
      History history,
      Windows windows,
      int parallelism,
      Path temporary,
      Taker taker)
      throws Exception {
    boolean large = history.lines() > HEAP_LINES;
    Configuration settings =
        Configuration.fromMap(
            Map.of(
                "pipeline.generic-types", "false",
                "pipeline.auto-generate-uids", "false",
                "pipeline.object-reuse", "true",
                "restart-strategy.type", "none",
                "state.backend.type", large ? "rocksdb" : "hashmap",
                "io.tmp.dirs", temporary.toString()));
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.createLocalEnvironment(parallelism, settings);
    DataStream<RawRecord> lines =
        env.fromSource(
                new DataGeneratorSource<>(
                    new ReadHistory(file, with),
                    history.lines(),
                    TypeInformation.of(RawRecord.class)),
                LogTime.<RawRecord>watermarks()
                    .withTimestampAssigner((record, none) -> record.logTime()),
                "history")
            .uid("history")
            .setParallelism(1)
            // One way for each key: what is read in turn stays in turn.
            .partitionCustom((key, ways) -> Math.floorMod(key.hashCode(), ways), ReadHistory::keyOf)
            .transform(
                "last-moment", TypeInformation.of(RawRecord.class), new LastMoment<>(history.end()))
            .uid("last-moment");
    AlertsJob.Decided decided =
        AlertsJob.decide(lines, KnownConfig.nothingMore(env), history.config(), windows);
    try (Gathered<AlertChange> changes = new Gathered<>(change -> take(change, taker));
        Gathered<Notification> told = new Gathered<>(taker::told)) {
      decided.changes().sinkTo(changes).uid("alert-changes").name("alert-changes");
      decided.notifications().sinkTo(told).uid("notifications").name("notifications");
      env.execute("file-replay");
    }
  }

  private static void take(AlertChange change, Taker taker) {
    AlertGroup group = change.group();
    if (group != null) {
      taker.group(group);
    }
  }

  private static final class Gatherer implements Taker {
    private final Map<String, AlertGroup> groups = new ConcurrentHashMap<>();
    private final Queue<Notification> notifications = new ConcurrentLinkedQueue<>();

    @Override
    public void group(AlertGroup group) {
      groups.put(group.groupId(), group);
    }

    @Override
    public void told(Notification notification) {
      notifications.add(notification);
    }

    Result result() {
      Collection<AlertGroup> all = groups.values();
      return new Result(
          all.stream()
              .sorted(Comparator.comparing(AlertGroup::openedAt).thenComparing(AlertGroup::groupId))
              .toList(),
          notifications.stream()
              .sorted(
                  Comparator.comparing(Notification::at)
                      .thenComparing(Notification::groupId)
                      .thenComparing(Notification::sequence)
                      .thenComparing(Notification::channel)
                      .thenComparing(Notification::notificationId))
              .toList());
    }
  }
}
