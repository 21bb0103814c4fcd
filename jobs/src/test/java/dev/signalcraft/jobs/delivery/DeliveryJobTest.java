// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.jobs.delivery;

import static dev.signalcraft.domain.ingest.Events.T0;
import static dev.signalcraft.domain.ingest.Events.event;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalcraft.domain.Topic;
import dev.signalcraft.domain.config.ConfigLog;
import dev.signalcraft.domain.delivery.Delivery;
import dev.signalcraft.domain.delivery.LogLine;
import dev.signalcraft.domain.delivery.Send;
import dev.signalcraft.domain.delivery.SendResult;
import dev.signalcraft.domain.delivery.Sender;
import dev.signalcraft.domain.delivery.Told;
import dev.signalcraft.domain.grouping.GroupStatus;
import dev.signalcraft.domain.grouping.GroupStory;
import dev.signalcraft.domain.ingest.DeadLetter;
import dev.signalcraft.domain.ingest.Input;
import dev.signalcraft.domain.ingest.RawRecord;
import dev.signalcraft.domain.json.Json;
import dev.signalcraft.domain.routing.Notification;
import dev.signalcraft.domain.routing.NotificationReason;
import dev.signalcraft.functions.delivery.DeliveryLog;
import java.io.Serializable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
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

  private static final Notification ELSEWHERE =
      lately(Told.told("z", 1, NotificationReason.OPENED).elsewhere("ops"));

  private static final byte[] CHANGE = json(Told.change("y", GroupStatus.RESOLVED, 2));

  private static final byte[] FALLBACK =
      json(
          new Delivery(
              "z",
              "default",
              "mail",
              Delivery.Form.NOTIFICATION,
              Delivery.Status.GIVEN_UP,
              1,
              List.of(),
              0,
              "broken",
              0,
              null,
              ELSEWHERE,
              T0));

  /** What it reads. */
  private static final List<RawRecord> LOG = new ArrayList<>();

  /** What the job wrote; its writers run in this process. */
  private static final Queue<String> LINES = new ConcurrentLinkedQueue<>();

  private static final Queue<Delivery> DELIVERIES = new ConcurrentLinkedQueue<>();

  private static final Queue<Input> ALERTS = new ConcurrentLinkedQueue<>();

  private static final Queue<DeadLetter> LETTERS = new ConcurrentLinkedQueue<>();

  @Test
  void everyNotificationOfALogChannelIsALineThoseOfAFallbackTooAndWhatCannotBeReadIsParked()
      throws Exception {
    List<Notification> told =
        new GroupStory(CONFIG)
                .at(T0, event("checkout", "1", T0))
                .at(T0, event("basket", "2", T0))
                .notifications()
                .stream()
                .map(DeliveryJobTest::lately)
                .toList();
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
            source(index -> record(0, CHANGE), 1),
            source(index -> record(0, FALLBACK), 1),
            source(index -> CONFIG.records().get(index.intValue()), CONFIG.records().size()),
            () -> CONFIG.records()),
        new DeliveryJob.Outputs(
            () -> Map.of("log", new Lines()),
            Deliveries::new,
            new Kept<>(alert -> ALERTS.add(alert)),
            new Kept<>(letter -> LETTERS.add(letter))));
    env.execute();

    assertThat(LINES)
        .containsAll(told.stream().filter(n -> n.channel().equals("ops")).map(LogLine::of).toList())
        .contains(LogLine.of(ELSEWHERE))
        .hasSize(3);
    assertThat(DELIVERIES)
        .extracting(d -> d.channel() + " " + d.status())
        .containsExactlyInAnyOrder(
            "ops SENT", "ops SENT", "ops SENT", "nowhere GIVEN_UP", "nowhere GIVEN_UP");
    assertThat(ALERTS)
        .extracting(alert -> alert.event().title())
        .containsExactly("nowhere: notifications are not delivered");
    assertThat(LETTERS).extracting(DeadLetter::offset).containsExactly(4L);
  }

  /** The job has the machine's clock, and passes over what was decided a week ago. */
  private static Notification lately(Notification told) {
    return told.told(Instant.now(), told.group(), told.first());
  }

  private static byte[] json(Object written) {
    try {
      return Json.mapper().writeValueAsBytes(written);
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  private static RawRecord record(int offset, byte[] value) {
    return new RawRecord(
        Topic.NOTIFICATIONS.topicName(), 0, offset, T0.toEpochMilli(), Map.of(), null, value);
  }

  private static Source<RawRecord, ?, ?> source(
      GeneratorFunction<Long, RawRecord> records, int count) {
    return new DataGeneratorSource<>(records, count, TypeInformation.of(RawRecord.class));
  }

  /** A log channel whose lines are kept. */
  private static final class Lines implements Sender {
    @Override
    public void send(Send send, Consumer<SendResult> done) {
      send.told().forEach(told -> LINES.add(LogLine.of(told)));
      done.accept(SendResult.sent(0, null));
    }

    @Override
    public void close() {}
  }

  /** A log that takes everything. */
  private static final class Deliveries implements DeliveryLog {
    @Override
    public void read(Map<Integer, Long> reached, long since, Consumer<Delivery> each) {}

    @Override
    public void write(Delivery delivery, Written done) {
      DELIVERIES.add(delivery);
      done.heard(null);
    }

    @Override
    public void flush() {}

    @Override
    public Map<Integer, Long> reached() {
      return Map.of();
    }

    @Override
    public void close() {}
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
