// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.functions.monitor;

import dev.signalcraft.domain.config.ConfigHistory;
import dev.signalcraft.domain.config.Workspace;
import dev.signalcraft.domain.ingest.DeadLetter;
import dev.signalcraft.domain.ingest.MetricSample;
import dev.signalcraft.domain.ingest.MetricSamples;
import dev.signalcraft.domain.ingest.RawRecord;
import dev.signalcraft.domain.ingest.Rejection;
import dev.signalcraft.domain.json.WireName;
import dev.signalcraft.domain.json.WireTime;
import dev.signalcraft.domain.monitor.Monitor;
import dev.signalcraft.domain.monitor.Partial;
import dev.signalcraft.domain.monitor.Selection;
import dev.signalcraft.domain.monitor.Series;
import dev.signalcraft.domain.slo.Slo;
import dev.signalcraft.domain.slo.SloSelection;
import dev.signalcraft.functions.config.ConfigFollower;
import dev.signalcraft.functions.config.ConfigReader;
import dev.signalcraft.functions.slo.EventBundle;
import dev.signalcraft.functions.slo.WatchObjectives;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * Reads the records of {@code metrics}, asks which monitors watch them ({@link Selection}) and
 * which objectives count them ({@link SloSelection}), and adds the samples of one series, pane and
 * close together before they go to their series. What cannot be read, and what comes too late, goes
 * to the side output with its reason.
 *
 * <p>What is added together goes on before the watermark of its close, before every barrier and at
 * the end.
 *
 * <p>State: none.
 */
public final class SelectSamples extends AbstractStreamOperator<Partial>
    implements TwoInputStreamOperator<RawRecord, RawRecord, Partial>, Selection.Taker {
  /** Series that ask to be watched at a close; also of {@link SelectEvents}. */
  public static final OutputTag<Partial> CANDIDATES = Bundle.CANDIDATES;

  /** Where records go that cannot be counted. */
  public static final OutputTag<DeadLetter> DEAD_LETTERS =
      new OutputTag<>("dead-letters", TypeInformation.of(DeadLetter.class));

  private final ConfigReader configReader;

  private transient ConfigFollower follower;
  private transient MetricSamples reader;
  private transient Selection selection;
  private transient Bundle bundle;
  private transient EventBundle events;
  private transient Counter samples;
  private transient Map<DeadLetter.Reason, Counter> deadLetters;
  private transient RawRecord raw;
  private transient boolean parked;

  /** Reads the config log with this reader at its start. */
  @SuppressWarnings("NullAway.Init")
  public SelectSamples(ConfigReader configReader) {
    this.configReader = configReader;
  }

  @Override
  public void open() throws Exception {
    super.open();
    MetricGroup metrics = getMetricGroup();
    follower = new ConfigFollower(metrics);
    ConfigHistory<Workspace> workspaces = follower.follow(Workspace.KIND, Workspace::read);
    selection = new Selection(follower.follow(Monitor.KIND, Monitor::read), workspaces);
    reader = new MetricSamples(workspaces);
    bundle = new Bundle();
    events =
        new EventBundle(
            new SloSelection(follower.follow(Slo.KIND, Slo::read), workspaces),
            (series, closedAt, sample) -> parkLate("the SLO ", series, closedAt, sample));
    follower.start(configReader);
    samples = metrics.counter("samples");
    deadLetters = new EnumMap<>(DeadLetter.Reason.class);
    for (DeadLetter.Reason reason : DeadLetter.Reason.values()) {
      deadLetters.put(
          reason, metrics.addGroup("reason", WireName.of(reason)).counter("deadLetters"));
    }
  }

  @Override
  public void processElement1(StreamRecord<RawRecord> element) {
    raw = element.getValue();
    parked = false;
    follower.judged(raw.logTime());
    try {
      MetricSample sample = reader.read(raw.value(), raw.logTime());
      if (sample == null) {
        // A tick, and one comes every second.
        selection.expected(raw.logTime(), this);
      } else {
        samples.inc();
        selection.select(sample, raw.logTime(), this);
        if (events.add(sample, raw.logTime())) {
          flush(Long.MAX_VALUE);
        }
      }
    } catch (Rejection e) {
      park(null, e.reason(), e.detail());
    }
  }

  @Override
  public void processElement2(StreamRecord<RawRecord> element) {
    follower.take(element.getValue());
  }

  @Override
  public void take(Series series, long close, long pane, double badness, MetricSample sample) {
    if (bundle.add(series, close, pane, badness, sample)) {
      flush(Long.MAX_VALUE);
    }
  }

  @Override
  public void expect(Series series, long close) {
    bundle.expect(series, close, output);
  }

  @Override
  public void tooLate(Series series, long closedAt, MetricSample sample) {
    parkLate("the monitor ", series, closedAt, sample);
  }

  private void parkLate(String whose, Series series, long closedAt, MetricSample sample) {
    if (!parked) {
      parked = true;
      park(
          sample.workspace(),
          DeadLetter.Reason.WRONG_TIME,
          "too late for %s%s: its minute closed at %s"
              .formatted(whose, series.monitor(), WireTime.format(Instant.ofEpochMilli(closedAt))));
    }
  }

  private void park(@Nullable String workspace, DeadLetter.Reason reason, String detail) {
    Objects.requireNonNull(deadLetters.get(reason)).inc();
    output.collect(
        DEAD_LETTERS,
        new StreamRecord<>(DeadLetter.of(raw, workspace, null, reason, detail), raw.logTime()));
  }

  private void flush(long watermark) {
    bundle.drain(watermark, output);
    events.drain(watermark, one -> output.collect(WatchObjectives.EVENTS, new StreamRecord<>(one)));
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
