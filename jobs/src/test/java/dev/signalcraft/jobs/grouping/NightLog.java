// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.jobs.grouping;

import dev.signalcraft.domain.Topic;
import dev.signalcraft.domain.ingest.RawRecord;
import dev.signalcraft.domain.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * A {@link Night} in Kafka, each record with its log time of that night. It lies there as a whole,
 * so that what a job writes stands behind it; but of what comes after the first pause nothing can
 * be read before {@link #goOn()}, for it stands in a transaction for each part.
 */
final class NightLog implements AutoCloseable {
  private final String servers;
  private final List<KafkaProducer<byte[], byte[]>> parts = new ArrayList<>();

  private NightLog(String servers) {
    this.servers = servers;
  }

  /** Writes a night and its rules, with pauses at these times. */
  static NightLog write(String servers, Night night, String... pauses) throws Exception {
    NightLog log = new NightLog(servers);
    // Who writes gives the time; the broker does again when the jobs come.
    log.stamp("CreateTime");
    log.config(Night.rule(night.at("22:00").minusSeconds(60)));
    Instant from = Instant.EPOCH;
    for (int part = 0; part <= pauses.length; part++) {
      boolean last = part == pauses.length;
      Instant to = last ? Instant.MAX : night.at(pauses[part]);
      log.part(night, part, from, to);
      from = to;
    }
    log.stamp("LogAppendTime");
    log.goOn();
    return log;
  }

  /** Lets the next part be read. */
  void goOn() {
    KafkaProducer<byte[], byte[]> next = parts.remove(0);
    next.commitTransaction();
    next.close();
  }

  private void part(Night night, int number, Instant from, Instant to) throws Exception {
    KafkaProducer<byte[], byte[]> producer =
        producer(Map.of("transactional.id", "night-" + number, "transaction.timeout.ms", 600_000));
    parts.add(producer);
    producer.initTransactions();
    producer.beginTransaction();
    List<List<Night.Entry>> partitions = night.partitions();
    for (int partition = 0; partition < partitions.size(); partition++) {
      for (Night.Entry entry : partitions.get(partition)) {
        if (!entry.at().isBefore(from) && entry.at().isBefore(to)) {
          byte[] value = Json.mapper().writeValueAsBytes(entry.input());
          byte[] key = entry.input().groupKey().getBytes(StandardCharsets.UTF_8);
          var unused =
              producer.send(
                  new ProducerRecord<>(
                      Topic.INPUTS.topicName(), partition, entry.at().toEpochMilli(), key, value));
        }
      }
    }
    producer.flush();
  }

  private void config(RawRecord rule) throws Exception {
    try (KafkaProducer<byte[], byte[]> producer = producer(Map.of())) {
      byte[] key = "SeverityRule/default/busy-ledger".getBytes(StandardCharsets.UTF_8);
      producer
          .send(
              new ProducerRecord<>(Topic.CONFIG.topicName(), 0, rule.logTime(), key, rule.value()))
          .get();
    }
  }

  private KafkaProducer<byte[], byte[]> producer(Map<String, Object> more) {
    Map<String, Object> settings = new HashMap<>(more);
    settings.put("bootstrap.servers", servers);
    return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
  }

  private void stamp(String type) throws Exception {
    Map<ConfigResource, Collection<AlterConfigOp>> changes = new HashMap<>();
    for (Topic topic : List.of(Topic.INPUTS, Topic.CONFIG)) {
      changes.put(
          new ConfigResource(ConfigResource.Type.TOPIC, topic.topicName()),
          List.of(
              new AlterConfigOp(
                  new ConfigEntry("message.timestamp.type", type), AlterConfigOp.OpType.SET)));
    }
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
      admin.incrementalAlterConfigs(changes).all().get();
    }
  }

  @Override
  public void close() {
    parts.forEach(KafkaProducer::close);
  }
}
