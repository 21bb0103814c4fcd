// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.functions.grouping;

import dev.signalcraft.domain.grouping.AlertChange;
import dev.signalcraft.domain.grouping.AlertGroup;
import dev.signalcraft.domain.grouping.ChangeReason;
import dev.signalcraft.domain.grouping.Command;
import dev.signalcraft.domain.grouping.GroupKey;
import dev.signalcraft.domain.grouping.Windows;
import dev.signalcraft.domain.ingest.AlertEvent;
import dev.signalcraft.domain.ingest.DeadLetter;
import dev.signalcraft.domain.ingest.EventDraft;
import dev.signalcraft.domain.ingest.Events;
import dev.signalcraft.domain.ingest.Input;
import dev.signalcraft.domain.ingest.RawRecord;
import dev.signalcraft.domain.json.Json;
import dev.signalcraft.domain.routing.Notification;
import dev.signalcraft.domain.silence.Announcement;
import dev.signalcraft.functions.config.ConfigReader;
import dev.signalcraft.functions.ingest.KeyedRecord;
import dev.signalcraft.functions.ingest.ParseJson;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.groups.OperatorMetricGroup;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.metrics.util.InterceptingOperatorMetricGroup;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.apache.flink.util.OutputTag;

/**
 * The operator of {@link GroupAlerts}, driven by hand: {@code run.send(event, T0)}, {@code
 * run.time(T0.plusSeconds(1))}. It remembers what it has told across restores.
 */
final class GroupAlertsRun implements AutoCloseable {
  static final Windows WINDOWS =
      new Windows(Duration.ofMinutes(30).toMillis(), Duration.ofDays(1).toMillis(), 0);

  static final int MAX_PARALLELISM = 128;

  /** More than any of the tests' logs needs. */
  static final int ROOM = 10_000;

  private final Windows windows;
  private final ConfigReader config;
  private final int cachedRecords;
  private final int subtasks;
  private final int subtask;
  private final List<AlertChange> told = new ArrayList<>();
  private final List<Notification> notifications = new ArrayList<>();
  private final List<Announcement> announcements = new ArrayList<>();
  private KeyedTwoInputStreamOperatorTestHarness<String, KeyedRecord, RawRecord, AlertChange>
      harness;
  private InterceptingOperatorMetricGroup metrics;
  private long sent;
  private boolean rocksDb;

  private GroupAlertsRun(
      Windows windows, ConfigReader config, int cachedRecords, int subtasks, int subtask) {
    this.windows = windows;
    this.config = config;
    this.cachedRecords = cachedRecords;
    this.subtasks = subtasks;
    this.subtask = subtask;
  }

  /** One subtask with the windows of production and no rules. */
  static GroupAlertsRun open() throws Exception {
    return open(WINDOWS, List::of);
  }

  static GroupAlertsRun open(Windows windows, ConfigReader config) throws Exception {
    return open(windows, config, 1, 0, null);
  }

  /** One subtask that keeps so many records decoded. */
  static GroupAlertsRun caching(int cachedRecords, Windows windows, ConfigReader config)
      throws Exception {
    return caching(cachedRecords, windows, config, 1, 0, null);
  }

  /** One of several subtasks, with the state that falls to it. */
  static GroupAlertsRun open(
      Windows windows, ConfigReader config, int subtasks, int subtask, OperatorSubtaskState state)
      throws Exception {
    return caching(ROOM, windows, config, subtasks, subtask, state);
  }

  /** One of several subtasks that keep so many records decoded. */
  static GroupAlertsRun caching(
      int cachedRecords,
      Windows windows,
      ConfigReader config,
      int subtasks,
      int subtask,
      OperatorSubtaskState state)
      throws Exception {
    GroupAlertsRun run = new GroupAlertsRun(windows, config, cachedRecords, subtasks, subtask);
    run.start(state);
    return run;
  }

  /** One subtask whose state lies in RocksDB. */
  static GroupAlertsRun onRocksDb(
      int cachedRecords, Windows windows, ConfigReader config, OperatorSubtaskState state)
      throws Exception {
    GroupAlertsRun run = new GroupAlertsRun(windows, config, cachedRecords, 1, 0);
    run.rocksDb = true;
    run.start(state);
    return run;
  }

  private void start(OperatorSubtaskState state) throws Exception {
    metrics = new InterceptingOperatorMetricGroup();
    harness =
        new KeyedTwoInputStreamOperatorTestHarness<>(
            new Watched(windows, config, cachedRecords, metrics),
            KeyedRecord::key,
            record -> "",
            Types.STRING,
            MAX_PARALLELISM,
            subtasks,
            subtask);
    if (rocksDb) {
      harness.setStateBackend(new EmbeddedRocksDBStateBackend());
    }
    harness.setup();
    if (state != null) {
      harness.initializeState(state);
    }
    harness.open();
  }

  void send(AlertEvent event, Instant at) throws Exception {
    send(Input.of(GroupKey.of(event), event), at);
  }

  void send(EventDraft draft, Instant at) throws Exception {
    send(Events.build(draft), at);
  }

  void send(Command command, Instant at) throws Exception {
    send(Input.of(command), at);
  }

  void send(Input input, Instant at) throws Exception {
    send(input.groupKey(), Json.mapper().writeValueAsBytes(input), at);
  }

  /** Whatever lies in the log under a key. */
  void send(String key, byte[] value, Instant at) throws Exception {
    harness.processElement1(new KeyedRecord(key, 0, sent++, value), at.toEpochMilli());
  }

  /** A record of the config log comes by broadcast. */
  void follow(RawRecord record) throws Exception {
    harness.processElement2(record, 0);
  }

  /** Time passes in silence. */
  void time(Instant at) throws Exception {
    harness.processWatermark1(new Watermark(at.toEpochMilli()));
    harness.processWatermark2(Watermark.MAX_WATERMARK);
  }

  OperatorSubtaskState snapshot() throws Exception {
    harness.prepareSnapshotPreBarrier(1);
    return harness.snapshot(1, 1);
  }

  /** The log ends, and a savepoint is taken of what that leaves. */
  OperatorSubtaskState drain() throws Exception {
    harness.getOperator().finish();
    return snapshot();
  }

  /** Ends the process and goes on in another with what a checkpoint holds. */
  void restore() throws Exception {
    OperatorSubtaskState state = snapshot();
    close();
    start(state);
  }

  /** All that it has told so far. */
  List<AlertChange> told() {
    List<AlertChange> all = new ArrayList<>(told);
    all.addAll(harness.extractOutputValues());
    return all;
  }

  /** What went out by {@link GroupAlerts#NOTIFICATIONS} so far. */
  List<Notification> notifications() {
    List<Notification> all = new ArrayList<>(notifications);
    all.addAll(sideOutput(GroupAlerts.NOTIFICATIONS));
    return all;
  }

  /** What went out by {@link GroupAlerts#ANNOUNCEMENTS} so far. */
  List<Announcement> announcements() {
    List<Announcement> all = new ArrayList<>(announcements);
    all.addAll(sideOutput(GroupAlerts.ANNOUNCEMENTS));
    return all;
  }

  private <T> List<T> sideOutput(OutputTag<T> tag) {
    Queue<StreamRecord<T>> records = harness.getSideOutput(tag);
    return records == null ? List.of() : records.stream().map(StreamRecord::getValue).toList();
  }

  List<ChangeReason> reasons() {
    return told().stream()
        .filter(change -> change.kind() == AlertChange.Kind.CHANGE)
        .map(change -> change.change().reason())
        .toList();
  }

  /** The newest row that it has told of any group. */
  AlertGroup group() {
    return told().stream()
        .filter(change -> change.group() != null)
        .reduce((a, b) -> b)
        .orElseThrow()
        .group();
  }

  /** What was parked so far. */
  List<DeadLetter> deadLetters() {
    return sideOutput(ParseJson.DEAD_LETTERS);
  }

  /** Of what a checkpoint holds. */
  int stateEntries() throws Exception {
    harness.prepareSnapshotPreBarrier(1);
    return harness.numKeyedStateEntries();
  }

  /** Of those that a checkpoint holds. */
  int timers() throws Exception {
    harness.prepareSnapshotPreBarrier(1);
    return harness.numEventTimeTimers();
  }

  /** A counter of the operator since its last start. */
  long count(String counter) {
    return ((Counter) metrics.get(counter)).getCount();
  }

  @Override
  public void close() throws Exception {
    told.addAll(harness.extractOutputValues());
    notifications.addAll(sideOutput(GroupAlerts.NOTIFICATIONS));
    announcements.addAll(sideOutput(GroupAlerts.ANNOUNCEMENTS));
    harness.close();
  }

  /** With counters that can be read. */
  private static final class Watched extends GroupAlerts {
    private final transient InterceptingOperatorMetricGroup watched;

    Watched(
        Windows windows,
        ConfigReader config,
        int cachedRecords,
        InterceptingOperatorMetricGroup watched) {
      super(windows, config, cachedRecords);
      this.watched = watched;
    }

    @Override
    public OperatorMetricGroup getMetricGroup() {
      return watched;
    }
  }
}
