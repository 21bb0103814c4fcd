// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.jobs.grouping;

import dev.signalcraft.domain.config.Settings;
import dev.signalcraft.domain.grouping.AlertChange;
import dev.signalcraft.domain.grouping.AlertGroup;
import dev.signalcraft.domain.grouping.Windows;
import dev.signalcraft.domain.ingest.RawRecord;
import dev.signalcraft.functions.config.ConfigReader;
import dev.signalcraft.jobs.JobSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
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

/** AlertsJob over a bounded log, without Kafka. */
final class WholeJob {
  /** What the job wrote; its writers run in this process. */
  private static final Queue<AlertChange> WRITTEN = new ConcurrentLinkedQueue<>();

  private WholeJob() {}

  /** The windows of a job to which nothing is said. */
  static Windows defaults() {
    List<String> only = List.of("--bootstrap-servers", "none");
    Settings settings = Settings.read(AlertsJob.OPTIONS, only, Map.of());
    return new Windows(
        settings.get(JobSettings.DEDUP_WINDOW).toMillis(),
        settings.get(JobSettings.AUTO_CLOSE_AFTER).toMillis(),
        settings.get(JobSettings.ACK_TIMEOUT).toMillis());
  }

  /** All that it writes, in no order but that of each key. */
  static List<AlertChange> run(
      List<List<RawRecord>> log, ConfigReader config, Windows windows, int parallelism)
      throws Exception {
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
            config),
        new AlertsJob.Outputs(
            new Written(), new DiscardingSink<>(), new DiscardingSink<>(), new DiscardingSink<>()),
        windows);
    env.execute();
    return new ArrayList<>(WRITTEN);
  }

  /** The rows that a reader of the changes ends with. */
  static Map<String, AlertGroup> groups(List<AlertChange> written) {
    Map<String, AlertGroup> groups = new TreeMap<>();
    for (AlertChange change : written) {
      if (change.group() != null) {
        groups.merge(change.group().groupId(), change.group(), WholeJob::newer);
      }
    }
    return groups;
  }

  private static AlertGroup newer(AlertGroup a, AlertGroup b) {
    boolean more = b.count() + b.duplicates() > a.count() + a.duplicates();
    return b.version() > a.version() || (b.version() == a.version() && more) ? b : a;
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
