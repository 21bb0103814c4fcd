// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.jobs.delivery;

import static dev.signalcraft.domain.ingest.Events.T0;
import static dev.signalcraft.domain.ingest.Events.event;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalcraft.domain.Topic;
import dev.signalcraft.domain.config.ConfigLog;
import dev.signalcraft.domain.delivery.LogLine;
import dev.signalcraft.domain.grouping.GroupStory;
import dev.signalcraft.domain.ingest.DeadLetter;
import dev.signalcraft.domain.ingest.RawRecord;
import dev.signalcraft.domain.json.Json;
import dev.signalcraft.domain.routing.Notification;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.connector.datagen.source.GeneratorFunction;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;

/** The whole job over a bounded log, without Kafka. */
class DeliveryJobTest {
  private static final ConfigLog CONFIG =
      new ConfigLog()
          .at(T0.minusSeconds(60), "Channel", "ops", "{type: log}")
          .at(
              T0.minusSeconds(60),
              "RoutingRule",
              "all",
              "{notify: [{channel: ops}, {channel: nowhere}]}");

  /** What it reads. */
  private static final List<RawRecord> LOG = new ArrayList<>();

  /** What the job wrote; its writers run in this process. */
  private static final Queue<String> LINES = new ConcurrentLinkedQueue<>();

  private static final Queue<DeadLetter> LETTERS = new ConcurrentLinkedQueue<>();

  @Test
  void everyNotificationOfALogChannelIsALineAndWhatCannotBeReadIsParked() throws Exception {
    List<Notification> told =
        new GroupStory(CONFIG)
            .at(T0, event("checkout", "1", T0))
            .at(T0, event("basket", "2", T0))
            .notifications();
    for (Notification notification : told) {
      LOG.add(record(LOG.size(), Json.mapper().writeValueAsBytes(notification)));
    }
    LOG.add(record(LOG.size(), "{".getBytes(UTF_8)));
    Configuration configuration = new Configuration();
    configuration.setString("pipeline.generic-types", "false");
    configuration.setString("pipeline.auto-generate-uids", "false");
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.createLocalEnvironment(2, configuration);
    DeliveryJob.define(
        env,
        new DeliveryJob.Inputs(
            source(index -> LOG.get(index.intValue()), LOG.size()),
            source(index -> CONFIG.records().get(index.intValue()), CONFIG.records().size()),
            () -> CONFIG.records()),
        new DeliveryJob.Outputs(
            new Kept<>(line -> LINES.add(line)), new Kept<>(letter -> LETTERS.add(letter))));
    env.execute();

    assertThat(LINES)
        .containsExactlyInAnyOrderElementsOf(
            told.stream().filter(n -> n.channel().equals("ops")).map(LogLine::of).toList())
        .hasSize(2);
    assertThat(LETTERS).extracting(DeadLetter::offset).containsExactly(4L);
  }

  private static RawRecord record(int offset, byte[] value) {
    return new RawRecord(
        Topic.NOTIFICATIONS.topicName(), 0, offset, T0.toEpochMilli(), Map.of(), null, value);
  }

  private static Source<RawRecord, ?, ?> source(
      GeneratorFunction<Long, RawRecord> records, int count) {
    return new DataGeneratorSource<>(records, count, TypeInformation.of(RawRecord.class));
  }

  /** Serialized with the job, which runs in this process. */
  private interface Place<T> extends Serializable {
    void add(T written);
  }

  private record Kept<T>(Place<T> place) implements Sink<T> {
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
