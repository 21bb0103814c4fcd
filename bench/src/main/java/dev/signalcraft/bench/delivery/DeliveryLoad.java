// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.bench.delivery;

import dev.signalcraft.bench.Progress;
import dev.signalcraft.domain.Topic;
import dev.signalcraft.domain.grouping.GroupKey;
import dev.signalcraft.embedded.kafka.EmbeddedKafka;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Decides at a steady rate: each notification is the first of a group of its own. */
final class DeliveryLoad implements AutoCloseable {
  private static final String WORKSPACE = "default";
  private static final long UNLIMITED_PER_MINUTE = 600_000;

  private final KafkaProducer<byte[], byte[]> producer;
  private final int channels;
  private final long run = System.currentTimeMillis();

  DeliveryLoad(EmbeddedKafka kafka, int channels, int partitions) {
    this.channels = channels;
    var unused = kafka.createTopics(partitions);
    // A decision is not held back to be sent with others.
    producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", kafka.bootstrapServers(), "acks", "all", "linger.ms", 0),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  /** Describes the channels, and lets the workspace tell as many as there are. */
  void configure(int port) {
    send(
        Topic.CONFIG,
        "Workspace/default/workspace",
        """
        {"kind":"Workspace","metadata":{"workspace":"default","name":"workspace"},"version":1,\
        "baseVersion":0,"deleted":false,"spec":{"notificationsPerMinute":%d}}"""
            .formatted(UNLIMITED_PER_MINUTE));
    for (int i = 0; i < channels; i++) {
      send(
          Topic.CONFIG,
          "Channel/default/" + channel(i),
          """
          {"kind":"Channel","metadata":{"workspace":"default","name":"%s"},"version":1,\
          "baseVersion":0,"deleted":false,"spec":{"type":"webhook","allowPrivate":true,\
          "url":"http://127.0.0.1:%d/%s","rate":{"perMinute":%d,"burst":10000}}}"""
              .formatted(channel(i), port, channel(i), UNLIMITED_PER_MINUTE));
    }
    producer.flush();
  }

  private String channel(long number) {
    return "channel-" + number % channels;
  }

  /** The id of the nth notification. */
  String id(long number) {
    return GroupKey.hash("notification", Long.toString(run), Long.toString(number));
  }

  /**
   * Decides so many, evenly over time.
   *
   * @param at the time of each, in nanoseconds
   */
  void run(long from, long count, int perSecond, long[] at, Progress progress) {
    long begin = System.nanoTime();
    for (long i = 0; i < count; i++) {
      long due = begin + TimeUnit.SECONDS.toNanos(1) * i / perSecond;
      while (System.nanoTime() < due) {
        LockSupport.parkNanos(due - System.nanoTime());
      }
      long number = from + i;
      at[(int) number] = System.nanoTime();
      decide(number);
      if (i % perSecond == 0) {
        progress.within("decided %,d of %,d".formatted(number, from + count));
      }
    }
    producer.flush();
  }

  private void decide(long number) {
    long now = System.currentTimeMillis();
    String time = Instant.ofEpochMilli(now).toString();
    String key = GroupKey.hash("group", Long.toString(run), Long.toString(number));
    send(
        Topic.NOTIFICATIONS,
        key,
        """
        {"notificationId":"%s","workspace":"%s","groupKey":"%s","groupId":"%s-%d","channel":"%s",\
        "reason":"opened","ordinal":1,"at":"%s","sequence":1,"rule":"all","ruleVersion":1,\
        "eventIds":[],"first":true,"shadow":false,"group":{"groupId":"%s-%d","groupKey":"%s",\
        "workspace":"%s","source":"sentry","project":"shop","environment":"production",\
        "fingerprint":"problem-%d","type":"error","lifecycle":"stateless","status":"open",\
        "severity":"high","title":"TypeError: cannot read the price of article %d",\
        "message":"at Cart.total (cart.ts:42)","tags":{"release":"7.3.1","route":"/cart"},\
        "count":1,"duplicates":0,"flapping":false,"channels":[],"openedAt":"%s","firstSeen":"%s",\
        "lastSeen":"%s","lastActivity":"%s","version":1,"sequence":1}}"""
            .formatted(
                id(number),
                WORKSPACE,
                key,
                key,
                now,
                channel(number),
                time,
                key,
                now,
                key,
                WORKSPACE,
                number,
                number,
                time,
                time,
                time,
                time));
  }

  private void send(Topic topic, String key, String json) {
    // What was not written does not arrive, and is counted as missing.
    var unused =
        producer.send(
            new ProducerRecord<>(
                topic.topicName(),
                key.getBytes(StandardCharsets.UTF_8),
                json.getBytes(StandardCharsets.UTF_8)));
  }

  @Override
  public void close() {
    producer.close();
  }
}
