// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.functions.ingest;

import dev.signalcraft.domain.config.Integration;
import dev.signalcraft.domain.config.Workspace;
import dev.signalcraft.domain.grouping.GroupKey;
import dev.signalcraft.domain.ingest.AlertEvent;
import dev.signalcraft.domain.ingest.DeadLetter;
import dev.signalcraft.domain.ingest.Ingest;
import dev.signalcraft.domain.ingest.Ingested;
import dev.signalcraft.domain.ingest.Input;
import dev.signalcraft.domain.ingest.RawRecord;
import dev.signalcraft.domain.json.WireName;
import dev.signalcraft.functions.config.ConfigFollower;
import dev.signalcraft.functions.config.ConfigReader;
import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.streaming.api.functions.co.BroadcastProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Runs {@link Ingest} over the records of {@code webhooks} and {@code events}, with the documents
 * that the broadcast config log brings: events go on under their group key, what cannot be read to
 * the side output with its reason.
 *
 * <p>State: none.
 */
public final class IngestFunction extends BroadcastProcessFunction<RawRecord, RawRecord, Input> {
  /** Where records go that cannot be read. */
  public static final OutputTag<DeadLetter> DEAD_LETTERS =
      new OutputTag<>("dead-letters", TypeInformation.of(DeadLetter.class));

  private final ConfigReader config;

  private transient Ingest ingest;
  private transient ConfigFollower follower;
  private transient Counter events;
  private transient Counter withoutEvent;

  private transient Map<DeadLetter.Reason, Counter> deadLetters;

  /** Reads the config log with this reader at its start. */
  @SuppressWarnings("NullAway.Init")
  public IngestFunction(ConfigReader config) {
    this.config = config;
  }

  @Override
  public void open(OpenContext context) throws IOException {
    MetricGroup metrics = getRuntimeContext().getMetricGroup();
    follower = new ConfigFollower(metrics);
    ingest =
        new Ingest(
            follower.follow(Integration.KIND, Integration::read),
            follower.follow(Workspace.KIND, Workspace::read));
    follower.start(config);
    events = metrics.counter("events");
    withoutEvent = metrics.counter("recordsWithoutEvent");
    deadLetters = new EnumMap<>(DeadLetter.Reason.class);
    for (DeadLetter.Reason reason : DeadLetter.Reason.values()) {
      deadLetters.put(
          reason, metrics.addGroup("reason", WireName.of(reason)).counter("deadLetters"));
    }
  }

  @Override
  public void processElement(RawRecord raw, ReadOnlyContext context, Collector<Input> out) {
    follower.judged(raw.logTime());
    Ingested ingested = ingest.read(raw);
    List<AlertEvent> read = ingested.events();
    for (int i = 0; i < read.size(); i++) {
      AlertEvent event = read.get(i);
      out.collect(Input.of(GroupKey.of(event), event));
    }
    events.inc(read.size());
    DeadLetter dead = ingested.deadLetter();
    if (dead != null) {
      Objects.requireNonNull(deadLetters.get(dead.reason())).inc();
      context.output(DEAD_LETTERS, dead);
    } else if (read.isEmpty()) {
      withoutEvent.inc();
    }
  }

  @Override
  public void processBroadcastElement(RawRecord record, Context context, Collector<Input> out) {
    follower.take(record);
  }
}
