// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.examples;

import dev.signalcraft.domain.config.ConfigRecord;
import dev.signalcraft.domain.ingest.AlertEvent;
import dev.signalcraft.domain.ingest.EventDraft;
import dev.signalcraft.domain.ingest.Events;
import dev.signalcraft.domain.ingest.MetricSample;
import dev.signalcraft.domain.monitor.Monitor;
import dev.signalcraft.domain.monitor.MonitorRun;
import dev.signalcraft.domain.slo.SloRun;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Measurements and events, minute by minute from a start, and what a document makes of them. */
public final class Traffic {
  private static final long MINUTE = 60_000;

  private final long start;
  private final List<Arrival> arrivals = new ArrayList<>();
  private int minutes;

  /**
   * What comes at a log time.
   *
   * @param sample null for an event
   * @param event null for a sample
   */
  public record Arrival(long logTime, MetricSample sample, AlertEvent event) {}

  /** So many of a sort, in each minute. */
  public interface Batch {
    /** How many. */
    int count();

    /** The nth of all, which happens at a time. */
    Arrival at(long time, int n);
  }

  /** What is measured. */
  public record Metric(String name, String unit, Map<String, String> tags) {
    /** Without tags. */
    public static Metric of(String name, String unit) {
      return new Metric(name, unit, Map.of());
    }

    /** With one more tag. */
    public Metric tag(String tag, String value) {
      Map<String, String> more = new HashMap<>(tags);
      more.put(tag, value);
      return new Metric(name, unit, Map.copyOf(more));
    }

    /** So many of a value that went well. */
    public Batch ok(int count, double value) {
      return new Samples(this, count, value, MetricSample.Outcome.OK);
    }

    /** So many of a value that failed. */
    public Batch failed(int count, double value) {
      return new Samples(this, count, value, MetricSample.Outcome.ERROR);
    }
  }

  private record Samples(Metric metric, int count, double value, MetricSample.Outcome outcome)
      implements Batch {
    @Override
    public Arrival at(long time, int n) {
      MetricSample sample =
          new MetricSample(
              "default",
              "hub",
              "production",
              metric.name(),
              value,
              metric.unit(),
              outcome,
              Instant.ofEpochMilli(time),
              metric.tags());
      return new Arrival(time + 1_000, sample, null);
    }
  }

  private record Reported(int count, UnaryOperator<EventDraft> more) implements Batch {
    @Override
    public Arrival at(long time, int n) {
      EventDraft draft =
          new EventDraft("default", "app", time)
              .project("hub")
              .environment("production")
              .sourceEventId("e" + n)
              .title("Broken");
      return new Arrival(time, null, Events.build(more.apply(draft)));
    }
  }

  private Traffic(long start) {
    this.start = start;
  }

  /** None yet, from a whole minute on. */
  public static Traffic from(long start) {
    return new Traffic(start);
  }

  /** So many events, errors where nothing else is said. */
  public static Batch events(int count, UnaryOperator<EventDraft> more) {
    return new Reported(count, more);
  }

  /** This in each minute of {@code [from, to)}, spread over it. */
  public Traffic during(int from, int to, Batch... batches) {
    for (int m = from; m < to; m++) {
      for (Batch batch : batches) {
        for (int i = 0; i < batch.count(); i++) {
          long time = start + m * MINUTE + i * MINUTE / batch.count();
          arrivals.add(batch.at(time, arrivals.size()));
        }
      }
    }
    return until(to);
  }

  /** This in a minute. */
  public Traffic at(int minute, Batch... batches) {
    return during(minute, minute + 1, batches);
  }

  /** Nothing more, but time goes on. */
  public Traffic until(int minute) {
    minutes = Math.max(minutes, minute);
    return this;
  }

  /** All of it in the order of its log time. */
  public List<Arrival> arrivals() {
    return arrivals.stream().sorted(Comparator.comparingLong(Arrival::logTime)).toList();
  }

  /** The alerts of a document by the end of the last minute. */
  List<AlertEvent> alerts(ConfigRecord document) {
    return document.kind().equals(Monitor.KIND)
        ? watched(document).alerts
        : counted(document).alerts;
  }

  /** What a document tells, each as {@code 5 medium}: after so many minutes. */
  List<String> told(ConfigRecord document) {
    return document.kind().equals(Monitor.KIND)
        ? watched(document).told()
        : counted(document).told();
  }

  private MonitorRun watched(ConfigRecord document) {
    MonitorRun run = new MonitorRun(String.valueOf(document.spec()));
    for (Arrival arrival : arrivals()) {
      run.advanceTo(arrival.logTime() - 1);
      if (arrival.event() == null) {
        run.arrive(arrival.sample(), arrival.logTime());
      } else {
        run.arrive(arrival.event());
      }
    }
    return run.advanceTo(lastClose());
  }

  private SloRun counted(ConfigRecord document) {
    SloRun run = new SloRun(String.valueOf(document.spec()));
    for (Arrival arrival : arrivals()) {
      run.advanceTo(arrival.logTime() - 1);
      if (arrival.event() == null) {
        run.arrive(arrival.sample(), arrival.logTime());
      }
    }
    return run.advanceTo(lastClose());
  }

  private long lastClose() {
    return start + minutes * MINUTE + 10_000;
  }
}
