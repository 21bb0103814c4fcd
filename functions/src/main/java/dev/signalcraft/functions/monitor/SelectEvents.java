// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.functions.monitor;

import dev.signalcraft.domain.config.ConfigHistory;
import dev.signalcraft.domain.config.Workspace;
import dev.signalcraft.domain.grouping.RecentIds;
import dev.signalcraft.domain.ingest.AlertEvent;
import dev.signalcraft.domain.ingest.Input;
import dev.signalcraft.domain.ingest.MetricSample;
import dev.signalcraft.domain.ingest.RawRecord;
import dev.signalcraft.domain.ingest.Rejection;
import dev.signalcraft.domain.monitor.Monitor;
import dev.signalcraft.domain.monitor.Partial;
import dev.signalcraft.domain.monitor.Selection;
import dev.signalcraft.domain.monitor.Series;
import dev.signalcraft.functions.config.ConfigFollower;
import dev.signalcraft.functions.config.ConfigReader;
import dev.signalcraft.functions.ingest.JsonRecords;
import dev.signalcraft.functions.ingest.KeyedRecord;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.InternalTimer;
import org.apache.flink.streaming.api.operators.InternalTimerService;
import org.apache.flink.streaming.api.operators.Triggerable;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.jspecify.annotations.Nullable;

/**
 * Reads the events of a group key, asks which monitors watch them ({@link Selection}) and adds
 * those of one series, pane and close together before they go to their series. An event whose id is
 * known counts once, as in AlertsJob. What cannot be read is AlertsJob's to park.
 *
 * <p>What is added together goes on before the watermark of its close, before every barrier and at
 * the end.
 *
 * <p>State: the ids of the watched events of a key. Cleared: 24 h after the last of them.
 *
 * <p>Timers: one for that.
 */
public final class SelectEvents extends AbstractStreamOperator<Partial>
    implements TwoInputStreamOperator<KeyedRecord, RawRecord, Partial>,
        Triggerable<String, VoidNamespace>,
        Selection.Taker {
  private final ConfigReader configReader;

  private transient ConfigFollower follower;
  private transient Selection selection;
  private transient JsonRecords<Input> inputs;
  private transient Bundle bundle;
  private transient KnownIds ids;
  private transient InternalTimerService<VoidNamespace> timers;
  private transient List<Taken> taken;
  private transient Counter events;

  /** What one monitor takes of the event at hand. */
  private record Taken(Series series, long close, long pane, double badness, MetricSample sample) {}

  /** Reads the config log with this reader at its start. */
  @SuppressWarnings("NullAway.Init")
  public SelectEvents(ConfigReader configReader) {
    this.configReader = configReader;
  }

  @Override
  public void open() throws Exception {
    super.open();
    MetricGroup metrics = getMetricGroup();
    follower = new ConfigFollower(metrics);
    ConfigHistory<Workspace> workspaces = follower.follow(Workspace.KIND, Workspace::read);
    selection = new Selection(follower.follow(Monitor.KIND, Monitor::read), workspaces);
    follower.start(configReader);
    inputs = new JsonRecords<>(Input.class);
    bundle = new Bundle();
    ids = new KnownIds(getRuntimeContext());
    timers = getInternalTimerService("known-ids", VoidNamespaceSerializer.INSTANCE, this);
    taken = new ArrayList<>();
    events = metrics.counter("watchedEvents");
  }

  @Override
  public void processElement1(StreamRecord<KeyedRecord> element) throws Exception {
    KeyedRecord record = element.getValue();
    long logTime = element.getTimestamp();
    follower.judged(logTime);
    AlertEvent event = event(record);
    if (event == null) {
      return;
    }
    taken.clear();
    selection.select(event, logTime, this);
    if (taken.isEmpty()) {
      return;
    }
    if (ids.lastAt() == null) {
      timers.registerEventTimeTimer(VoidNamespace.INSTANCE, logTime + RecentIds.HORIZON_MILLIS);
    }
    if (ids.learn(RecentIds.hash(event.eventId()), logTime)) {
      return;
    }
    events.inc();
    boolean full = false;
    for (Taken one : taken) {
      full |= bundle.add(one.series(), one.close(), one.pane(), one.badness(), one.sample());
    }
    if (full) {
      flush(Long.MAX_VALUE);
    }
  }

  private @Nullable AlertEvent event(KeyedRecord record) {
    try {
      Input input = inputs.read(record.value());
      return input.groupKey().equals(record.key()) ? input.event() : null;
    } catch (Rejection e) {
      return null;
    }
  }

  @Override
  public void processElement2(StreamRecord<RawRecord> element) {
    follower.take(element.getValue());
  }

  @Override
  public void take(Series series, long close, long pane, double badness, MetricSample sample) {
    taken.add(new Taken(series, close, pane, badness, sample));
  }

  @Override
  public void expect(Series series, long close) {
    throw new IllegalStateException("the ticks of metrics say what is expected");
  }

  @Override
  public void tooLate(Series series, long closedAt, MetricSample sample) {
    throw new IllegalStateException("an event counts in the minute of its log time");
  }

  @Override
  public void onEventTime(InternalTimer<String, VoidNamespace> timer) throws Exception {
    Long lastAt = ids.lastAt();
    if (lastAt != null && lastAt + RecentIds.HORIZON_MILLIS > timer.getTimestamp()) {
      timers.registerEventTimeTimer(VoidNamespace.INSTANCE, lastAt + RecentIds.HORIZON_MILLIS);
    } else {
      ids.clear();
    }
  }

  @Override
  public void onProcessingTime(InternalTimer<String, VoidNamespace> timer) {
    throw new IllegalStateException("no timer here follows a wall clock");
  }

  private void flush(long watermark) {
    bundle.drain(watermark, output);
  }

  @Override
  public void processWatermark(Watermark mark) throws Exception {
    flush(mark.getTimestamp());
    bundle.forgetBefore(mark.getTimestamp());
    super.processWatermark(mark);
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) {
    flush(Long.MAX_VALUE);
  }

  @Override
  public void finish() {
    flush(Long.MAX_VALUE);
  }
}
