// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.jobs.grouping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.signalcraft.domain.grouping.AlertChange;
import dev.signalcraft.domain.grouping.AlertGroup;
import dev.signalcraft.domain.grouping.ChangeReason;
import dev.signalcraft.domain.grouping.GroupChange;
import dev.signalcraft.domain.ingest.RawRecord;
import dev.signalcraft.domain.json.Json;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
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
  /** What the job wrote; its writers run in this process. */
  private static final Queue<AlertChange> WRITTEN = new ConcurrentLinkedQueue<>();

  @Test
  void oneReaderAndFourGiveTheSameSetOfChanges() throws Exception {
    List<List<RawRecord>> log = MixedLog.of(1);

    List<String> one = run(log, 1);
    List<String> four = run(log, MixedLog.PARTITIONS);

    assertThat(four).isEqualTo(one);
    assertThat(kinds()).as("or it shows little").containsOnly(AlertChange.Kind.values());
    assertThat(reasons()).as("or it shows little").containsOnly(ChangeReason.values());
  }

  @Test
  void whicheverReaderTakesWhichPartitionTheSetIsTheSame() throws Exception {
    List<List<RawRecord>> log = MixedLog.of(1);
    List<List<RawRecord>> permuted = new ArrayList<>(log);
    Collections.rotate(permuted, 1);
    Collections.swap(permuted, 0, 2);

    assertThat(run(permuted, 2)).isEqualTo(run(log, 2));
  }

  @Test
  void recordsThatAreDeliveredTwiceGiveTheSameGroups() throws Exception {
    run(MixedLog.of(1), MixedLog.PARTITIONS);
    Map<String, AlertGroup> once = groups();
    run(MixedLog.of(2), MixedLog.PARTITIONS);
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

  private static Set<AlertChange.Kind> kinds() {
    return WRITTEN.stream().map(AlertChange::kind).collect(Collectors.toSet());
  }

  private static Set<ChangeReason> reasons() {
    return WRITTEN.stream()
        .map(AlertChange::change)
        .filter(Objects::nonNull)
        .map(GroupChange::reason)
        .collect(Collectors.toSet());
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
            MixedLog::config),
        new AlertsJob.Outputs(new Written(), new DiscardingSink<>(), new DiscardingSink<>()),
        MixedLog.WINDOWS);
    env.execute();

    List<String> changes = new ArrayList<>();
    for (AlertChange change : WRITTEN) {
      if (change.at().isBefore(MixedLog.END)) {
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
