// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.jobs.monitor;

import dev.signalcraft.domain.grouping.GroupKey;
import dev.signalcraft.domain.ingest.AlertEvent;
import dev.signalcraft.domain.ingest.DeadLetter;
import dev.signalcraft.domain.ingest.Input;
import dev.signalcraft.domain.ingest.RawRecord;
import dev.signalcraft.domain.json.Json;
import dev.signalcraft.domain.monitor.MetricWindow;
import dev.signalcraft.domain.slo.SloWindow;
import dev.signalcraft.functions.config.ConfigReader;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;

/**
 * The whole job over what came between two times.
 *
 * @param parallelism as many partitions has each topic
 */
record WholeJob(ConfigReader config, int parallelism, long from, long to) {
  private static final byte[] TICK =
      "{\"kind\":\"tick\",\"groupKey\":\"\"}".getBytes(StandardCharsets.UTF_8);
  private static final Queue<MetricWindow> WINDOWS = new ConcurrentLinkedQueue<>();
  private static final Queue<SloWindow> OBJECTIVES = new ConcurrentLinkedQueue<>();
  private static final Queue<Input> ALERTS = new ConcurrentLinkedQueue<>();
  private static final Queue<DeadLetter> DEAD = new ConcurrentLinkedQueue<>();

  /** What it wrote by the end, each as JSON, sorted. */
  record Written(
      List<String> windows, List<String> objectives, List<String> alerts, List<String> dead) {}

  /** A measurement, as it lies in its topic. */
  static RawRecord sample(long logTime, byte[] json) {
    return new RawRecord("signalcraft.metrics.v1", 0, logTime, logTime, Map.of(), null, json);
  }

  /** An event, as it lies in its topic. */
  static RawRecord input(long logTime, AlertEvent event) throws Exception {
    Input input = Input.of(GroupKey.of(event), event);
    byte[] value = Json.mapper().writeValueAsBytes(input);
    return new RawRecord("inputs", 0, logTime, logTime, Map.of(), input.groupKey(), value);
  }

  /** Deals a log out to partitions, each with a tick a second, as the job itself writes them. */
  List<List<RawRecord>> partitions(List<RawRecord> log) {
    List<List<RawRecord>> partitions = new ArrayList<>();
    Random random = new Random(parallelism);
    for (int p = 0; p < parallelism; p++) {
      List<RawRecord> ticks = new ArrayList<>();
      for (long t = from; t <= to + 120_000; t += 1_000) {
        ticks.add(sample(t, TICK));
      }
      partitions.add(ticks);
    }
    for (RawRecord record : log) {
      String key = record.key();
      int partition =
          key == null ? random.nextInt(parallelism) : Math.floorMod(key.hashCode(), parallelism);
      partitions.get(partition).add(record);
    }
    partitions.forEach(one -> one.sort(Comparator.comparingLong(RawRecord::logTime)));
    return partitions;
  }

  /** Runs over these partitions, and is killed so often. */
  Written run(PartitionedLog metrics, PartitionedLog inputs, int kills) throws Exception {
    WINDOWS.clear();
    OBJECTIVES.clear();
    ALERTS.clear();
    DEAD.clear();
    Configuration configuration = new Configuration();
    configuration.setString("pipeline.auto-watermark-interval", "1ms");
    configuration.setString("pipeline.generic-types", "false");
    configuration.setString("pipeline.auto-generate-uids", "false");
    configuration.setString("execution.checkpointing.interval", "50ms");
    configuration.setString("restart-strategy.type", "fixed-delay");
    configuration.setString("restart-strategy.fixed-delay.attempts", Integer.toString(kills));
    configuration.setString("restart-strategy.fixed-delay.delay", "0s");
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.createLocalEnvironment(parallelism, configuration);
    MonitorsJob.define(
        env,
        new MonitorsJob.Inputs(
            metrics,
            inputs,
            new DataGeneratorSource<>(Long::intValue, 1, Types.INT),
            new DataGeneratorSource<>(Long::intValue, 1, Types.INT),
            new DataGeneratorSource<>(
                number -> new RawRecord("", 0, number, 0, Map.of(), null, null),
                0,
                TypeInformation.of(RawRecord.class)),
            config),
        new MonitorsJob.Outputs(
            new Kept<>(row -> WINDOWS.add(row)),
            new Kept<>(row -> OBJECTIVES.add(row)),
            new Kept<>(alert -> ALERTS.add(alert)),
            new DiscardingSink<>(),
            new DiscardingSink<>(),
            new Kept<>(letter -> DEAD.add(letter))));
    env.execute();
    return new Written(
        sorted(WINDOWS.stream().filter(row -> row.closedAt().toEpochMilli() <= to).toList()),
        sorted(OBJECTIVES.stream().filter(row -> row.closedAt().toEpochMilli() <= to).toList()),
        sorted(ALERTS.stream().filter(a -> a.event().receivedAt().toEpochMilli() <= to).toList()),
        sorted(DEAD));
  }

  private static List<String> sorted(Iterable<?> written) throws Exception {
    List<String> texts = new ArrayList<>();
    for (Object one : written) {
      texts.add(Json.mapper().writeValueAsString(one));
    }
    texts.sort(null);
    return texts;
  }

  /** Where a job writes to in this process; it travels without what it has. */
  @FunctionalInterface
  private interface Place<T> extends Serializable {
    boolean add(T written);
  }

  private record Kept<T>(Place<T> place) implements Sink<T> {
    @Override
    public SinkWriter<T> createWriter(WriterInitContext context) {
      return new SinkWriter<>() {
        @Override
        public void write(T written, Context at) {
          boolean unused = place.add(written);
        }

        @Override
        public void flush(boolean endOfInput) {}

        @Override
        public void close() {}
      };
    }
  }
}
