// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.jobs.grouping;

import dev.signalcraft.domain.config.Settings;
import dev.signalcraft.domain.grouping.AlertChange;
import dev.signalcraft.domain.grouping.AlertGroup;
import dev.signalcraft.domain.grouping.Windows;
import dev.signalcraft.domain.ingest.RawRecord;
import dev.signalcraft.domain.routing.Notification;
import dev.signalcraft.functions.config.ConfigReader;
import dev.signalcraft.jobs.JobSettings;
import java.io.Serializable;
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
  private static final Queue<AlertChange> CHANGES = new ConcurrentLinkedQueue<>();

  private static final Queue<Notification> NOTIFICATIONS = new ConcurrentLinkedQueue<>();

  /** What a job has written, in no order but that of each key. */
  record Written(List<AlertChange> changes, List<Notification> notifications) {}

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

  /** All that it writes. */
  static Written run(
      List<List<RawRecord>> log, ConfigReader config, Windows windows, int parallelism)
      throws Exception {
    CHANGES.clear();
    NOTIFICATIONS.clear();
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
            new Kept<>(written -> CHANGES.add(written)),
            new Kept<>(written -> CHANGES.add(written)),
            new Kept<>(written -> NOTIFICATIONS.add(written)),
            new DiscardingSink<>(),
            new DiscardingSink<>()),
        windows);
    env.execute();
    return new Written(new ArrayList<>(CHANGES), new ArrayList<>(NOTIFICATIONS));
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

  /** Where a job writes to in this process; it travels without what it has. */
  @FunctionalInterface
  interface Place<T> extends Serializable {
    void add(T written);
  }

  record Kept<T>(Place<T> place) implements Sink<T> {
    @Override
    public SinkWriter<T> createWriter(WriterInitContext context) {
      return new SinkWriter<>() {
        @Override
        public void write(T written, Context at) {
          place.add(written);
        }

        @Override
        public void flush(boolean endOfInput) {}

        @Override
        public void close() {}
      };
    }
  }
}
