// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.jobs.grouping;

import static dev.signalcraft.domain.ingest.Events.T0;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.signalcraft.domain.grouping.AlertChange;
import dev.signalcraft.domain.grouping.AlertGroup;
import dev.signalcraft.domain.grouping.GroupKey;
import dev.signalcraft.domain.grouping.Windows;
import dev.signalcraft.domain.ingest.AlertEvent;
import dev.signalcraft.domain.ingest.EventStatus;
import dev.signalcraft.domain.ingest.Events;
import dev.signalcraft.domain.ingest.Input;
import dev.signalcraft.domain.ingest.RawRecord;
import dev.signalcraft.domain.json.Json;
import dev.signalcraft.domain.json.WireName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.junit.jupiter.api.Test;

/** The same log gives the same changes, whatever the parallelism and whenever timers fire. */
class ParallelismTest {
  private static final int PARTITIONS = 4;
  private static final int KEYS = 24;
  private static final int RECORDS = 600;
  private static final long MINUTE = 60_000;
  private static final Windows WINDOWS = new Windows(MINUTE, 5 * MINUTE, 0);
  private static final Instant END = T0.plusSeconds(RECORDS * 30L);
  private static final long[] GAPS = {0, 1, 200, 1_000, 5_000, 20_000};

  /** What the job wrote; its writers run in this process. */
  private static final Queue<AlertChange> WRITTEN = new ConcurrentLinkedQueue<>();

  @Test
  void oneReaderAndFourGiveTheSameSetOfChanges() throws Exception {
    List<List<RawRecord>> log = log(1);

    List<String> one = run(log, 1);
    List<String> four = run(log, PARTITIONS);

    assertThat(four).isEqualTo(one);
    for (AlertChange.Kind kind : AlertChange.Kind.values()) {
      assertThat(one).anyMatch(change -> change.contains("\"kind\":\"" + wire(kind) + "\""));
    }
    assertThat(one).anyMatch(change -> change.contains("\"inactive\""));
  }

  @Test
  void recordsThatAreDeliveredTwiceGiveTheSameGroups() throws Exception {
    run(log(1), PARTITIONS);
    Map<String, AlertGroup> once = groups();
    run(log(2), PARTITIONS);
    Map<String, AlertGroup> twice = groups();

    assertThat(twice.keySet()).isEqualTo(once.keySet());
    assertThat(twice.values())
        .extracting(AlertGroup::count, AlertGroup::status, AlertGroup::version)
        .isEqualTo(
            once.values().stream()
                .map(group -> tuple(group.count(), group.status(), group.version()))
                .toList());
    assertThat(duplicates(twice)).isGreaterThan(duplicates(once));
  }

  private static String wire(AlertChange.Kind kind) {
    return WireName.of(kind);
  }

  private static long duplicates(Map<String, AlertGroup> groups) {
    return groups.values().stream().mapToLong(AlertGroup::duplicates).sum();
  }

  /** The rows that a reader of the changes ends with. */
  private static Map<String, AlertGroup> groups() {
    Map<String, AlertGroup> groups = new TreeMap<>();
    for (AlertChange change : WRITTEN) {
      if (change.group() != null) {
        groups.merge(
            change.group().groupId(),
            change.group(),
            (a, b) ->
                b.version() > a.version()
                        || (b.version() == a.version()
                            && b.count() + b.duplicates() > a.count() + a.duplicates())
                    ? b
                    : a);
      }
    }
    return groups;
  }

  /** Partitions whose clocks differ; the last record of each key makes all before it fall due. */
  private static List<List<RawRecord>> log(int deliveries) throws Exception {
    Random random = new Random(20_260_302);
    List<List<RawRecord>> log = new ArrayList<>();
    for (int partition = 0; partition < PARTITIONS; partition++) {
      List<RawRecord> records = new ArrayList<>();
      Instant at = T0;
      for (int i = 0; i < RECORDS; i++) {
        at = at.plusMillis(GAPS[random.nextInt(GAPS.length)]);
        int key = partition + PARTITIONS * random.nextInt(KEYS / PARTITIONS);
        boolean resolved = random.nextInt(5) == 0;
        AlertEvent event =
            Events.build(
                Events.draft("f" + key, "e" + key + "-" + random.nextInt(40), at)
                    .status(resolved ? EventStatus.RESOLVED : EventStatus.FIRING));
        for (int delivery = 0; delivery < deliveries; delivery++) {
          records.add(record(partition, records.size(), at, event));
        }
      }
      for (int key = partition; key < KEYS; key += PARTITIONS) {
        records.add(record(partition, records.size(), END, Events.event("f" + key, "end", END)));
      }
      log.add(records);
    }
    return log;
  }

  private static RawRecord record(int partition, long offset, Instant at, AlertEvent event)
      throws Exception {
    String key = GroupKey.of(event);
    byte[] value = Json.mapper().writeValueAsBytes(Input.of(key, event));
    return new RawRecord("inputs", partition, offset, at.toEpochMilli(), Map.of(), key, value);
  }

  private static List<String> run(List<List<RawRecord>> log, int parallelism) throws Exception {
    WRITTEN.clear();
    Configuration configuration = new Configuration();
    // Timers fire wherever they can.
    configuration.setString("pipeline.auto-watermark-interval", "1ms");
    configuration.setString("pipeline.generic-types", "false");
    configuration.setString("pipeline.auto-generate-uids", "false");
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.createLocalEnvironment(parallelism, configuration);
    AlertsJob.define(
        env,
        new AlertsJob.Inputs(
            LogSource.of(log),
            new DataGeneratorSource<>(Long::intValue, 1, Types.INT),
            noConfig(),
            List::of),
        new AlertsJob.Outputs(new Written(), new DiscardingSink<>(), new DiscardingSink<>()),
        WINDOWS);
    env.execute();

    List<String> changes = new ArrayList<>();
    for (AlertChange change : WRITTEN) {
      if (change.at().isBefore(END)) {
        changes.add(Json.mapper().writeValueAsString(change));
      }
    }
    changes.sort(null);
    return changes;
  }

  private static Source<RawRecord, ?, ?> noConfig() {
    return new DataGeneratorSource<>(
        number -> new RawRecord("", 0, number, 0, Map.of(), null, null),
        0,
        TypeInformation.of(RawRecord.class));
  }

  private static final class Written implements Sink<AlertChange> {
    @Override
    public SinkWriter<AlertChange> createWriter(WriterInitContext context) {
      return new SinkWriter<>() {
        @Override
        public void write(AlertChange change, Context at) {
          WRITTEN.add(change);
        }

        @Override
        public void flush(boolean endOfInput) {}

        @Override
        public void close() {}
      };
    }
  }
}
